"""The demo's year counted a second time from its files, in plain Python, and every entry of its documents beside it."""

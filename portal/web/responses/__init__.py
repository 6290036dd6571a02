"""How an answer leaves: its media type and validators, its headers, errors, and what is kept ready."""

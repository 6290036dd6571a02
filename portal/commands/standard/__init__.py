"""Commands for those who write charters and returns: they check a file, and never touch what is published."""

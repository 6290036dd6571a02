"""One file a command of `portal`; the only room that sees everything."""

"""Tables that people download."""

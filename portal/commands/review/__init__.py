"""`portal review`: one module for each command of it; group.py finds them by name."""

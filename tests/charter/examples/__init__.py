"""For every check, a search in every state that it can have; see every.py."""

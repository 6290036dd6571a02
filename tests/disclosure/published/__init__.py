"""The rule held over whole published years."""

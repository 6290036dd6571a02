"""finishing."""

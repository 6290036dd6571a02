"""The review as commands and editions have it: drawn, sent in, published, and seen from outside."""

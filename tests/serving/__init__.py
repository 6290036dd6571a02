"""The shipped nginx configuration before a real Gunicorn: what it gives out, and what it never does."""

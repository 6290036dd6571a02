"""A PostgreSQL of the tests' own: its cluster, and what only two databases side by side can show."""

"""The named functions of checks. Each takes the parameters of a check and answers claims (claims.py)."""

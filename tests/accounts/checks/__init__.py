"""What checks found: the tests of portal.accounts.checks."""

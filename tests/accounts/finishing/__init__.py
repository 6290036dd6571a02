"""From published figures alone: the tests of portal.accounts.finishing."""

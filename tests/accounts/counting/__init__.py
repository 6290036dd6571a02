"""Counting a year: the tests of portal.accounts.counting."""

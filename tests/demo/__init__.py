"""Invented records: the tests of portal.demo."""

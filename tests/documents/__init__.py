"""The promised JSON: the tests of portal.documents."""

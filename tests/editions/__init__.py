"""The published directory: the tests of portal.editions."""

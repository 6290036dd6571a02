"""The site as files: the tests of portal.export."""

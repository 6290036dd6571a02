"""One page at a time: the tests of portal.web.pages."""

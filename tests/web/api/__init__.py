"""What programs read: the tests of portal.web.api."""

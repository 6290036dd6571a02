"""How requests are answered: the tests of portal.web.responses."""

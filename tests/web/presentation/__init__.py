"""Figures in words and shapes: the tests of portal.web.presentation."""

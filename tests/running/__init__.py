"""One run of a command, and what it must never leave behind: the tests of portal.running."""

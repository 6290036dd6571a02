"""What a panel runs: the tests of portal.commands.review."""

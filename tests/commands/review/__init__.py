"""What a force or a charter's author runs: the tests of portal.commands.standard."""

"""`portal review`: what independent panels saw on body-worn video of searches that were drawn at random."""

import click

from portal.commands.main import Portal

COMMANDS = {
    "check": "Check a file of reviews or questions; nothing is stored.",
}
"""Name -> one line of help; the module of the same name in this folder holds the command."""


class Review(Portal):
    package = "portal.commands.review"
    commands_by_name = COMMANDS

    def module_of(self, name: str) -> str:
        return name


@click.group("review", cls=Review, help=__doc__)
def command() -> None:
    pass

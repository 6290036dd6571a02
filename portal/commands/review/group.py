"""`portal review`: what independent panels saw on body-worn video of searches that were drawn at random."""

import click

from portal.commands.main import Portal

COMMANDS = {
    "plan": "How many clips give which answer.",
    "seed": "Promise the seeds of coming months, before they begin.",
    "draw": "Draw searches of a month; a list for the force, and a receipt.",
    "list": "Write the lists and receipts of a month again.",
    "check": "Check a file of reviews or questions; nothing is stored.",
    "add": "Keep what a panel saw, or asked.",
    "verify": "Is the journal what was published, does each draw come out again?",
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

"""Whose records are shown, for what speaks of the whole site: invented ones are under nobody's licence."""

from portal.accounts.files.metadata import INVENTED
from portal.accounts.shelf import NotPublished, Withdrawn
from portal.places import LONDON
from portal.web.pages import shelf

RIGHTS = "Search records: police forces through data.police.uk, Open Government Licence v3.0."


def are_invented() -> bool | None:
    """What London's newest account says; None before there is one."""
    try:
        return shelf().newest(shelf().best_period(LONDON)).account(LONDON).invented
    except (NotPublished, Withdrawn):
        return None


def rights() -> str:
    return {True: INVENTED, False: RIGHTS, None: "Nothing is published yet."}[are_invented()]

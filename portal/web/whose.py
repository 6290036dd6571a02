"""Whose records are shown, for what speaks of the whole site: invented ones are under nobody's licence."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from portal.documents.supplies import SupplyList
from portal.editions.archive import SUPPLIES, Altered, NotPublished, Withdrawn
from portal.places import LONDON
from portal.tables.dictionary import INVENTED
from portal.web.pages.accounts import shelf

RIGHTS = "Search records: police forces through data.police.uk, Open Government Licence v3.0."
MADE_UP = "Search records: invented to show how the portal works. They are not police data."
NOTHING = "Nothing is published yet."
UNKNOWN = "Search records: each account says whose they are."


class Invented(Protocol):
    """A document that says whether its records are made up."""

    @property
    def invented(self) -> bool: ...


def are_invented() -> bool | None:
    """What London's newest account says, else the list of supplies; None where there is neither."""
    return shelf().kept(("invented",), read_invented)


def read_invented() -> bool | None:
    """A file that is not what was published says nothing: an older one is asked."""
    for period in shelf().periods():
        try:
            return shelf().newest(period).summary(LONDON).invented
        except (NotPublished, Withdrawn, Altered):
            continue
    try:
        raw = shelf().newest(SUPPLIES).read("supplies.json", "")
    except (NotPublished, Withdrawn, Altered):
        return None
    supplies = SupplyList.model_validate_json(raw).supplies
    return any(supply.invented for supply in supplies) if supplies else None


def rights() -> str:
    return {True: INVENTED, False: RIGHTS, None: NOTHING}[are_invented()]


@dataclass(frozen=True)
class Whose:
    """For a page's banner and foot: whether its records are made up, and where they are from."""

    are_made_up: bool
    says: str


def whose(shown: Invented | None = None) -> Whose:
    """They are made up if what the page shows is, or the site's are. A shelf that is broken says nothing of them."""
    try:
        invented = are_invented()
    except Exception:  # an error page asks this too, whatever is broken: it is logged, and no source is claimed
        current_app.logger.exception("the shelf does not say whose records it holds")
        return Whose(False, UNKNOWN)
    if invented or (shown and shown.invented):
        return Whose(True, MADE_UP)
    return Whose(False, NOTHING if invented is None else RIGHTS)

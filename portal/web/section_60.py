"""Searches without suspicion: how many, where, and which authorisations are entered here."""

from flask import Blueprint, render_template

from portal.accounts.document import Account
from portal.accounts.figures import Apart
from portal.accounts.shelf import Edition
from portal.places import LONDON, Kind, Place, all_of, boroughs
from portal.web.measured import best, charter_of, rules_of
from portal.web.pages import series_of

section_60_page = Blueprint("section_60", __name__)


@section_60_page.get("/section-60")
def page() -> str:
    """Searches without suspicion: how many, where, and which authorisations are entered here."""
    edition = best()
    account, charter = edition.account(LONDON), charter_of(edition)
    return render_template(
        "section_60.html",
        account=account,
        apart=without_suspicion(account),
        boroughs=[(place, without_suspicion(edition.account(place))) for place in held(edition, Kind.BOROUGH)],
        authorisations=charter["authorisations"],
        names={code: place.name for code, place in boroughs().items()},
        found={entry.check: entry for entry in account.compliance},
        rules=rules_of(charter),
        series=series_of(LONDON),
    )


def held(edition: Edition, kind: Kind) -> list[Place]:
    return [place for place in all_of(kind) if edition.has(place)]


def without_suspicion(account: Account) -> Apart:
    return next(each for each in account.apart if each.id == "section_60")

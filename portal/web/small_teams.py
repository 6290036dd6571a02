"""What stands at the address of a team that is counted with others: which group has its searches, in a sentence."""

from flask import request

from portal.accounts.document import Joined
from portal.accounts.shelf import Altered, NotPublished, Withdrawn
from portal.periods import Period
from portal.places import LONDON, Kind, Place, UnknownPlace, named
from portal.web.pages import shelf

TITLE = "This team is counted with others"


def of_request() -> str:
    """Of the team and the year that the address names; empty where it names no team, or one that no group has."""
    asked = request.view_args or {}
    if asked.get("kind") is not Kind.TEAM:
        return ""
    try:
        return counted_with(named(Kind.TEAM, asked["name"]), asked.get("period"), asked.get("number"))
    except (UnknownPlace, NotPublished, Withdrawn, Altered):
        return ""


def counted_with(team: Place, period: Period | None, number: str | None = None) -> str:
    """As London's account of that year has it, of the newest edition or of the one numbered so; without a year, the

    newest that names the team.
    """
    for year in [period] if period else shelf().periods():
        edition = shelf().edition(year, number) if number else shelf().newest(year)
        for each in edition.account(LONDON).joined if edition.has(LONDON) else ():
            if (each.by, each.key) == (Kind.TEAM, team.code):
                return said_of(team, year, each)
    return ""


def said_of(team: Place, year: Period, joined: Joined) -> str:
    few = f"{team.name} has too few searches in {year.id} for figures of its own."
    if joined.group is None:
        return f"{few} They stand in no group that is large enough, so they are in no figure."
    return f"{few} They are counted here: {joined.group_name}. London's account has the figures of that group."

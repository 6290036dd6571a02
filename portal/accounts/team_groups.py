"""How the teams of an account stand to its place, and under what name those are told that are counted together."""

from portal import places, teams
from portal.accounts.breakdowns import in_order_of, label_of, labels
from portal.accounts.document import TEAMS, Account, Joined
from portal.accounts.grouped import is_return
from portal.accounts.presented import teams_presented
from portal.accounts.reason_codes import SMALL_GROUP, TEAM_OF_PERSON, YEAR_RUNNING
from portal.accounts.view import View
from portal.accounts.year import Year
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import (
    OTHERS,
    OTHERS_OF,
    small_groups_label,
    team_of_person_sentence,
    too_small_sentence,
    year_running_sentence,
)
from portal.places import Kind, Place
from portal.vocabulary import LABELS, NO_GROUP, NOT_PUBLISHED

NAMES = LABELS | {NO_GROUP: "Not told by team"}
IN_NO_FIGURE = "In no figure of the return"
UNTOLD_KEYS = (NO_GROUP, NOT_PUBLISHED)
PLURALS = {
    "borough": "boroughs",
    "team": "teams",
    "self_defined_ethnicity": "ethnic groups",
    "age": "age groups",
}
"""What a return is grouped by -> its names in the plural."""


def with_teams(account: Account, view: View) -> Account:
    """With how each team stands to the place, and why teams are not told, or told in groups."""
    named = [figure.model_copy(update=told(figure.key, view.place)) for figure in account.breakdowns["team"]]
    figures = teams_presented(named) if view.year.is_naming_teams_in_returns else named
    with_groups = account.model_copy(update={"breakdowns": {**account.breakdowns, "team": figures}})
    if reason := why_without(view):
        sentence, code = reason
        return with_groups.model_copy(update={"withheld": {"team": sentence}, "withheld_codes": {"team": code}})
    is_told = view.place.kind is Kind.TEAM or any(figure.key not in UNTOLD_KEYS for figure in figures)
    is_guarded = is_told and view.year.is_naming_teams_in_returns
    return with_groups.model_copy(update={"guarded": [TEAMS]}) if is_guarded else with_groups


def why_without(view: View) -> tuple[str, str] | None:
    """Why no team is told in this place, as a sentence and its code."""
    year, place = view.year, view.place
    if year.is_keeping_teams and view.force in (None, *(supply.force for supply in year.naming if is_return(supply))):
        return team_of_person_sentence(), TEAM_OF_PERSON
    if year.is_naming_teams_later:
        return year_running_sentence(), YEAR_RUNNING
    if place.kind is Kind.BOROUGH and year.is_naming_teams_in_returns and place.code in year.returns.small("borough"):
        return too_small_sentence(disclosure_settings()), SMALL_GROUP
    return None


def joined(year: Year) -> list[Joined]:
    """Every name that is counted together with others, in the order of the tables, with the group that counts it."""
    found = []
    for by, plural in PLURALS.items():
        names, small = labels(by), year.returns.small(by)
        for key in sorted(small, key=in_order_of(list(names))):
            group = small[key]
            label = small_groups_label(group, plural, disclosure_settings()) if group else IN_NO_FIGURE
            found.append(Joined(by=by, key=key, name=label_of(key, names), group=group, group_name=label))
    return found


def told(key: str, place: Place) -> dict[str, str]:
    if key.startswith(OTHERS):
        return {"label": small_groups_label(key, "teams", disclosure_settings()), "group": standing(key, place)}
    return {"label": NAMES[key]} if key in NAMES else {"group": standing(key, place)}


def standing(team: str, place: Place) -> str:
    found = by_command(team, commands_of(place))
    return "local" if found == "elsewhere" and place.kind in (Kind.LONDON, Kind.FORCE) else found


def commands_of(place: Place) -> str | None:
    return place.code if place.kind is Kind.BCU else places.bcu_of(place.code)


def by_command(team: str, command: str | None) -> str:
    """As portal.teams.standing; of teams that stand together, that of their command, or of all London."""
    if not team.startswith(OTHERS):
        return teams.standing(team, command)
    own = team.removeprefix(OTHERS_OF) if team.startswith(OTHERS_OF) else None
    return "london_wide" if own is None else "local" if own == command else "elsewhere"

"""The checks of a year counted: exactly, over groups where only a return tells them; of a person for London alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from portal.accounts import grounds_grades
from portal.accounts.grounds_shares import FLAGGED, flags
from portal.accounts.grouped import GROUPED, STANDS
from portal.accounts.measures import Measures, States, closed_supplies, is_protected
from portal.accounts.year import Year
from portal.charter.definitions import Check
from portal.charter.states import FAIL
from portal.disclosure.people import PeopleFigures, people_figures
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import OTHERS
from portal.standard import PERSON
from portal.vocabulary import NO_GROUP

GROUPS = ("self_defined_ethnicity", "age")
"""What checks that only returns answer are told by for London as a whole."""


@dataclass(frozen=True)
class Checked:
    """One check in a year. `by_place`: (force, borough) -> states; `by_team`: team -> states.

    `by_group`: each of GROUPS, and of the teams those that stand together as they are small.
    `is_returned`: only a return answers it. `people`: London's figures, where it tells of a person and nobody else
    does. `returning`: forces whose return answers it; `waiting`: those of them of which the year is not here whole.
    `small`: boroughs that are counted with others.
    """

    check: Check
    by_place: Mapping[tuple[str, ...], States] = field(default_factory=dict)
    by_team: Mapping[str, States] = field(default_factory=dict)
    by_group: Mapping[str, Mapping[str, States]] = field(default_factory=dict)
    is_returned: bool = False
    people: Mapping[str, int | None] | None = None
    returning: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()

    @property
    def told(self) -> frozenset[str]:
        """The forces whose return is told."""
        return self.returning - self.waiting


def checked(year: Year, measures: Measures, drawn: PeopleFigures) -> list[Checked]:
    """Every check asked of records, every grounds flag, the grades of the grounds, and every letter said.

    `drawn`: figures about people of an earlier edition of the year, which stay.
    """
    measured = [check for check in measures.charter.checks if check.measured]
    return [one(year, measures, check, drawn) for check in (*measured, *flags(), *grounds_grades.checks())]


def one(year: Year, measures: Measures, check: Check, drawn: PeopleFigures) -> Checked:
    places = measures.by(year, check, "force", "borough")
    if not is_protected(year, check):
        return Checked(check, places, by_team(year, measures, check))
    returning = frozenset(supply.force for supply in closed_supplies(year, check))
    waiting = returning & year.returns.waiting
    if disclosure_settings().about_check(check) == PERSON:
        told = people(year, measures, check, drawn)
        return Checked(check, is_returned=True, people=told, returning=returning, waiting=waiting)
    of_teams = by_team(year, measures, check)
    groups = {name: {key: states for (key,), states in measures.by(year, check, name).items()} for name in GROUPS}
    return Checked(
        check,
        places,
        of_teams,
        groups | {"team": {team: states for team, states in of_teams.items() if team.startswith(OTHERS)}},
        is_returned=True,
        returning=returning,
        waiting=waiting,
        small=frozenset(year.returns.small("borough")),
    )


def by_team(year: Year, measures: Measures, check: Check) -> dict[str, States]:
    """In the sources that name teams, which may be others than those that answer the check best."""
    return {team: states for (team,), states in measures.by(year, check, "team", also=("team",)).items()}


def people(year: Year, measures: Measures, check: Check, drawn: PeopleFigures) -> Mapping[str, int | None] | None:
    """London's figures, of every search of the returns that are told; None where there is none yet.

    Of a flag only how often it was raised: how many records have flags at all is told beside the other flags, so that
    those without it would give a small number away.
    """
    rows = measures.rows(year, check)
    told = rows.filter(pl.col(STANDS).is_in([GROUPED, NO_GROUP]))
    if told.is_empty():
        return None
    records = told.select(pl.col("state").repeat_by("records").explode().alias(check.id))
    found = people_figures(records, [check.id], disclosure_settings().people, drawn)[check.id]
    return {**dict.fromkeys(found), FAIL: found[FAIL]} if check.function == FLAGGED else found

"""The checks of a year counted: exactly, over groups where only a return tells them; of a person for London alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from portal import places
from portal import places as teams
from portal.accounts.checks import entries, grounds
from portal.accounts.checks.states import Measures, States, closed_supplies, is_protected, sum_states
from portal.accounts.counting.grouped import GROUPED, STANDS
from portal.accounts.counting.searches import Year
from portal.accounts.counting.team_accounts import PLURALS
from portal.charter.definitions import FAIL, FLAGGED, NOT_PUBLISHED, STATES, Check, flags
from portal.disclosure.people import PeopleFigures, people_figures
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import (
    OTHERS,
    london_only_sentence,
    small_groups_label,
    too_small_sentence,
    year_running_sentence,
)
from portal.documents.account import Compliance, ComplianceBy
from portal.documents.reason_codes import PEOPLE, SMALL_GROUP, YEAR_RUNNING
from portal.places import Kind, Place
from portal.return_standard import PERSON
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


def check_results(year: Year, measures: Measures, drawn: PeopleFigures) -> list[Checked]:
    """Every check asked of records, every grounds flag, the grades of the grounds, and every letter said.

    `drawn`: figures about people of an earlier edition of the year, which stay.
    """
    measured = [check for check in measures.charter.checks if check.measured]
    return [check_result(year, measures, check, drawn) for check in (*measured, *flags(), *grounds.grounds_checks())]


def check_result(year: Year, measures: Measures, check: Check, drawn: PeopleFigures) -> Checked:
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


# What a check found in one place: counted exactly, for London as a whole alone, or why it is not told there.

NOTHING: States = dict.fromkeys(STATES, 0)


def place_compliance(found: Checked, place: Place) -> Compliance:
    """What the check found in one place."""
    if found.waiting and has_nothing_else(found, place):
        return entries.withheld(found.check, year_running_sentence(), YEAR_RUNNING)
    if found.is_returned and not found.by_place:
        return person_check_compliance(found, place)
    if place.kind is Kind.TEAM:
        return team_compliance(found, place.code)
    if not found.small.isdisjoint(places.boroughs_within(place)):
        return entries.withheld(found.check, too_small_sentence(disclosure_settings()), SMALL_GROUP)
    own = {key: states for key, states in found.by_place.items() if is_in(key, place)}
    whole = sum_states(list(own.values())) if own else NOTHING
    is_returned = not found.told.isdisjoint(force for force, _ in own)
    return entries.exact(found.check, whole, forces_without_answer(own), partly(own), is_returned=is_returned)


def has_nothing_else(found: Checked, place: Place) -> bool:
    """Whether the place has no answer but in a return that is not told yet."""
    if found.people is not None:
        return False
    own_force = force_of(place)
    if place.kind is Kind.TEAM or (own_force and not found.by_place):
        return own_force in found.waiting
    own = [states for key, states in found.by_place.items() if is_in(key, place)]
    is_silent = all(states[NOT_PUBLISHED] == sum(states.values()) for states in own)
    return is_silent and (place.kind is not Kind.FORCE or place.code in found.waiting)


def force_of(place: Place) -> str | None:
    """The one force that a force's or a team's account is of."""
    if place.kind is Kind.TEAM:
        return teams.listed_teams()[place.code].force
    return place.code if place.kind is Kind.FORCE else None


def person_check_compliance(found: Checked, place: Place) -> Compliance:
    """A check that tells of a person: London's figures to the nearest five, no others."""
    own_force = force_of(place)
    if own_force and own_force not in found.returning:
        return entries.unpublished_compliance(found.check)
    if place.kind is not Kind.LONDON:
        return entries.withheld(found.check, london_only_sentence(), PEOPLE)
    if found.people is None:
        return entries.unpublished_compliance(found.check)
    return entries.people_compliance(found.check, found.people)


def is_in(key: tuple[str, ...], place: Place) -> bool:
    force, borough = key
    match place.kind:
        case Kind.FORCE:
            return force == place.code
        case Kind.BOROUGH:
            return borough == place.code
        case Kind.BCU:
            return places.bcu_of(borough) == place.code
        case _:
            return True


def forces_without_answer(own: Mapping[tuple[str, ...], States]) -> list[str]:
    """Forces of which no record answers the check, where another's do."""
    summed = by_force(own)
    silent = [force for force, states in summed.items() if states[NOT_PUBLISHED] == sum(states.values())]
    return sorted(silent) if len(silent) < len(summed) else []


def partly(own: Mapping[tuple[str, ...], States]) -> list[str]:
    """Forces of which some records answer the check and others, of other months, do not."""
    return sorted(f for f, states in by_force(own).items() if 0 < states[NOT_PUBLISHED] < sum(states.values()))


def by_force(own: Mapping[tuple[str, ...], States]) -> dict[str, States]:
    forces: dict[str, list[States]] = {}
    for (force, _), states in own.items():
        forces.setdefault(force, []).append(states)
    return {force: sum_states(every) for force, every in forces.items()}


def team_compliance(found: Checked, team: str) -> Compliance:
    states = found.by_team.get(team)
    if states is None or states[NOT_PUBLISHED] == sum(states.values()):
        return entries.unpublished_compliance(found.check)
    return entries.exact(found.check, states, is_returned=True)


def by_group(found: Sequence[Checked], labels: Mapping[str, Mapping[str, str]]) -> list[ComplianceBy]:
    """London's checks that only returns answer, by ethnicity and age, and of small teams together.

    `labels`: field -> key -> label.
    """
    return [
        ComplianceBy(
            by=name,
            key=key,
            label=check_group_label(name, key, labels.get(name, {})),
            compliance=entries.exact(one.check, groups[key], is_returned=True),
        )
        for one in found
        if one.told
        for name, groups in one.by_group.items()
        for key in check_group_order(groups, labels.get(name, {}))
        if key != NO_GROUP and groups[key][NOT_PUBLISHED] < sum(groups[key].values())
    ]


def check_group_order(groups: Mapping[str, States], labels: Mapping[str, str]) -> list[str]:
    return [*(key for key in labels if key in groups), *sorted(groups.keys() - labels.keys())]


def check_group_label(name: str, key: str, labels: Mapping[str, str]) -> str:
    if key.startswith(OTHERS):
        return small_groups_label(key, PLURALS[name], disclosure_settings())
    return labels.get(key, key)

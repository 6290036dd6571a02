"""Accounts get what the checks found in their place, in the order of the charter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from portal import places
from portal.accounts.checks import duties, entries, grounds
from portal.accounts.checks.duties import Arrivals, Delivery
from portal.accounts.checks.grounds import grounds_flag
from portal.accounts.checks.states import Measures, States, closed_supplies, is_protected, sum_states
from portal.accounts.counting.breakdowns import field_labels
from portal.accounts.counting.fields import charter_fields, published_fields
from portal.accounts.counting.grouped import GROUPED, STANDS
from portal.accounts.counting.searches import View, Year
from portal.accounts.counting.team_accounts import PLURALS
from portal.charter.definitions import FAIL, FLAGGED, NOT_PUBLISHED, STATES, TOO_FEW, Check, flags
from portal.disclosure.people import PeopleFigures, people_figures
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import (
    OTHERS,
    disclosure_sentences,
    london_only_sentence,
    small_groups_label,
    too_small_sentence,
    year_running_sentence,
)
from portal.documents.account import CHECKS, TEAMS, Account, Compliance, ComplianceBy, GroundsFlag, account_place
from portal.documents.reason_codes import PEOPLE, SMALL_GROUP, YEAR_RUNNING
from portal.places import Kind, Place
from portal.return_standard import PERSON
from portal.vocabulary import LABELS, NO_GROUP

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
    own_force = place.force
    if place.kind is Kind.TEAM or (own_force and not found.by_place):
        return own_force in found.waiting
    own = [states for key, states in found.by_place.items() if is_in(key, place)]
    is_silent = all(states[NOT_PUBLISHED] == sum(states.values()) for states in own)
    return is_silent and (place.kind is not Kind.FORCE or place.code in found.waiting)


def person_check_compliance(found: Checked, place: Place) -> Compliance:
    """A check that tells of a person: London's figures to the nearest five, no others."""
    own_force = place.force
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


@dataclass(frozen=True)
class Evidence:
    """What a year's checks are answered from. `accounts`: of every place, as they were counted.

    `drawn`: the year's figures about people as they were published first (editions.history).
    """

    year: Year
    measures: Measures
    accounts: Sequence[Account]
    drawn: PeopleFigures
    arrived: Arrivals

    @property
    def checks(self) -> Sequence[Check]:
        return self.measures.charter.checks

    @property
    def delivery(self) -> Delivery:
        wanted = charter_fields([check.id for check in self.checks])
        return Delivery(self.year, self.accounts, self.arrived, wanted)


def with_checks(evidence: Evidence) -> list[Account]:
    """The accounts of the evidence, each with what every check found."""
    found = {one.check.id: one for one in check_results(evidence.year, evidence.measures, evidence.drawn)}
    every = [measured_account(account, evidence, found) for account in evidence.accounts]
    groups = {name: field_labels(name) | LABELS for name in GROUPS}
    of_charter = [one for one in found.values() if one.check.function != FLAGGED]
    grouped = by_group(of_charter, groups)
    return [guaranteed(account) for account in (every[0].model_copy(update={"compliance_by": grouped}), *every[1:])]


def measured_account(account: Account, evidence: Evidence, found: Mapping[str, Checked]) -> Account:
    """`found`: check (or flag, grade, letter) -> what it found in the year."""
    place = account_place(account)
    view, delivery = View(evidence.year, place), evidence.delivery
    compliance = [
        unless_lost(place_compliance(found[check.id], place), check, view)
        if check.measured
        else duties.duty_compliance(check, place, delivery)
        for check in evidence.checks
    ]
    of_grades, *of_letters = grounds.grounds_checks()
    return account.model_copy(
        update={
            "compliance": compliance,
            "fields": published_fields(view, [check.id for check in evidence.checks]),
            "grounds": shared([grounds_flag(flag, place_compliance(found[flag.id], place)) for flag in flags()]),
            "strength": grounds.graded(place_compliance(found[of_grades.id], place)),
            "letters": [spoken(each, place_compliance(found[each.id], place)) for each in of_letters],
        }
    )


FINER = {"self_defined_code": "self_defined_ethnicity", "clothing_level": "clothing"}
"""Columns of a check that are made from another field's labels."""
LOST = "Answers that this check asks about are missing from a file, so nobody can say how often it was done."


def unless_lost(entry: Compliance, check: Check, view: View) -> Compliance:
    """No rate where a file has lost answers that the check looks at: what is left of it may all have passed."""
    is_lost = any(view.without_groups(FINER.get(field, field)) for field in check.fields)
    if not is_lost or entry.rate is None:
        return entry
    nothing = {"rate": None, "low": None, "high": None, "status": "unknown", "verdict": TOO_FEW}
    return entry.model_copy(update={**nothing, "reason": LOST, "reason_code": ""})


def shared(raised: Sequence[GroundsFlag]) -> list[GroundsFlag]:
    """A flag about people gets its share of the records that the other flags are told of."""
    of = next((each.of for each in raised if each.of), None)
    return [
        each.model_copy(update={"of": of, "share": round(each.searches / of, 6)})
        if of and each.of is None and each.searches is not None
        else each
        for each in raised
    ]


def spoken(each: Check, found: Compliance) -> GroundsFlag:
    return grounds_flag(each, found).model_copy(update={"flag": grounds.letter(each)})


def guaranteed(account: Account) -> Account:
    """With the rule in words where any figure is one that only a return can give."""
    shares = (*account.grounds, *account.strength, *account.letters)
    has_checks = any(each.is_returned for each in account.compliance) or any(each.is_returned for each in shares)
    guarded = [*([TEAMS] if account.shows_teams else []), *([CHECKS] if has_checks else [])]
    rule = " ".join(disclosure_sentences(disclosure_settings())) if guarded else None
    return account.model_copy(update={"guarded": guarded, "guarantee": rule})

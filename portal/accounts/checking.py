"""The checks of a year measured for every place: public ones exactly, protected ones through their tables."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as Keys
from dataclasses import dataclass, field, replace

from portal import places, teams
from portal.accounts import compliance, grounds_grades, state_tables
from portal.accounts.compliance_document import Compliance, ComplianceBy
from portal.accounts.disclosure.shown import Shown, together
from portal.accounts.earlier_columns import Before, staying
from portal.accounts.grounds_shares import flags
from portal.accounts.measures import (
    Measures,
    States,
    added,
    closed_supplies,
    excused_is_public,
    is_protected,
    public_forces,
)
from portal.accounts.state_tables import Column, StateTable
from portal.accounts.team_table import TeamTable
from portal.accounts.year import Year
from portal.charter.definitions import Check
from portal.charter.states import NOT_PUBLISHED, STATES
from portal.places import Kind, Place

YEARS_ONLY = "What a return says is published for financial years only."
HELD_BACK = "Held back: from what is published, a small number of searches could be worked out."
FEW = "Held back: fewer than 100 searches, or a number of 1 to 7 among what was found."
TOLD_BY_TEAMS = "Held back: how many searches have no team is told by the figures by team alone."
WHERE_BY_TEAMS = "Held back: where a team searched is told by the figures by team alone."
STAYS = "Stays as it was: too few records have changed since to tell anything new."
DIMENSIONS = ("borough", "team", "self_defined_ethnicity", "age")
WHERE = frozenset({"area", "borough", "point"})
"""Columns of which the table of teams tells: the same number told twice could give another away."""
NOTHING: States = dict.fromkeys(STATES, 0)


@dataclass(frozen=True)
class Checked:
    """One check in a year: by place if public, else its tables; `withheld` says why neither is here.

    `tables`: those that may be shown. `staying`: columns that have to stay as they were published. `by_team`: exact
    counts, where everybody may see them; `no_team`: why there are none at all. `named`: teams of which any record
    answers the check; `public`: forces of which only public files do.
    """

    check: Check
    counts: Mapping[tuple[str, ...], States] = field(default_factory=dict)
    tables: Mapping[str, StateTable] = field(default_factory=dict)
    withheld: str = ""
    is_public: bool = False
    by_team: Mapping[tuple[str, ...], States] = field(default_factory=dict)
    no_team: str = HELD_BACK
    staying: Mapping[str, Keys[str]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()


def checked(year: Year, measures: Measures, named: TeamTable, before: Mapping[str, Sequence[Before]]) -> list[Checked]:
    """Every check asked of records, every grounds flag, the grades of the grounds, and every letter said.

    `named`: the table of teams; `before`: check -> columns of earlier editions.
    """
    measured = [check for check in measures.charter.checks if check.measured]
    asked = (*measured, *flags(), *grounds_grades.checks())
    found = [one(year, measures, check, named, before.get(check.id, ())) for check in asked]
    return [
        replace(each, named=answering(measures.by(year, each.check, "team")), public=public_forces(year, each.check))
        for each in found
    ]


def answering(by_team: Mapping[tuple[str, ...], States]) -> frozenset[str]:
    return frozenset(key for (key,), states in by_team.items() if states[NOT_PUBLISHED] < sum(states.values()))


def one(year: Year, measures: Measures, check: Check, named: TeamTable, before: Sequence[Before]) -> Checked:
    counts = measures.by(year, check, "force", "borough")
    if not is_protected(year, check):
        return with_teams(year, measures, check, named, before)
    if not year.period.is_financial:
        return Checked(check, counts, withheld=YEARS_ONLY)
    if "team" in (*check.fields, *check.also):
        return Checked(check, counts, withheld=TOLD_BY_TEAMS)
    closing = staying_now(named, before)
    drawn = {name: of_dimension(year, measures, check, name, named, closing) for name in DIMENSIONS}
    tells_where = not WHERE.isdisjoint((*check.fields, *check.also))
    if tells_where:
        drawn["team"] = state_tables.without_columns(drawn["team"])
    safe = {name: each for name, each in state_tables.safest(drawn, before).items() if each.is_shown}
    reason = WHERE_BY_TEAMS if tells_where else HELD_BACK
    return Checked(check, counts, safe, no_team=reason, staying=closing)


def staying_now(named: TeamTable, before: Sequence[Before]) -> dict[str, set[str]]:
    """Columns that stay as they were; all teams do where the table of teams does."""
    found = staying(before)
    if named.stays:
        found["team"] = {column.key for column in before if column.dimension == "team"}
    return found


def with_teams(year: Year, measures: Measures, check: Check, named: TeamTable, before: Sequence[Before]) -> Checked:
    """A check that everybody can count, by team too: exactly, or where teams are protected through their table."""
    counts, by_team = measures.by(year, check, "force", "borough"), measures.by(year, check, "team")
    own = [column for column in before if column.dimension == "team"]
    public = Checked(check, counts, is_public=True, staying=staying_now(named, own))
    if not named.shown:
        return replace(public, by_team={} if named.held_back else by_team)
    if not WHERE.isdisjoint((*check.fields, *check.also)):
        return replace(public, no_team=WHERE_BY_TEAMS, staying={})
    whole = added(list(by_team.values()))
    exact = {state: Shown(whole[state], whole[state]) for state in state_tables.OPEN_STATES}
    everybody = StateTable({"all": exact}, {"all": together(*exact.values())})
    team = of_dimension(year, measures, check, "team", named, public.staying)
    is_shown = team.is_shown and state_tables.is_safe({"all": everybody, "team": team}, own)
    return replace(public, tables={"team": team} if is_shown else {})


def of_dimension(
    year: Year, measures: Measures, check: Check, name: str, named: TeamTable, closing: Mapping[str, Keys[str]]
) -> StateTable:
    counts = {key[0]: states for key, states in measures.by(year, check, name).items()}
    closed = closing.get(name, frozenset())
    if name != "team":
        return state_tables.table(counts, closing=closed, excused=excused_is_public(year, measures, check))
    silent = None if any(not year.can(each, ["team"]) for each in closed_supplies(year, check)) else NOT_PUBLISHED
    named_teams = {key: states for key, states in counts.items() if key != silent}
    table = state_tables.table(named_teams, known_totals(named, named_teams), closing=closed)
    if silent is None:
        return table
    return state_tables.with_open(table, silent, counts.get(silent, NOTHING))  # what only public files tell


def known_totals(named: TeamTable, counts: Mapping[str, States]) -> dict[str, Shown]:
    """What the table of teams tells of each team's records, where all of them answer the check."""
    totals = {team: together(*of_row(named, team)) for team in {row for row, _ in named.shown}}
    bases = {team: sum(states.values()) - states[NOT_PUBLISHED] for team, states in counts.items()}
    return {team: total for team, total in totals.items() if total.low <= bases.get(team, 0) <= total.high}


def of_row(named: TeamTable, team: str) -> list[Shown]:
    return [shown for (row, _), shown in named.shown.items() if row == team]


def of_place(found: Checked, place: Place) -> Compliance:
    """What the check found in one place."""
    if place.kind is Kind.TEAM:
        return of_team(found, place.code)
    own = {key: states for key, states in found.counts.items() if is_in(key, place)}
    whole = added(list(own.values())) if own else NOTHING
    unpublished = whole[NOT_PUBLISHED]
    is_public = place.kind is Kind.FORCE and place.code in found.public  # whoever counts its file finds the same
    if is_public or found.is_public or unpublished == sum(whole.values()):
        return compliance.exact(found.check, whole, without(own), partly(own))
    told_by = best(found, place)
    if found.withheld or told_by is None:
        return compliance.withheld(found.check, found.withheld or HELD_BACK)
    columns = columns_of(told_by, place)
    if columns is None or (place.kind is Kind.FORCE and len(speaking(found.counts)) > 1):
        return compliance.withheld(found.check, FEW)
    return compliance.ranged(found.check, state_tables.added(columns), unpublished, without(own), partly(own))


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


def speaking(counts: Mapping[tuple[str, ...], States]) -> set[str]:
    """The forces of which any record answers the check: a table does not tell two of them apart."""
    return {force for (force, _), states in counts.items() if states[NOT_PUBLISHED] < sum(states.values())}


def without(own: Mapping[tuple[str, ...], States]) -> list[str]:
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
    return {force: added(every) for force, every in forces.items()}


def best(found: Checked, place: Place) -> StateTable | None:
    """All of London is told best by the table that leaves least out; a part of it only by that of boroughs."""
    if place.kind not in (Kind.LONDON, Kind.FORCE):
        return found.tables.get("borough")
    shown = [found.tables[name] for name in DIMENSIONS if name != "team" and name in found.tables]
    return min(shown, key=lambda table: table.hidden, default=None)


def stays(found: Checked, place: Place) -> bool:
    """Whether what was published of the check in this place stays as it was."""
    kept = found.staying.get(place.kind.value, frozenset())
    match place.kind:
        case Kind.BOROUGH | Kind.TEAM:
            return place.code in kept
        case Kind.BCU:
            return not found.staying.get("borough", frozenset()).isdisjoint(places.boroughs_of(place.code))
        case _:
            return any(found.staying.values()) and not found.is_public and best(found, place) is None


def columns_of(table: StateTable, place: Place) -> list[Column] | None:
    """The columns a place is made of, with what the small ones hold; None where one of its own is not shown."""
    match place.kind:
        case Kind.BOROUGH:
            return [table.columns[place.code]] if place.code in table.columns else None
        case Kind.BCU:
            own = places.boroughs_of(place.code)
            return [table.columns[code] for code in own] if set(own) <= table.columns.keys() else None
        case _:
            rest = {state: Shown(0, table.hidden) for state in state_tables.OPEN_STATES}
            return [*table.columns.values(), *([rest] if table.hidden else [])]


def of_team(found: Checked, team: str) -> Compliance:
    if (team,) in found.by_team:
        return compliance.exact(found.check, found.by_team[team,])
    known = teams.listed()
    if not any(known[each].force == known[team].force for each in found.named & known.keys()):
        return compliance.unpublished(found.check)
    if found.withheld:
        return compliance.withheld(found.check, found.withheld)
    table = found.tables.get("team")
    column = table.columns.get(team) if table else None
    if column is None:
        return compliance.withheld(found.check, FEW if table else found.no_team)
    return compliance.ranged(found.check, column, None)


def by_group(found: Sequence[Checked], labels: Mapping[str, Mapping[str, str]]) -> list[ComplianceBy]:
    """London's protected checks by ethnicity and by age. `labels`: field -> key -> label."""
    return [
        ComplianceBy(
            by=name, key=key, label=labels[name].get(key, key), compliance=compliance.ranged(one.check, column, None)
        )
        for one in found
        for name in ("self_defined_ethnicity", "age")
        if name in one.tables
        for key, column in one.tables[name].columns.items()
    ]

"""The checks of a year measured: public ones exactly, protected ones as the tables that may be shown of them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as Keys
from dataclasses import dataclass, field, replace

from portal.accounts import grounds_grades, state_tables
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
from portal.accounts.state_tables import StateTable
from portal.accounts.team_table import TeamTable
from portal.accounts.year import Year
from portal.charter.definitions import Check
from portal.charter.states import NOT_PUBLISHED, STATES

YEARS_ONLY = "What a return says is published for financial years only."
HELD_BACK = "Held back: from what is published, a small number of searches could be worked out."
TOLD_BY_TEAMS = "Held back: how many searches have no team is told by the figures by team alone."
WHERE_BY_TEAMS = "Held back: where a team searched is told by the figures by team alone."
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

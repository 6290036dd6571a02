"""The base table team by borough: what a return says of who searched where, and what is shown of it.

Rows are team ids, `not_recorded`, and OTHER for teams under 100 searches each; columns are GSS codes, and ELSEWHERE
for boroughs (also searches without one) under 100 each. The rest of a column is its local response team.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from portal import places, sources, teams
from portal.accounts.disclosure.audit import is_safe
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.tables import Cell, Known, Published, two_way
from portal.accounts.team_editions import ELSEWHERE, OTHER, Earlier, Shares, hundreds, linked
from portal.accounts.year import Year
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

__all__ = ["ELSEWHERE", "OTHER", "Earlier", "Shares", "TeamTable", "counted", "drawn", "is_protected"]
Counts = dict[tuple[str, str], int]


@dataclass(frozen=True)
class TeamTable:
    """`merged`: ids of the teams that stand together as OTHER. `held_back`: why nothing of it may be shown.

    `stays`: because too few rows changed since it was shown.
    """

    shown: Shares = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    held_back: str = ""
    stays: bool = False


def is_protected(year: Year) -> bool:
    """Whether any team of the year comes from a source that is not public."""
    known, chosen = sources.known(), year.chosen("team")
    return any(
        not known[supply.source].public
        for supply in year.supplies
        if supply.public_id in chosen and year.can(supply, ["team"])
    )


def counted(year: Year) -> Counts:
    """Searches by team and borough, but those of forces that publish no team."""
    stops = year.counted("borough", "team").filter(pl.col("team") != NOT_PUBLISHED)
    return {(team, borough): count for team, borough, count in stops.group_by("team", "borough").len().rows()}


def drawn(counts: Counts, earlier: Sequence[Earlier]) -> TeamTable:
    """The table as it may be shown, or held back whole where the audit finds a count that can be worked out.

    Whatever it says now, it stays where in some place too few rows changed since the last that was shown.
    """
    if earlier and any(changed.is_few for changed in earlier[0].rows_changed.values()):
        return TeamTable(held_back=TOO_FEW_CHANGED, stays=True)
    merged = small(counts, 0)
    published = as_published(grouped(counts, merged, small(counts, 1)))
    unshown = frozenset(cell for cell, shown in published.cells.items() if cell[1] == ELSEWHERE and not shown.low)
    if not is_safe(replace(linked(published, earlier), unshown=unshown)):
        return TeamTable(held_back=HELD_BACK)
    return TeamTable({(row, column): shown for (row, column), shown in published.cells.items()}, merged)


TOO_FEW_CHANGED = "Teams stay as they were: too few records have changed since to tell anything new."
HELD_BACK = "Teams are held back: from what is published, a small number of searches could be worked out."


def small(counts: Counts, side: int) -> tuple[str, ...]:
    """Teams (side 0) or columns (side 1) with too few searches to be shown by themselves."""
    sums = added_up(counts, side)
    return tuple(name for name, total in sums.items() if total < rule().fewest_searches and name != NOT_RECORDED)


def grouped(counts: Counts, teams_: Sequence[str], columns: Sequence[str]) -> Counts:
    """The counts with small teams together as OTHER, small columns as ELSEWHERE."""
    found: Counts = {}
    for (team, column), count in counts.items():
        key = (OTHER if team in teams_ else team, ELSEWHERE if column in columns else column)
        found[key] = found.get(key, 0) + count
    return found


def added_up(counts: Counts, side: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, count in sorted(counts.items()):
        sums[key[side]] = sums.get(key[side], 0) + count
    return sums


def as_published(counts: Counts) -> Published:
    """Every cell of the table; a borough's total is public, and everybody knows that a team shown has 100 searches."""
    sums, totals = added_up(counts, 0), added_up(counts, 1)
    hidden = totals.pop(ELSEWHERE, 0) if totals.get(ELSEWHERE, 0) < rule().fewest_searches else 0
    whole = {(row, column): counts.get((row, column), 0) for row in sums for column in totals}
    rest = {column: row for column in totals if (row := local_response(column, sums))}
    published = two_way(whole, totals, rest, {})
    apart: dict[Cell, Shown] = {(row, ELSEWHERE): Shown(0, hidden) for row in sums} if hidden else {}
    cells = {**published.cells, **apart}
    known = [*published.known, *hundreds(cells), *([Known(tuple(apart), hidden, hidden)] if apart else [])]
    return Published(cells, known, published.equal, published.linked, published.rest)


def local_response(column: str, rows: Mapping[str, int]) -> str | None:
    """The response team of the borough's own command; where there is none, what has no team recorded."""
    bcu = places.bcu_of(column)
    for team in teams.listed().values():
        if bcu and team.kind == "response" and team.bcu == bcu and team.id in rows:
            return team.id
    return NOT_RECORDED if NOT_RECORDED in rows else None

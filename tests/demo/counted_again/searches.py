"""Every search of the demo's year from its files, with its state under every check; and how many there are of each."""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import shipped
from tests.charter.second import judge
from tests.charter.second.words import NP, NR
from tests.demo.counted_again import public_files
from tests.disclosure.published import recount

LONDON = "E12000007"
MONTHS = tuple(f"{year}-{month:02}" for year, months in ((2024, range(4, 13)), (2025, range(1, 4))) for month in months)
RETURNING = "metropolitan"
"""The one force that sends returns."""

UNAGREED = ("S04", "S05", "S07")
"""No authorisation and no rationale has been published that a search could be set beside."""

UNTOLD = dict.fromkeys({name for names in judge.NEEDS.values() for name in names.split()}, NP)
READ_BY = {
    "R01": ("power",), "R02": ("object",), "R03": ("power", "object"), "R06": (), "R08": (), "R12": ("outcome",),
    "R13": ("linked", "outcome"),
}  # fmt: skip
"""Checks that a public file can answer, with the columns of it that they read; each has a time and a place."""

Place = tuple[str, str]
"""Kind and code."""

Tally = Counter[tuple[str, str]]
"""(force, state) -> searches."""


@dataclass(frozen=True)
class Search:
    """`standing`: `grouped` and `left_out` of a return, `public`, or `beside`: of a public file whose force's return

    is counted in its place, but that alone says where the search was. `cells`: what it says, under the second judge's
    names, with the return's own columns.
    """

    force: str
    standing: str
    cells: Mapping[str, Any]
    states: Mapping[str, str]

    @property
    def borough(self) -> str:
        return str(self.cells["borough"])

    @property
    def is_returned(self) -> bool:
        return self.standing in ("grouped", "left_out")


@dataclass(frozen=True)
class Year:
    """`public`: checks of the return that tell nothing but what the public files of every month tell too.

    `of_people`: check about people -> state -> searches of the whole return; `raised`: grounds flag -> the same.
    `small`: boroughs without a group of their own.
    """

    searches: Sequence[Search]
    public: frozenset[str]
    counts: Mapping[Place, Mapping[str, Tally]]
    standing: Mapping[tuple[Place, str], Sequence[Search]]
    of_people: Mapping[str, Counter[str]]
    raised: Counter[str]
    small: frozenset[str]

    def is_small(self, place: Place) -> bool:
        """Whether the return's searches of a borough in it are counted with those of others."""
        kind, code = place
        boroughs = (
            {code} if kind == "borough" else {each for each, bcu in COMMANDS.items() if (kind, code) == ("bcu", bcu)}
        )
        return not boroughs.isdisjoint(self.small)

    def at(self, place: Place, standing: str) -> Sequence[Search]:
        return self.standing.get((place, standing), ())


def demo_year(records: Path) -> Year:
    """`records`: the folder in which the demo's files are, a folder a month. No search of the year is in a file of

    another year: the months that spill do so in the middle of it.
    """
    files = [path for month in MONTHS for path in sorted((records / month).glob(f"{month}-*-stop-and-search.csv"))]
    return year_of(records.rglob("charter-return-*.csv"), files)


def year_of(returns: Iterable[Path], files: Sequence[Path]) -> Year:
    """`files`: the public ones, a force's month each."""
    always = set.intersection(*(public_files.public_columns(path) for path in files if force_of(path) == RETURNING))
    public = frozenset(check for check, columns in READ_BY.items() if always.issuperset(columns))
    searches = [*of_returns(recount.returned(returns)), *of_public_files(files)]
    standing: dict[tuple[Place, str], list[Search]] = {}
    for search in searches:
        for place in places_of(search):
            standing.setdefault((place, search.standing), []).append(search)
    own = [each for each in searches if each.is_returned]
    people = {check: Counter(each.states[check] for each in own) for check in recount.OF_PEOPLE}
    raised = Counter(flag for cell in said(own, "grounds_flags") for flag in cell.split(";"))
    small = frozenset({each.borough for each in own} - {each.cells["borough_group"] for each in own})
    return Year(searches, public, tallied(searches, public), standing, people, raised, small)


def force_of(path: Path) -> str:
    return path.name[8:].removesuffix("-stop-and-search.csv")


def of_returns(rows: Sequence[recount.Row]) -> Iterator[Search]:
    commands, shares = recount.commands_of_teams(), recount.midnight_shares(rows)
    names = [recount.names_of(row) for row in rows]
    kept = {int(each["at"]): each for each in recount.grouped(names, commands)}
    for at, (row, named) in enumerate(zip(rows, names, strict=True)):
        judged = recount.states(row, shares.get(row["date"][:7], 0.0), commands)
        groups = {name: published_group(kept[at][name]) if at in kept else "no_group" for name in named}
        cells = {
            **row,
            "kind": row["type"],
            "age": groups["age"].replace(" ", "_"),
            "month": row["date"][:7],
            "self_defined_ethnicity": groups["ethnicity"],
            "team": groups["team"],
            "borough": named["borough"],
            "borough_group": groups["borough"],
        }
        states = judged | dict.fromkeys(UNAGREED, NP)
        yield Search(RETURNING, "grouped" if at in kept else "left_out", cells, states)


def published_group(name: str) -> str:
    """`others of south` -> `all_others_of_south`."""
    return f"all_{name.replace(' ', '_')}" if name == "others" or name.startswith("others of ") else name


def of_public_files(files: Iterable[Path]) -> Iterator[Search]:
    for path in files:
        force = force_of(path)
        if force == RETURNING:
            for row in public_files.readable_rows(path):
                cells = public_files.located(row)
                yield Search(force, "beside", cells, {"R07": judge.JUDGES["R07"](cells)})
        else:
            for cells in public_files.judged_rows(path):
                whole = {**UNTOLD, **cells}
                states = {check: judge.judged(check, whole) for check in judge.JUDGES if check not in UNAGREED}
                yield Search(force, "public", whole, states | dict.fromkeys(UNAGREED, NP))


# ------------------------------------------------------------------------------------------------------------- places


def commands() -> dict[str, str]:
    """Borough -> the slug of its command; the City of London has none."""
    with shipped.data("places", "boroughs.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["bcu"] for row in csv.DictReader(file)}


COMMANDS = commands()


def places_of(search: Search) -> list[Place]:
    found = [("london", LONDON), ("force", search.force), ("borough", search.borough)]
    if bcu := COMMANDS.get(search.borough):
        found.append(("bcu", bcu))
    if search.standing == "grouped":
        found.append(("team", search.cells["team"]))
    return found


def groups_of(search: Search) -> list[Place]:
    return [(name, search.cells[name]) for name in ("self_defined_ethnicity", "age")]


# ------------------------------------------------------------------------------------------------------------- counts


def tallied(searches: Iterable[Search], public: frozenset[str]) -> dict[Place, dict[str, Tally]]:
    """Place, or group of people in London -> check -> force and state -> searches.

    Of a return, what only it tells is told of searches in groups of 100; of what is public, every search counts.
    """
    at_once: dict[Place, Counter[tuple[str, str, str]]] = {}
    for search in searches:
        states = search.states
        if search.standing == "left_out":
            states = {check: state for check, state in states.items() if check in public or check == "S07"}
        groups = groups_of(search) if search.standing in ("grouped", "public") else []
        own = [(check, search.force, state) for check, state in states.items()]
        for place in (*places_of(search), *groups):
            at_once.setdefault(place, Counter()).update(own)
    found: dict[Place, dict[str, Tally]] = {}
    for place, counts in at_once.items():
        for (check, force, state), number in counts.items():
            found.setdefault(place, {}).setdefault(check, Counter())[force, state] = number
    return found


# -------------------------------------------------------------------------------------------------- rules that are data


@dataclass(frozen=True)
class Rule:
    """What an entry of a check needs besides its counts: whether blanks are failures, whether it is a sample."""

    counts_not_recorded: bool
    is_sampled: bool
    is_open: bool


def rules_of_checks() -> dict[str, Rule]:
    raw = tomllib.loads(shipped.data("charter", "casey-2023.toml").read_text("utf-8"))
    return {
        check["id"]: Rule(
            check["counts_not_recorded"],
            check["sampled"],
            not check["counts_not_recorded"] and not (check["sampled"] and check["unit"] == "review_item"),
        )
        for check in raw["check"]
        if check["unit"] in ("record", "review_item")
    }


def flags_of_people() -> dict[str, bool]:
    """Every grounds flag -> whether it tells of a person."""
    raw = tomllib.loads(shipped.data("grounds", "rules.toml").read_text("utf-8"))
    return {flag["id"]: flag["about"] == "person" for flag in raw["flag"]}


def said(searches: Iterable[Search], column: str) -> list[str]:
    """What the column says, of searches that say anything."""
    return [cell for each in searches if (cell := each.cells[column]) not in (NR, NP)]

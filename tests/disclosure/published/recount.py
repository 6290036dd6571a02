"""Returns counted once more with the csv module and loops: groups, and every check by borough and by team.

No frame and no counting of the portal: what a check asks is the second judge's (tests/charter/second), and the rule of
groups stands here in words of its own. The lists of teams and commands are read as the plain files that they are.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from portal import shipped
from tests.charter.second import judge
from tests.charter.second.words import FAIL, NP, NR, PASS
from tests.charter.second.words import Row as Judged

Row = dict[str, str]
Counts = dict[str, dict[str, int]]
"""Check -> state -> searches."""

LONDON = ZoneInfo("Europe/London")
FEWEST = 100
NAMES = {"type": "kind", "age_band": "age", "outcome_linked": "linked", "clothing": "clothing_level", "borough": "area"}
NUMBERS = ("minutes_to_record", "grounds_edits", "supervisor_days", "panel_response_days", "grounds_strength")
BROAD = {"A": "asian", "B": "black", "M": "mixed", "W": "white", "O": "other"}
NOBODY_CAN_SAY = ("R07", "S04", "S05", "S07")
"""No point is in the return, no authorisation and no rationale are published."""

OF_PEOPLE = ("S01", "S02")
PUBLIC = ("R01", "R02", "R03", "R06", "R08", "R12", "R13")
"""Checks of columns that the public files have: of a borough they count every search."""

ALSO_PUBLIC = ("C06", "R11")
"""Checks of the police that the public files of another force can answer, too."""

OF_POLICE = tuple(check for check in judge.JUDGES if check not in (*NOBODY_CAN_SAY, *OF_PEOPLE, *PUBLIC))


def returned(paths: Iterable[Path]) -> list[Row]:
    """The rows of the returns; a column that a month leaves blank on every row is not published of that month."""
    rows = []
    for path in sorted(paths):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    living = {(row["date"][:7], name) for row in rows for name, cell in row.items() if cell}
    return [
        {name: cell or (NR if (row["date"][:7], name) in living else NP) for name, cell in row.items()} for row in rows
    ]


@cache
def boroughs() -> dict[str, str]:
    """Code -> slug."""
    with shipped.data("places", "boroughs.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["slug"] for row in csv.DictReader(file)}


def commands_of_teams() -> dict[str, str]:
    """Every listed team -> the slug of its command, blank for one that works anywhere."""
    with shipped.data("places", "bcus.csv").open(encoding="utf-8", newline="") as file:
        bcus = [row["slug"] for row in csv.DictReader(file)]
    found: dict[str, str] = {}
    for path in shipped.data("teams").glob("*.toml"):
        raw = tomllib.loads(path.read_text("utf-8"))
        for team in raw["team"]:
            whole = f"{raw['force']}-{team['id']}"
            found |= {f"{whole}-{bcu}": bcu for bcu in bcus} if team.get("each_bcu") else {whole: ""}
    return found


# ------------------------------------------------------------------------------------------------------------- states


def states(row: Row, midnight_share: float, teams: Mapping[str, str]) -> dict[str, str]:
    """Check -> state of one row of a return."""
    plain = as_judged(row) | {"midnight_share": midnight_share}
    found = {check: judge.judged(check, plain) for check in judge.JUDGES if check not in (*NOBODY_CAN_SAY, "R09")}
    team = row["team"]
    return found | {"R09": team if team in (NR, NP) else PASS if team in teams else FAIL}


def as_judged(row: Row) -> Judged:
    plain: Judged = {NAMES.get(name, name): cell for name, cell in row.items()}
    plain |= {name: int(plain[name]) for name in NUMBERS if plain[name] not in (NR, NP)}
    plain["age"] = plain["age"].replace(" ", "_")
    plain["linked"] = {"yes": "true", "no": "false"}.get(plain["linked"], plain["linked"])
    plain["self_defined_code"] = row["self_defined_ethnicity"]
    plain["area"] = row["borough"] if row["borough"] in boroughs() else NR
    plain["clock"] = NR if row["time"] in (NR, NP) else "midnight" if is_midnight(row) else "timed"
    return plain | {"source": "charter-return", "london_date": int(row["date"].replace("-", ""))}


def is_midnight(row: Row) -> bool:
    """In London or in UTC."""
    moment = datetime.fromisoformat(f"{row['date']}T{row['time']}").replace(tzinfo=LONDON)
    return "00:00" in (row["time"], f"{moment.astimezone(UTC):%H:%M}")


def midnight_shares(rows: Sequence[Row]) -> dict[str, float]:
    """Month -> midnights among the times."""
    timed: dict[str, int] = {}
    midnight: dict[str, int] = {}
    for row in rows:
        if row["time"] not in (NR, NP):
            month = row["date"][:7]
            timed[month] = timed.get(month, 0) + 1
            midnight[month] = midnight.get(month, 0) + is_midnight(row)
    return {month: midnight[month] / timed[month] for month in timed}


# ------------------------------------------------------------------------------------------------------------- groups


def names_of(row: Row) -> dict[str, str]:
    """What the row is called in each dimension."""
    ethnicity = row["self_defined_ethnicity"]
    broad = BROAD[ethnicity[0]] if ethnicity[:1] in BROAD and ethnicity[1:].isdigit() else "not_stated"
    return {
        "borough": row["borough"] if row["borough"] in boroughs() else "no_point",
        "team": row["team"],
        "ethnicity": ethnicity if ethnicity in (NR, NP) else broad,
        "age": row["age_band"],
    }


def grouped(names: Sequence[dict[str, str]], commands: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows' groups, of rows that stand in a group of 100 in every dimension; others are taken out, again and again.

    Each row has its own `at`, its place among all rows.
    """
    kept = [{**each, "at": str(at)} for at, each in enumerate(names)]
    while True:
        into = {
            name: groups([row[name] for row in kept], name, commands)
            for name in ("borough", "team", "ethnicity", "age")
        }
        placed = [{name: into[name][row[name]] for name in into} | {"at": row["at"]} for row in kept]
        if all(all(row.values()) for row in placed):
            return placed
        kept = [row for row, groups_ in zip(kept, placed, strict=True) if all(groups_.values())]


def groups(names: Sequence[str], dimension: str, commands: Mapping[str, str]) -> dict[str, str]:
    """Name -> its group: its own where it has 100, else the other teams of its command, else the others; else blank."""
    own = sizes(names)
    into = {}
    for name, size in own.items():
        command = commands.get(name, "") if dimension == "team" else ""
        into[name] = name if size >= FEWEST else f"others of {command}" if command else "others"
    joined = sizes([into[name] for name in names])
    into = {name: group if joined[group] >= FEWEST else "others" for name, group in into.items()}
    joined = sizes([into[name] for name in names])
    return {name: group if joined[group] >= FEWEST else "" for name, group in into.items()}


def sizes(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


# ------------------------------------------------------------------------------------------------------------- counts


def recounted(rows: Sequence[Row]) -> dict[tuple[str, str], Counts]:
    """(`borough` or `team`, its code) -> what every check came to, of those with a group of their own."""
    commands, shares = commands_of_teams(), midnight_shares(rows)
    judged = [states(row, shares.get(row["date"][:7], 0.0), commands) for row in rows]
    names = [names_of(row) for row in rows]
    kept = grouped(names, commands)
    found: dict[tuple[str, str], Counts] = {}
    for row in kept:
        at = int(row["at"])
        for kind in ("borough", "team"):
            if row[kind] == names[at][kind]:
                public = () if kind == "borough" else PUBLIC
                add(found.setdefault((kind, row[kind]), {}), judged[at], (*OF_POLICE, *public))
    for at, each in enumerate(names):
        add(found.setdefault(("borough", each["borough"]), {}), judged[at], PUBLIC)
    return found


def team_tables(rows: Sequence[Row]) -> dict[str, dict[str, dict[str, int]]]:
    """Team with a group of its own -> what its account breaks down by -> key -> searches (of a person: of persons)."""
    names = [names_of(row) for row in rows]
    found: dict[str, dict[str, dict[str, int]]] = {}
    for placed in grouped(names, commands_of_teams()):
        at = int(placed["at"])
        if placed["team"] == names[at]["team"]:
            own = found.setdefault(placed["team"], {})
            for table, key in team_keys(rows[at], names[at]["borough"]):
                counts = own.setdefault(table, {})
                counts[key] = counts.get(key, 0) + 1
    return found


def team_keys(row: Row, borough: str) -> Iterable[tuple[str, str]]:
    """The tables of a team's account that one search of it is in, and under which key."""
    blank = {NR: "not_recorded", NP: "not_published"}
    yield "month", row["date"][:7]
    yield "borough", borough
    for table in ("object", "power", "outcome"):
        yield table, blank.get(row[table], row[table])
    if row["type"] in ("person", "person_and_vehicle"):
        yield "age", blank.get(row["age_band"], row["age_band"].replace(" ", "_"))
        for table in ("gender", "officer_defined_ethnicity"):
            yield table, blank.get(row[table], row[table])


def add(counts: Counts, judged: Mapping[str, str], checks: Iterable[str]) -> None:
    for check in checks:
        states = counts.setdefault(check, {})
        states[judged[check]] = states.get(judged[check], 0) + 1

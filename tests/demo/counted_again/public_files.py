"""The demo's public files read once more with the csv module: keys by lists written down, boroughs by even and odd.

A point is in the borough whose outline a line eastwards from it crosses an odd number of times.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal import shipped
from tests.charter.second.words import NP, NR
from tests.charter.second.words import Row as Judged
from tests.disclosure.published.recount import LONDON
from tests.shared.plain_rows import AGES, GENDERS, OBJECTS, OUTCOMES, POWERS, ethnicity

KINDS = {"Person search": "person", "Person and Vehicle search": "person_and_vehicle", "Vehicle search": "vehicle"}
COLUMNS = {
    "kind": "Type", "object": "Object of search", "power": "Legislation", "outcome": "Outcome", "age": "Age range",
    "gender": "Gender", "self_defined_code": "Self-defined ethnicity", "linked": "Outcome linked to object of search",
    "officer_defined_ethnicity": "Officer-defined ethnicity",
}  # fmt: skip
KEYS = {"kind": KINDS, "object": OBJECTS, "power": POWERS, "outcome": OUTCOMES, "age": AGES, "gender": GENDERS}
NO_POINT, OUTSIDE = "no_point", "outside_london"


@cache
def readable_rows(path: Path) -> list[dict[str, str]]:
    """Without a row that is cut off and one whose latitude is no number, which the portal rejects and says so."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    rows = csv.DictReader(text.splitlines())
    return [row for row in rows if None not in row.values() and is_number(row["Latitude"])]


def is_number(cell: str) -> bool:
    return not cell or cell.replace(".", "", 1).removeprefix("-").isdigit()


def judged_rows(path: Path) -> list[Judged]:
    """One force's month, under the names that the second judge asks for; a column that is blank throughout is none."""
    rows = readable_rows(path)
    living = {header for row in rows for header, cell in row.items() if cell}
    found = []
    for row in rows:
        moment = datetime.fromisoformat(row["Date"])
        local = moment.astimezone(LONDON)
        plain: Judged = {
            name: keyed(name, row[header]) if row[header] else NR if header in living else NP
            for name, header in COLUMNS.items()
        }
        said = row["Self-defined ethnicity"]
        plain |= located(row) | {
            "source": "police-uk", "london_date": int(f"{local:%Y%m%d}"), "month": f"{local:%Y-%m}",
            "vehicle_attended": NP, "self_defined_asked": NP,
            "clock": "midnight" if is_midnight(local) or is_midnight(moment.astimezone(UTC)) else "timed",
            "self_defined_ethnicity": ethnicity(said) if said else plain["self_defined_code"],
        }  # fmt: skip
        found.append(plain)
    share = sum(row["clock"] == "midnight" for row in found) / len(found) if found else 0.0
    return [row | {"midnight_share": share} for row in found]


def located(row: Mapping[str, str]) -> dict[str, str]:
    borough = borough_of(row["Latitude"], row["Longitude"])
    point = {NO_POINT: NR, OUTSIDE: OUTSIDE}.get(borough, "in_london")
    return {"borough": borough, "area": NR if borough == NO_POINT else borough, "point": point}


def keyed(name: str, written: str) -> str:
    if name in KEYS:
        return KEYS[name].get(written, f"unlisted_{written}")
    return written if name == "self_defined_code" else written.casefold()


def is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute) == (0, 0)


def public_columns(path: Path) -> set[str]:
    """Columns of one file in which any row says anything."""
    headers = {header for row in readable_rows(path) for header, cell in row.items() if cell}
    return {name for name, header in COLUMNS.items() if header in headers}


# ----------------------------------------------------------------------------------------------------------- boroughs


@cache
def borough_of(latitude: str, longitude: str) -> str:
    if not latitude or not longitude:
        return NO_POINT
    x, y = float(longitude), float(latitude)
    for code, rings in outlines():
        if sum(crossings(ring, x, y) for ring in rings) % 2:
            return code
    return OUTSIDE


@dataclass(frozen=True)
class Ring:
    """A closed line, and the box that it lies in."""

    points: Sequence[tuple[float, float]]
    west: float
    east: float
    south: float
    north: float


@cache
def outlines() -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """Each borough's code with its rings: from a point in a hole, two rings are crossed."""
    whole = json.loads(shipped.data("boundaries", "locate.geojson").read_text("utf-8"))
    return tuple((each["properties"]["code"], tuple(rings_of(each["geometry"]))) for each in whole["features"])


def rings_of(geometry: dict[str, Any]) -> Iterator[Ring]:
    parts = geometry["coordinates"]
    for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
        yield from map(ring, polygon)


def ring(line: Sequence[Sequence[float]]) -> Ring:
    points = [(x, y) for x, y in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Ring(points, min(xs), max(xs), min(ys), max(ys))


def crossings(ring: Ring, x: float, y: float) -> int:
    """How often a line from the point to the east crosses the ring."""
    if not ring.west <= x <= ring.east or not ring.south <= y <= ring.north:
        return 0
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for (x1, y1), (x2, y2) in pairwise([*ring.points, ring.points[0]])
    )

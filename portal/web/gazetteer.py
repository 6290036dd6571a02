"""Names and postcodes that an operator gives (PORTAL_GAZETTEER), each with a point: which borough that is in.

A CSV with the header `name,kind,latitude,longitude`: the name of a place or the beginning of a postcode, what it is in
words, and degrees (WGS 84), as OS Open Names or the ONS's postcode files can be cut to. Read once a process. The point
is held against the outlines that the map is drawn from: within 100 m of a border the neighbour may be meant.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from portal import shipped
from portal.places import Place, boroughs
from portal.settings import BadSetting

HEADER = ["name", "kind", "latitude", "longitude"]
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Entry:
    """`kind`: what it is, in the operator's words: `town`, `postcode`."""

    name: str
    kind: str
    borough: Place


@dataclass(frozen=True)
class Gazetteer:
    """Entries by their name without spaces and capitals; several where a name is used more than once."""

    entries: dict[str, tuple[Entry, ...]]

    def look_up(self, text: str) -> tuple[Entry, ...]:
        """What has that name; of a postcode that is not listed whole, the longest beginning of it that is."""
        wanted = as_key(text)
        for length in range(len(wanted), 1, -1):
            found = self.entries.get(wanted[:length], ())
            if length == len(wanted) or any(entry.kind == "postcode" for entry in found):
                if found:
                    return found
            elif not is_postcode_like(wanted):
                break
        return ()


def as_key(text: str) -> str:
    return "".join(text.casefold().split())


def is_postcode_like(key: str) -> bool:
    return key[:1].isalpha() and any(letter.isdigit() for letter in key[1:4])


@lru_cache(maxsize=1)
def read_gazetteer(path: Path) -> Gazetteer:
    """BadSetting, naming the line and column, where the file cannot be used. Points outside London are passed over."""
    found: dict[str, dict[tuple[str, str], Entry]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if (header := next(rows, [])) != HEADER:
                raise BadSetting(f"{path}: line 1 has to be {','.join(HEADER)}, and is {','.join(header)[:80]}")
            for row in rows:
                entry = entry_of(path, rows.line_num, row)
                if entry:
                    key = (entry.borough.code, entry.kind)
                    found.setdefault(as_key(entry.name), {}).setdefault(key, entry)
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise BadSetting(f"PORTAL_GAZETTEER: {path} cannot be read as a CSV in UTF-8 ({wrong})") from wrong
    return Gazetteer({key: tuple(entries.values()) for key, entries in found.items()})


def entry_of(path: Path, line: int, row: list[str]) -> Entry | None:
    if len(row) != len(HEADER) or not row[0].strip():
        raise BadSetting(f"{path}: line {line} has to have {len(HEADER)} cells, the first a name")
    point = []
    for column, limit in ((2, 90.0), (3, 180.0)):
        try:
            degrees = float(row[column])
        except ValueError:
            degrees = float("nan")
        if not abs(degrees) <= limit:
            raise BadSetting(f"{path}: line {line}, {HEADER[column]}: {row[column]!r:.40} is no number of degrees")
        point.append(degrees)
    borough = borough_at(point[0], point[1])
    return Entry(row[0].strip(), row[1].strip().casefold(), borough) if borough else None


def borough_at(latitude: float, longitude: float) -> Place | None:
    """None outside London."""
    for code, rings in borough_rings().items():
        if is_inside(longitude, latitude, rings):
            return boroughs()[code]
    return None


@lru_cache(maxsize=1)
def borough_rings() -> dict[str, list[Ring]]:
    features = json.loads(shipped.data("boundaries", "draw.geojson").read_text("utf-8"))["features"]
    return {each["properties"]["code"]: list(rings_of(each["geometry"])) for each in features}


def rings_of(geometry: dict[str, object]) -> Iterable[Ring]:
    """Every ring of a polygon or of several, holes with them: the even-odd rule takes both alike."""
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    assert isinstance(polygons, list)
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def is_inside(x: float, y: float, rings: Iterable[Ring]) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times (the even-odd rule; Shimrat 1962)."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1

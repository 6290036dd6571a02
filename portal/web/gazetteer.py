"""Names and postcodes that an operator gives (PORTAL_GAZETTEER), each with a point: which borough that is in.

A CSV with the header `name,kind,latitude,longitude`: the name of a place or the beginning of a postcode, what it is in
words, and degrees (WGS 84), as OS Open Names or the ONS's postcode files can be cut to. Read once a process. The point
is held against the outlines that the map is drawn from: within 100 m of a border the neighbour may be meant.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.places import Place
from portal.settings import BadSetting
from portal.web.outlines import borough_at

HEADER = ["name", "kind", "latitude", "longitude"]


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
        """What has that name; of a postcode that is not listed whole, its sector (`E8 1`), else its outcode (`E8`)."""
        for at, key in enumerate(keys_to_try(text)):
            found = self.entries.get(key, ())
            if found and (at == 0 or any(entry.kind == "postcode" for entry in found)):
                return found
        return ()


FULL_POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(\d)[a-z]{2}")
"""Outcode and sector of a postcode without its space (BS 7666); two letters of the unit follow."""


def keys_to_try(text: str) -> list[str]:
    """The keys to try, the longest first. `E80` may be no postcode at all, so nothing is cut off it."""
    key = as_key(text)
    if whole := FULL_POSTCODE.fullmatch(key):
        return [key, whole[1] + whole[2], whole[1]]
    first, _, rest = text.strip().casefold().partition(" ")
    return [key, first] if rest.strip().isdigit() else [key]


def as_key(text: str) -> str:
    return "".join(text.casefold().split())


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

"""data.police.uk: the JSON of the API's stops-force call, one force and month; the same source as its CSV."""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePath
from typing import Any

from ingest.reading import sizes
from ingest.reading.batch import Batch, Fault, Refused, Told, text_frame
from ingest.sources import police_uk
from portal import sources
from portal.fields import published_search_fields

SOURCE = police_uk.SOURCE
NAME = re.compile(r"stops-force-(?P<force>[a-z-]+)-(?P<month>\d{4}-\d{2})\.json", re.IGNORECASE)
EXAMPLE = "stops-force-metropolitan-2024-09.json"
LOCATION = "location."
DECLARED_ZERO = b"[]"


@cache
def api_fields() -> dict[str, str]:
    """Name in the JSON, `location.latitude` for a part of the location -> our field; what is of no part comes first."""
    names = {field.in_api: field.name for field in published_search_fields()}
    return dict(sorted(names.items(), key=lambda pair: pair[0].startswith(LOCATION)))


def parse_json_name(name: str) -> tuple[str, str] | None:
    found = NAME.fullmatch(PurePath(name).name)
    return (found["force"].lower(), found["month"]) if found else None


def recognises(raw: bytes) -> bool:
    """A JSON list that is empty or speaks of stops."""
    start = raw[:20000].strip()
    return start.startswith(b"[") and (start == DECLARED_ZERO or b'"object_of_search"' in start)


def read(raw: bytes, told: Told) -> list[Batch]:
    """One batch. Refused if it is no JSON list, or force or month is unknown."""
    force, month = police_uk.force_and_month(told, EXAMPLE)
    items = parse_stops_json(raw)
    rows, lines, faults = [], [], []
    for number, item in enumerate(items, start=1):
        try:
            rows.append(flat(item))
            lines.append(number)
        except (TypeError, ValueError) as wrong:
            faults.append(Fault(number, "", str(wrong), json.dumps(item)))
    fields = api_fields()
    columns = {field: [row[name] for row in rows] for name, field in fields.items()}
    return [
        Batch(
            source=SOURCE,
            force=force,
            month=month,
            sha256=hashlib.sha256(raw).hexdigest(),
            columns={field: name for name, field in fields.items()},
            rows=text_frame({**columns}, lines, sources.known_sources()[SOURCE].blank),
            faults=tuple(faults),
            declared_zero=not items,
            names=tuple(named_points(items)),
        )
    ]


def parse_stops_json(raw: bytes) -> list[Any]:
    sizes.check_json(raw)
    try:
        items = json.loads(raw)
    except json.JSONDecodeError as wrong:
        raise Refused(f"line {wrong.lineno}, column {wrong.colno}: this is not JSON") from wrong
    except (UnicodeDecodeError, RecursionError, ValueError) as wrong:
        raise Refused(f"this is not JSON that can be read: {type(wrong).__name__}") from wrong
    if not isinstance(items, list):
        raise Refused("this JSON is no list of stops")
    return items


def flat(item: Any) -> dict[str, str | None]:
    """One stop as text by name. TypeError or ValueError says what is wrong with the item."""
    if not isinstance(item, dict):
        raise TypeError("the item is no object")
    if "datetime" not in item:
        raise ValueError("the item has no datetime")
    row = {name: json_value_text(name, item.get(name)) for name in api_fields() if not name.startswith(LOCATION)}
    location = item.get("location") or {}
    if not isinstance(location, dict):
        raise TypeError("location is no object")
    parts = (name for name in api_fields() if name.startswith(LOCATION))
    row |= {name: json_value_text(name, location.get(name.removeprefix(LOCATION))) for name in parts}
    if row["outcome"] in (None, "False"):
        row["outcome"] = name_of_outcome(item.get("outcome_object")) or row["outcome"]
    return row


LONGEST_NAME = 80  # signs of a street
NEAR = re.compile(r"on or near\b\s*", re.IGNORECASE)
"""How the API begins the name of each of its points."""


def named_points(items: Iterable[Any]) -> Iterator[tuple[float, float, str]]:
    """Each point that has a street, once, by its place; of several names the most frequent, then the first by letter.

    The API moves every search to a point of a list of its own, and says which street that is on or near.
    """
    counts: dict[tuple[float, float], Counter[str]] = {}
    for item in items:
        location = item.get("location") if isinstance(item, dict) else None
        if isinstance(location, dict) and (name := street_of(location)) and (at := point_of(location)):
            counts.setdefault(at, Counter())[name] += 1
    for at, names in sorted(counts.items()):
        yield (*at, min(names, key=lambda name: (-names[name], name)))


def street_of(location: dict[str, Any]) -> str:
    """`On or near Mare Street` -> `Mare Street`; empty where it says none, or what is no name of a street."""
    street = location.get("street")
    name = street.get("name") if isinstance(street, dict) else None
    if not isinstance(name, str):
        return ""
    plain = " ".join(name.split())
    found = plain[match.end() :] if (match := NEAR.match(plain)) else plain
    return found if found.isprintable() and len(found) <= LONGEST_NAME else ""


def point_of(location: dict[str, Any]) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(location[name]) for name in ("latitude", "longitude"))
    except (KeyError, TypeError, ValueError):
        return None
    return (latitude, longitude) if math.isfinite(latitude) and math.isfinite(longitude) else None


def name_of_outcome(outcome: Any) -> str | None:
    """The outcome's name, if its object has one.

    Without it, the source's own `false` ("nothing was found") stays the label `False`: it is an answer. An empty
    outcome is none ("no details were provided"), as null is.
    """
    name = outcome.get("name") if isinstance(outcome, dict) else None
    return json_value_text("outcome_object", name.strip()) if isinstance(name, str) and name.strip() else None


def json_value_text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise TypeError(f"{name} is no plain value")
    return str(value).replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()

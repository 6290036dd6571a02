"""One force's month from the API's two calls: merged, and written so that the same stops are the same bytes."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn

import polars as pl

from ingest import normalise, sizes
from ingest.reading import Batch, Refused, Told
from ingest.sources import police_uk, police_uk_api


def items(raw: bytes) -> list[dict[str, Any]]:
    """The stops of one call's answer. Refused if it is no JSON list of stops."""
    if raw.lstrip().startswith(b"<"):
        raise Refused("the answer is a web page instead of data")
    sizes.check_json(raw)
    try:
        parsed = json.loads(raw, parse_constant=not_json)
    except (ValueError, RecursionError) as wrong:
        raise Refused(f"the answer is not JSON that can be read ({type(wrong).__name__})") from wrong
    if not isinstance(parsed, list) or not all(isinstance(item, dict) for item in parsed):
        raise Refused("the answer is no list of stops")
    if parsed and not any("datetime" in item for item in parsed):
        raise Refused("the answer is a list, but not of stops: nothing in it has a datetime")
    return parsed


def not_json(constant: str) -> NoReturn:
    raise Refused(f"the answer is not JSON: {constant} is no JSON number")


def canonical(by_force: Iterable[dict[str, Any]], no_location: Iterable[dict[str, Any]]) -> bytes:
    """Both calls' stops as one JSON list, a stop a line with its keys sorted, the lines sorted; `[]` if there are none.

    The force's call may or may not hold the stops without a location, so each stop stands as often as in the call
    that has it more often: a real duplicate stays, and nothing is doubled. ValueError for a number beyond JSON.
    """
    merged = Counter(map(as_line, by_force)) | Counter(map(as_line, no_location))
    if not merged:
        return b"[]"
    return "[\n{}\n]\n".format(",\n".join(sorted(merged.elements()))).encode("ascii")


def as_line(item: dict[str, Any]) -> str:
    return json.dumps(item, sort_keys=True, separators=(",", ":"), allow_nan=False)


def merged(by_force: bytes, no_location: bytes) -> bytes:
    """The canonical file of the two answers. Refused if either is not what it should be."""
    try:
        return canonical(items(by_force), items(no_location))
    except ValueError as wrong:
        raise Refused("the answer holds a number that cannot be kept") from wrong


def says_the_same(csv: bytes, api: bytes, told: Told, now: datetime) -> bool:
    """Whether a month's CSV and the API's JSON are of the same searches, read as the ingest reads them."""
    try:
        (old,), (new,) = police_uk.read(csv, told), police_uk_api.read(api, told)
    except Refused:
        return False
    return searches(old, now).equals(searches(new, now))


def searches(batch: Batch, now: datetime) -> pl.DataFrame:
    """The batch's searches without their lines, in an order that the order of the file does not touch."""
    clean = normalise.normalise(batch, now)
    stops = clean.stops.drop("line")
    return stops.with_columns(rejected=pl.lit(clean.rejections.height)).sort(stops.columns)

"""One force's month from the API: two calls, one file."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import urlencode

import polars as pl

from ingest import normalise
from ingest.fetching import downloads
from ingest.fetching.answer import CHANGED, FAILED, NEW, SAME, Answer, Arrival
from ingest.fetching.client import Failed, Upstream
from ingest.fetching.downloads import ForceMonth, Records
from ingest.reading import sizes
from ingest.reading.batch import Batch, Refused, Told, TooLarge
from ingest.sources import police_uk, police_uk_api

# One force's month from the API's two calls: merged, and written so that the same stops are the same bytes.


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


def is_same_month(csv: bytes, api: bytes, told: Told, now: datetime) -> bool:
    """Whether a month's CSV and the API's JSON are of the same searches, read as the ingest reads them."""
    try:
        (old,), (new,) = police_uk.read(csv, told), police_uk_api.read(api, told)
    except Refused:
        return False
    return comparable_searches(old, now).equals(comparable_searches(new, now))


def comparable_searches(batch: Batch, now: datetime) -> pl.DataFrame:
    """The batch's searches without their lines, in an order that the order of the file does not touch."""
    clean = normalise.normalise(batch, now)
    stops = clean.stops.drop("line")
    return stops.with_columns(rejected=pl.lit(clean.rejections.height)).sort(stops.columns)


def fetch_api_month(upstream: Upstream, base_url: str, which: ForceMonth, records: Records) -> Arrival:
    """Ask for the month and keep it if it is new. Whatever is wrong with it leaves the file that was there."""
    path = downloads.downloaded_months(records.folder).get(which)
    by_force, no_location = addresses(base_url, which)
    try:
        answers = fetch_both_calls(upstream, (by_force, records.condition(by_force, path)),
                       (no_location, records.condition(no_location, path)))  # fmt: skip
        if answers is None:
            return Arrival(SAME, path)
        raw = merged(answers[0].body, answers[1].body)
    except (Failed, Refused) as wrong:
        return Arrival(FAILED, sentence=f"{which}: {wrong}")
    arrival = keep_api_month(which, raw, records)
    assert arrival.path
    records.note(arrival.path, dict(zip((by_force, no_location), answers, strict=True)))
    return arrival


def addresses(base_url: str, which: ForceMonth) -> tuple[str, str]:
    query = urlencode({"force": which.force, "date": which.month})
    return f"{base_url}/api/stops-force?{query}", f"{base_url}/api/stops-no-location?{query}"


Call = tuple[str, dict[str, str]]  # an address, and the condition it is asked under


def fetch_both_calls(upstream: Upstream, first: Call, second: Call) -> tuple[Answer, Answer] | None:
    """Both answers in full if either has news, for the file is made of both; None if neither has. Failed."""
    one = upstream.get(*first)
    two = upstream.get(second[0], second[1] if one is None else {})
    if one is None and two is None:
        return None
    return one or fetch_without_condition(upstream, first[0]), two or fetch_without_condition(upstream, second[0])


def fetch_without_condition(upstream: Upstream, address: str) -> Answer:
    answer = upstream.get(address)
    assert answer  # without a condition there is no "nothing new"
    return answer


def keep_api_month(which: ForceMonth, raw: bytes, records: Records) -> Arrival:
    """The month's file as it should stand. A CSV that tells of the same searches stays: it is no other news."""
    path = downloads.downloaded_months(records.folder).get(which)
    if path is None:
        return Arrival(NEW, downloads.put_month(records.folder, which, raw))
    try:
        old = sizes.bytes_of(path)
    except TooLarge:  # whatever lies there, the source's own month takes its place
        return Arrival(CHANGED, downloads.put_month(records.folder, which, raw))
    if path.name == which.json_name:
        same = old == raw
    else:
        same = is_same_month(old, raw, Told(path.name, which.force, which.month), records.now)
    return Arrival(SAME, path) if same else Arrival(CHANGED, downloads.put_month(records.folder, which, raw))

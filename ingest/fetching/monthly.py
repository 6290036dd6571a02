"""One force's month from the API: two calls, one file."""

from urllib.parse import urlencode

from ingest import sizes
from ingest.fetching import api_month, downloads
from ingest.fetching.answer import Answer
from ingest.fetching.arrival import CHANGED, FAILED, NEW, SAME, Arrival
from ingest.fetching.courtesy import Failed
from ingest.fetching.downloads import ForceMonth
from ingest.fetching.records import Records
from ingest.fetching.upstream import Upstream
from ingest.reading import Refused, Told, TooLarge


def bring(upstream: Upstream, base_url: str, which: ForceMonth, records: Records) -> Arrival:
    """Ask for the month and keep it if it is new. Whatever is wrong with it leaves the file that was there."""
    path = downloads.held(records.folder).get(which)
    by_force, no_location = addresses(base_url, which)
    try:
        answers = both(upstream, (by_force, records.condition(by_force, path)),
                       (no_location, records.condition(no_location, path)))  # fmt: skip
        if answers is None:
            return Arrival(SAME, path)
        raw = api_month.merged(answers[0].body, answers[1].body)
    except (Failed, Refused) as wrong:
        return Arrival(FAILED, sentence=f"{which}: {wrong}")
    arrival = keep(which, raw, records)
    assert arrival.path
    records.note(arrival.path, dict(zip((by_force, no_location), answers, strict=True)))
    return arrival


def addresses(base_url: str, which: ForceMonth) -> tuple[str, str]:
    query = urlencode({"force": which.force, "date": which.month})
    return f"{base_url}/api/stops-force?{query}", f"{base_url}/api/stops-no-location?{query}"


Call = tuple[str, dict[str, str]]  # an address, and the condition it is asked under


def both(upstream: Upstream, first: Call, second: Call) -> tuple[Answer, Answer] | None:
    """Both answers in full if either has news, for the file is made of both; None if neither has. Failed."""
    one = upstream.get(*first)
    two = upstream.get(second[0], second[1] if one is None else {})
    if one is None and two is None:
        return None
    return one or in_full(upstream, first[0]), two or in_full(upstream, second[0])


def in_full(upstream: Upstream, address: str) -> Answer:
    answer = upstream.get(address)
    assert answer  # without a condition there is no "nothing new"
    return answer


def keep(which: ForceMonth, raw: bytes, records: Records) -> Arrival:
    """The month's file as it should stand. A CSV that tells of the same searches stays: it is no other news."""
    path = downloads.held(records.folder).get(which)
    if path is None:
        return Arrival(NEW, downloads.put_month(records.folder, which, raw))
    try:
        old = sizes.bytes_of(path)
    except TooLarge:  # whatever lies there, the source's own month takes its place
        return Arrival(CHANGED, downloads.put_month(records.folder, which, raw))
    if path.name == which.json_name:
        same = old == raw
    else:
        same = api_month.says_the_same(old, raw, Told(path.name, which.force, which.month), records.now)
    return Arrival(SAME, path) if same else Arrival(CHANGED, downloads.put_month(records.folder, which, raw))

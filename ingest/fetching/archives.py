"""How months are brought: from the API a part at a time, or from the bulk archive where that is cheaper."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn
from urllib.parse import unquote, urlencode, urlsplit

import polars as pl

from ingest import normalise
from ingest.fetching import downloads
from ingest.fetching.answer import CHANGED, FAILED, NEW, SAME, WARNING, Answer, Arrival
from ingest.fetching.client import Failed, Upstream
from ingest.fetching.downloads import ForceMonth, Records
from ingest.fetching.plan import Span
from ingest.reading import archive, sizes
from ingest.reading.batch import Batch, Refused, Told, TooLarge
from ingest.sources import police_uk, police_uk_api
from portal import file_sizes

BYTES_A_MONTH = 3 * 2**20  # what the API gives for a force and month: the Met 8 MB, the City and the BTP a tenth of it
LINK = re.compile(r"(\d{4}-\d{2})\.zip")
MD5 = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{32}(?![0-9A-Za-z])")


class Unfinished(Failed):
    """Part of the archive is here; the next run goes on from there."""


@dataclass(frozen=True)
class Bulk:
    """One archive at the source, as its headers say: its size in bytes, and what names its bytes."""

    address: str
    span: Span
    size: int
    answer: Answer

    @property
    def validator(self) -> str | None:
        """What asks for the rest of these same bytes; a weak ETag may not."""
        etag = self.answer.etag
        return etag if etag and not etag.startswith("W/") else self.answer.last_modified

    def part(self, folder: Path) -> Path:
        """Where the half-done archive lies; another name once the archive at the source is another."""
        which = hashlib.sha256(f"{self.validator} {self.size}".encode()).hexdigest()[:12]
        return folder / f"{downloads.ARCHIVE}{self.span.month}-{which}{downloads.PART}"


def cheaper(upstream: Upstream, base_url: str, span: Span) -> Bulk | None:
    """The archive of these months, if there is one and it is less to bring than the API's answers."""
    address = f"{base_url}/data/archive/{span.month}.zip"
    try:
        answer = upstream.head(address)
    except Failed:
        return None
    most = min(len(span.missing) * BYTES_A_MONTH, file_sizes.allowed().archive)
    return Bulk(address, span, answer.size, answer) if answer.size and answer.size < most else None


def fetch_archive(upstream: Upstream, base_url: str, bulk: Bulk, records: Records) -> Iterator[Arrival]:
    """The missing months out of the archive, and what was wrong with it. Failed if it was refused; Unfinished."""
    part = bulk.part(records.folder)
    published, warning = checksum(upstream, base_url, bulk.span.month)
    if warning:
        yield Arrival(WARNING, sentence=warning)
    try:
        download_archive(upstream, bulk, part, published)
        yield from unpack_missing_months(part, bulk, records)
    except Unfinished:
        raise
    except (Failed, Refused) as wrong:
        part.unlink(missing_ok=True)
        raise Failed(str(wrong)) from wrong
    part.unlink()


def download_archive(upstream: Upstream, bulk: Bulk, part: Path, published: str | None) -> None:
    """The whole archive in `part`. Its checksum wrong, it is fetched once more; wrong again, Failed."""
    for _ in range(2):
        try:
            upstream.resume(bulk.address, part, bulk.size, bulk.validator)
        except Failed as wrong:
            if part.exists() and part.stat().st_size and bulk.validator:
                raise Unfinished(f"{wrong}; the next run goes on from there") from wrong
            raise
        found = md5(part)
        if published in (None, found):
            return
        part.unlink()
    raise Failed(f"{bulk.address} came twice with an MD5 other than the published {published}; refused")


def checksum(upstream: Upstream, base_url: str, month: str) -> tuple[str | None, str]:
    """The MD5 that the source publishes of its archive, or why there is none to check by."""
    address = f"{base_url}/data/archive/"
    try:
        answer = upstream.get(address)
    except Failed as wrong:
        return None, f"{month}.zip could not be checked: {wrong}"
    assert answer  # without a condition there is no "nothing new"
    found = published_md5(answer.body.decode("utf-8", "replace"), month)
    return found, "" if found else f"{month}.zip could not be checked: {address} has no whole MD5 for it"


def published_md5(page: str, month: str) -> str | None:
    """The one run of 32 hex digits between the archive's link and the next archive's."""
    pieces = LINK.split(page)
    near = " ".join(text for name, text in zip(pieces[1::2], pieces[2::2], strict=True) if name == month)
    found = {digits.casefold() for digits in MD5.findall(near)}
    return found.pop() if len(found) == 1 else None


def md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def unpack_missing_months(part: Path, bulk: Bulk, records: Records) -> Iterator[Arrival]:
    """Each missing month's CSV in the folder. Refused if the archive is broken."""
    left = set(bulk.span.missing)
    for member, raw in archive.members(part, lambda name: of_month(name) in left):
        which = of_month(member)
        if isinstance(raw, Refused):
            yield Arrival(WARNING, sentence=f"{bulk.address}: {member} was refused: {raw}")
        elif which in left:
            left.remove(which)
            target = records.folder / which.csv_name
            downloads.write_download(target, raw)
            records.note(target, {f"{bulk.address}#{member}": bulk.answer})
            yield Arrival(NEW, target)


def of_month(member: str) -> ForceMonth | None:
    said = police_uk.parse_csv_name(PurePosixPath(member.replace("\\", "/")).name)
    return ForceMonth(*said) if said else None


# Files at addresses that the operator gives, such as the Datastore's extract.

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*")


def bring_all(upstream: Upstream, addresses: Iterable[str], records: Records) -> Iterator[Arrival]:
    """Each address's file. Of two that would have one name only the first is asked for."""
    taken: dict[str, str] = {}
    for address in dict.fromkeys(addresses):
        try:
            name = file_name(address)
            if name in taken:
                raise Failed(f"{address} was not asked: its file would take the place of that of {taken[name]}")
            taken[name] = address
            yield fetch_operator_file(upstream, address, records.folder / name, records)
        except Failed as wrong:
            yield Arrival(FAILED, sentence=str(wrong))


def fetch_operator_file(upstream: Upstream, address: str, target: Path, records: Records) -> Arrival:
    """Bring the file if it is new. Failed; whatever is wrong leaves what was there."""
    part = downloads.part(target)
    try:
        answer = upstream.save(address, part, records.condition(address, target))
        if answer is None:
            return Arrival(SAME, target)
        refuse_page(address, part)
        arrival = keep_operator_file(part, target)
        records.note(target, {address: answer})
        return arrival
    finally:
        part.unlink(missing_ok=True)


def file_name(address: str) -> str:
    """What the file will be called. Failed if the address is none, or its last part cannot name a file of ours."""
    try:
        pieces = urlsplit(address)
        port = pieces.port  # looking at it is what finds it wrong
    except ValueError as wrong:
        raise Failed(f"{address!r} is not an address: {wrong}") from wrong
    if pieces.scheme not in ("http", "https") or not pieces.hostname or port == 0:
        raise Failed(f"{address!r} is not an address that begins with https://")
    name = unquote(PurePosixPath(pieces.path).name)
    if not PLAIN.fullmatch(name) or name == downloads.LEDGER:
        raise Failed(f"{address} does not end in a name that a file can have")
    return name


def refuse_page(address: str, part: Path) -> None:
    with part.open("rb") as file:
        start = file.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise Failed(f"{address} gave nothing")
    if start.startswith(b"<"):
        raise Failed(f"{address} gave a web page instead of data")


def keep_operator_file(part: Path, target: Path) -> Arrival:
    """Give the file its name, unless the very bytes stand there already."""
    before = downloads.download_sha256(target)
    if before == downloads.download_sha256(part):
        return Arrival(SAME, target)
    downloads.finish_download(part, target)
    return Arrival(CHANGED if before else NEW, target)


# One force's month from the API: two calls, one file.

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

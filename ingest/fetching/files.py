"""Files at addresses that the operator gives, such as the Datastore's extract."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.fetching import downloads
from ingest.fetching.answer import CHANGED, FAILED, NEW, SAME, Arrival
from ingest.fetching.client import Failed, Upstream
from ingest.fetching.downloads import Records

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

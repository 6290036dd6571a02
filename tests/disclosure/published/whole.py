"""Everything that is published of a year, file by file and member by member, fit to be compared between two homes.

What may differ is what follows from the bytes of a return: its id, its hash, and the hashes of documents that have
either. Each is replaced by what it is of, and nothing else is: an unknown hash stays and is a difference.
"""

import contextlib
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ingest.outcome import Origin
from ingest.run import ingest
from portal.periods import Period
from portal.publishing.run import Request, publish
from portal.running.run import writing
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import run
from tests.disclosure.published.returned_years import Row, write_year

RECEIVED, PUBLISHED = datetime(2024, 6, 1, 4, tzinfo=UTC), datetime(2024, 6, 2, 4, tzinfo=UTC)
EXPORT_LIST = ".portal-export.json"
"""The exporting command's own list of hashes; no server gives out what begins with a dot."""

NAMED = re.compile(rb"\b[0-9a-f]{64}\b|charter-return-[a-z-]+-\d{4}-\d{2}-[0-9a-z]+")
"""What may be an id or a hash; it is put into words only where it is one of a supply or a manifest."""

Bytes = dict[bytes, bytes]


def publish_year(settings: Settings, rows: Sequence[Row], *periods: str, day: int = 0) -> Path:
    """Take the return and the public files in, at a fixed moment, and publish these periods or all; `day`: days on."""
    folder = write_year(settings.home / f"sent-{day}", rows)
    taken(settings, folder, *periods, day=day)
    return settings.published_dir


def taken(settings: Settings, folder: Path, *periods: str, day: int = 0) -> None:
    received, published = (each.replace(day=each.day + 2 * day) for each in (RECEIVED, PUBLISHED))
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        with writing(settings, "ingest", received) as engine:
            ingest(engine, (folder,), Origin(received=received))
        with writing(settings, "publish", published) as engine:
            request = Request([Period.named(each) for each in periods], published)
            result = publish(engine, settings, request)
    assert not result.faults, (said.getvalue(), result.faults)


def ingested(settings: Settings, rows: Sequence[Row]) -> Path:
    """Taken in and not published; the return as it was sent."""
    folder = write_year(settings.home / "sent", rows)
    with contextlib.redirect_stdout(io.StringIO()), writing(settings, "ingest", RECEIVED) as engine:
        ingest(engine, (folder,), Origin(received=RECEIVED))
    return folder / "return.csv"


def everything(settings: Settings) -> dict[str, bytes]:
    """The published directory, the site's every page, file and feed, and what monitoring reads, as they are."""
    folder = settings.home / "export"
    assert run("export", folder).code == 0
    found = {f"published/{name}": raw for name, raw in files(settings.published_dir)}
    found |= {f"site/{name}": raw for name, raw in files(folder) if name != EXPORT_LIST}
    return found | {"site/metrics": create_app(settings).test_client().get("/metrics").data}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield from members(str(path.relative_to(folder)), path.read_bytes())


ZIP = b"PK\x03\x04"


def members(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, or each member of a workbook or pack, and of workbooks in packs."""
    if not raw.startswith(ZIP):
        yield name, raw
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.namelist():
            yield from members(f"{name}!{member}", archive.read(member))


def comparable(found: Mapping[str, bytes]) -> dict[str, str]:
    """Name -> SHA-256 of the content, with ids and hashes of returns, and hashes of what has them, put into words."""
    supplies = supply_names(found)

    def plain(raw: bytes) -> bytes:
        return NAMED.sub(lambda match: known.get(match[0], match[0]), raw)

    known = supplies
    known = {key: plain(value) for key, value in hash_names(found).items()} | supplies

    return {plain(name.encode()).decode(): hashlib.sha256(plain(raw)).hexdigest() for name, raw in found.items()}


def supply_names(found: Mapping[str, bytes]) -> Bytes:
    """Id and hash of a return of a month -> words that name the month."""
    listings = [raw for name, raw in found.items() if re.fullmatch("published/supplies/[^/]+/supplies.json", name)]
    names: Bytes = {}
    for supply in (supply for raw in listings for supply in json.loads(raw)["supplies"]):
        if supply["source"] == "charter-return":
            name = f"{supply['source']}-{supply['force']}-{supply['month']}"
            names[supply["id"].encode()] = name.encode()
            names[supply["sha256"].encode()] = f"(hash of {name})".encode()
    return names


def hash_names(found: Mapping[str, bytes]) -> Bytes:
    """Hash in a manifest -> which of which edition."""
    names: dict[str, str] = {}
    for name in sorted(name for name in found if re.fullmatch("published/.*/manifest.json", name)):
        manifest = json.loads(found[name])
        edition = f"{manifest['period']}/{manifest['number']}"
        names.setdefault(manifest["sha256"], f"(hash of {edition})")
        names.setdefault(manifest["inputs"], f"(inputs of {edition})")
        for path, value in sorted(manifest["files"].items()):
            names.setdefault(value, f"(hash of {edition}: {path})")
    return {key.encode(): value.encode() for key, value in names.items()}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Names that only one has, or whose bytes are not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))

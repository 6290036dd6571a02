"""A month of one search, sent by a force: whoever knows every record it could be cannot find the right one.

Everything that leaves the database is looked through: every published file (workbooks and packs unpacked), the whole
site as it is exported, feeds, measures, what commands print, and the notes that lie beside.
"""

import base64
import hashlib
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.documents.manifest import Manifest
from portal.editions import freeze
from portal.records import ReturnKey, Supply
from portal.return_names import Names
from portal.settings import Settings
from portal.store import database, searches
from portal.tables.formats import FORMATS
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.returns import as_file, returned
from tests.samples import month_file, row

pytestmark = pytest.mark.full
SENT = {"time": "15:30", "team": "metropolitan-tsg", "receipt": "issued"}
TIMES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 10, 20, 30, 40, 50)]
RECEIPTS = ("issued", "emailed", "declined", "not offered", "")
ALONE = ("/metrics", "/feed.xml", "/readyz", "/openapi.json", "/supplies", "/supplies.json", "/corrections.json",
         "/editions/2018-19/2.1", "/editions/2018-19/2.1/manifest.json", "/london/2018-19.json")  # fmt: skip
ID = re.compile(rb"charter-return-[a-z-]+-\d{4}-\d\d-([0-9a-f]{8})")
HASH = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True)
class Town:
    """`told`: name -> bytes of all that anybody could be shown."""

    told: dict[str, bytes]
    supply: Supply
    key: bytes
    raw: bytes


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Town]:
    """Three editions: the public file alone, then a return of the month, then another in which one cell differs."""
    folder = tmp_path_factory.mktemp("one-search")
    with living_in(folder / "home", whole=True) as settings:
        said = [run("ingest", month_file(folder / "public", [row(), row(Latitude="abc")])), run(*PUBLISH)]
        for changed in ({"receipt": "emailed"}, {}):
            (folder / "return.csv").write_bytes(as_file([returned(**SENT | changed)]))
            said += [run("ingest", folder / "return.csv"), run(*PUBLISH)]
        said += [run(*words) for words in COMMANDS]
        said.append(run("export", folder / "export"))
        printed = {f"printed {at}": f"{ran.out}{ran.err}".encode() for at, ran in enumerate(said)}
        told = dict(unpacked({**printed, **on_disk(settings, folder / "export"), **served(settings)}))
        engine = database.open_database(settings.database_url)
        with Session(engine) as session:
            supply = next(each for each in searches.current_supplies(session) if each.source == "charter-return")
            row_ = session.get_one(ReturnKey, 1)
            found = Town(told, supply, bytes.fromhex(row_.key), (folder / "return.csv").read_bytes())
        engine.dispose()
        yield found


PUBLISH = ("publish", "--period", "2018-19")
COMMANDS = (["status"], ["status", "--json"], ["verify"], PUBLISH, ["adopt"], ["clock"])


def on_disk(settings: Settings, export: Path) -> dict[str, bytes]:
    """What is published, exported, or lies in the home beside the database."""
    folders = (settings.published_dir, settings.published_dir.parent, export)
    paths = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {str(path): path.read_bytes() for path in sorted(paths) if "portal.sqlite3" not in path.name}


TABLES = [f".{ending}" for ending in FORMATS]


def served(settings: Settings) -> dict[str, bytes]:
    """Answers that are put together as they are asked for, and those about supplies; with their headers."""
    client, found = create_app(settings).test_client(), {}
    with client.get("/supplies.json") as answer:
        listed = [each["id"] for each in answer.get_json()["supplies"]]
    of_each = [f"/supplies/{each}{ending}" for each in listed for ending in ("", ".json", *TABLES)]
    for address in (*ALONE, *of_each):
        with client.get(address) as answer:
            assert answer.status_code == 200, address
            found[f"GET {address}"] = str(answer.headers).encode() + answer.data
    return found


def unpacked(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each file with its name in it, and each member of what is packed."""
    for name, raw in files.items():
        yield name, f"{name}\n".encode() + raw
        if zipfile.is_zipfile(io.BytesIO(raw)):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                members = {f"{name}/{each}": archive.read(each) for each in archive.namelist()}
            yield from unpacked(members)


def plain_hashes(raw: bytes) -> list[str]:
    """Of a file as it is, and of its lines (docs/method.md)."""
    return [hashlib.sha256(each).hexdigest() for each in (raw, raw.replace(b"\r", b""))]


def holding(town: Town, *texts: bytes) -> list[str]:
    return [name for name, raw in town.told.items() if any(text in raw for text in texts)]


def test_it_looks_at_every_kind_of_file(town: Town) -> None:
    names = list(town.told)
    kinds = {Path(name).suffix for name in names}
    assert kinds >= {".json", *TABLES, ".zip", ".html", ".xml"}
    for part in ("manifest.json", "differences.json", "findings.csv", "supplies.csv", "SHA256SUMS", "GET /metrics",
                 "GET /feed.xml", "GET /supplies/charter-return", "GET /editions/2018-19/", "last-run.json",
                 "datapackage.json", "xl/worksheets/sheet1.xml", "printed 0"):  # fmt: skip
        assert any(part in name for name in names), part
    assert len(holding(town, town.supply.public_id.encode())) > 20
    assert len(holding(town, town.supply.sha256.encode())) > 10


def test_neither_the_hash_of_the_file_nor_of_its_rows_nor_the_key_is_anywhere(town: Town) -> None:
    assert town.supply.bytes_sha256 == plain_hashes(town.raw)[1]
    assert town.supply.rows_sha256
    assert town.supply.entry_sha256
    secret = [*plain_hashes(town.raw), town.supply.rows_sha256, town.supply.entry_sha256]
    forms = [form for each in secret for form in in_every_form(bytes.fromhex(each))]
    assert holding(town, *forms, *in_every_form(town.key)) == []
    assert holding(town, *(each[:12].encode() for each in secret)) == []


def in_every_form(raw: bytes) -> list[bytes]:
    encoded = [raw.hex(), raw.hex().upper(), base64.b64encode(raw).decode().rstrip("="), base64.b32encode(raw).decode()]
    return [raw, base64.urlsafe_b64encode(raw).rstrip(b"="), *(each.encode() for each in encoded)]


def candidates() -> Iterator[bytes]:
    """Every return of one search that somebody who saw it might think possible: the true one is among them."""
    for time, receipt in itertools.product(TIMES, RECEIPTS):
        yield as_file([returned(**SENT | {"time": time, "receipt": receipt})])


def test_no_candidate_can_be_told_from_another(town: Town) -> None:
    """Ids have eight signs of a hash, so those are tried as well."""
    ids = {found for raw in town.told.values() for found in ID.findall(raw)}
    whole = {found for raw in town.told.values() for found in HASH.findall(raw)}
    tried = {raw: plain_hashes(raw) for raw in candidates()}
    assert town.raw in tried
    assert len(tried) == 720
    assert len(ids) == 2
    confirmed = [
        raw for raw, plain in tried.items() for each in plain if each.encode() in whole or each[:8].encode() in ids
    ]
    assert confirmed == []


def test_the_hash_of_all_inputs_confirms_nothing_either(town: Town) -> None:
    """Whoever has every published word and the true file, findings and all, gets another hash without the key."""
    raw = next(raw for name, raw in town.told.items() if name.endswith("2018-19/2.1/manifest.json"))
    manifest = Manifest.model_validate_json(raw.partition(b"\n")[2])
    supplies = [town.supply]
    guesses = {
        freeze.inputs_of(supplies, beside, manifest.code)
        for beside in (manifest.beside, {"charter": manifest.charter or ""})
    }
    assert re.fullmatch(r"[0-9a-f]{64}", manifest.inputs)
    assert manifest.inputs not in guesses


def test_the_names_told_are_those_of_the_key_and_of_no_other(town: Town) -> None:
    of = (town.supply.source, town.supply.force, town.supply.month, plain_hashes(town.raw)[1])
    assert Names(town.key).of(*of).sha256 == town.supply.sha256
    assert Names(bytes(32)).of(*of).sha256 != town.supply.sha256


def test_what_a_return_of_one_search_has_blank_is_not_told(town: Town) -> None:
    """Its list of columns is that of its file, whatever the one row has in them."""
    raw = next(raw for name, raw in town.told.items() if name.startswith(f"GET /supplies/{town.supply.public_id}.json"))
    document = json.loads(raw[raw.index(b"{") :])
    assert {"appropriate_adult", "search_authoriser", "receipt"} <= set(document["columns_published"])
    assert document["columns_not_published"] == []

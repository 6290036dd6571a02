"""Nothing of a refused file is stored, logged or published: a word of its cells, headers, names is nowhere."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from portal.records import Supply
from portal.running import outcomes
from portal.settings import Settings
from tests.commands.outside import holders as files_with
from tests.commands.outside import tables_with
from tests.conftest import Portal
from tests.returns import NAMES, as_file, returned
from tests.running.withdrawal import WHY
from tests.samples import FIELDS, HEADER, month_file, police_uk, row

CANARY = "Zebedee"
MONTH = "2018-04-metropolitan-stop-and-search"
LINE = f"PC 4711 {CANARY},John {CANARY},1988-03-12,14 {CANARY} Street"
HEADERS = [name if name != "Outcome" else CANARY for name in FIELDS]
MET = "Date,Borough,Borough Name,Reason for Search,Outcome Code"


def book(*sheets: tuple[str, list[list[str]]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    return file.getvalue()


def damaged(raw: bytes, name: str) -> bytes:
    """The archive with the first bytes of a member's content overwritten: its checksum is wrong."""
    at = raw.index(name.encode()) + len(name)
    return raw[:at] + bytes(12) + raw[at + 12 :]


def another_name_within(raw: bytes) -> bytes:
    """A member is called one thing in the archive's list and another where it lies."""
    return raw.replace(CANARY.encode(), b"Zebedoo", 1)


FILES = {
    "a header and one line of a person": (f"{MONTH}.csv", f"{HEADER}\r\n{LINE}\r\n".encode()),
    "a header and thirty such lines": (f"{MONTH}.csv", f"{HEADER}\r\n".encode() + f"{LINE}\r\n".encode() * 30),
    "JSON of one strange record": (
        "stops-force-metropolitan-2018-04.json", b'[{"%b": 1, "datetime": "%b"}]' % (CANARY.encode(), CANARY.encode()),
    ),
    "a workbook of one strange row": (f"{MONTH}.xlsx", book(("records", [HEADERS, [CANARY] * 15]))),
    "one line of a person": (f"{MONTH}.csv", f"{LINE}\r\n".encode()),
    "a column under another name": (f"{MONTH}.csv", police_uk([row()], header=",".join(HEADERS))),
    "a column more": (f"{MONTH}.csv", police_uk([f"{row()},{CANARY}"], header=f"{HEADER},{CANARY}")),
    "semicolons": (f"{MONTH}.csv", police_uk([row()], header=f"{HEADER},{CANARY}").replace(b",", b";")),
    "UTF-16": (f"{MONTH}.csv", f"{HEADER},{CANARY}\r\n{LINE}".encode("utf-16")),
    "a page of the web": (f"{MONTH}.csv", f"<html><title>{CANARY}</title>".encode()),
    "bytes": (f"{MONTH}.csv", f"\0{CANARY}".encode()),
    "JSON that breaks off": (f"{MONTH}.json", f'[{{"object_of_search": "{CANARY}", '.encode()),
    "JSON with a wrong escape": (f"{MONTH}.json", f'[{{"object_of_search": "\\{CANARY}"}}]'.encode()),
    "JSON of something else": (f"{MONTH}.json", json.dumps({CANARY: CANARY}).encode()),
    "a workbook of something else": (f"{MONTH}.xlsx", book((CANARY, [[CANARY], [LINE]]))),
    "a workbook with two sheets of records": (
        f"{MONTH}.xlsx",
        book(("Stops", [FIELDS, row().split(",")]), (CANARY, [FIELDS, row(Outcome=CANARY).split(",")])),
    ),
    "a workbook with a part that is damaged": (
        f"{MONTH}.xlsx", damaged(book((CANARY, [FIELDS, [CANARY] * 15])), "xl/worksheets/sheet1.xml"),
    ),
    "a workbook with a part under two names": (
        f"{MONTH}.xlsx", another_name_within(zipped({"xl/workbook.xml": b"<x/>", f"xl/{CANARY}.xml": b"x"})),
    ),
    "a return with a name": ("return.csv", as_file([returned(officer_name=CANARY)], [*NAMES, "officer_name"])),
    "a return with a strange column": ("return.csv", as_file([returned(**{CANARY: "x"})], [*NAMES, CANARY])),
    "a return of no force": ("return.csv", as_file([returned(force=CANARY)])),
    "a return half of which is of no force": ("return.csv", as_file([returned(), returned(force=CANARY)])),
    "a return of a force of many words": ("return.csv", as_file([returned(force=f"City of {CANARY}")])),
    "the Met's extract with a strange column": ("met.csv", f"{MET},{CANARY}\n2018-04-01,x,y,z,{CANARY}\n".encode()),
    "the Met's extract without a date": ("met.csv", f"{MET}\n{CANARY},x,y,z,{CANARY}\n".encode()),
    "a name that says a person's": (f"{CANARY} {MONTH}.csv", f"{LINE}\n".encode()),
    "an ending that says a person's": (f"{MONTH}.{CANARY[:5]}", f"{LINE}\n".encode()),
    "an archive": (
        "months.zip", zipped({f"{MONTH}.csv": LINE.encode(), f"{CANARY}/x.txt": b"x", f"{CANARY} {MONTH}.csv": b"x"}),
    ),
    "an archive with a member that is damaged": (
        "months.zip", damaged(zipped({f"{CANARY}/{MONTH}.csv": LINE.encode() * 9}), f"{MONTH}.csv"),
    ),
    "an archive with a member under two names": (
        "months.zip", another_name_within(zipped({f"{CANARY}/{MONTH}.csv": LINE.encode()})),
    ),
    "an archive in an archive": ("months.zip", zipped({f"{CANARY}.zip": zipped({f"{CANARY}.csv": b"x"})})),
    "a broken archive": ("months.zip", zipped({f"{CANARY}/{MONTH}.csv": LINE.encode()})[:-30]),
}  # fmt: skip
"""Name and bytes of a file that is refused or passed over, by what is wrong with it."""


@pytest.mark.parametrize("what", FILES)
def test_no_word_of_a_refused_file_is_anywhere(
    portal: Portal, home: Path, engine: Engine, tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    name, raw = FILES[what]
    folder = tmp_path_factory.mktemp("sent")
    (folder / name).write_bytes(raw)
    own, codes = f"{folder / name}", set()
    for words in ([folder], [folder / name], [folder / name, "--force", "metropolitan", "--month", "2018-04"]):
        ran = portal("ingest", *words)
        codes.add(ran.code)
        assert CANARY not in (ran.out + ran.err).replace(own, "")
    assert codes in ({3}, {0, 3}), ran.err
    assert portal("publish").code in (0, 3)
    assert CANARY not in portal("status").out + portal("status", "--json").out
    assert files_with(home, CANARY) + tables_with(engine, CANARY) == []


def test_a_refused_file_goes_by_its_publishers_name_or_by_its_id(
    portal: Portal, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / f"Copy of {MONTH} ({CANARY}).csv").write_text(LINE, "utf-8")
    month_file(tmp_path, [], month="2018-05").write_text(LINE, "utf-8")
    assert portal("ingest", tmp_path).code == 3
    with engine.connect() as connection:
        found = connection.execute(text("SELECT public_id, filename FROM supply ORDER BY month")).all()
    assert found == [(found[0][0], found[0][0]), (found[1][0], "2018-05-metropolitan-stop-and-search.csv")]


def test_a_link_is_not_followed(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere, folder = tmp_path_factory.mktemp("elsewhere"), tmp_path_factory.mktemp("folder")
    file = month_file(elsewhere, [row()])
    (folder / file.name).symlink_to(file)
    (folder / "inner").symlink_to(elsewhere)
    (folder / "gone.csv").symlink_to(elsewhere / "nothing.csv")
    ran = portal("ingest", folder)
    told = [f"  {folder / name}" for name in (file.name, "gone.csv", "inner")]
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:4] == ["passed over, a symbolic link: what it leads to is not read:", *told]
    for named in (folder / file.name, folder / "inner"):
        ran = portal("ingest", named)
        assert (ran.code, f"{named}: refused: a symbolic link" in ran.err) == (3, True)
    assert json.loads(portal("status", "--json").out)["supplies"] == []


def test_a_link_in_a_path_that_somebody_names_is_followed(
    portal: Portal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere, folder = tmp_path_factory.mktemp("elsewhere"), tmp_path_factory.mktemp("folder")
    file = month_file(elsewhere, [row()])
    (folder / "in").symlink_to(elsewhere)
    assert portal("ingest", folder / "in" / file.name).code == 0
    listed = json.loads(portal("status", "--json").out)["supplies"]
    assert [(supply["month"], supply["state"]) for supply in listed] == [("2018-04", "current")]


def test_a_defect_says_where_and_never_what(
    portal: Portal, home: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        try:
            int(CANARY)
        except ValueError as first:
            raise RuntimeError(f"cannot take {CANARY}") from first

    monkeypatch.setattr("ingest.normalise.normalise", broken)
    ran = portal("ingest", month_file(tmp_path, [row(Outcome=CANARY)]))
    assert (ran.code, CANARY in ran.out + ran.err, "RuntimeError" in ran.err) == (1, False, True)
    (defect,) = (home / "instance" / "defects").iterdir()
    told = defect.read_text("utf-8")
    assert "builtins.ValueError" in told
    assert "builtins.RuntimeError" in told
    assert "in take_batch" in told
    assert files_with(home, CANARY) + tables_with(engine, CANARY) == []


def test_what_a_database_says_of_a_value_is_not_repeated() -> None:
    assert CANARY not in outcomes.error_sentence(sqlite3.IntegrityError(f"Key (label)=({CANARY}) already exists"))
    undecodable = f"Could not decode to UTF-8 column 'row_text' with text '{CANARY}'"
    assert CANARY not in outcomes.error_sentence(sqlite3.OperationalError(undecodable))
    assert "disk is full" in outcomes.error_sentence(sqlite3.OperationalError("database or disk is full"))


def remembered_as_before(engine: Engine) -> None:
    """What an earlier version kept of a refused file: the note, the finding and the name with words of it."""
    finding = {
        "id": "refused",
        "severity": "serious",
        "sentence": f"It has {CANARY}.",
        "figures": {},
        "affects": "rows",
    }
    with Session(engine) as session, session.begin():
        for supply in session.exec(select(Supply).where(Supply.state == "refused")):
            supply.note, supply.filename = f"line 1: it has {LINE}", f"{CANARY}.csv"
            supply.findings, supply.profile = [finding], {}


@pytest.fixture
def published(portal: Portal, engine: Engine, tmp_path: Path) -> str:
    """A year, and a refused file of which an earlier version kept and published words; answers the file's id."""
    month_file(tmp_path / "1", [row()] * 3, force="city-of-london")
    month_file(tmp_path / "1", []).write_text(LINE, "utf-8")
    assert portal("ingest", tmp_path / "1").code == 3
    listed = json.loads(portal("status", "--json").out)["supplies"]
    (refused,) = (supply["id"] for supply in listed if supply["state"] == "refused")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.load.settle_refusals", lambda session: False)
        remembered_as_before(engine)
        portal("publish", "--period", "2018")
    return str(refused)


def test_what_earlier_versions_kept_goes_at_the_next_run(
    portal: Portal, home: Path, engine: Engine, tmp_path: Path, published: str
) -> None:
    assert tables_with(engine, CANARY) == ["supply"]
    assert portal("ingest", tmp_path / "1" / "2018-04-city-of-london-stop-and-search.csv").code == 0
    assert tables_with(engine, CANARY) == []
    assert [path for path in files_with(home, CANARY) if path.name.startswith("portal.sqlite3")] == []


def test_withdrawing_it_takes_every_list_that_told_of_it(
    portal: Portal, home: Path, engine: Engine, settings: Settings, published: str
) -> None:
    shelf = settings.published_dir
    told = {str(path.relative_to(shelf)) for path in files_with(shelf, CANARY)}
    assert {"supplies/1.0/supplies.json", "supplies/1.0/findings.csv", f"supplies/1.0/{published}.json"} <= told
    ran = portal("withdraw", published, *WHY)
    assert (ran.code, "portal publish draws it anew without" in ran.out) == (0, True)
    assert files_with(home, CANARY) + tables_with(engine, CANARY) == []
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert (shelf / "supplies" / "1.1" / "supplies.json").is_file()
    assert files_with(home, CANARY) + tables_with(engine, CANARY) == []
    assert portal("verify").code == 0
    assert portal("withdraw", published, *WHY).code == 2  # the list that says that it is withdrawn stays
    assert (shelf / "supplies" / "1.1" / f"{published}.json").is_file()

"""`portal ingest` as an operator meets it: news, no news, bad files, and the exit codes promised."""

import socket
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from portal.records import Rejection, Stop, Supply
from tests.conftest import Portal
from tests.ingest.sources.rows_of_sources import RECORD, RECORDS
from tests.returns import as_file, returned
from tests.samples import HEADER, NOWHERE, month_file, police_uk, row

NAME = "2018-04-metropolitan-stop-and-search.csv"


def supplies(engine: Engine) -> list[Supply]:
    with Session(engine) as session:
        return list(session.exec(select(Supply).order_by(Supply.id)))  # type: ignore[arg-type]


def test_a_month_is_read_once(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    path = month_file(tmp_path / "new", [row(), row(**NOWHERE)])
    first = portal("ingest", path.parent)
    assert (first.code, "2 of 2 rows kept" in first.out) == (0, True)
    again = portal("ingest", path.parent)
    assert again.code == 0
    assert again.out.startswith("nothing new")
    (supply,) = supplies(engine)
    assert (supply.rows_read, supply.rows_kept, supply.rows_rejected) == (2, 2, 0)
    assert supply.public_id == f"police-uk-metropolitan-2018-04-{supply.sha256[:8]}"


def test_other_bytes_supersede_and_the_difference_is_of_multisets(
    portal: Portal, tmp_path: Path, engine: Engine
) -> None:
    portal("ingest", month_file(tmp_path / "a", [row(), row(), row(Gender="Female")]))
    ran = portal("ingest", month_file(tmp_path / "b", [row(), row(Gender="Female"), row(Outcome="Arrest")]))
    assert ran.code == 0
    assert "1 rows gone, 1 rows new" in ran.out
    older, newer = supplies(engine)
    assert (older.state, newer.state, newer.supersedes) == ("superseded", "current", older.public_id)
    assert (newer.rows_gone, newer.rows_new) == (1, 1)


def test_alike_rows_are_never_dropped(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    portal("ingest", month_file(tmp_path, [row()] * 11))
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Stop)).one() == 11


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x00\x01\x02\xff" * 50, "this is a binary file"),
        (b"PK\x03\x04" + b"\x00" * 60, "this is a ZIP archive"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"Type,Date\r\nPerson search,2018\r\n", "line 1: the header has no column"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_month_is_refused_whole(
    portal: Portal, tmp_path: Path, engine: Engine, raw: bytes, said: str
) -> None:
    (tmp_path / NAME).write_bytes(raw)
    ran = portal("ingest", tmp_path / NAME)
    assert ran.code == 3
    assert str(tmp_path / NAME) in ran.err
    assert said in ran.err
    (supply,) = supplies(engine)
    assert (supply.state, supply.rows_kept, supply.findings[0]["id"]) == ("refused", 0, "refused")
    assert portal("ingest", tmp_path / NAME).code == 3
    assert len(supplies(engine)) == 1


@pytest.mark.parametrize(
    ("bad", "line", "column"),
    [
        (row() + ",x", 3, "Removal of more than just outer clothing"),
        (row().rsplit(",", 1)[0], 3, "Removal of more than just outer clothing"),
        (row(Latitude="abc"), 3, "Latitude"),
        (row(Date="2031-04-01T10:00:00+00:00"), 3, "Date"),
    ],
)
def test_a_bad_row_is_told_with_file_line_and_column_and_the_rest_is_kept(
    portal: Portal, tmp_path: Path, engine: Engine, bad: str, line: int, column: str
) -> None:
    path = month_file(tmp_path, [row(), bad, *[row()] * 198])
    ran = portal("ingest", path)
    assert ran.code == 0  # one in 200 is under the limit
    assert f"{path.name}: 199 of 200 rows kept, 1 rejected" in ran.out
    assert f"line {line}, column {column}: " in ran.out
    with Session(engine) as session:
        (rejection,) = session.exec(select(Rejection)).all()
    assert rejection.row_text == bad


def test_more_than_one_in_a_hundred_rejected_is_exit_3_and_the_supply_stands(
    portal: Portal, tmp_path: Path, engine: Engine
) -> None:
    ran = portal("ingest", month_file(tmp_path, [row(Latitude="abc"), *[row()] * 50]))
    assert ran.code == 3
    (supply,) = supplies(engine)
    assert (supply.state, supply.rows_kept, supply.rows_rejected) == ("current", 50, 1)
    assert [(finding["id"], finding["severity"]) for finding in supply.findings[:1]] == [("rejected_rows", "serious")]


def test_a_cut_file_keeps_what_is_whole(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    (tmp_path / NAME).write_bytes(police_uk([row()] * 150)[:-40])
    ran = portal("ingest", tmp_path / NAME)
    assert "149 of 150 rows kept, 1 rejected; the first: line 151" in ran.out
    assert {"cut_short", "rejected_rows"} <= {finding["id"] for finding in supplies(engine)[0].findings}


def test_files_in_a_folder_that_are_none_of_ours_are_passed_over(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "2018-04-metropolitan-street.csv").write_text("Crime ID,Month\n1,2018-04\n")
    month_file(tmp_path, [row()], force="kent")
    ran = portal("ingest", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "passed over, crimes or their outcomes, not stop and search:",
        f"  {tmp_path}/2018-04-metropolitan-street.csv",
        "passed over, not a file of stop and search records:",
        f"  {tmp_path}/notes.txt",
        "passed over, records of a force that does not search in London:",
        f"  {tmp_path}/2018-04-kent-stop-and-search.csv",
        "nothing new (0 held already, 3 passed over)",
    ]


def test_an_empty_folder_is_nothing_new(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert portal("ingest", tmp_path / "empty").code == 0


def test_a_name_that_says_nothing_needs_force_and_month(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    path = month_file(tmp_path, [row()]).rename(tmp_path / "export.csv")
    refused = portal("ingest", path)
    assert refused.code == 3
    assert "say so with --force and --month" in refused.err
    assert portal("ingest", path, "--force", "metropolitan", "--month", "2018-04").code == 0
    assert supplies(engine)[0].month == "2018-04"
    assert portal("ingest", path, "--force", "kent", "--month", "2018-04").code == 3
    assert portal("ingest", path, "--force", "btp", "--month", "2018-13").code == 3


@pytest.mark.parametrize("words", [["ingest"], ["ingest", "/does/not/exist"], ["ingest", "--nonsense"], ["nonsense"]])
def test_wrong_usage_is_exit_2(portal: Portal, words: list[str]) -> None:
    assert portal(*words).code == 2


def test_a_database_that_cannot_be_opened_is_said_plainly(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path}/file/portal.sqlite3")
    ran = portal("ingest", month_file(tmp_path / "a", [row()]))
    assert ran.code == 3
    assert "Look at PORTAL_DATABASE_URL" in ran.err


def test_a_folder_without_a_file_is_said_to_have_none(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = portal("ingest", tmp_path / "empty")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{tmp_path}/empty: the folder is empty: there is no file in it",
        "nothing new: there is no file in what you named",
    ]


def test_help_begins_with_what_a_command_does(portal: Portal) -> None:
    assert "\n  Files and folders into the database.\n" in portal("ingest", "--help").out


def test_serve_says_that_a_port_is_taken(portal: Portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ran = portal("serve", "--port", str(other.getsockname()[1]))
    assert ran.code == 2
    assert "choose another with --port" in ran.err


MAY = "2018-05-10T14:30:00+00:00"


def test_a_force_never_overrules_a_name(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    path = month_file(tmp_path / "a", [row()], force="city-of-london")
    ran = portal("ingest", path, "--force", "metropolitan", "--month", "2018-04")
    assert ran.code == 3
    assert "its name says that it is of city-of-london, --force that it is of metropolitan" in ran.err
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(path, f"2018-04\\{path.name}")
        packed.write(path, "2018-04/2018-04-kent-stop-and-search.csv")
        packed.write(path, "city-of-london export.csv")
    ran = portal("ingest", tmp_path / "a.zip", "--force", "metropolitan")
    assert (ran.code, ran.err.count("--force that it is of metropolitan"), "of kent" in ran.err) == (3, 3, True)
    assert supplies(engine) == []
    assert portal("ingest", path, "--force", "city-of-london").code == 0


def test_a_month_may_overrule_a_name_if_the_rows_are_of_it(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    path = month_file(tmp_path, [row(Date=MAY)])
    refused = portal("ingest", path)
    assert (refused.code, "none of its rows is of 2018-04: they are of 2018-05 (1)" in refused.err) == (3, True)
    assert [(supply.state, supply.rows_kept) for supply in supplies(engine)] == [("refused", 0)]
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Stop)).one() == 0
    assert portal("ingest", path, "--month", "2018-05").code == 0
    assert supplies(engine)[-1].month == "2018-05"


def test_a_file_of_another_month_that_would_supersede_is_held(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    portal("ingest", month_file(tmp_path / "a", [row()]))
    ran = portal("ingest", month_file(tmp_path / "b", [row(Date=MAY)]))
    assert (ran.code, "held back: none of its rows is of 2018-04: they are of 2018-05 (1)" in ran.err) == (3, True)
    assert [supply.state for supply in supplies(engine)] == ["current", "held"]


def test_london_decides_the_month(portal: Portal, tmp_path: Path) -> None:
    assert portal("ingest", month_file(tmp_path / "a", [row(Date="2018-03-31T23:30:00+00:00")])).code == 0
    path = month_file(tmp_path / "b", [row(Date="2018-04-30T23:30:00+00:00")], force="btp")
    assert "they are of 2018-05 (1)" in portal("ingest", path).err


@pytest.mark.parametrize(
    "again",
    [
        police_uk([row(), row(Outcome="Arrest")], end="\n"),
        b"\xef\xbb\xbf" + police_uk([row(), row(Outcome="Arrest")]),
        police_uk([row(Outcome="Arrest"), row()]),
        police_uk([row(), row(Outcome='"Arrest"')]),
        police_uk([row(), row(Outcome="Arrest")]).rstrip(),
        police_uk([row(), row(Outcome="Arrest")]).decode().encode() + b"\r\n\r\n",
    ],
)
def test_a_copy_in_another_dress_is_the_same_supply(
    portal: Portal, tmp_path: Path, engine: Engine, again: bytes
) -> None:
    portal("ingest", month_file(tmp_path / "a", [row(), row(Outcome="Arrest")]))
    (tmp_path / NAME).write_bytes(again)
    ran = portal("ingest", tmp_path / NAME)
    assert (ran.code, ran.out) == (0, "nothing new (1 held already, 0 passed over)\n")
    assert len(supplies(engine)) == 1


def test_a_whole_file_takes_the_place_of_one_that_broke_off(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    (tmp_path / NAME).write_bytes(police_uk([row(), row()]).rstrip())
    portal("ingest", tmp_path / NAME)
    assert portal("ingest", month_file(tmp_path / "b", [row(), row()])).code == 0
    assert [supply.state for supply in supplies(engine)] == ["superseded", "current"]


def test_a_header_alone_and_a_month_of_none_are_two_things(portal: Portal, tmp_path: Path, engine: Engine) -> None:
    portal("ingest", month_file(tmp_path, []))
    (tmp_path / "stops-force-metropolitan-2018-04.json").write_text("[]")
    portal("ingest", tmp_path / "stops-force-metropolitan-2018-04.json")
    assert [supply.state for supply in supplies(engine)] == ["superseded", "current"]


@pytest.mark.parametrize(("fewer", "state"), [(0, "current"), (7, "current"), (9, "held")])
def test_half_of_a_doubled_file_is_measured_by_its_records(
    portal: Portal, tmp_path: Path, engine: Engine, fewer: int, state: str
) -> None:
    records = [row(Date=f"2018-04-{day:02}T10:{minute}:00+00:00") for day in range(1, 21) for minute in (10, 20)]
    portal("ingest", month_file(tmp_path / "a", [one for one in records for _ in range(2)]))
    portal("ingest", month_file(tmp_path / "b", records[fewer:]))
    assert supplies(engine)[-1].state == state


def test_what_is_none_of_ours_is_listed_by_reason_up_to_twenty(portal: Portal, tmp_path: Path) -> None:
    for number in range(23):
        (tmp_path / f"note-{number:02}.txt").write_text("hello")
    (tmp_path / ".hidden.csv").write_text("x")
    ran = portal("ingest", tmp_path)
    lines = ran.out.splitlines()
    assert (ran.code, lines[0]) == (0, "passed over, hidden: what a program keeps for itself:")
    assert lines[3:5] == [f"  {tmp_path}/note-00.txt", f"  {tmp_path}/note-01.txt"]
    assert lines[-2:] == ["  and 3 more", "nothing new (0 held already, 24 passed over)"]


def test_an_empty_archive_says_so(portal: Portal, tmp_path: Path) -> None:
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    ran = portal("ingest", tmp_path / "empty.zip")
    assert ran.code == 0
    assert f"{tmp_path}/empty.zip: the archive is empty: there is no file in it" in ran.out


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("2018-04.zip", None, "an archive inside an archive; unpack it"),
        ("data.tar.gz", b"\x1f\x8b\x08more", "an archive inside an archive; unpack it"),
        ("data.csv", police_uk([row()]), "does not say which force and month it is"),
        ("metropolitan.csv", police_uk([row()]), "does not say which month it is"),
        ("2018-04/stops.csv", police_uk([row()]), "does not say which force it is"),
        ("stop-and-search.csv", b"a,b\n1,2\n", "not the header of any source we know"),
        ("2018-04-met-stop-and-search.csv", police_uk([row()]), "does not say which force it is"),
        ("2018-04-metropolitan-stop-and-search.pdf", b"%PDF-1.7", "this is a PDF"),
    ],
)
def test_a_member_that_cannot_be_told_is_refused_by_name(
    portal: Portal, tmp_path: Path, name: str, raw: bytes | None, said: str
) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr(NAME, police_uk([row()]))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as packed:
        packed.writestr(name, inner.read_bytes() if raw is None else raw)
    ran = portal("ingest", tmp_path / "outer.zip")
    assert (ran.code, f"{name}: refused" in ran.err, said in ran.err) == (3, True, True)


def test_a_return_without_a_row_of_what_was_asked_for_is_refused(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "return.csv").write_bytes(as_file([returned()]))
    ran = portal("ingest", tmp_path / "return.csv", "--month", "2018-05")
    assert (ran.code, "it has no row of 2018-05" in ran.err) == (3, True)


@pytest.mark.parametrize(
    ("sign", "encoding", "words"),
    [
        (";", "utf-8", "semicolons"),
        ("\t", "utf-8", "tabs"),
        (";", "utf-16", "in UTF-16"),
        (",", "utf-8", "other names"),
    ],
)
def test_records_in_another_form_are_refused_by_name_not_passed_over(
    portal: Portal, tmp_path: Path, sign: str, encoding: str, words: str
) -> None:
    header = HEADER.upper() if words == "other names" else HEADER
    text = "\n".join(line.replace(",", sign) for line in (header, row(), ""))
    (tmp_path / "extract.csv").write_bytes(text.encode(encoding))
    ran = portal("ingest", tmp_path)
    assert ran.code == 3
    assert "extract.csv" in ran.err
    assert words in ran.err


def test_rows_of_another_month_are_no_gain_that_hides_a_loss(portal: Portal, tmp_path: Path) -> None:
    may = [row(Date=f"2019-05-{1 + at % 28:02}T{10 + at // 28}:00:00+00:00") for at in range(40)]
    june = [one.replace("2019-05", "2019-06") for one in may]
    portal("ingest", month_file(tmp_path / "1", may, month="2019-05"))
    ran = portal("ingest", month_file(tmp_path / "2", [may[0], *june], month="2019-05"))
    assert ran.code == 3
    assert "held back" in ran.err


def test_the_right_file_after_one_that_was_doubled_in_part_is_not_held(portal: Portal, tmp_path: Path) -> None:
    rows = [row(Date=f"2019-05-{1 + at % 28:02}T{10 + at // 28}:00:00+00:00") for at in range(100)]
    portal("ingest", month_file(tmp_path / "1", [*rows, *rows[:35]], month="2019-05"))
    assert portal("ingest", month_file(tmp_path / "2", rows, month="2019-05")).code == 0


def test_an_extract_of_one_force_under_anothers_name_is_refused(portal: Portal, tmp_path: Path) -> None:
    path = tmp_path / "2022-05-city-of-london-stop-and-search.csv"
    path.write_text("\r\n".join([RECORDS, RECORD, ""]))
    ran = portal("ingest", path)
    assert ran.code == 3
    assert "city-of-london" in ran.err

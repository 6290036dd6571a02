"""`portal grounds flag` inside a force: flags come out, no word of a text does, and bad files say where."""

import csv
import io
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.commands.standard import grounds
from portal.grounds import flagging
from portal.running.outcomes import REFUSED, Stopped
from tests.conftest import examples

VERSION = flagging.published_grounds_rules().version
CANARY = "Zanzibarwhistle"
SMELL = "There was a strong smell of cannabis coming from the male as officers spoke to him"


def run(*words: object) -> Result:
    return CliRunner().invoke(grounds.command, ["flag", *map(str, words)], standalone_mode=False)


def saved(tmp_path: Path, *rows: object, header: str = "grounds,object,team,date", start: str = "") -> Path:
    path = tmp_path / "searches.csv"
    file = io.StringIO()
    csv.writer(file).writerows(rows)  # type: ignore[arg-type]
    path.write_bytes(f"{start}{header}\r\n{file.getvalue()}".encode("utf-8", "surrogateescape"))
    return path


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_line_of_flags_for_each_row_and_the_version_of_the_rules(tmp_path: Path) -> None:
    ran = run(saved(tmp_path, [SMELL, "Offensive weapons", "", ""], ["see PNB", "", "", ""], ["", "", "", ""]))
    assert ran.exit_code == 0
    assert ran.stdout == (f"line,grounds_flags,grounds_rules\n2,G3;G10,{VERSION}\n3,G1,{VERSION}\n4,G1,{VERSION}\n")


def test_a_row_without_flags_has_an_empty_cell(tmp_path: Path) -> None:
    text = "He was seen by me to take a wrap from his sock and pass it to another male for cash."
    assert table(run(saved(tmp_path, [text], header="grounds")).stdout)[1] == ["2", "", VERSION]


def test_the_line_is_where_the_row_starts_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "searches.csv"
    path.write_bytes(b'\xef\xbb\xbfid,GROUNDS \r\n1,"one\r\ntwo, ""three""\r\nfour"\r\n\r\n2,n/a\r\n')
    assert [row[:2] for row in table(run(path).stdout)[1:]] == [["2", "G2;G12"], ["6", "G1"]]


def test_copies_need_a_team_and_a_date_and_rows_without_are_told(tmp_path: Path) -> None:
    rows = [[SMELL, "", "Team A", day] for day in ("2025-04-01", "2025-06-30T23:00:00+01:00", "2025-05-05")]
    ran = run(saved(tmp_path, *rows, [SMELL, "", "Team A", "2025-07-01"], [SMELL, "", "Team A", "5 May"]))
    assert [row[1] for row in table(ran.stdout)[1:]] == ["G3;G9"] * 3 + ["G3"] * 2
    assert ran.stderr.startswith("1 of 5 rows have no team, or no ISO date (the first: line 6)")


def test_out_is_put_in_place_whole_and_is_what_would_be_printed(tmp_path: Path) -> None:
    path, out = saved(tmp_path, [SMELL, "", "", ""]), tmp_path / "flags.csv"
    out.write_text("older")
    ran = run(path, "--out", out)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert out.read_text("utf-8") == run(path).stdout
    assert sorted(found.name for found in tmp_path.iterdir()) == ["flags.csv", "searches.csv"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\x00\x01\x02" * 50, "this is a binary file"),
        (b"PK\x03\x04 and so on", "this is a ZIP archive"),
        (b"object,team\r\nZanzibarwhistle,x\r\n", "line 1: the header has no column grounds"),
        (b"Zanzibarwhistle\r\nsmell of Zanzibarwhistle\r\n", "line 1: the header has no column grounds"),
        (b"grounds,Grounds\r\nZanzibarwhistle,x\r\n", "line 1: the header has the column grounds more than once"),
        (b"id,grounds\r\n1,x\r\n2,Zanzibarwhistle\x92s\r\n", "line 3, column grounds: this is not UTF-8 text"),
        (b"grounds,team\r\nZanzibarwhistle,\xff\r\n", "line 2, column team: this is not UTF-8 text"),
        (b"grounds\r\n" + b"x\r\n" * 5000 + b"Zanzibarwhistle\x00\r\n", "line 5002, column grounds: this is not"),
        (b"grounds,team\r\nZanzibarwhistle\r\n", "line 2: the row has 1 cells, the header has 2"),
        (b'grounds\r\nx\r\n"Zanzibarwhistle\r\n', "line 3: the row cannot be read as CSV"),
        (b'grounds\r\n"Zanzibar"whistle\r\n', "line 2: the row cannot be read as CSV"),
        (b"grounds\r\n" + b"Zanzibarwhistle" * 7000, "line 2: the row cannot be read as CSV"),
        (b"grounds\r\n" + b"Zanzibarwhistle" * 10000, "line 2: the row cannot be read as CSV"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_by_place_and_never_quoted(tmp_path: Path, raw: bytes, said: str) -> None:
    path, out = tmp_path / "searches.csv", tmp_path / "flags.csv"
    path.write_bytes(raw)
    ran = run(path, "--out", out)
    assert isinstance(ran.exception, Stopped)
    assert ran.exception.code == REFUSED
    assert ran.stderr.startswith(f"{path}: {said}")
    assert ran.stdout == ""
    assert "Zanzibar" not in ran.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_limit_moved_by_another_library_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "searches.csv"
    path.write_bytes(b"grounds\r\n" + b"Zanzibarwhistle" * 10000)
    before = csv.field_size_limit(10_000_000)
    try:
        ran = run(path)
    finally:
        csv.field_size_limit(before)
    assert ran.stderr == f"{path}: line 2: the row cannot be read as CSV (a cell over 100,000 long)\n"


def test_out_that_cannot_be_written_or_is_the_file_itself_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, [SMELL, "", "", ""])
    before = path.read_bytes()
    for out, said in ((path, "--out names this file"), (tmp_path / "none" / "x.csv", "cannot be written")):
        ran = run(path, "--out", out)
        assert isinstance(ran.exception, Stopped)
        assert said in ran.stderr
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_wrong_usage_is_clicks_own(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path / "none.csv").exception, click.UsageError)


def test_no_text_is_left_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "TMPDIR", "PORTAL_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    path = saved(tmp_path, *[[f"{SMELL} {CANARY}", CANARY, CANARY, "2025-04-01"]] * 3)
    ran = run(path, "--out", tmp_path / "flags.csv")
    left = [found for found in tmp_path.rglob("*") if found.is_file() and found != path]
    assert [found.name for found in left] == ["flags.csv"]
    for word in (CANARY, "cannabis", "officers"):
        assert word.casefold() not in (ran.output + left[0].read_text("utf-8")).casefold()


def test_a_defect_of_ours_does_not_quote_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(flagging, "flag_records", broken)
    error = run(saved(tmp_path, [CANARY, "", "", ""])).exception
    assert isinstance(error, RuntimeError)
    assert str(error) == "KeyError while flagging; its words are withheld"
    assert error.__suppress_context__


CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
OURS = {"grounds_flags", "grounds_rules", VERSION}


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=5))
@settings(deadline=None, max_examples=examples(60))
def test_no_long_word_of_any_input_comes_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    ran = run(saved(tmp_path_factory.mktemp("any"), *rows))
    assert ran.exit_code == 0
    written = [cell for row in table(ran.stdout) for cell in row]
    assert all(cell in {"line", *OURS} or cell.isdigit() or set(cell) <= set("G0123456789;") for cell in written)
    words = {word for row in rows for cell in row for word in cell.split() if len(word) >= 6} - OURS
    assert not [word for word in words if word in ran.output and word not in "".join(OURS)]

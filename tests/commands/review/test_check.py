"""`portal review check FILE`: what a panel is told of its file, offline, and never a cell of it."""

import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from portal import shipped
from portal.review.form import review_template_xlsx
from portal.review.standard import review_fields
from portal.store import database
from tests.conftest import Limited, run

NAMES = [field.name for field in review_fields()]
CANARY = "Zanzibarwhistle"
ROW = {
    "item": "R2405-017", "panel": "hackney", "reviewer": "B7", "role": "first", "viewed_on": "2024-06-12",
    "footage": "full", "name_given": "yes", "review_result": "pass",
}  # fmt: skip


def saved(tmp_path: Path, *rows: dict[str, str], extra: str = "", name: str = "reviews.csv") -> Path:
    lines = [",".join(NAMES) + extra, *(",".join(row.get(name, "") for name in NAMES) for row in rows)]
    path = tmp_path / name
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8")
    return path


def filled_in(tmp_path: Path, *rows: Mapping[str, object], sheets: int = 1) -> Path:
    """The template as somebody fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(review_template_xlsx()))
    for down, row in enumerate(rows, start=2):
        for name, cell in row.items():
            book["Reviews"].cell(down, NAMES.index(name) + 1, cell)
    for _ in range(sheets - 1):
        book.copy_worksheet(book["Reviews"])
    path = tmp_path / "reviews.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["example.csv", "template.csv", "questions.csv"])
def test_what_is_shipped_has_no_problem(name: str) -> None:
    ran = run("review", "check", shipped.data("review_return", name))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(". No problem found\n")


def test_help_and_wrong_usage(tmp_path: Path) -> None:
    assert "review" in run("--help").out
    told = run("review", "--help")
    assert told.code == 0
    assert "Check a file of reviews or questions" in told.out
    asked = run("review", "check", "--help")
    assert asked.code == 0
    assert "Every problem of a file of reviews or questions by line and column." in asked.out
    for words in (["review", "no-such"], ["review", "check"], ["review", "check", tmp_path / "none.csv"]):
        assert run(*words).code == 2
    folder = run("review", "check", tmp_path)
    assert folder.code == 2
    assert "is a directory" in folder.err


def test_problems_by_line_and_column_and_never_a_cell(tmp_path: Path) -> None:
    wrong = ROW | {"item": "R2405-018", "name_given": CANARY, "viewed_on": ""}
    path = saved(tmp_path, ROW, wrong)
    ran = run("review", "check", path)
    assert ran.code == 3
    assert ran.err.splitlines() == [
        f"{path}: line 3, column name_given: it has to be one of yes, number_with_reason, no, cannot_tell",
        f"{path}: line 3, column viewed_on: it is blank, and there was footage",
    ]
    assert ran.out == "Reviews that can be taken: 1. Rows with a problem: 1\n"


def test_as_a_document(tmp_path: Path) -> None:
    ran = run("review", "check", saved(tmp_path, ROW, ROW | {"item": "R2405-018", "grade": "blue"}), "--json")
    assert ran.code == 3
    assert json.loads(ran.out) == {
        "kind": "reviews",
        "rows": 1,
        "problems": [{"line": 3, "column": "grade", "sentence": "it has to be one of green, amber, red"}],
    }
    refused = run("review", "check", saved(tmp_path, extra=",comment"), "--json")
    assert refused.code == 3
    assert json.loads(refused.out)["refused"].startswith("line 1, column 35 (comment): it is not in the standard")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n", "line 1: there is no column item"),
        (b"force,date\r\nx,y\r\n", "line 1: there is no column item (reviews) and no column topic (questions)"),
        (b"PK\x03\x04 and so on", "this is a ZIP archive"),
        (b"%PDF-1.7", "this is a PDF"),
        ("item,panel\r\n".encode("utf-16"), "this is text in UTF-16"),
        (b"\x00\x01\x02" * 50, "this is a binary file"),
        (b"item;panel;reviewer;role;footage\r\nZanzibarwhistle;b;c;d;e\r\n", "line 1: its cells are parted by semicol"),
        (b"topic\tpanel\tasked_on\r\n", "line 1: its cells are parted by tabs"),
        (b"item,panel,reviewer,role,footage,Notes\r\n1,2,3,4,5,Zanzibarwhistle\r\n", "line 1, column 6 (Notes): it is"),
        (b"item,panel,reviewer,role,footage,of Zanzibarwhistle\r\n", "line 1, column 6: it is not in the standard"),
        (b"item,panel,reviewer,role\r\n", "line 1: there is no column footage"),
    ],
)
def test_a_file_that_is_refused_whole(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "reviews.csv"
    path.write_bytes(raw)
    ran = run("review", "check", path)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"{path}: refused: {said}")
    assert CANARY not in ran.err


def test_a_line_that_is_no_row_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path, ROW)
    lines = [b"R2405-018,hackney", f'"{CANARY}'.encode(), b"R2405-019,\xff" + b"," * (len(NAMES) - 2)]
    path.write_bytes(path.read_bytes() + b"\r\n".join(lines) + b"\r\n")
    ran = run("review", "check", path)
    assert ran.code == 3
    assert [line.partition(": ")[2].partition(":")[0] for line in ran.err.splitlines()] == [
        "line 3, column reviewer", "line 4, column ?", "line 5, column panel"]  # fmt: skip
    assert ran.out == "Reviews that can be taken: 1. Rows with a problem: 3\n"
    assert CANARY not in ran.err


def test_a_file_that_is_too_large_or_cannot_be_opened(tmp_path: Path, limited: Limited) -> None:
    path = saved(tmp_path, *[ROW] * 20)
    limited(text=1000)
    ran = run("review", "check", path)
    assert ran.code == 3
    assert "1,000 is the most that is read at once" in ran.err


def test_letters_of_windows_are_read_and_are_no_answer(tmp_path: Path) -> None:
    path = saved(tmp_path, ROW | {"grade": "gr\u00fcn"})
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert "line 2, column grade: it has to be one of green" in run("review", "check", path).err


# Workbooks.


@pytest.mark.parametrize("day", [date(2024, 6, 12), datetime(2024, 6, 12), "2024-06-12"])
def test_the_workbook_filled_in_with_its_lists_is_read_back(tmp_path: Path, day: object) -> None:
    rows = [ROW | {"viewed_on": day}, ROW | {"item": "R2405-018", "viewed_on": day, "grade": "green"}]
    ran = run("review", "check", filled_in(tmp_path, *rows))
    assert (ran.err, ran.out, ran.code) == ("", "Reviews that can be taken: 2. No problem found\n", 0)


def test_the_empty_workbook_has_no_row_and_no_problem(tmp_path: Path) -> None:
    assert run("review", "check", filled_in(tmp_path)).out == "Reviews that can be taken: 0. No problem found\n"


def test_a_problem_of_a_workbook_is_told_by_the_row_of_the_sheet(tmp_path: Path) -> None:
    path = filled_in(tmp_path, ROW, {}, ROW | {"item": "R2405-018", "panel": "narnia"})
    ran = run("review", "check", path)
    assert ran.err == f"{path}: line 4, column panel: it has to be one of the 34 words of the list\n"


def test_a_workbook_with_two_sheets_of_reviews_or_none_is_refused(tmp_path: Path) -> None:
    assert "refused: more than one sheet of this workbook" in run("review", "check", filled_in(tmp_path, sheets=2)).err
    other = openpyxl.Workbook()
    other.active.append(["a", CANARY])
    other.save(tmp_path / "other.xlsx")
    ran = run("review", "check", tmp_path / "other.xlsx")
    assert ran.code == 3
    assert "refused: no sheet of this workbook has the header of a template" in ran.err


def test_a_comment_column_in_a_workbook_is_refused(tmp_path: Path) -> None:
    path = filled_in(tmp_path, ROW)
    book = openpyxl.load_workbook(path)
    book["Reviews"].cell(1, len(NAMES) + 1, "comment")
    book.save(path)
    assert "line 1, column 35 (comment): it is not in the standard" in run("review", "check", path).err


def test_it_opens_no_database_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(database, "open_database", refuse)
    path = saved(tmp_path, ROW)
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "home"))
    assert run("review", "check", path).code == 0
    assert list(tmp_path.iterdir()) == [path]

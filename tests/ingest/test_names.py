"""What a name says, however it was copied, and what it leaves open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import names
from ingest.reading import passing_over

STEM = "2018-04-metropolitan-stop-and-search"


@pytest.mark.parametrize(
    "name",
    [
        f"{STEM}.csv",
        f"{STEM}.CSV",
        f"2018-04/{STEM}.csv",
        f"2018-04\\{STEM}.csv",
        f"Copy of {STEM}.csv",
        f"Copy (2) of {STEM}.csv",
        f"{STEM} (1).csv",
        f"{STEM}(1).csv",
        f"{STEM}[1].csv",
        f"{STEM} - Copy.csv",
        f"{STEM} - Copy (3).csv",
        f"{STEM} copy 2.csv",
        f"{STEM}.csv.txt",
        f"{STEM.upper()}.xlsx",
        "2018_04_Metropolitan_Stop and Search.csv",
        "201804-metropolitan-stop-and-search.csv",
        "metropolitan-2018-04-stop-and-search.csv",
        "2018-04/metropolitan-stop-and-search.csv",
        "2018-04\\metropolitan-stop-and-search.csv",
        "archive/2018-04.zip/metropolitan-stop-and-search (1).csv",
        "2018-05/2018-04-metropolitan-stop-and-search.csv",
        "stops-force-metropolitan-2018-04 (1).json",
    ],
)
def test_a_copy_says_what_the_file_said(name: str) -> None:
    said = names.said_by(name)
    assert (said.force, said.month, said.of_records) == ("metropolitan", "2018-04", True)


@pytest.mark.parametrize(
    ("name", "force", "month", "year"),
    [
        ("2018-metropolitan-stop-and-search.csv", "metropolitan", None, "2018"),
        ("2018-04/2018-metropolitan-stop-and-search.csv", "metropolitan", None, "2018"),
        ("2018-04-to-2018-06-metropolitan-stop-and-search.csv", "metropolitan", None, None),
        ("2018-13-metropolitan-stop-and-search.csv", "metropolitan", None, "2018"),
        ("metropolitan-stop-and-search.csv", "metropolitan", None, None),
        ("2018-04-met-stop-and-search.csv", None, "2018-04", None),
        ("2018-04-metropolitan-and-btp-stop-and-search.csv", None, "2018-04", None),
        ("2018-04-kent-stop-and-search.csv", "kent", "2018-04", None),
        ("downloads/export.csv", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_a_name_leaves_open(name: str, force: str | None, month: str | None, year: str | None) -> None:
    said = names.said_by(name)
    assert (said.force, said.month, said.year) == (force, month, year)


COPIES = st.lists(
    st.sampled_from(["Copy of {}", "{} (1)", "{} - Copy", "{}[2]", "copy (2) of {}", "{} copy"]), max_size=3
)


@given(
    COPIES,
    st.sampled_from(names.known_force_ids()),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.booleans(),
)
def test_copies_of_copies(copies: list[str], force: str, day: date, is_upper: bool) -> None:
    month = str(day)[:7]
    stem = f"{month}-{force}-stop-and-search"
    for copy in copies:
        stem = copy.format(stem)
    said = names.said_by(f"a folder/{stem.upper() if is_upper else stem}.csv")
    assert (said.force, said.month, said.of_records) == (force, month, True)


@given(st.text(max_size=60))
def test_any_name_says_something(name: str) -> None:
    said = names.said_by(name)
    assert said.force is None or said.force in names.known_force_ids()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("__MACOSX/2018-04/._2018-04-metropolitan-stop-and-search.csv", passing_over.HIDDEN),
        (".cache/2018-04-metropolitan-stop-and-search.csv", passing_over.HIDDEN),
        ("2018-04/.DS_Store", passing_over.HIDDEN),
        ("2018-04/2018-04-metropolitan-street.csv", passing_over.OTHER_KIND),
        ("2018-04/2018-04-city-of-london-outcomes (1).csv", passing_over.OTHER_KIND),
        ("2018-04/2018-04-devon-and-cornwall-stop-and-search.csv", passing_over.ELSEWHERE),
        ("guide to stop and search.pdf", passing_over.NO_TABLE),
        ("2018-04-metropolitan-stop-and-search.pdf", None),
        ("2018-04-metropolitan-stop-and-search.csv", None),
        ("stop-and-search.xlsx", None),
        ("README", None),
        ("../evil.csv", None),
    ],
)
def test_what_is_passed_over_by_name(name: str, reason: str | None) -> None:
    assert passing_over.skip_reason_by_name(name, None) == reason


def test_a_name_of_another_force_is_not_passed_over_where_the_caller_says_a_force() -> None:
    assert passing_over.skip_reason_by_name("2018-04-kent-stop-and-search.csv", "metropolitan") is None

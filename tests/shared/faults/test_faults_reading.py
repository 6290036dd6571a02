"""Files that were once lost, merged or passed over in silence: each with its right value, through the command line."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine, text

from tests.conftest import Portal
from tests.required import shared

MET, CITY = ("metropolitan", "2018-04", "current", 30, 0), ("city-of-london", "2018-04", "current", 5, 0)


def supplies(portal: Portal) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(portal("status", "--json").out)["supplies"]
    return told


def stood(portal: Portal) -> list[tuple[str, str, str, int, int]]:
    """Force, month, state, rows kept and rejected, of every supply."""
    return sorted(
        (each["force"], each["month"], each["state"], each["rows_kept"], each["rows_rejected"])
        for each in supplies(portal)
    )


def labels(engine: Engine, field: str) -> dict[str, int]:
    """Rows by the label as written."""
    asked = text(f'SELECT written, count(*) AS rows FROM stop JOIN label ON label.id = stop."{field}" GROUP BY written')
    with engine.connect() as connection:
        return {str(row.written): int(row.rows) for row in connection.execute(asked)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("windows-backslashes", [CITY, MET]),
        ("slashes", [CITY, MET]),
        ("copy-of", [CITY, MET]),
        ("browser-duplicate", [MET]),
        ("mac", [MET]),
        ("no-month-in-name", [MET]),
    ],
)
@pytest.mark.parametrize("is_packed", [True, False])
def test_every_way_of_naming_a_month(
    portal: Portal, tmp_path: Path, name: str, expected: list[tuple[str, str, str, int, int]], is_packed: bool
) -> None:
    path = shared("faults", "02-zip-member-names", f"{name}.zip")
    if not is_packed:
        path, packed = tmp_path / "unpacked", path
        with zipfile.ZipFile(packed) as opened:
            for entry in opened.infolist():
                target = path / entry.filename.replace("\\", "/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(opened.read(entry))
    ran = portal("ingest", path)
    assert (ran.code, ran.err) == (0, "")
    assert stood(portal) == expected
    assert ("._2018-04-metropolitan-stop-and-search.csv" in ran.out) == (name == "mac")


def test_a_year_in_one_file_is_refused_by_name(portal: Portal) -> None:
    ran = portal("ingest", shared("faults", "year-in-a-zip.zip"))
    assert ran.code == 3
    assert "2018-metropolitan-stop-and-search.csv: refused: its name says the year 2018 and no month of it" in ran.err
    assert "one file a month" in ran.err
    assert supplies(portal) == []


def test_workbooks_of_a_month_and_of_a_return(portal: Portal) -> None:
    ran = portal("ingest", shared("faults", "16-workbook"))
    assert (ran.code, ran.err) == (0, "")
    assert stood(portal) == [MET, ("metropolitan", "2025-04", "current", 3, 0)]


def test_windows_1252_says_what_the_same_file_in_utf_8_says(portal: Portal, engine: Engine) -> None:
    folder = shared("faults", "03-windows-1252")
    assert portal("ingest", folder / "Stops_LDS_Extract_24Months.csv").code == 0
    outcomes = labels(engine, "outcome")
    assert outcomes["2 Penalty notice \u2013 disorder"] == 10
    ran = portal("ingest", folder / "utf8-same.csv")
    assert (ran.code, ran.out) == (0, "nothing new (1 held already, 0 passed over)\n")
    assert portal("ingest", folder / "2018-04-metropolitan-stop-and-search.csv").code == 0
    assert labels(engine, "operation_name")["Operation Caf\u00e9"] == 12
    assert stood(portal) == [
        ("metropolitan", "2018-04", "current", 40, 0),
        ("metropolitan", "2022-06", "current", 60, 0),
    ]


def test_a_line_break_in_a_cell_is_one_record(portal: Portal, engine: Engine) -> None:
    assert portal("ingest", shared("faults", "09-line-break-in-a-cell")).code == 0
    assert stood(portal) == [MET]
    assert labels(engine, "operation_name") == {"Operation Nightjar": 10}


def test_the_right_half_of_a_doubled_file_supersedes(portal: Portal) -> None:
    assert portal("ingest", shared("faults", "doubled")).code == 0
    ran = portal("ingest", shared("faults", "doubled-put-right"))
    assert (ran.code, "120 rows gone, 0 rows new" in ran.out) == (0, True)
    assert stood(portal) == [
        ("city-of-london", "2020-07", "current", 120, 0),
        ("city-of-london", "2020-07", "superseded", 240, 0),
    ]


@pytest.mark.parametrize("is_held", [False, True])
def test_a_month_under_anothers_name_is_refused_or_held(portal: Portal, tmp_path: Path, is_held: bool) -> None:
    october, november = (
        shared("faults", "wrong-month", f"2024-{month}-metropolitan-stop-and-search.csv") for month in ("10", "11")
    )
    if is_held:
        portal("ingest", october)
    wrong = Path(shutil.copyfile(november, tmp_path / october.name))
    ran = portal("ingest", wrong)
    assert ran.code == 3
    assert "none of its rows is of 2024-10: they are of 2024-11 (300)" in ran.err
    assert october.name in ran.err
    states = {each["state"]: each["rows_kept"] for each in supplies(portal)}
    assert states == ({"current": 300, "held": 300} if is_held else {"refused": 0})
    if not is_held:
        assert portal("ingest", november, "--month", "2024-10").code == 3
    assert portal("ingest", november).code == 0


@pytest.mark.full
def test_codes_like_numbers_come_back_from_the_published_tables(portal: Portal, home: Path, engine: Engine) -> None:
    assert portal("ingest", shared("faults", "18-codes-like-numbers")).code == 0
    written = {*labels(engine, "operation_name"), *labels(engine, "team")}
    assert {"007", "12E3", "TRUE", "1234567890123456789", "#N/A!", "0012", "CE"} <= written
    assert portal("publish").code == 0
    found: set[str] = set()
    for path in (home / "instance").rglob("*.csv"):
        frame = pl.read_csv(path, infer_schema=False)
        for column in {"Policing operation", "key", "portal_team"} & set(frame.columns):
            found |= set(frame[column].drop_nulls())
    assert {"<007>", "<12E3>", "<TRUE>", "<1234567890123456789>", "<#N/A!>"} <= found
    assert not found & (written - {"CE"})

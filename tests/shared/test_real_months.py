"""Six real months through the whole house: what is held, what is odd, and that nothing is lost."""

from pathlib import Path

import pandas as pd

from portal.settings import Settings
from tests.conftest import Ran, run
from tests.required import shared
from tests.shared.conftest import Real, held_supplies
from tests.shared.published import account


def test_every_row_is_kept_or_rejected(real: Real, folders: list[Path]) -> None:
    assert [done.code for done in real.ran] == [0, 0, 0, 0]
    supplies = real.supplies
    lines = {path.name: path.read_bytes().count(b"\n") - 1 for folder in folders for path in folder.glob("*.csv")}
    assert {s.filename: s.rows_read for s in supplies} == lines
    assert all(s.rows_read == s.rows_kept + s.rows_rejected for s in supplies)
    assert sum(s.rows_kept for s in supplies) == 70_196


def test_the_second_run_brings_nothing_new(held: tuple[Settings, list[Ran]]) -> None:
    _, (_, _, again, publish_again) = held
    assert again.out == "nothing new (12 held already, 0 passed over)\n"
    assert publish_again.out == "nothing new\n"


def test_london_adds_up_and_says_what_has_no_point(held: tuple[Settings, list[Ran]]) -> None:
    london = account(held[0], "2018/1.0/london")
    by_borough = {figure["key"]: figure["searches"] for figure in london["breakdowns"]["borough"]}
    assert london["totals"]["searches"] == 70_196 == sum(by_borough.values())
    assert by_borough["no_point"] == 24_751
    assert (london["period"]["months_supplied"], london["period"]["complete"]) == (6, False)


def test_london_midnight_turns_the_year(held: tuple[Settings, list[Ran]], raw: pd.DataFrame) -> None:
    assert account(held[0], "2018-19/1.0/london")["totals"]["searches"] == 36_117
    april = raw[(raw["london"].dt.month == 4) & raw["Date"].str.startswith("2018-03-31")]
    assert len(april) > 0


def test_one_changed_month_is_superseded_and_the_difference_counted(
    folders: list[Path], tmp_path: Path, home: Path
) -> None:
    original = folders[5] / "2018-06-city-of-london-stop-and-search.csv"
    run("ingest", original)
    changed = tmp_path / original.name
    lines = original.read_bytes().splitlines(keepends=True)
    changed.write_bytes(b"".join([*lines[:-2], lines[-1].replace(b",51.", b",50.")]))
    ran = run("ingest", changed)
    assert ran.code == 0
    assert "2 rows gone, 1 rows new" in ran.out


def test_exactly_three_supplies_carry_serious_findings(settings: Settings) -> None:
    run("ingest", *sorted(shared("police-uk").iterdir()))
    supplies = held_supplies(settings)
    serious = {
        (supply.force, supply.month): {f["id"] for f in supply.findings if f["severity"] == "serious"}
        for supply in supplies
        if any(f["severity"] == "serious" for f in supply.findings)
    }
    assert len(supplies) == 13
    assert serious == {
        ("metropolitan", "2018-02"): {"column_blank", "points_missing"},
        ("metropolitan", "2018-03"): {"column_blank", "points_missing"},
        ("metropolitan", "2024-09"): {"control_total_missed", "category_vanished"},
    }


def test_the_same_findings_stand_alone_without_the_months_before(settings: Settings, folders: list[Path]) -> None:
    run("ingest", folders[1], shared("police-uk", "api"))
    found = {
        s.month: {f["id"] for f in s.findings if f["severity"] == "serious"}
        for s in held_supplies(settings)
        if s.force == "metropolitan"
    }
    assert found == {
        "2018-02": {"column_blank", "points_missing"},
        "2024-09": {"control_total_missed", "category_vanished"},
    }

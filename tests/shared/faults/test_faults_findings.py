"""What is said of files that went wrong in ways seen or to be expected: one folder a kind, beside the project."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from portal.settings import Settings
from tests.conftest import run
from tests.required import shared
from tests.samples import FIELDS, month_file, row
from tests.shared.conftest import held_supplies

Findings = dict[tuple[str, str], list[dict[str, Any]]]


def drawn(settings: Settings, *paths: Path) -> Findings:
    """Force and month -> the findings of what is current, after the files were ingested."""
    run("ingest", *paths)
    return {(s.force, s.month): s.findings for s in held_supplies(settings) if s.state == "current"}


def serious(findings: Findings) -> dict[tuple[str, str], dict[str, str]]:
    return {
        whose: ids
        for whose, found in findings.items()
        if (ids := {each["id"]: each["affects"] for each in found if each["severity"] == "serious"})
    }


@pytest.mark.parametrize("folder", ["retired-label", "19-one-operation-under-section-60"])
def test_months_without_a_fault_have_no_serious_finding(settings: Settings, folder: str) -> None:
    assert serious(drawn(settings, shared("faults", folder))) == {}


def test_new_wordings_after_old_ones_are_not_taken_for_lost_rows(settings: Settings) -> None:
    found = serious(drawn(settings, shared("faults", "old-labels-then-new")))
    assert {name for ids in found.values() for name in ids} <= {"unlisted_label"}


def one_file_of_2016(folder: Path) -> Path:
    """Old wordings, an outcome and a power that ended: a third of the rows each."""
    old = [
        {"Outcome": "Article found - Detailed outcome unavailable"},
        {"Legislation": "Criminal Justice Act 1988 (section 139B)"},
        {"Outcome": "Offender given drugs possession warning"},
    ]
    rows = []
    for at in range(360):
        changed = {"Outcome": "Nothing found - no further action", **old[at % 3], "Date": f"2016-06-{1 + at % 30:02}T"
                   f"{8 + at % 10:02}:{at % 60:02}:00+00:00", "Self-defined ethnicity": "Not Stated (NS)"}  # fmt: skip
        rows.append(row(**{name.replace(" ", "_").replace("-", "_"): cell for name, cell in changed.items()}))
    return month_file(folder, rows, month="2016-06")


def test_january_to_august_2018_stay_whole_beside_one_file_of_2016(settings: Settings, tmp_path: Path) -> None:
    months = sorted(shared("faults", "retired-label").glob("2018-*"))[:8]
    found = drawn(settings, one_file_of_2016(tmp_path), *months)
    assert len(found) == 9
    assert serious({whose: each for whose, each in found.items() if whose[1] > "2018"}) == {}


def test_real_months_of_2018_stay_as_they_are_beside_one_file_of_2016(settings: Settings, tmp_path: Path) -> None:
    months = [shared("police-uk", f"2018-{month:02}") for month in range(1, 7)]
    found = serious(drawn(settings, one_file_of_2016(tmp_path), *months))
    assert {whose for whose in found if whose[1] > "2018"} == {("metropolitan", "2018-02"), ("metropolitan", "2018-03")}


def test_what_breaks_say_was_not_written_any_more_is_not_written_in_real_months() -> None:
    for path in sorted(shared("police-uk").glob("2018-*/*.csv")):
        text = path.read_text("utf-8-sig")
        assert "Criminal Justice Act 1988" not in text
        assert "Article found" not in text


def test_a_download_cut_in_a_row(settings: Settings) -> None:
    found = drawn(settings, shared("faults", "17-cut-download"))
    assert serious(found) == {("metropolitan", "2018-04"): {"cut_short": "rows"}}


def test_rows_of_another_area(settings: Settings) -> None:
    found = serious(drawn(settings, shared("faults", "07-rows-of-another-area")))
    assert found == {("metropolitan", "2018-04"): {"points_outside": "places"}}


def test_latitude_and_longitude_the_wrong_way_round_in_a_real_month(settings: Settings, tmp_path: Path) -> None:
    original = shared("police-uk", "2018-06", "2018-06-metropolitan-stop-and-search.csv")
    header, *lines = original.read_text("utf-8-sig").splitlines()
    assert header.split(",") == FIELDS
    turned = [",".join([*c[:4], c[5], c[4], *c[6:]]) for c in (line.split(",") for line in lines)]
    path = tmp_path / original.name
    path.write_text("\n".join([header, *turned, ""]), "utf-8")
    (finding,) = [each for each in drawn(settings, path)["metropolitan", "2018-06"] if each["severity"] == "serious"]
    assert (finding["id"], finding["affects"]) == ("points_outside", "places")
    assert "changed places" in finding["sentence"]


def test_a_twelve_hour_clock(settings: Settings) -> None:
    found = drawn(settings, shared("faults", "21-twelve-hour-clock"))
    has = {whose: "twelve_hour_clock" in {each["id"] for each in told} for whose, told in found.items()}
    assert has == {("metropolitan", "2018-04"): True, ("city-of-london", "2018-04"): False}


@pytest.mark.parametrize("part", [0.6, 1.0])
def test_a_real_month_doubled_in_part(settings: Settings, tmp_path: Path, part: float) -> None:
    original = shared("police-uk", "2018-05", "2018-05-city-of-london-stop-and-search.csv")
    lines = original.read_bytes().splitlines(keepends=True)
    chance = random.Random(12)
    copied = [line for line in lines[1:] for _ in range(2 if chance.random() < part else 1)]
    path = tmp_path / original.name
    path.write_bytes(b"".join([lines[0], *copied]))
    assert "doubled_file" in serious(drawn(settings, path))["city-of-london", "2018-05"]


def test_a_doubled_file_and_the_same_put_right(settings: Settings) -> None:
    doubled = shared("faults", "doubled")
    assert serious(drawn(settings, doubled)) == {("city-of-london", "2020-07"): {"doubled_file": "doubled"}}


@pytest.mark.parametrize("folder", ["04-ages-in-years", "18-codes-like-numbers"])
def test_an_extract_without_times_is_not_taken_for_doubled(settings: Settings, folder: str) -> None:
    found = drawn(settings, shared("faults", folder))
    assert "doubled_file" not in {each["id"] for told in found.values() for each in told}


@pytest.mark.parametrize(("last", "put", "affects"), [(6, "", "rows"), (5, "White - Irish", "column")])
def test_a_real_month_that_lost_those_who_did_not_state_it(
    settings: Settings, tmp_path: Path, last: int, put: str, affects: str
) -> None:
    months = [shared("police-uk", f"2018-{month:02}") for month in range(1, last)]
    original = shared("police-uk", f"2018-{last:02}", f"2018-{last:02}-metropolitan-stop-and-search.csv")
    not_stated = "Other ethnic group - Not stated"
    lines = original.read_text("utf-8-sig").splitlines()
    left = [line.replace(not_stated, put) for line in lines if put or not_stated not in line]
    path = tmp_path / original.name
    path.write_text("\n".join([*left, ""]), "utf-8")
    (gone,) = [each for each in drawn(settings, *months, path)["metropolitan", f"2018-{last:02}"]
               if each["id"] == "category_vanished"]  # fmt: skip
    assert (gone["severity"], gone["figures"]["keys"]) == ("serious", ["not_stated"])
    assert "not_stated" not in gone["sentence"]
    assert gone["affects"] == affects


def test_files_in_any_order_have_the_same_findings(settings: Settings, tmp_path: Path) -> None:
    files = sorted(shared("faults", "retired-label").iterdir())
    cut = tmp_path / "2017-10-metropolitan-stop-and-search.csv"
    cut.write_bytes(b"".join(files[2].read_bytes().splitlines(keepends=True)[:100]))
    files[2] = cut
    told = drawn(settings, *files)
    assert "low_volume" not in serious(told).get(("metropolitan", "2017-11"), {})
    shutil.rmtree(settings.home)
    settings.home.mkdir()
    random.Random(3).shuffle(files)
    for path in files:
        run("ingest", path)
    assert drawn(settings) == told

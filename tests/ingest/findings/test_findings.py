"""Each finding speaks when it should, in one plain sentence, and is silent over a normal month."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from geo.locate import Locator
from ingest import normalise, profile
from ingest import normalise as place
from ingest.findings import examine
from ingest.findings.model import Earlier, Finding, Seen
from ingest.reading.batch import Told
from ingest.sources import police_uk, police_uk_api
from portal.documents import canonical
from portal.documents.supplies import SupplyFinding
from tests.required import ROOT
from tests.samples import HACKNEY, NOWHERE, WINDSOR, row
from tests.samples import police_uk as file

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
Profiled = Callable[..., dict[str, Any]]


@pytest.fixture
def profiled(locator: Locator) -> Profiled:
    """The profile of a file's bytes."""

    def of(raw: bytes, month: str = "2018-04", reader: Any = police_uk) -> dict[str, Any]:
        (batch,) = reader.read(raw, Told("x", "metropolitan", month))
        clean = normalise.normalise(batch, RECEIVED)
        return profile.profile(batch, clean, place.place_stops(clean.stops, locator))

    return of


def month(rows: int = 90, **changed: str) -> list[str]:
    """A month of 30 days with as many searches each, no two of them in one minute."""
    times = [f"2018-04-{1 + at % 30:02}T{8 + at % 12:02}:{10 + at // 60 % 50}:00+00:00" for at in range(rows)]
    return [row(**{"Date": time, **changed}) for time in times]


def examined(now: dict[str, Any], *before: dict[str, Any], month: str = "2018-04") -> dict[str, Finding]:
    earlier = [Earlier(f"2017-{12 - len(before) + at + 1:02}", held) for at, held in enumerate(before)]
    return {found.id: found for found in examine.examine(Seen("police-uk", "metropolitan", month, now, earlier))}


def test_a_normal_month_raises_nothing(profiled: Profiled) -> None:
    usual = profiled(file(month()))
    assert examined(usual, usual, usual, usual) == {}


def test_one_bad_row_in_two_hundred_is_a_note_three_are_serious(profiled: Profiled) -> None:
    bad = row(Latitude="abc")
    assert examined(profiled(file([*month(199), bad])))["rejected_rows"].severity == "note"
    found = examined(profiled(file([*month(197), bad, bad, bad])))["rejected_rows"]
    assert (found.severity, found.affects) == ("serious", "rows")
    assert found.sentence.startswith("3 of 200 rows could not be read")


def test_empty_declared_and_missing_are_three_things(profiled: Profiled) -> None:
    assert set(examined(profiled(file([])))) == {"empty_file"}
    assert set(examined(profiled(b"[]", reader=police_uk_api))) == {"declared_zero"}


def test_a_month_that_stops_on_the_17th(profiled: Profiled) -> None:
    rows = [one for at, one in enumerate(month(300)) if at % 30 < 17]
    found = examined(profiled(file(rows)))["partial_month"]
    assert (found.severity, found.affects, found.figures["from"], found.figures["days"]) == ("serious", "rows", 18, 13)


def test_a_quiet_force_has_quiet_days(profiled: Profiled) -> None:
    assert "partial_month" not in examined(profiled(file([month()[at] for at in range(0, 60, 2)])))


def test_under_half_of_the_trailing_median(profiled: Profiled) -> None:
    usual, third = profiled(file(month(90))), profiled(file(month(30)))
    assert examined(third, usual, usual, usual)["low_volume"].affects == "rows"
    assert "low_volume" not in examined(profiled(file(month(46))), usual, usual, usual)
    assert "low_volume" not in examined(third, usual, usual)


def test_a_control_total_missed(profiled: Profiled) -> None:
    found = examined(profiled(file(month())), month="2024-09")["control_total_missed"]
    assert (found.severity, found.figures["control"]) == ("serious", 122_631)
    assert "control_total_missed" not in examined(profiled(file(month())), month="2019-09")


def test_exactly_as_many_rows_as_months_before(profiled: Profiled) -> None:
    capped = profiled(file(month(600)))
    assert "capped_rows" not in examined(capped, capped)
    assert examined(capped, capped, capped)["capped_rows"].severity == "warning"


def test_a_doubled_file_is_remarked_and_alike_rows_are_not(profiled: Profiled) -> None:
    rows = month(600)[::7]
    assert examined(profiled(file([one for one in rows for _ in range(2)])))["doubled_file"].severity == "serious"
    assert "doubled_file" not in examined(profiled(file([*rows, *rows[:5]])))


@pytest.mark.parametrize("again", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("beside", [True, False], ids=["beside each other", "at the end"])
def test_a_file_doubled_in_part_is_serious(profiled: Profiled, again: float, beside: bool) -> None:
    rows = month(300)
    twice = rows[: round(again * 300)]
    whole = sorted([*rows, *twice]) if beside else [*rows, *twice]
    found = examined(profiled(file(whole)))["doubled_file"]
    assert (found.severity, found.figures) == ("serious", {"distinct": 300, "even": len(twice)})


def test_records_that_stand_three_times_as_well_as_twice_are_no_doubling(profiled: Profiled) -> None:
    """As on an afternoon at a knife arch, or where no minute was written down."""
    rows = month(120)
    assert "doubled_file" not in examined(profiled(file([*rows, *rows[:60], *rows[:30]])))


def test_a_row_of_another_month_is_counted_summer_midnight_is_none(profiled: Profiled) -> None:
    found = examined(profiled(file([row(), row(Date="2018-03-31T22:00:00+00:00")])))["month_spill"]
    assert found.figures == {"rows": 1}
    assert "month_spill" not in examined(profiled(file([row(Date="2018-03-31T23:30:00+00:00")])))


def test_a_month_of_which_half_is_of_another_is_not_all_there(profiled: Profiled) -> None:
    (other,) = month(1, Date="2018-03-10T09:00:00+00:00")
    found = examined(profiled(file([*month(10), *[other] * 10])))["month_spill"]
    assert (found.severity, found.affects) == ("serious", "rows")
    assert examined(profiled(file([*month(11), *[other] * 10])))["month_spill"].severity == "note"
    assert examined(profiled(file([*month(90), *[other] * 20])))["month_spill"].severity == "warning"


def test_a_cut_file_is_noticed(profiled: Profiled) -> None:
    found = examined(profiled(file(month())[:-2]))["cut_short"]
    assert (found.severity, found.affects) == ("note", "")


@pytest.mark.parametrize("lost", range(3, 188, 7))
def test_a_file_cut_anywhere_in_its_last_row_is_cut_short(profiled: Profiled, lost: int) -> None:
    rows = month(Removal_of_more_than_just_outer_clothing="False")
    assert len(rows[-1]) > lost
    found = examined(profiled(file(rows)[:-lost]))["cut_short"]
    assert (found.severity, found.affects) == ("serious", "rows")


def test_a_bad_row_at_the_end_does_not_make_a_whole_file_cut(profiled: Profiled) -> None:
    assert "cut_short" not in examined(profiled(file([*month(), "Person search,2018-04-29T14:2"])))
    assert examined(profiled(file([*month(), row(Latitude="abc")])[:-2]))["cut_short"].severity == "note"


def test_a_blank_column_is_serious_where_every_supply_should_have_it(profiled: Profiled) -> None:
    found = examined(profiled(file(month(Age_range=""))))["column_blank"]
    assert (found.severity, found.affects, found.figures["field"]) == ("serious", "column", "age")
    had = profiled(file(month(Removal_of_more_than_just_outer_clothing="False")))
    assert examined(profiled(file(month())), had)["column_blank"].severity == "warning"


def test_a_category_that_vanished(profiled: Profiled) -> None:
    mixed = [*month(60), *month(30, Self_defined_ethnicity="Other ethnic group - Not stated")]
    found = examined(profiled(file(month())), profiled(file(mixed)))["category_vanished"]
    assert (found.severity, found.figures["keys"]) == ("serious", ["not_stated"])
    assert "category_vanished" not in examined(profiled(file(month(20))), profiled(file(mixed)))


def test_a_column_that_became_constant(profiled: Profiled) -> None:
    varied = profiled(file([*month(100), *month(100, Gender="Female")]))
    assert examined(profiled(file(month(200))), varied)["column_constant"].figures["field"] == "gender"
    linked = month(200, Outcome_linked_to_object_of_search="False", Outcome="Arrest")
    assert examined(profiled(file(linked)))["column_constant"].figures["field"] == "linked"


def test_a_label_nobody_listed_is_named_and_counted(profiled: Profiled) -> None:
    found = examined(profiled(file([*month(3, Object_of_search="Spray paint"), row()])))["unlisted_label"]
    assert (found.figures["label"], found.figures["rows"], found.severity) == ("Spray paint", 3, "warning")
    decides = examined(profiled(file([row(Age_range="15 or so"), row()])))["unlisted_label"]
    assert (decides.severity, decides.affects) == ("serious", "column")
    assert decides.sentence.startswith(
        'Age: the label "15 or so" is not in our vocabulary; its rows (1) count as unknown'
    )


def test_sentences_name_a_label_as_it_was_written(profiled: Profiled) -> None:
    varied = profiled(file([*month(100), *month(100, Object_of_search="Spray paint")]))
    found = examined(profiled(file(month(200, Object_of_search="Spray paint"))), varied)["column_constant"]
    assert 'is "Spray paint" on every row' in found.sentence


def test_contradictory_links_are_counted_both_ways(profiled: Profiled) -> None:
    rows = [row(Outcome_linked_to_object_of_search="True"),
            *[row(Outcome="Arrest", Outcome_linked_to_object_of_search="False")] * 2,
            *[row(Outcome="Arrest", Outcome_linked_to_object_of_search="True")] * 50]  # fmt: skip
    found = examined(profiled(file(rows)))["contradictory_links"]
    assert found.figures == {"no_further_action_linked": 1, "arrest_not_linked": 2}
    assert found.severity == "note"


@pytest.mark.parametrize(("missing", "severity"), [(20, None), (30, "warning"), (65, "serious")])
def test_rows_without_a_point(profiled: Profiled, missing: int, severity: str | None) -> None:
    rows = [*month(100 - missing), *month(missing, **NOWHERE)]
    found = examined(profiled(file(rows))).get("points_missing")
    assert (found.severity if found else None) == severity


def test_points_outside_london(profiled: Profiled) -> None:
    found = examined(profiled(file([*month(90), *month(10, **WINDSOR)])))["points_outside"]
    assert (found.severity, found.figures["outside"]) == ("warning", 10)


@pytest.mark.parametrize(
    ("outside", "missing", "severity"),
    [(26, 0, "warning"), (10, 20, "warning"), (61, 0, "serious"), (25, 40, "serious")],
)
def test_rows_that_stand_nowhere_in_london(profiled: Profiled, outside: int, missing: int, severity: str) -> None:
    rows = [*month(100 - outside - missing), *month(outside, **WINDSOR), *month(missing, **NOWHERE)]
    found = examined(profiled(file(rows)))["points_outside"]
    assert (found.severity, found.affects) == (severity, "places" if severity == "serious" else "")
    assert "changed places" not in found.sentence


def test_latitude_and_longitude_that_changed_places(profiled: Profiled) -> None:
    turned = {"Latitude": HACKNEY["Longitude"], "Longitude": HACKNEY["Latitude"]}
    found = examined(profiled(file(month(30, **turned))))["points_outside"]
    assert (found.severity, found.affects) == ("serious", "places")
    assert "Latitude and longitude seem to have changed places." in found.sentence


def test_points_elsewhere_are_normal_for_a_force_of_the_whole_country(profiled: Profiled) -> None:
    away = profiled(file(month(90, **WINDSOR)))
    assert not examine.examine(Seen("police-uk", "btp", "2018-04", away, []))


def test_times_at_midnight_and_on_the_hour(profiled: Profiled) -> None:
    rows = [*month(30), *month(60, Date="2018-04-10T23:00:00+00:00")]
    found = examined(profiled(file(rows)))
    assert found["midnight_times"].figures == {"midnight": 60, "timed": 90}  # London midnight, in summer
    assert found["hourly_times"].severity == "warning"


@pytest.mark.parametrize("hours", [range(12), range(1, 13)], ids=["0 to 11", "1 to 12"])
@pytest.mark.parametrize("zone", ["+00:00", "+01:00"], ids=["UTC", "London"])
def test_a_clock_of_twelve_hours(profiled: Profiled, hours: range, zone: str) -> None:
    times = [f"2018-04-{2 + at % 25:02}T{hours[at % 12]:02}:{at % 60:02}:00{zone}" for at in range(60)]
    found = examined(profiled(file([row(Date=time) for time in times])))
    assert found["twelve_hour_clock"].severity == "warning"
    assert "twelve_hour_clock" not in examined(profiled(file([row(Date=time) for time in times[:49]])))
    evening = row(Date="2018-04-20T21:10:00+00:00")
    assert "twelve_hour_clock" not in examined(profiled(file([*(row(Date=time) for time in times), evening])))


def test_a_file_in_windows_1252_is_noted(profiled: Profiled) -> None:
    usual = profiled(file(month()))
    assert examined({**usual, "encoding": "windows-1252"})["windows_1252"].severity == "note"
    assert "windows_1252" not in examined(usual)


def test_profiles_drawn_before_a_check_was_made_still_serve(profiled: Profiled) -> None:
    newer = ("cut_in_row", "encoding", "hours", "swapped")
    old = {name: value for name, value in profiled(file(month())).items() if name not in newer}
    assert examined({**old, "doubled": {"distinct": 90, "even": 0}}) == {}


def test_every_check_is_documented_and_the_page_is_generated_from_them() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    for check in examine.CHECKS:
        assert examine.check_docstring(check) in page
        assert f"`{check.__name__}`" in page


def test_every_check_has_a_test_of_its_own_here() -> None:
    told = inspect.getsource(inspect.getmodule(test_a_normal_month_raises_nothing))  # type: ignore[arg-type]
    sayable = {check.__name__ for check in examine.CHECKS} - {"unknown_borough"}  # in test_met_datastore
    assert all(f'"{name}"' in told for name in sayable)


def test_copies_of_a_whole_file_are_remarked_however_many_and_however_few_the_records(profiled: Profiled) -> None:
    rows = [row(Date=f"2018-04-{1 + at:02}T09:{at:02}:00+00:00") for at in range(28)]
    for copies in (2, 3, 4):
        assert "doubled_file" in examined(profiled(file([one for one in rows[:12] for _ in range(copies)])))
    assert "doubled_file" not in examined(profiled(file([*rows, *rows[:6]])))
    mixed = [one for at, one in enumerate(rows) for _ in range(1 + at % 4)]
    assert "doubled_file" not in examined(profiled(file(mixed)))


def test_a_small_force_cut_after_five_days(profiled: Profiled) -> None:
    rows = [row(Date=f"2018-04-{1 + at % 5:02}T09:{at:02}:00+00:00") for at in range(47)]
    assert examined(profiled(file(rows)))["partial_month"].affects == "rows"
    quiet = [row(Date=f"2018-04-{1 + 3 * (at % 10):02}T09:{at:02}:00+00:00") for at in range(25)]
    assert "partial_month" not in examined(profiled(file(quiet)))


def test_a_few_rows_without_a_point_are_serious_where_they_are_nearly_all(profiled: Profiled) -> None:
    found = examined(profiled(file([row(**NOWHERE)] * 5)))["points_missing"]
    assert (found.severity, found.affects) == ("serious", "places")


def test_a_document_tells_a_finding_as_the_database_keeps_it() -> None:
    kept = Finding(
        "unlisted_label", "warning", "One label is not ours.", {"field": "age", "rows": 2}, "column"
    ).as_json()
    read = SupplyFinding.model_validate(kept)
    assert canonical.as_bytes(read.model_dump(mode="json")) == canonical.as_bytes(kept)
    assert (read.field, read.is_serious) == ("age", False)

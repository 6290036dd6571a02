"""What publishers owe (P01 to P05), with plain values; and a charter that changes is never the police's correction."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest

from portal import places, return_standard, shipped
from portal.accounts.checks import duties
from portal.accounts.counting.fields import charter_fields
from portal.accounts.counting.searches import Year
from portal.charter.validation import published_charter as charter
from portal.documents.account import Account
from portal.editions.archive import SERIES, Shelf
from portal.periods import Period
from portal.places import LONDON, Kind, Place
from portal.records import Supply
from tests.accounts.supplied import held
from tests.conftest import LivingIn, Ran, run
from tests.samples import WINDSOR, month_file, row

YEAR = Period.named("2018-19")
MET, CITY = (places.forces_by_id()[force].place for force in ("metropolitan", "city-of-london"))
HACKNEY = places.find_place(Kind.BOROUGH, "hackney")
TEXT = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
CHARTER_CHANGED = "the charter changed, not the police's records"


def came(day: str, month: str, force: str = "metropolitan", **changed: Any) -> Supply:
    known = {"public_id": f"{force} {month} {day}", "received_at": f"{day}T06:00:00+00:00", **changed}
    return held(force, month, **known)


def year_of(*supplies: Supply, teams: tuple[str, ...] = ()) -> Year:
    columns = {"supply": [s.public_id for s in supplies], "force": [s.force for s in supplies]}
    named = [*teams, *["not_recorded"] * len(supplies)][: len(supplies)]
    stops = pl.DataFrame({**columns, "placed": [1] * len(supplies), "team": named})
    return Year(YEAR, stops, supplies, lambda supply, field: field in supply.columns_present)


def with_stops(year: Year, stops: pl.DataFrame) -> Year:
    return Year(year.period, stops, year.supplies, year.answers, year.returns)


def states(check: str, year: Year, place: Place = LONDON, first_look: str = "2018-01-01") -> list[str]:
    found = duties.duty_findings(charter().named(check), place, duties.Delivery(year, (), arrived(year, first_look)))
    return [finding.state for finding in found]


def arrived(year: Year, first_look: str = "2018-01-01") -> duties.Arrivals:
    """What came, as the year holds it, and a first supply of some other year on the day of the first look."""
    first = came(first_look, "2017-01") if first_look < "2030" else came("2030-01-01", "2017-01")
    return replace(duties.arrivals([*year.supplies, first]), first=date.fromisoformat(first_look))


def having(kind: Kind, *codes: str) -> list[Account]:
    return [cast(Account, SimpleNamespace(place=SimpleNamespace(kind=kind, code=code))) for code in codes]


def test_a_months_file_is_in_time_late_missing_or_not_due_yet() -> None:
    """Due 60 days after the month: 29 June, 30 July, 29 August and so on; nothing came after 30 October."""
    year = year_of(came("2018-06-29", "2018-04"), came("2018-07-31", "2018-05"), came("2018-10-30", "2018-07"))
    assert states("P01", year, MET) == ["pass", "fail", "fail", "fail", "not_applicable"] + ["not_applicable"] * 7
    assert states("P01", year, CITY)[:5] == ["fail", "fail", "fail", "fail", "not_applicable"]
    assert Counter(states("P01", year)) == {"pass": 1, "fail": 7, "not_applicable": 16}
    assert "fail" not in states("P01", year_of(came("2018-06-29", "2018-04")), MET)


def test_of_two_sources_of_a_month_the_first_to_come_counts() -> None:
    year = year_of(came("2019-09-01", "2018-04"), came("2018-05-02", "2018-04", source="charter-return"))
    assert states("P01", year, MET)[0] == "pass"


def test_no_file_is_late_that_was_due_before_the_portal_looked() -> None:
    year = year_of(came("2018-08-29", "2018-04"), came("2018-08-29", "2018-05"), came("2018-08-29", "2018-06"))
    assert states("P01", year, MET, "2018-07-30")[:3] == ["not_applicable", "fail", "pass"]
    assert states("P01", year, MET, "2018-07-31")[:3] == ["not_applicable", "not_applicable", "pass"]
    found = duties.duty_compliance(charter().named("P01"), CITY, duties.Delivery(year, (), arrived(year, "2030-01-01")))
    assert (found.not_applicable, found.rate, found.verdict) == (12, None, "Does not apply")
    assert found.reason == duties.BEFORE_US


def test_a_file_that_was_in_time_stays_so_when_a_newer_one_replaces_it() -> None:
    now, first = came("2018-12-01", "2018-04"), came("2018-05-15", "2018-04", state="superseded")
    year = year_of(now)
    told = replace(duties.arrivals([now, first]), first=date(2018, 1, 1))
    (found, *_) = duties.duty_findings(charter().named("P01"), MET, duties.Delivery(year, (), told))
    assert found.state == "pass"


def test_a_force_that_falls_silent_is_late_as_soon_as_another_file_of_any_year_comes() -> None:
    year = year_of(came("2018-06-01", "2018-04"))
    quiet = replace(duties.arrivals(year.supplies), first=date(2018, 1, 1))
    silent = duties.duty_findings(charter().named("P01"), MET, duties.Delivery(year, (), quiet))
    assert [each.state for each in silent][1] == "not_applicable"
    later = duties.arrivals([*year.supplies, came("2019-08-01", "2019-06", "city-of-london")])
    late = duties.duty_findings(charter().named("P01"), MET, duties.Delivery(year, (), later))
    assert [each.state for each in late][1:] == ["fail"] * 11


def test_an_account_of_every_borough_is_owed() -> None:
    year, every = whole(), [place.code for place in places.all_of(Kind.BOROUGH)]
    for codes, counts in ((every, (1, 0, 1.0)), (every[1:], (0, 1, 0.0))):
        accounts = [*having(Kind.BOROUGH, *codes), *having(Kind.TEAM, every[0])]
        found = duties.duty_compliance(charter().named("P02"), LONDON, duties.Delivery(year, accounts, arrived(year)))
        assert (found.passed, found.fail, found.rate) == counts


def whole(**changed: Any) -> Year:
    """A year of which both expected forces have sent every month."""
    forces = ("metropolitan", "city-of-london")
    return year_of(*(came("2018-06-29", month, force, **changed) for month in YEAR.months for force in forces))


def test_no_annual_account_is_owed_of_a_year_in_part_nor_by_a_force_which_publishes_none() -> None:
    check, part = charter().named("P02"), year_of(came("2018-06-29", "2018-04"))
    found = duties.duty_compliance(check, LONDON, duties.Delivery(part, (), arrived(part)))
    assert (found.not_applicable, found.rate, found.reason) == (1, None, duties.RUNNING)
    for name in ("P02", "P03"):
        of_force = duties.duty_compliance(charter().named(name), MET, duties.Delivery(whole(), (), arrived(part)))
        assert (of_force.verdict, of_force.rate, of_force.reason) == ("Does not apply", None, duties.THE_PORTALS)


def test_an_account_of_every_team_is_owed_where_teams_are_named_at_all() -> None:
    check, day = charter().named("P03"), arrived(whole())
    silent = duties.duty_compliance(check, LONDON, duties.Delivery(whole(), (), day))
    assert (silent.status, silent.rate, silent.verdict) == ("not_published", None, "Not published")
    year = whole(columns_present=["team"])
    first = year.supplies[0].public_id
    named = pl.when(pl.col("supply") == first).then(pl.lit("metropolitan-tsg")).otherwise(pl.col("team"))
    year = with_stops(year, year.stops.with_columns(named.alias("team")))
    assert "metropolitan-tsg" in [place.code for place in year.teams]
    often, rare = (with_stops(year, pl.concat([year.stops] * times)) for times in (100, 99))
    for have, passed in ((["metropolitan-tsg"], 1), (["metropolitan-vctf"], 0), ([], 0)):
        found = duties.duty_compliance(check, LONDON, duties.Delivery(often, having(Kind.TEAM, *have), day))
        assert (found.passed, found.fail) == (passed, 1 - passed)
    seldom = duties.duty_compliance(check, LONDON, duties.Delivery(rare, (), day))
    assert (seldom.passed, seldom.fail) == (None, None)


def test_no_team_account_is_owed_for_a_year_that_our_own_rule_withholds() -> None:
    check = charter().named("P03")
    returned = came("2018-06-29", "2018-04", source="charter-return", columns_present=["team"])
    year = year_of(returned, teams=("metropolitan-tsg",))
    calendar = Year(Period.named("2018"), pl.concat([year.stops] * 100), year.supplies, year.answers)
    found = duties.duty_compliance(check, LONDON, duties.Delivery(calendar, (), arrived(year)))
    assert (found.not_applicable, found.fail, found.rate) == (1, 0, None)


def test_every_field_is_owed_in_every_file() -> None:
    every = [return_standard.CORE.get(name, name) for name in charter_fields()]
    whole = came("2018-06-29", "2018-04", columns_present=every)
    short = came("2018-06-29", "2018-05", columns_present=sorted({*every} - {"video"}))
    nothing = came("2018-06-29", "2018-06", rows_kept=0)
    before = came("2018-06-29", "2018-03", columns_present=[])
    year = year_of(whole, short, nothing, before, came("2018-06-29", "2018-04", "city-of-london"))
    assert states("P04", year) == ["pass", "fail", "fail"]
    assert (states("P04", year, MET), states("P04", year, CITY)) == (["pass", "fail"], ["fail"])
    found = duties.duty_findings(charter().named("P04"), MET, duties.Delivery(year, (), arrived(year)))
    assert [finding.missing for finding in found] == [(), ("video",)]
    beside = came("2018-06-29", "2018-05", source="charter-return", columns_present=["video"])
    assert states("P04", year_of(short, beside), MET) == ["pass"]  # any source of the month may have it


def test_a_borough_owes_nothing_of_this() -> None:
    for check in ("P01", "P02", "P03", "P04", "P05", "S08"):
        found = duties.duty_compliance(
            charter().named(check), HACKNEY, duties.Delivery(year_of(), (), arrived(whole()))
        )
        assert (found.verdict, found.rate, found.judged) == ("Does not apply", None, None)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[tuple[Shelf, dict[str, Ran]]]:
    """A month published; then a comment, a rule and a target of the charter changed, rows corrected, a fault made."""
    folder = tmp_path_factory.mktemp("line")
    rule = TEXT.replace('parameters = { field = "point", yes = ["in_london"] }',
                        'parameters = { field = "point", yes = ["in_london", "outside_london"] }')  # fmt: skip
    target = rule.replace('id = "R12"', 'id = "R12"\ntarget = { value = 0.9, set_by = "X", set_on = 2026-01-01 }')
    broken = target.replace('function = "power_in_force"', 'function = "power_in_farce"')
    with living_in(folder) as settings, pytest.MonkeyPatch.context() as patch:
        month_file(folder / "1", [row(), row(**WINDSOR)] * 20)
        ran = {"1": run("ingest", folder / "1"), "1.0": run("publish", "--period", "2018-19")}
        shelf = Shelf(settings.published_dir)
        ran["duties"] = Ran(0, series(shelf), "")
        patch.setenv("PORTAL_CHARTER", str(folder / "charter.toml"))
        for name, text in (("comment", f"# Ours.\n{TEXT}"), ("2.0", rule), ("3.0", target)):
            (folder / "charter.toml").write_text(text, "utf-8")
            ran[name] = run("publish", "--period", "2018-19")
        month_file(folder / "2", [row(), row(**WINDSOR)] * 19)
        ran["2"], ran["3.1"] = run("ingest", folder / "2"), run("publish", "--period", "2018-19")
        (folder / "charter.toml").write_text(broken, "utf-8")
        ran["before"] = Ran(0, digest(settings.published_dir), "")
        yield shelf, {**ran, "broken": run("publish"), "after": Ran(0, digest(settings.published_dir), "")}


def series(shelf: Shelf) -> str:
    (duty,) = json.loads((shelf.newest(SERIES).directory / "london.json").read_bytes())["duties"]
    return f"{duty['check']} {duty['pass']} {duty['fail']} {duty['not_applicable']} {duty['verdict']}"


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


@pytest.mark.full
def test_corrections_are_explained_over_all_editions(line: tuple[Shelf, dict[str, Ran]]) -> None:
    shelf, ran = line
    assert ran["duties"].out == "P05 0 0 1 Does not apply"
    assert shelf.numbers(YEAR) == ["1.0", "2.0", "3.0", "3.1"]
    assert series(shelf) == "P05 1 0 0 No target set"


def test_a_changed_charter_makes_an_edition_that_says_so(line: tuple[Shelf, dict[str, Ran]]) -> None:
    shelf, ran = line
    assert ran["comment"].out == "nothing new\n"
    for number, reason in (("2.0", CHARTER_CHANGED), ("3.0", CHARTER_CHANGED), ("3.1", "corrected supplies")):
        folder = shelf.root / "2018-19" / number
        manifest, told = (json.loads((folder / f"{name}.json").read_bytes()) for name in ("manifest", "differences"))
        assert manifest["reason"] == told["reason"] == reason
        assert (told["causes"] == []) == (reason == CHARTER_CHANGED)
    table = list(csv.DictReader((shelf.root / "2018-19/2.0/differences.csv").read_text("ascii").splitlines()))
    of_r07 = {each["key"]: (each["searches_before"], each["searches_now"]) for each in table
              if each["breakdown"] == "R07" and each["place_kind"] == "london"}  # fmt: skip
    assert (of_r07["fail"], of_r07["pass"]) == (("20", "0"), ("20", "40"))
    assert {each["reason"] for each in table} == {CHARTER_CHANGED}
    assert {each["breakdown"] for each in table if each["measure"] in ("check", "check_rate")} == {"R07"}


def test_a_broken_charter_is_refused_with_its_line_and_changes_nothing(line: tuple[Shelf, dict[str, Ran]]) -> None:
    _, ran = line
    at = TEXT[: TEXT.index('function = "power_in_force"')].count("\n") + 2  # one line more than ours: the target
    assert ran["broken"].code == 3
    assert f"line {at - 1}: there is no function power_in_farce" in ran["broken"].err
    assert ran["before"].out == ran["after"].out

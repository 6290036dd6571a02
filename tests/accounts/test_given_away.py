"""What checks in a return could give away beside each other, beside the table of teams, and from edition to edition."""

import csv
from pathlib import Path
from typing import Any

import pytest

from portal import shipped
from portal.settings import Settings
from tests.accounts.returned_town import CROYDON, EAST, HACKNEY, TSG, WEST, WESTMINSTER, document
from tests.conftest import Portal
from tests.returns import as_file, returned
from tests.samples import month_file, row

pytestmark = pytest.mark.full
GROUPS, AGES = ("A1", "B1", "M1", "W1", "O1", "NS", ""), ("under 10", "10 to 17", "18 to 24", "25 to 34", "over 34", "")
TEXT = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
CITY = {"Latitude": "51.515500", "Longitude": "-0.092200"}
RECEIPTS = 'yes = ["issued", "emailed", "declined"]'


def searches(**counts: int) -> list[dict[str, str]]:
    """Spread over groups and ages so that none has 100."""
    places = {"hackney": (EAST, HACKNEY), "westminster": (WEST, WESTMINSTER)}
    return [returned(team=places[name][0], borough=places[name][1], date=f"2018-04-{1 + at % 28:02}",
                     self_defined_ethnicity=GROUPS[at % 7], age_band=AGES[at // 7 % 6], vehicle_attended="yes")
            for name, count in counts.items() for at in range(count)]  # fmt: skip


def out(portal: Portal, folder: Path, rows: list[dict[str, str]]) -> None:
    (folder / "return.csv").write_bytes(as_file(rows))
    assert portal("ingest", folder / "return.csv").code == 0
    assert portal("publish", "--period", "2018-19").code == 0


def entry(settings: Settings, check: str, name: str = "1.0/boroughs/hackney") -> dict[str, Any]:
    found = document(settings.published_dir, f"2018-19/{name}")["compliance"]
    return next(each for each in found if each["check"] == check)


def statuses(settings: Settings, check: str, *editions: str) -> list[str]:
    """Hackney's, in each edition."""
    return [entry(settings, check, f"{edition}/boroughs/hackney")["status"] for edition in editions]


def numbers(low: int, high: int) -> list[int]:
    return list(range(max(1, low), min(7, high) + 1))


def charter(folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """From now on, ours with `new` for `old`."""
    assert old in TEXT
    (folder / "charter.toml").write_text(TEXT.replace(old, new), "utf-8")
    monkeypatch.setenv("PORTAL_CHARTER", str(folder / "charter.toml"))


def target(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    charter(
        folder, monkeypatch, 'id = "R12"', 'id = "R12"\ntarget = { value = 0.9, set_by = "X", set_on = 2026-01-01 }'
    )


def test_the_children_searched_bound_what_failed_them(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """S03: the account prints that 2 were under 18; "1 to 7 of them failed" would tell too much."""
    rows = searches(hackney=152, westminster=260)
    for at, each in enumerate(rows):
        child = each["age_band"] in ("under 10", "10 to 17")
        each["safeguarding"] = ("none" if at % 2 else "referral") if child else ""
        if at < 152:
            each["age_band"], each["safeguarding"] = ("18 to 24", "25 to 34", "over 34")[at % 3], ""
    rows[0] |= {"age_band": "10 to 17", "safeguarding": "none"}
    rows[1] |= {"age_band": "10 to 17", "safeguarding": "referral"}
    out(portal, tmp_path, rows)
    ages = document(settings.published_dir, "2018-19/1.0/boroughs/hackney")["breakdowns"]["age"]
    children = {each["key"]: each["searches"] for each in ages}["10_to_17"]
    found = entry(settings, "S03")["ranges"]
    assert found is None or len(numbers(found["fail"][0], min(found["fail"][1], children))) >= 3


def test_two_checks_do_not_tell_of_each_other(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """7 unattended vehicles (C01 does not apply); C03 does not apply to them and to one section 60 search: 8 to 12."""
    rows = [{**each, "name_given": "yes", "grounds_told": "yes"} for each in searches(hackney=150, westminster=260)]
    for each in rows[:7]:
        each |= {"type": "vehicle", "vehicle_attended": "no"}
    rows[8]["power"] = "cjpoa_s60"
    out(portal, tmp_path, rows)
    c01, c03 = (entry(settings, check)["ranges"] for check in ("C01", "C03"))
    if c01 and c03:
        (low, high), least = c01["not_applicable"], c03["not_applicable"][0] - 1
        assert len(numbers(max(low, least), high)) >= 3


def test_the_table_of_teams_and_r09_do_not_tell_of_each_other(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """Croydon has 7 without a team, 7 to 11 by the table of teams; were R09 held back here alone, that would tell."""
    counts = {(TSG, CROYDON): 102, ("", CROYDON): 7, (TSG, HACKNEY): 100, (EAST, HACKNEY): 150, ("", HACKNEY): 40}
    keys = [key for key, count in counts.items() for _ in range(count)]
    out(portal, tmp_path, [returned(team=team, borough=place, self_defined_ethnicity=GROUPS[at % 7],
                                    age_band=AGES[at // 7 % 6]) for at, (team, place) in enumerate(keys)])  # fmt: skip
    names = ("boroughs/croydon", "boroughs/hackney", "london", "forces/metropolitan", f"teams/{TSG}")
    found = [entry(settings, "R09", f"1.0/{name}") for name in names]
    assert {(each["status"], each["ranges"], each["pass"]) for each in found} == {("withheld", None, None)}
    assert len({each["reason"] for each in found}) == 1


def unserved(hackney: int, team: str) -> list[dict[str, str]]:
    """So many in Hackney, and 52 in Westminster, were not offered a receipt."""
    rows = searches(hackney=173, westminster=260)
    for each in rows:
        each["team"] = each["team"] if team == "own" else team
    served = [{**rows[at], "receipt": "not_offered"} for at in range(hackney)]
    return [*served, *rows, *[{**each, "receipt": "not_offered"} for each in rows[-52:]]]


def test_a_borough_held_back_for_a_seven_stays_so_until_three_rows_came(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    for failed in (7, 8, 9, 10):
        out(portal, tmp_path, unserved(failed, ""))
    assert statuses(settings, "C05", "1.0", "1.1", "1.2", "1.3") == ["withheld", "withheld", "withheld", "rounded"]
    assert entry(settings, "C05", "1.1/boroughs/westminster")["status"] == "rounded"


def test_a_borough_shown_stays_so_until_three_rows_went(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """Eight, then seven: held back after one row went, the 7 would be told."""
    for failed in (8, 7, 5):
        out(portal, tmp_path, unserved(failed, ""))
    assert statuses(settings, "C05", "1.0", "1.1", "1.2") == ["rounded", "rounded", "withheld"]
    first, second = (entry(settings, "C05", f"{edition}/boroughs/hackney") for edition in ("1.0", "1.1"))
    assert second["ranges"] == first["ranges"]
    assert second["reason"].startswith("Stays as it was")
    groups = document(settings.published_dir, "2018-19/1.1/london")["compliance_by"]
    assert {each["compliance"]["reason"][:5] for each in groups} <= {"Stays"}


def test_a_check_held_back_once_comes_out_again_when_enough_rows_changed(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    for failed in (7, 8, 60):
        out(portal, tmp_path, unserved(failed, "own"))
    assert statuses(settings, "C05", "1.1", "1.2") == ["withheld", "rounded"]


def test_a_protected_check_whose_rule_changed_is_published_anew(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out(portal, tmp_path, unserved(40, "own"))
    charter(tmp_path, monkeypatch, RECEIPTS, 'yes = ["emailed", "declined"]')
    assert portal("publish", "--period", "2018-19").code == 0
    assert statuses(settings, "C05", "1.0", "2.0") == ["rounded", "rounded"]
    assert entry(settings, "C05", "2.0/boroughs/hackney")["pass"] == 0


def test_a_verdict_that_a_target_changed_stands_among_the_differences(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal("ingest", month_file(tmp_path, [row()] * 40))
    portal("publish", "--period", "2018-19")
    target(tmp_path, monkeypatch)
    portal("publish", "--period", "2018-19")
    table = csv.DictReader((settings.published_dir / "2018-19/2.0/differences.csv").read_text("ascii").splitlines())
    told = {(line["measure"], line["key"], line["status_before"], line["status_now"])
            for line in table if (line["breakdown"], line["place_kind"]) == ("R12", "london")}  # fmt: skip
    assert told == {
        ("check_verdict", "kept", "missing", "value"),
        ("check_verdict", "no_target_set", "value", "missing"),
    }


def test_a_charter_that_changed_with_the_files_is_named_too(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()] * 40))
    portal("publish", "--period", "2018-19")
    target(tmp_path, monkeypatch)
    portal("ingest", month_file(tmp_path / "2", [row()] * 39))
    portal("publish", "--period", "2018-19")
    reason = document(settings.published_dir, "2018-19/2.0/manifest")["reason"]
    assert reason == "corrected supplies; the charter changed, not the police's records"


def test_what_a_public_file_tells_of_a_mixed_check_counts_as_known(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """C06 in the City of London: 6 blanks are the City's own, in its public file; one is the Met's return's."""
    rows = [{**each, "self_defined_asked": "yes"} for each in searches(hackney=150, westminster=240)]
    extra = [{**each, "borough": "E09000001", "self_defined_ethnicity": "W1"} for each in rows[40:50]]
    extra[0]["self_defined_ethnicity"] = ""
    blank = row(**CITY, Self_defined_ethnicity="")
    portal("ingest", month_file(tmp_path, [row(**CITY)] * 120 + [blank] * 6, force="city-of-london"))
    out(portal, tmp_path, [*rows, *extra])
    found = entry(settings, "C06", "1.0/boroughs/city-of-london")["ranges"]
    assert found is None or len(numbers(max(6, found["not_recorded"][0]), 7)) >= 3


def test_a_force_with_a_public_file_has_its_exact_counts_also_where_another_sends_a_return(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path, [row(**CITY)] * 120, force="city-of-london"))
    out(portal, tmp_path, [{**each, "self_defined_asked": "yes"} for each in searches(hackney=150, westminster=240)])
    city, met = (entry(settings, "C06", f"1.0/forces/{force}") for force in ("city-of-london", "metropolitan"))
    assert (city["pass"], city["status"], met["status"]) == (120, "value", "withheld")

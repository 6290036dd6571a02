"""What an attacker tried to have called whole, zero, or London: each input once gave a false figure as a value."""

from calendar import monthrange
from pathlib import Path

from portal.documents.account import Account
from portal.documents.figures import MonthFigure
from portal.settings import Settings
from tests.accounts.town import accounts
from tests.conftest import Portal
from tests.samples import month_file, row
from tests.shared.published import account

LONDON, SQUARE_MILE, HACKNEY, LAMBETH = "E12000007", "E09000001", "E09000012", "E09000022"
BANK = {"Latitude": "51.5155", "Longitude": "-0.0922"}
BRIXTON = {"Latitude": "51.4600", "Longitude": "-0.1160"}
NOWHERE = {"Latitude": "", "Longitude": ""}


def rows(month: str, many: int, **cells: str) -> list[str]:
    """So many searches on different minutes, spread over the month."""
    days = monthrange(int(month[:4]), int(month[5:]))[1]
    stamps = [f"{month}-{1 + at % days:02}T{9 + at % 11:02}:{at // days:02}:00+00:00" for at in range(many)]
    return [row(Date=stamp, **cells) for stamp in stamps]


def city(folder: Path, month: str, many: int = 40) -> None:
    month_file(folder, rows(month, many, **BANK), month=month, force="city-of-london")


def month_of(account: Account, month: str) -> MonthFigure:
    return next(each for each in account.monthly if each.month == month)


def test_rows_spilt_into_a_month_that_has_its_own_file_are_no_value(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    month_file(tmp_path, [*rows("2019-10", 120), *rows("2019-11", 80)], month="2019-10")
    month_file(tmp_path, rows("2019-11", 80), month="2019-11")
    for month in ("2019-10", "2019-11"):
        city(tmp_path, month)
    portal("ingest", tmp_path)
    found = accounts(settings, "2019")
    for place in (LONDON, HACKNEY):
        assert month_of(found[place], "2019-10").status == "value"
        assert month_of(found[place], "2019-11").status == "unknown"
        assert {each.status for each in found[place].breakdowns["object"]} == {"partial"}


def test_a_file_of_which_no_row_could_be_kept_was_not_sent(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    month_file(tmp_path, [row(Date="01/01/2019 10:00")] * 60, month="2019-01")
    city(tmp_path, "2019-01")
    assert portal("ingest", tmp_path).code == 3
    london = accounts(settings, "2019")[LONDON]
    assert (london.only, london.rates, london.period.months_supplied) == ("City of London Police only", [], 0)


def test_a_small_file_without_points_leaves_no_borough_with_none(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    month_file(tmp_path, rows("2019-01", 18, **NOWHERE), month="2019-01")
    city(tmp_path, "2019-01")
    portal("ingest", tmp_path)
    found = accounts(settings, "2019")
    assert {month_of(found[code], "2019-01").status for code in (HACKNEY, LAMBETH)} == {"missing"}


def test_points_that_changed_places_on_some_rows_alone_leave_no_borough_with_none(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    hackney = row().split(",")
    swapped = {"Latitude": hackney[5], "Longitude": hackney[4]}
    month_file(tmp_path, [*rows("2019-01", 40, **swapped), *rows("2019-01", 60, **BRIXTON)], month="2019-01")
    city(tmp_path, "2019-01")
    portal("ingest", tmp_path)
    found = accounts(settings, "2019")
    assert month_of(found[HACKNEY], "2019-01").status == "missing"
    assert month_of(found[LAMBETH], "2019-01").status == "partial"
    assert month_of(found[LONDON], "2019-01").status == "value"


def test_none_beside_a_few_under_a_new_word_is_not_none(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """Three in 100, under the limit: but every one that there was may be among them."""
    odd = {"Legislation": "Section sixty", "Type": "Vehicle only", "Outcome": "Arrested at scene"}
    plain = rows("2019-01", 388)
    odd_rows = [row(Date=f"2019-01-{1 + at:02}T22:00:00+00:00", **{name: text}) for at in range(4)
                for name, text in odd.items()]  # fmt: skip
    month_file(tmp_path, [*plain, *odd_rows], month="2019-01")
    city(tmp_path, "2019-01")
    portal("ingest", tmp_path)
    london = accounts(settings, "2019")[LONDON]
    told = {each.id: (each.searches, each.status) for each in london.apart if each.id != "under_18"}
    assert told == {"section_60": (None, "unknown"), "vehicle_only": (None, "unknown")}
    assert (london.totals.vehicle_only, london.totals.kinds) == (None, "unknown")
    arrest = next(each for each in london.outcome_rates if (each.by, each.measure) == ("all", "arrest"))
    assert (arrest.rate, arrest.status) == (None, "unknown")


def test_a_check_whose_answers_a_file_has_lost_has_no_rate(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    label = {"Self_defined_ethnicity": "Other ethnic group - Not stated"}
    for month in ("2019-01", "2019-02", "2019-03", "2019-04"):
        unstated = [] if month == "2019-04" else rows(month, 28, **label, **BRIXTON)
        month_file(tmp_path, [*rows(month, 112), *unstated], month=month)
        city(tmp_path, month)
    portal("ingest", tmp_path)
    assert portal("publish", "--period", "2019").code == 0
    (asked,) = (each for each in account(settings, "2019/1.0/london")["compliance"] if each["check"] == "C06")
    assert (asked["rate"], asked["status"], asked["verdict"]) == (None, "unknown", "Too few checked to say")

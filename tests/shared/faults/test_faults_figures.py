"""Small inputs that once gave wrong figures, each with its right value (the folders' names say the kind of fault)."""

import csv
from pathlib import Path

import pytest

from portal.documents.account import Account
from portal.documents.figures import Apart, Rate
from portal.settings import Settings
from tests.accounts.town import accounts
from tests.conftest import Portal
from tests.required import shared
from tests.samples import month_file, row
from tests.shared.published import account

BANK = {"Latitude": "51.5155", "Longitude": "-0.0922"}
BRIXTON = {"Latitude": "51.4600", "Longitude": "-0.1160"}
LONDON, SQUARE_MILE, LAMBETH, HACKNEY = "E12000007", "E09000001", "E09000022", "E09000012"


@pytest.fixture
def drawn(portal: Portal, settings: Settings, request: pytest.FixtureRequest) -> dict[str, Account]:
    """Accounts of the period, by place, of a folder of faults: `folder, period` is the parameter."""
    folder, period = request.param
    assert portal("ingest", shared("faults", folder)).code == 0
    return accounts(settings, period)


def of(folder: str, period: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("drawn", [(folder, period)], indirect=True, ids=[folder])


def rate(found: Account, group: str) -> Rate:
    return next(each for each in found.rates if each.group == group)


def apart(found: Account, name: str) -> Apart:
    return next(each for each in found.apart if each.id == name)


def groups(found: Account) -> dict[str, int | None]:
    return {each.key: each.searches for each in found.breakdowns["self_defined_ethnicity"]}


@of("old-labels", "2016")
def test_old_coded_labels_count_in_their_groups(drawn: dict[str, Account]) -> None:
    assert groups(drawn[LONDON]) == {"white": 120, "black": 120, "asian": 40, "other": 20, "not_stated": 60}
    black = rate(drawn[LONDON], "black")
    with shared("figures", "census2021_ethnicity_by_borough.csv").open(encoding="utf-8", newline="") as file:
        living = [{name: int(each[name]) for name in ("black", "white")} for each in csv.DictReader(file)
                  if each["gss"].startswith("E09")]  # fmt: skip
    people = {name: sum(each[name] for each in living) for name in ("black", "white")}
    assert black.ratio_to_white == pytest.approx((120 / people["black"]) / (120 / people["white"]), rel=1e-5)
    assert black.ratio_to_white == pytest.approx(3.98, abs=0.01)  # it once read 0.66
    assert black.status == "value"


def test_both_wordings_of_one_month_give_the_same_groups(portal: Portal, settings: Settings) -> None:
    assert portal("ingest", shared("faults", "01-old-ethnicity-labels")).code == 0
    old, new = (groups(accounts(settings, year)[LONDON]) for year in ("2017", "2018"))
    assert old == new == {"white": 15, "black": 24, "asian": 8, "mixed": 2, "other": 2}


@of("04-ages-in-years", "2022")
def test_ages_in_years_are_bands(drawn: dict[str, Account]) -> None:
    children = apart(drawn[LONDON], "under_18")
    assert (children.searches, children.of, children.unknown) == (48, 120, 0)
    ages = {each.key: each.searches for each in drawn[LONDON].breakdowns["age"]}
    assert ages == {"10_to_17": 48, "18_to_24": 24, "25_to_34": 24, "over_34": 24}


@of("05-resaved-by-excel", "2018")
def test_ages_that_excel_took_for_days_are_read(drawn: dict[str, Account]) -> None:
    children = apart(drawn[LONDON], "under_18")
    assert (children.searches, children.of, children.share, children.status) == (60, 140, 0.428571, "value")


@of("city-without-points", "2019")
def test_a_small_force_without_points_darkens_only_where_it_searches(drawn: dict[str, Account]) -> None:
    states = {code: next(m.status for m in drawn[code].monthly if m.month == "2019-05") for code in drawn}
    assert (states[LAMBETH], states[LONDON], states[SQUARE_MILE]) == ("value", "value", "partial")
    assert drawn[LAMBETH].totals.searches == 900
    others = [code for code in states if code.startswith("E09") and code != SQUARE_MILE]
    assert {states[code] for code in others} == {"value"}
    assert {each.status for each in drawn[LAMBETH].breakdowns["object"]} == {"value"}
    assert {each.status for each in drawn[SQUARE_MILE].breakdowns["object"]} == {"partial"}


@of("07-rows-of-another-area", "2018")
def test_rows_of_another_area_leave_no_borough_with_none(drawn: dict[str, Account]) -> None:
    boroughs = [found for code, found in drawn.items() if code.startswith("E09")]
    assert {found.totals.searches for found in boroughs} == {None}


@of("no-points", "2016")
def test_a_month_without_points_leaves_no_borough_with_none(drawn: dict[str, Account]) -> None:
    for code in (HACKNEY, LAMBETH):
        assert (drawn[code].totals.searches, drawn[code].totals.status) == (None, "missing")
        assert not drawn[code].rates
        assert {each.status for each in drawn[code].monthly} == {"missing"}


def test_london_without_the_met_is_named_so_and_has_no_headline(portal: Portal, settings: Settings) -> None:
    assert portal("ingest", shared("faults", "city-alone")).code == 0
    assert portal("publish", "--period", "2020").code == 0
    london = account(settings, "2020/1.0/london")
    assert london["only"] == "City of London Police only"
    assert {each["value"] for each in london["headline"]} == {None}
    assert london["rates"] == []
    for place in ("forces/city-of-london", "boroughs/city-of-london"):
        beside = account(settings, f"2020/1.0/{place}")["comparison"]["with_london"]
        assert {(each["now"], each["then"]) for each in beside} == {(None, None)}
    path = settings.published_dir / "2020" / "1.0" / "accounts.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {line["place_name"] for line in csv.DictReader(file) if line["place_code"] == LONDON}
    assert names == {"London (City of London Police only)"}


def test_the_city_alone_has_no_ratio_of_london_or_of_a_borough(portal: Portal, settings: Settings) -> None:
    assert portal("ingest", shared("faults", "city-2024-10")).code == 0
    drawn = accounts(settings, "2024")
    assert drawn[LONDON].rates == drawn[SQUARE_MILE].rates == []
    assert drawn[LONDON].only == "City of London Police only"


BLACK, NOT_STATED = "Black/African/Caribbean/Black British - African", "Other ethnic group - Not stated"


def test_a_file_that_lost_not_stated_has_no_ratio(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """Six months of the Met with a fifth not stated, then one without; the City's file of that month is whole."""
    for month in (f"2019-{number:02}" for number in range(4, 11)):
        labels = ["White - Irish"] * 60 + [BLACK] * 60 + [NOT_STATED] * (0 if month == "2019-10" else 30)
        stamps = [f"{month}-{1 + at % 28:02}T{10 + at % 9}:{10 + at // 28}:00+00:00" for at in range(len(labels))]
        rows = [row(Date=at, Self_defined_ethnicity=label) for at, label in zip(stamps, labels, strict=True)]
        month_file(tmp_path, rows, month=month)
        month_file(tmp_path, [row(Date=at, **BANK) for at in stamps[:28]], month=month, force="city-of-london")
    portal("ingest", tmp_path)
    for place in (LONDON, HACKNEY):
        black = rate(accounts(settings, "2019-20")[place], "black")
        assert (black.ratio_to_white, black.if_unknown_low, black.if_unknown_high) == (None, None, None)
        assert (black.per_1000, black.searches, black.status) == (None, 420, "unknown")
    assert rate(accounts(settings, "2019")[SQUARE_MILE], "black").status == "too_few"  # its own police lost nothing


def test_a_borough_with_none_in_a_cut_month_has_no_rate_as_a_value(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """Hackney is searched in April and May; the file of June stops on the tenth, before anybody was searched there."""
    for month, days in (("2019-04", 28), ("2019-05", 28), ("2019-06", 10)):
        stamps = [f"{month}-{1 + at % days:02}T1{at % 9}:{10 + at // days}:00+00:00" for at in range(112)]
        here, label = {} if days == 28 else BRIXTON, ["White - Irish", BLACK]
        rows = [row(Date=at, Self_defined_ethnicity=label[n % 2], **here) for n, at in enumerate(stamps)]
        month_file(tmp_path, rows, month=month)
        month_file(tmp_path, [row(Date=at, **BANK) for at in stamps[:20]], month=month, force="city-of-london")
    portal("ingest", tmp_path)
    hackney = accounts(settings, "2019-20")[HACKNEY]
    assert {each.month: each.status for each in hackney.monthly if each.month < "2019-07"} == {
        "2019-04": "value", "2019-05": "value", "2019-06": "missing",
    }  # fmt: skip
    assert rate(hackney, "black").status == "partial"
    assert {each.status for each in hackney.breakdowns["object"]} == {"partial"}

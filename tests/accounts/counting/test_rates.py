"""Rates by ethnic group: a yearly rate whatever is held, gates, the range for the unknown, and fair yardsticks."""

from pathlib import Path

import pytest

from portal import residents
from portal.documents.figures import Rate
from portal.places import LONDON, Kind, find_place
from portal.settings import Settings
from tests.accounts.town import accounts
from tests.conftest import Portal
from tests.samples import month_file, row

HACKNEY = "E09000012"


def rates(portal: Portal, settings: Settings, folder: Path, **by_group: int) -> dict[str, Rate]:
    """Hackney's rates of one April, with so many searches a self-defined label."""
    labels = {"white": "White - Irish", "black": "Black/African/Caribbean/Black British - African",
              "unknown": "Other ethnic group - Not stated"}  # fmt: skip
    rows = [row(Self_defined_ethnicity=labels[group]) for group, number in by_group.items() for _ in range(number)]
    month_file(folder, rows)
    month_file(folder, [row(Latitude="", Longitude="")], force="city-of-london")
    portal("ingest", folder)
    return {rate.group: rate for rate in accounts(settings, "2018-19")[HACKNEY].rates}


def test_one_month_makes_a_yearly_rate(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    found = rates(portal, settings, tmp_path, white=20, black=30)
    white, black = residents.census()[HACKNEY]["white"], residents.census()[HACKNEY]["black"]
    assert found["white"].per_1000 == pytest.approx(12 * 1000 * 20 / white, rel=1e-5)
    assert found["black"].ratio_to_white == pytest.approx((30 / black) / (20 / white), rel=1e-5)
    assert found["white"].ratio_to_white is None


def test_below_ten_searches_there_is_no_rate(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    found = rates(portal, settings, tmp_path, white=20, black=9)
    assert (found["black"].status, found["black"].per_1000, found["black"].searches) == ("too_few", None, 9)
    assert found["asian"].status == "too_few"


def test_the_unknown_make_a_range_apart_from_the_interval(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    none = rates(portal, settings, tmp_path / "1", white=20, black=30)["black"]
    assert (none.if_unknown_low, none.if_unknown_high) == (none.ratio_to_white, none.ratio_to_white)
    some = rates(portal, settings, tmp_path / "2", white=20, black=30, unknown=10)["black"]
    assert (some.ratio_to_white, some.low, some.high) == (none.ratio_to_white, none.low, none.high)
    assert some.if_unknown_low == pytest.approx(some.ratio_to_white * 20 / 30, rel=1e-5)  # type: ignore[operator]
    assert some.if_unknown_high == pytest.approx(some.ratio_to_white * 40 / 30, rel=1e-5)  # type: ignore[operator]


def test_a_force_has_no_residents_and_london_is_the_sum_of_boroughs() -> None:
    assert residents.residents_of(find_place(Kind.FORCE, "metropolitan")) is None
    london = residents.residents_of(LONDON)
    assert london is not None
    assert sum(london.values()) == 8_799_736


def test_places_whose_residents_are_no_fair_yardstick_say_so(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    rates(portal, settings, tmp_path, white=1)
    found = accounts(settings, "2018-19")
    assert "Very few people live" in str(found["E09000001"].unfair_yardstick)
    assert found[HACKNEY].unfair_yardstick is None

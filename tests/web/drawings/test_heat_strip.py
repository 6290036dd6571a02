"""Hours of the week: every search in its cell, no cell lost, shades in steps."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.web.drawings.heat_strip import CELL, LEFT, TALL, TOP, heat_strip, shade_limits, shade_of
from tests.web.small_account import small


def week(**counts: int) -> Any:
    """`friday_23=4`"""
    cells = [{"row": day, "column": f"hour_{hour}", "searches": count, "of": 9, "status": "value"}
             for name, count in counts.items() for day, hour in [name.split("_")]]  # fmt: skip
    return small(crossed={"day_by_hour": cells})


def test_every_hour_of_every_day_has_its_cell() -> None:
    found = heat_strip(week(friday_23=4, monday_00=1))
    assert found is not None
    assert len(found.hours) == 7 * 24
    at = {(each.x, each.y): each for each in found.hours}
    assert at[LEFT + 23 * CELL, TOP + 4 * TALL].says == "Friday, 23:00: 4 searches"
    assert at[LEFT, TOP].says == "Monday, 00:00: 1 search"
    assert at[LEFT + CELL, TOP].shade == 0
    assert found.busiest == "Friday, 23:00 to 00:00 (4 searches)"


def test_without_hours_there_is_no_strip() -> None:
    assert heat_strip(small()) is None
    assert heat_strip(week(friday_23=0)) is None


def test_an_hour_that_is_not_known_is_in_no_cell() -> None:
    cell = {"row": "friday", "column": "not_recorded", "searches": 4, "of": 9, "status": "value"}
    assert heat_strip(small(crossed={"day_by_hour": [cell]})) is None


@given(st.integers(1, 10**5), st.data())
def test_shades_rise_with_the_count(most: int, data: st.DataObject) -> None:
    limits = shade_limits(most)
    count = data.draw(st.integers(0, most))
    assert limits[0] == 1
    assert len(limits) == len(set(limits)) <= 5
    assert (shade_of(count, limits) == 0) == (count == 0)
    assert shade_of(most, limits) == len(limits)

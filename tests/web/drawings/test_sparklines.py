"""Small lines: every figure in its place, and a gap wherever one is missing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.figures import MonthFigure
from portal.documents.series import Series
from portal.web.drawings.sparklines import EDGE, HEIGHT, WIDTH, small_multiples, spark_of, sparkline

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 100_000)), max_size=40)


def points(piece: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in piece.split())]


@given(VALUES)
def test_as_many_points_as_figures_each_as_high_as_it_is_great(values: list[int | None]) -> None:
    found = spark_of(values)
    drawn = [point for piece in found.pieces for point in points(piece)]
    told = [value for value in values if value is not None]
    assert len(drawn) == len(told)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn)
    most = max(told, default=0)
    for (_, y), value in zip(drawn, told, strict=True):
        share = (HEIGHT - EDGE - y) / (HEIGHT - 2 * EDGE)
        assert share == pytest.approx(value / most if most else 0, abs=0.01)
    assert found.last == (drawn[-1] if drawn else None)


@given(VALUES)
def test_no_line_leads_over_a_gap(values: list[int | None]) -> None:
    runs = "".join(" " if value is None else "x" for value in values).split()
    assert [len(points(piece)) for piece in spark_of(values).pieces] == [len(run) for run in runs]


def test_a_month_in_part_is_no_point() -> None:
    one, two, three = (MonthFigure(month=f"2018-0{at}", searches=at, status="value") for at in (1, 2, 3))
    assert len(sparkline([one, two, three]).pieces) == 1
    assert len(sparkline([one, two.model_copy(update={"status": "partial"}), three]).pieces) == 2


def year(period: str, *, complete: bool = True, **values: float | None) -> dict[str, Any]:
    points = [{"measure": name, "value": value, "status": "value"} for name, value in values.items()]
    return {"period": period, "edition": "1.0", "sha256": "0", "months_supplied": 12, "months_expected": 12,
            "complete": complete, "points": points}  # fmt: skip


def multiples_of(*years: dict[str, Any], is_unfair: bool = False) -> list[tuple[str, tuple[str, str], tuple[str, str]]]:
    place = {"kind": "borough", "code": "E09000012", "name": "Hackney"}
    series = Series.model_validate({"place": place, "invented": False, "years": list(years)})
    return [(each.measure, each.first, each.last) for each in small_multiples(series, is_unfair=is_unfair)]


def test_first_and_last_year_are_told_and_calendar_years_are_left_out() -> None:
    found = multiples_of(year("2017-18", searches=10), year("2018-19", searches=20), year("2018", searches=99))
    assert found == [("searches", ("2017-18", "10"), ("2018-19", "20"))]


def test_a_year_in_part_gives_rates_and_no_count() -> None:
    found = multiples_of(
        year("2016-17", searches=5, action_rate=0.25),
        year("2017-18", searches=10, action_rate=0.5, complete=False),
        year("2018-19", searches=20, action_rate=None),
    )
    assert found == [
        ("searches", ("2016-17", "5"), ("2018-19", "20")),
        ("action_rate", ("2016-17", "25.0"), ("2017-18", "50.0")),
    ]


def test_one_year_alone_makes_no_line() -> None:
    assert multiples_of(year("2018-19", searches=20)) == []


def test_where_many_visitors_are_searched_no_rate_by_residents_is_told_in_short() -> None:
    years = [year(name, searches=10, per_1000=300.0, black_to_white=4.0) for name in ("2017-18", "2018-19")]
    assert [each[0] for each in multiples_of(*years)] == ["searches", "per_1000", "black_to_white"]
    assert [each[0] for each in multiples_of(*years, is_unfair=True)] == ["searches"]

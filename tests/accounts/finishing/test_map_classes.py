"""Whatever the boroughs' figures are: zeros stand alone, no class is empty, and figures that differ are told apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.accounts.finishing.maps import CLASSES, round_limits, shade
from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.web.drawings.maps import map_legend

COUNTS = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 10**7))
SHARES = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1).map(lambda share: round(share, 6)))
SIZES = st.one_of(st.just(0.0), st.floats(1e-300, 1e300), st.sampled_from([5e-324, 1e-9, 0.0004, 0.1, 1e9, 1.7e308]))
BOROUGHS = st.one_of(
    *(st.lists(each, min_size=1, max_size=33) for each in (COUNTS, SHARES, SIZES)),
    st.tuples(st.lists(COUNTS, min_size=1, max_size=3), st.integers(1, 32), COUNTS).map(
        lambda parts: [*parts[0], *[parts[2]] * parts[1]]  # a few among many alike
    ),
)


@given(BOROUGHS)
@example([0] * 17 + [1] * 16)
@example([0] * 32 + [1])
@example([1] * 32 + [2])
@example([1000 + each for each in range(33)])
@example([1e-9] * 20 + [2e-9])
def test_every_class_is_lived_in_and_zero_stands_alone(figures: list[float]) -> None:
    limits = round_limits(figures)
    assert limits == sorted(set(limits))
    assert 1 <= len(limits) <= CLASSES
    assert limits[0] <= min(figures)
    shades = [shade(figure, limits) for figure in figures]
    assert set(shades) == set(range(len(limits)))
    assert (0 in limits) == (0 in figures)
    assert {figure for figure, at in zip(figures, shades, strict=True) if limits[at] == 0} <= {0}
    if len(set(figures)) == 1:
        assert limits == [figures[0]]
    else:
        assert len(limits) >= 2


@given(BOROUGHS, st.sampled_from(["searches", "share", "per_1000"]))
def test_the_legend_says_what_is_there(figures: list[float], unit: str) -> None:
    told = [float(int(each)) for each in figures] if unit == "searches" else [float(each) for each in figures]
    limits = round_limits(told)
    layer = Layer(id="x", title="X", unit=unit, says="", limits=limits, figures=[
        LayerFigure(code=str(at), value=each, shade=shade(each, limits), status="value")
        for at, each in enumerate(told)])  # fmt: skip
    said = [each.says for each in map_legend(layer, on_paper(told))]
    assert len(said) == len(set(said)) == len(limits)
    assert any("everywhere" in each for each in said) == (len(set(told)) == 1)
    assert (said[0] in ("0", "0.0", "0.0%")) == (0 in told and len(set(told)) > 1)
    assert not any(each.startswith(("0 to", "0.0 to", "0.0% to", "under")) for each in said if "everywhere" not in each)


def on_paper(figures: list[float]) -> Map:
    areas = [MapArea(code=str(at), slug="", name="", path="", searches=None, shade=None) for at in range(len(figures))]
    return Map(width=1, height=1, limits=[], areas=areas)


@pytest.mark.parametrize(
    ("figures", "limits"),
    [
        ([0, 0, 0, 7], [0, 7]),
        ([0, 0, 0, 0, 0, 0, 10, 1432], [0, 10, 1000]),
        ([1000, 1010, 1020, 1030, 1040], [1000, 1010, 1020, 1030, 1040]),
        ([87, 190, 310, 402, 511], [85, 300, 400, 500]),
        ([0.2931, 0.05, 0.11], [0.05, 0.1, 0.25]),
    ],
)
def test_limits_are_easy_to_read(figures: list[float], limits: list[float]) -> None:
    assert round_limits(figures) == pytest.approx(limits)


def of_old_map(limits: list[float], *told: tuple[float, int]) -> list[str]:
    figures = [LayerFigure(code=str(at), value=each, shade=own, status="value") for at, (each, own) in enumerate(told)]
    layer = Layer(id="x", title="X", unit="searches", says="", limits=limits, figures=figures)
    return [each.says for each in map_legend(layer, on_paper([value for value, _ in told]))]


def test_a_map_of_before_says_no_zero_of_boroughs_with_searches() -> None:
    assert of_old_map([0], (3, 0), (0, 0)) == ["0 or more"]
    assert of_old_map([0, 500], (87, 0), (600, 1)) == ["under 500", "500 or more"]

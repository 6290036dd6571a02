"""The map's layers: classes, ranges, and what is no figure, from accounts drawn by hand."""

from typing import Any

import pytest

from portal import places
from portal.accounts.finishing import maps
from portal.accounts.finishing.maps import round_limits, shade
from portal.charter.validation import published_charter as charter
from portal.documents.account import Account, Compliance
from portal.documents.map import Layer
from portal.places import Kind
from tests.accounts.years import account, month

CHECKS = [check.id for check in charter().checks]
NOTHING = dict.fromkeys(("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published", "rate"))


def found(**told: Any) -> Compliance:
    return Compliance.model_validate({"check": "C05", "verdict": "No target set", "status": "value", **NOTHING, **told})


def own(entries: dict[str, Compliance]) -> dict[str, Account]:
    """Every borough's account; those not named have a check held back."""
    held = found(status="withheld")
    return {
        place.code: account([month("2018-04", 10)], place, compliance=of_every_check(entries.get(place.slug, held)))
        for place in places.all_of(Kind.BOROUGH)
    }


def of_every_check(entry: Compliance) -> list[Compliance]:
    return [entry.model_copy(update={"check": check}) for check in CHECKS]


def receipts(entries: dict[str, Compliance]) -> Layer:
    return next(layer for layer in maps.layers(own(entries), charter()) if layer.id == "C05")


def figures(layer: Layer) -> dict[str, tuple[float | None, int | None, str]]:
    slugs = {place.code: place.slug for place in places.all_of(Kind.BOROUGH)}
    return {slugs[each.code]: (each.value, each.shade, each.status) for each in layer.figures}


def test_a_check_has_a_class_where_it_has_a_rate() -> None:
    layer = receipts({
        "barnet": found(rate=0.1, judged=40), "brent": found(rate=0.5, judged=40), "camden": found(rate=0.9, judged=40),
    })  # fmt: skip
    told = figures(layer)
    assert told["camden"] == (0.9, shade(0.9, layer.limits), "value")
    assert told["ealing"] == (None, None, "withheld")


def test_what_one_expected_force_tells_of_a_few_searches_is_no_figure_of_the_borough() -> None:
    told = figures(receipts({"barnet": found(rate=1.0, judged=1, without=["metropolitan"]),
                             "brent": found(rate=0.5, judged=40, without=["btp"])}))  # fmt: skip
    assert told["barnet"] == (None, None, "not_published")
    assert told["brent"][0] == 0.5


def test_a_place_without_a_month_has_no_searches_on_the_map() -> None:
    (layer, *_) = maps.layers(own({}), charter())
    assert {value for value, _, _ in figures(layer).values()} == {10}
    gone = {"searches": None, "status": "missing"}
    empty = {
        code: each.model_copy(update={"totals": each.totals.model_copy(update=gone)}) for code, each in own({}).items()
    }
    (bare, *_) = maps.layers(empty, charter())
    assert set(figures(bare).values()) == {(None, None, "missing")}


@pytest.mark.parametrize(("values", "limits"), [([1.0] * 5, [1.0]), ([0.0], [0.0]), ([], [])])
def test_figures_that_are_alike_are_one_class(values: list[float], limits: list[float]) -> None:
    assert round_limits(values) == limits
    assert {shade(value, limits) for value in values} <= {0}


def test_a_check_is_found_by_its_id_whatever_the_order_of_an_account() -> None:
    entries = [found(check="C05", rate=0.1), found(check="R01", rate=0.9)]
    for order in (entries, entries[::-1]):
        one = account([month("2018-04", 10)], places.LONDON, compliance=order)
        assert [one.found(check).rate for check in ("C05", "R01")] == [0.1, 0.9]
    with pytest.raises(KeyError):
        one.found("E01")

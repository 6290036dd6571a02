"""The tiles of the first screen: the same figures as the sentences, and London's only where both are of like months."""

from dataclasses import replace
from typing import Any

from portal.charter.definitions import flags
from portal.charter.validation import published_charter
from portal.documents.charter import build_charter_document
from portal.web.presentation.account_pages import PAGES
from portal.web.presentation.first_screen import NOT_BY_RESIDENTS, Bar, Tile, first_promises, tiles
from tests.web.small_account import LONDON, TSG, check, figure, headline, small

ACTION = {"measure": "action_rate", "now": 0.294, "then": 0.292, "status": "value"}
RATIO = {"measure": "black_to_white", "now": 2.46, "then": 4.0, "status": "value"}
OURS = build_charter_document(published_charter(), flags())


def found(*compared: dict[str, Any], **more: Any) -> dict[str, Tile]:
    told = [headline("action_rate", 0.294, searches=294, of=1000), headline("black_to_white", 2.46)]
    account = small(headline=told, comparison={"with_london": list(compared)}, **more)
    return {each.anchor: each for each in tiles(account, OURS, PAGES)}


def test_a_figure_has_london_beside_it() -> None:
    told = found(ACTION, RATIO)["outcome"]
    assert (told.big, told.unit, told.bars, told.reference) == ("29", "in 100", (Bar(29.4),), 29.2)
    assert told.says == "led to an arrest or other police action (294 of 1,000). London: 29%."


def test_what_is_of_other_months_than_the_sentence_is_not_set_beside_it() -> None:
    told = found(ACTION | {"now": 0.3}, RATIO | {"now": 2.0})
    assert [told["outcome"].reference, "London" in told["outcome"].says, "London" in told["even"].says] == [
        None, False, False]  # fmt: skip


def test_the_pair_of_rates_is_drawn_to_one_scale() -> None:
    rate: dict[str, Any] = {"searches": 9, "residents": 9, "low": None, "high": None,
                            "if_unknown_low": None, "if_unknown_high": None,
                            "status": "value", "ratio_to_white": None}  # fmt: skip
    rates = [{**rate, "group": "white", "per_1000": 13.0}, {**rate, "group": "black", "per_1000": 32.5}]
    told = found(RATIO, rates=rates)["even"]
    assert (told.big, told.bars) == ("2.5", (Bar(40.0, is_other=True), Bar(100.0)))
    assert told.says.endswith("given how many live here. London: 4.0 times.")
    assert found(RATIO, rates=rates[:1])["even"].bars == ()


def test_where_residents_are_no_fair_yardstick_there_is_no_number() -> None:
    told = found(RATIO, unfair_yardstick="Many pass through.")["even"]
    assert (told.big, told.bars, told.says) == ("", (), NOT_BY_RESIDENTS)


def test_parts_of_a_team_fill_the_line_largest_first() -> None:
    account = small(place=TSG, breakdowns={"borough": [figure(code, count) for code, count in
                    [("E09000012", 10), ("E09000030", 30), ("E09000001", 40), ("E09000002", 10),
                     ("E09000003", 10)]]})  # fmt: skip
    told = tiles(account, OURS, PAGES)[-1]
    assert (told.big, told.unit, told.parts) == (
        "5",
        "boroughs",
        ((0.0, 40.0), (40.0, 30.0), (70.0, 10.0), (80.0, 20.0)),
    )


def test_what_is_not_known_has_no_large_print() -> None:
    told = tiles(small(place=LONDON, headline=[headline("action_rate", None, "unknown")]), OURS, PAGES)
    assert [(each.big, each.bars) for each in told] == [("", ())] * 4


def test_the_first_promises_are_caseys_or_the_first_of_another_charter() -> None:
    account = small(compliance=[check(name) for name in ("C01", "C02", "C03", "C04", "C05", "V01")])
    assert [each.check.id for each in first_promises(account, OURS)] == ["C01", "C02", "C03", "V01"]
    other = OURS.model_copy(update={"checks": [replace(each, id=f"Q{at:02}") for at, each in enumerate(OURS.checks)]})
    found = small(compliance=[check(f"Q{at:02}") for at in range(9)])
    assert [each.check.id for each in first_promises(found, other)] == ["Q00", "Q01", "Q02", "Q03"]
    assert first_promises(account, None) == []

"""The key figures: the same as the sentences beside them, and beside London's only where both are of like months."""

from typing import Any

from portal.web.presentation.first_screen import YARDSTICK, Card, cards
from tests.web.small_account import MET, TSG, headline, small

RATE = {"measure": "per_1000", "now": 21.79, "then": 14.6, "status": "value"}
ACTION = {"measure": "action_rate", "now": 0.294, "then": 0.292, "status": "value"}
MONTHS = [f"2018-{at:02}" for at in range(4, 13)] + [f"2019-{at:02}" for at in range(1, 4)]


def found(*compared: dict[str, Any], months: list[str] = MONTHS, **more: Any) -> dict[str, Card]:
    comparison = {"with_london": list(compared), "london_months": months}
    account = small(headline=[headline("action_rate", 0.294, searches=294, of=1000)], comparison=comparison, **more)
    return {card.title.split()[0]: card for card in cards(account)}


def test_a_whole_year_stands_beside_londons() -> None:
    told = found(RATE, ACTION)
    assert (told["Searches"].value, told["Searches"].beside) == ("21.8", "London: 14.6")
    assert (told["Led"].value, told["Led"].beside) == ("29.4%", "294 of 1,000. London: 29.2%")
    assert (told["Months"].value, told["Months"].beside) == ("12 of 12", "")


def test_what_is_of_other_months_than_the_sentence_is_not_set_beside_it() -> None:
    told = found(RATE, ACTION | {"now": 0.3}, months=MONTHS[:4])
    assert told["Searches"].beside == "London: 14.6. From the 4 months that are here whole"
    assert (told["Led"].value, told["Led"].beside) == ("29.4%", "294 of 1,000")


def test_where_residents_are_no_fair_yardstick_the_card_says_so() -> None:
    assert found(RATE, unfair_yardstick="Many pass through.")["Searches"].beside.endswith(YARDSTICK)


def test_a_force_has_no_rate_and_a_team_only_its_range() -> None:
    assert [card.title for card in cards(small(place=MET))] == ["Searches", "Months supplied"]
    totals = dict.fromkeys(("searches", "person_searches", "vehicle_only", "placed_by_nearness"))
    account = small(None, TSG, totals=totals | {"low": 1180, "high": 1320, "status": "withheld"})
    assert cards(account)[0] == Card("Searches", "1,180 to 1,320")


def test_nothing_told_is_no_nought() -> None:
    nobody = dict.fromkeys(("searches", "person_searches", "vehicle_only", "placed_by_nearness"))
    assert cards(small(totals=nobody | {"status": "missing"}))[0] == Card("Searches", "no figure")
    part = {"searches": 0, "person_searches": 0, "vehicle_only": 0, "placed_by_nearness": 0, "status": "partial"}
    assert cards(small(totals=part))[0] == Card("Searches", "no figure")

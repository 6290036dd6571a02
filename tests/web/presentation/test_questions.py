"""Questions to ask: only where figures differ by more than chance, and never from a figure that is not there."""

from math import isclose
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.charter.definitions import flags
from portal.charter.tally import wilson_bounds
from portal.charter.validation import published_charter
from portal.documents.account import Account
from portal.documents.charter import build_charter_document
from portal.web.presentation.checks import share_interval
from portal.web.presentation.questions import MOST, questions_to_ask
from tests.web.small_account import LONDON, check, headline, small

OURS = build_charter_document(published_charter(), flags())


def measured(passed: int, judged: int, **more: Any) -> Account:
    entry = {**check("C02"), "pass": passed, "judged": judged, "rate": passed / judged}
    return small(compliance=[entry], **more)


def asked(account: Account, before: Account | None = None, london: Account | None = None) -> list[str]:
    return [each.because for each in questions_to_ask(account, before, london, OURS)]


def test_a_fall_beyond_chance_is_asked_about_and_one_within_is_not() -> None:
    assert asked(measured(740, 1000), measured(780, 1000)) == []
    assert asked(measured(740, 1000), measured(850, 1000)) == [
        "The officer gave their shoulder number: from 85% to 74% in a year."]  # fmt: skip
    assert asked(measured(850, 1000), measured(740, 1000)) == []


def test_below_london_is_asked_about_once() -> None:
    london = measured(85_000, 100_000, place=LONDON)
    assert asked(measured(740, 1000), london=london) == [
        "The officer gave their shoulder number: 74% here, 85% in all of London."]  # fmt: skip
    assert len(asked(measured(740, 1000), measured(850, 1000), london)) == 1


def test_few_searches_raise_no_question() -> None:
    assert asked(measured(2, 4), measured(4, 4)) == []


def test_results_and_fairness() -> None:
    own = small(headline=[headline("action_rate", 0.20, low=0.18, high=0.22), headline("black_to_white", 2.5, low=2.3)])
    london = small(place=LONDON, headline=[headline("action_rate", 0.30, low=0.29, high=0.31)])
    assert asked(own, london=london) == [
        "20% of searches led to an arrest or other action here, 30% in London.",
        "Black people were searched 2.5 times as often as White people, given how many live here."]  # fmt: skip
    assert asked(small(headline=[headline("black_to_white", 1.2, low=0.9)])) == []
    unfair = small(headline=[headline("black_to_white", 2.5, low=2.3)], unfair_yardstick="Many pass through.")
    assert asked(unfair) == []


def test_there_are_never_more_than_fit_on_a_page() -> None:
    entries = [{**check(each.id), "pass": 1, "judged": 1000, "rate": 0.001} for each in OURS.checks]
    london = small(compliance=[{**entry, "pass": 900, "rate": 0.9} for entry in entries])
    assert len(asked(small(compliance=entries), london=london)) == MOST


@given(st.integers(1, 10**6), st.data())
def test_the_interval_is_that_of_the_charter(whole: int, data: st.DataObject) -> None:
    """Two ways to the Wilson interval: this one without SciPy, that of the checks with it."""
    part = data.draw(st.integers(0, whole))
    ours, theirs = share_interval(part, whole), wilson_bounds(part, whole)
    assert all(isclose(mine, other, rel_tol=1e-9, abs_tol=1e-9) for mine, other in zip(ours, theirs, strict=True))

"""Where there is nothing to divide by, an account says so; where there is exactly enough, it is told."""

from portal.accounts.checks import entries
from portal.accounts.counting.funnels import Share, funnel
from portal.accounts.finishing.finish import NONE_BEFORE, finish
from portal.charter.definitions import STATES, VERDICTS
from portal.charter.validation import published_charter as charter
from portal.documents.account import Compliance
from portal.tables.rows import compliance_rows
from tests.accounts.years import account, month, year


def test_more_than_none_before_is_no_share_and_the_headline_says_why() -> None:
    now, before = [month("2018-04", 40)], [month("2017-04", 0, acted=0)]
    change = next(
        each for each in finish(account(now), year(now), account(before)).headline if each.measure == "change"
    )
    assert (change.value, change.status, change.reason) == (None, "missing", NONE_BEFORE)


def test_five_expected_are_five_however_the_share_is_written() -> None:
    """Five of 233 in each of two places: as a fraction in a computer that is a little less than five."""
    found = funnel("action", [Share("E1", "One", 228, 233), Share("E2", "Two", 228, 233)])
    assert found is not None
    assert [dot.drawn for dot in found.dots] == [True, True]
    assert funnel("action", [Share("E1", "One", 229, 233), Share("E2", "Two", 228, 233)]) is None


def found(**states: int) -> Compliance:
    return entries.exact(charter().named("C05"), dict.fromkeys(STATES, 0) | states)


def test_a_rate_of_nothing_judged_has_no_ends() -> None:
    """All could not be told: "0% to 100%" would read as an answer."""
    unknown, some = found(cannot_tell=40), found(cannot_tell=40, **{"pass": 60})
    assert (unknown.rate, unknown.low, unknown.high, unknown.status) == (None, None, None, "too_few")
    assert (some.rate, some.low, some.high) == (1, 0.6, 1)


def test_a_check_has_a_row_for_its_verdict_and_no_number_in_it() -> None:
    *_, last = compliance_rows(found(cannot_tell=40))
    assert (last.name, last.status, last.unit) == (
        ("check_verdict", "C05", "too_few_checked_to_say"),
        "too_few",
        "verdict",
    )
    assert {last.searches, last.of, last.value, last.low, last.high} == {None}
    slugs = {
        row.key for verdict in VERDICTS for row in compliance_rows(found().model_copy(update={"verdict": verdict}))
    }
    assert slugs >= {"kept", "not_kept", "too_close_to_call", "no_target_set", "not_published", "does_not_apply"}

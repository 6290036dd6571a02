"""Figures of the review from plain values: what is too few is null and never 0; medians and shares by hand."""

import pytest

from portal.review.results import Viewing, asked_and_answered, in_no_record, record_beside


def seen(without: int, found: int) -> list[dict[str, str]]:
    rows = [{"search_seen": "yes", "record_found": "no"}] * without + [
        {"search_seen": "yes", "record_found": "yes"}
    ] * found
    return [*rows, {"search_seen": "no", "record_found": ""}, {"search_seen": "cannot_tell", "record_found": ""}]


def test_searches_in_no_record_are_told_of_thirty_that_were_seen() -> None:
    """STATISTICS.md: 27 of 100, 10,000 recorded."""
    found = in_no_record(seen(27, 73), 130, 10_000)
    assert (found.activations, found.seen, found.without_record, found.share) == (130, 100, 27, 0.27)
    assert (found.low, found.high) == (0.1927, 0.3643)
    assert (found.total, found.total_low, found.total_high) == (13_699, 12_387, 15_731)
    few = in_no_record(seen(3, 26), 40, 10_000)
    assert (few.seen, few.without_record, few.share, few.total, few.status) == (29, None, None, None, "too_few")


def test_record_beside_video_is_null_of_fewer_than_thirty() -> None:
    def viewings(count: int) -> list[Viewing]:
        return [
            Viewing(str(at), "2018-04", "x", "f", "", "x 2018-04", 0.5, "viewed", video={"C05": "fail"},
                    record={"C05": "pass" if at % 3 else "not_recorded"})
            for at in range(count)
        ]  # fmt: skip

    found = record_beside("C05", viewings(30))
    assert (found.both, found.record_only, found.video_only, found.neither, found.without_record) == (0, 20, 0, 0, 10)
    few = record_beside("C05", viewings(29))
    assert {few.both, few.record_only, few.video_only, few.neither, few.without_record} == {None}
    assert few.status == "too_few"


@pytest.mark.parametrize(("days", "median"), [((4, 10, 28), 10.0), ((4, 10), 7.0), ((), None)])
def test_days_to_an_answer_are_the_median_of_those_answered(days: tuple[int, ...], median: float | None) -> None:
    asked = {"topic": "receipt", "asked_on": "2018-05-01", "answered_on": "", "outcome": ""}
    rows = [asked | {"answered_on": f"2018-05-{1 + each:02}", "outcome": "accepted"} for each in days] + [asked]
    (found,) = asked_and_answered(rows, {"grounds": "Grounds", "receipt": "Receipt"}, {"accepted": "Accepted"})
    assert (found.topic, found.asked, found.answered, found.days) == ("receipt", len(days) + 1, len(days), median)
    assert [each.items for each in found.outcomes] == ([len(days)] if days else [])

"""Publishing as a library: it answers values, says nothing by itself, and ends in errors that have an exit code."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from portal.periods import Period
from portal.publishing import run as publishing
from portal.publishing.events import Event, Fault, ForeignEdition, NothingHeld, PublishResult, Skipped, Waiting
from portal.publishing.run import Request, attempted, publish
from portal.running.outcomes import error_lines, exit_code
from portal.running.troubles import exit_of, fault_line
from portal.settings import Settings

YEAR = Period.named("2018-19")


def test_a_year_that_nothing_is_held_of_is_an_error_with_a_sentence(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NothingHeld) as ended:
        publish(engine, settings, Request([YEAR]))
    assert error_lines(ended.value) == ["no supply is held for 2018-19; ingest one first"]
    assert exit_code(ended.value) == 3
    assert capsys.readouterr() == ("", "")


def test_editions_of_nobodys_are_named_one_a_line() -> None:
    foreign = ForeignEdition(["a is strange", "b is strange"])
    assert error_lines(foreign) == ["nothing is published: a is strange", "nothing is published: b is strange"]
    assert exit_code(foreign) == 6


def test_what_goes_wrong_in_a_part_is_its_last_event() -> None:
    def steps() -> Iterator[Event]:
        yield Skipped("as it was")
        raise ZeroDivisionError("John Doe")

    heard: list[Event] = []
    events = list(attempted("2018-19", steps(), heard.append))
    result = PublishResult.from_events(events)
    (fault,) = result.faults
    assert (heard, result.editions, result.waiting) == (events, [], [])
    assert fault.sentence == "2018-19 is not published anew, by a defect of ours (ZeroDivisionError)"
    assert [exit_of(faults) for faults in ([], [Fault("odd")], [Fault("odd"), fault])] == [0, 3, 1]
    assert fault_line(Fault("the disk is odd", "2018")) == "2018 is not published anew: the disk is odd"


def test_a_complete_year_waits_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2019, 9, 1)
    monkeypatch.setattr(publishing, "release_day", lambda _: day)
    before, on_the_day = (datetime(2019, 8, 31, tzinfo=UTC), datetime(2019, 9, 1, tzinfo=UTC))
    awaited = publishing.day_awaited(Request([], before, on_release_days=True), YEAR, is_complete=True)
    assert awaited == day
    assert Waiting(YEAR, day).sentence == "2018-19 is complete and waits for 2019-09-01"
    for request, is_complete in (
        (Request([], on_the_day, on_release_days=True), True),
        (Request([], before, on_release_days=True), False),
        (Request([], before), True),
    ):
        assert publishing.day_awaited(request, YEAR, is_complete=is_complete) is None

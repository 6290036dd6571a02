"""What a run of publishing knows of earlier editions: each account is read once, and what is withdrawn is none."""

from collections import Counter
from pathlib import Path

import pytest

from portal.editions import history
from portal.editions.archive import Edition, Shelf
from portal.editions.history import History
from portal.periods import Period
from portal.places import LONDON
from tests.web.written_shelf import HACKNEY, written

YEAR, CALENDAR = Period.named("2018-19"), Period.named("2018")


@pytest.fixture
def told(tmp_path: Path) -> History:
    return History(Shelf(written(tmp_path / "published")))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """File of an edition -> how often it was read."""
    found: Counter[str] = Counter()
    whole = Edition.read

    def counted(self: Edition, name: str, otherwise: str) -> bytes:
        found[f"{self.name}/{name}"] += 1
        return whole(self, name, otherwise)

    monkeypatch.setattr(Edition, "read", counted)
    return found


def test_an_account_is_read_once_however_often_it_is_asked_for(told: History, read: Counter[str]) -> None:
    edition = told.newest(YEAR)
    assert edition is not None
    for _ in range(3):
        before = told.year_before(Period.named("2019-20"), [LONDON, HACKNEY])
        assert before == {place.code: edition.account(place) for place in (LONDON, HACKNEY)}
        told.frozen(edition, "london.json")
    read.subtract({"2018-19/2.0/london.json": 3, "2018-19/2.0/boroughs/hackney.json": 3})  # by the edition itself
    assert set(read.values()) == {1}


def test_only_a_few_editions_are_kept(told: History, read: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 2)
    for _ in range(2):
        for number in ("1.0", "1.1", "2.0"):
            assert told.account(told.shelf.edition(YEAR, number), LONDON)
    assert set(read.values()) == {2}


def test_what_was_withdrawn_or_never_there_is_none(told: History) -> None:
    edition, team = told.newest(CALENDAR), told.newest(YEAR)
    assert edition is not None
    assert team is not None
    assert told.account(edition, LONDON) is None
    assert told.year_before(Period.named("2019"), [LONDON]) == {}
    assert told.newest(Period.named("2011")) is None
    assert told.people_figures(CALENDAR) == {}

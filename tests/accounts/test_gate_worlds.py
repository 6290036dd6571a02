"""In any small world the gate holds every team back, or three whole numbers stay possible for each "1 to 7"."""

import json
from collections.abc import Iterable, Iterator, Mapping

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from portal.accounts import gate
from portal.accounts.breakdowns import figure, labels
from portal.accounts.document import Account, PeriodPart, PlacePart
from portal.accounts.figures import Figure, Totals
from portal.accounts.team_table import drawn
from portal.places import LONDON, Kind, Place, UnknownPlace, named
from tests.accounts.attacker import Attacker, Document, Reading
from tests.accounts.returned_town import (
    CROYDON,
    EAST,
    HACKNEY,
    SCEPTRE,
    TOWER_HAMLETS,
    TOWN,
    TRIDENT,
    TSG,
    WEST,
    WESTMINSTER,
    Counts,
)

PLACES = (HACKNEY, WESTMINSTER, CROYDON, TOWER_HAMLETS, "no_point")
LOCAL = {HACKNEY: EAST, TOWER_HAMLETS: EAST, WESTMINSTER: WEST}
FEW, MANY = st.integers(0, 13), st.integers(80, 130)
CELL = st.one_of(st.just(0), st.integers(1, 7), FEW, MANY, st.integers(0, 60))
TWO_SHARE_EIGHT = {(EAST, HACKNEY): 300, (WEST, WESTMINSTER): 300, (TRIDENT, HACKNEY): 7, (SCEPTRE, HACKNEY): 7,
                   (TRIDENT, WESTMINSTER): 92, (SCEPTRE, WESTMINSTER): 87, (TRIDENT, CROYDON): 2,
                   (SCEPTRE, CROYDON): 6}  # fmt: skip
ONE_NEEDS_BOTH = {(TSG, CROYDON): 1, (TSG, "no_point"): 1, (TSG, WESTMINSTER): 98, ("not_recorded", WESTMINSTER): 1,
                  (WEST, WESTMINSTER): 100}  # fmt: skip
"""Worlds in which teams that all need the same few searches elsewhere for their hundred tell of each other."""
YEAR = PeriodPart(
    id="2018-19",
    first_day="2018-04-01",
    last_day="2019-03-31",
    months_expected=12,
    months_supplied=1,
    complete=False,
)


@st.composite
def worlds(draw: st.DrawFn) -> Counts:
    """Two to four places, some of them small; teams near the hundred that lets them be shown."""
    columns = draw(st.lists(st.sampled_from(PLACES), min_size=2, max_size=4, unique=True))
    rows = draw(st.lists(st.sampled_from((TSG, TRIDENT, SCEPTRE, "squad", "not_recorded")), min_size=1, unique=True))
    counts = {(row, column): draw(CELL) for row in rows for column in columns}
    for column in columns:
        if column in LOCAL and draw(st.booleans()):
            counts[LOCAL[column], column] = draw(st.one_of(FEW, st.integers(90, 300)))
    assume(any(counts.values()))
    return {key: searches for key, searches in counts.items() if searches}


def reading(counts: Counts) -> Reading | None:
    """What the gate lets through of the world, read back from its JSON; None where it holds every team back."""
    table = drawn(dict(counts), [])
    if table.held_back:
        assert not table.shown
        return None
    return as_read([gate.shown(account, table) for account in exact(counts) if gate.is_shown(account, table)])


def as_read(accounts: Iterable[Account], changed: Mapping[str, tuple[int, int]] | None = None) -> Reading:
    """The accounts of one edition, London's first, as their JSON says; `changed`: rows since the edition before."""
    london, *others = [json.loads(json.dumps(account.as_json())) for account in accounts]
    found: dict[str, dict[str, Document]] = {"borough": {}, "team": {}}
    for document in others:
        found[document["place"]["kind"]][document["place"]["code"]] = document
    return Reading(london, found["borough"], found["team"], changed or {})


def exact(counts: Counts) -> Iterator[Account]:
    """As much of the exact accounts as the gate has to do with: London's, then boroughs' and teams'."""
    yield account(LONDON, counts)
    for kind, side in ((Kind.BOROUGH, 1), (Kind.TEAM, 0)):
        for code in sorted({key[side] for key in counts}):
            try:
                place = named(kind, code)
            except UnknownPlace:  # no point, a squad that no list has
                continue
            yield account(place, {key: searches for key, searches in counts.items() if key[side] == code})


def account(place: Place, counts: Counts) -> Account:
    whole = sum(counts.values())
    return Account(
        invented=True,
        place=PlacePart(kind=place.kind, code=place.code, name=place.name),
        period=YEAR,
        totals=Totals(searches=whole, person_searches=0, vehicle_only=0, placed_by_nearness=0),
        monthly=[],
        breakdowns={"team": figures("team", 0, counts), "borough": figures("borough", 1, counts)},
        supplies=[],
        left_out=[],
    )


def figures(field: str, side: int, counts: Counts) -> list[Figure]:
    sums: dict[str, int] = {}
    for key, searches in counts.items():
        sums[key[side]] = sums.get(key[side], 0) + searches
    of = sum(sums.values())
    return [figure(key, labels(field).get(key, key), (part, of, of), "value") for key, part in sorted(sums.items())]


@settings(max_examples=60)
@example(TOWN)
@example(TWO_SHARE_EIGHT)
@example(ONE_NEEDS_BOTH)
@given(worlds())
def test_three_whole_numbers_stay_possible_or_nothing_is_shown(counts: Counts) -> None:
    found = reading(counts)
    assert found is None or Attacker(found).given_away() == []


def test_the_attacker_knows_what_can_be_worked_out() -> None:
    """Who has 100 searches in all, and 93 to 97 elsewhere, has three or more here; the gate holds back before two."""
    left = {}
    for elsewhere in (120, 95):
        found = reading({**TOWN, (TSG, WESTMINSTER): elsewhere})
        assert found is not None
        attacker = Attacker(found)
        left[elsewhere] = attacker.left(attacker.cells(0, TSG, [HACKNEY]))
    assert left == {120: [1, 2, 3, 4, 5, 6, 7], 95: [3, 4, 5, 6, 7]}
    assert reading({**TOWN, (TSG, WESTMINSTER): 82, (TSG, CROYDON): 12, (TRIDENT, CROYDON): 200}) is None

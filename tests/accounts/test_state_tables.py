"""Tables by state: cases that show what is held back, and why."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from portal.accounts.disclosure.shown import Shown, classed
from portal.accounts.disclosure.steps import Changed
from portal.accounts.state_tables import Held, StateTable, is_safe, safest, table, with_open
from portal.charter.states import STATES
from tests.accounts.test_state_table_worlds import Tables, before


def failing(hackney: int, elsewhere: int = 40) -> Tables:
    """Two boroughs of 300 and more, whose groups and teams are too small to be told; so many failed in each."""
    counts = {"b1": hackney, "b2": elsewhere}
    places = {place: {**dict.fromkeys(STATES, 0), "pass": 300, "fail": fails} for place, fails in counts.items()}
    hidden = StateTable(held={"others": Held(Shown(600 + hackney + elsewhere, 600 + hackney + elsewhere))})
    return {"borough": table(places, tell_small=True), "team": hidden, "self_defined_ethnicity": hidden}


@pytest.mark.parametrize(("came", "safe"), [(1, False), (2, False), (3, True)])
def test_seven_then_eight_is_told_only_where_three_rows_or_more_came(came: int, safe: bool) -> None:
    assert is_safe(failing(7), ())
    assert is_safe(failing(8), before(failing(7), {"b1": Changed(came - 1, came)})) is safe


def test_what_cannot_be_true_together_is_never_shown() -> None:
    assert not is_safe(failing(30), before(failing(7), {}))


def test_the_records_of_places_not_shown_are_shared_between_states() -> None:
    """One hidden place of 3 records has one at least of each state: 2 at most of either, so 6 and 7 alone are left."""
    one = {"fail": 7, "not_recorded": 7, "pass": 200}
    shown = {"b1": one, "b2": one, "b3": {"fail": 1, "not_recorded": 1, "pass": 1}}
    groups = {"e1": {"fail": 13, "not_recorded": 13, "pass": 151}, "e2": {"fail": 1, "not_recorded": 1, "pass": 125},
              "e3": {"fail": 1, "not_recorded": 1, "pass": 125}}  # fmt: skip
    nought = dict.fromkeys(STATES, 0)
    tables = {name: table({key: {**nought, **states} for key, states in each.items()}, tell_small=True)
              for name, each in (("borough", shown), ("self_defined_ethnicity", groups))}  # fmt: skip
    assert not is_safe(tables, ())
    assert is_safe({"borough": tables["borough"]}, ())


def test_a_column_with_a_small_number_is_left_out_and_told_only_with_others() -> None:
    """Other checks, and public counts of what a check is about, could tell it."""
    every = {"E1": found_in(200, fail=4), "E2": found_in(200, fail=9), "E3": found_in(200)}
    found = table(every)
    assert (list(found.columns), found.held) == (["E2", "E3"], {"E1": Held(Shown(200, 200), small=("fail",))})


def found_in(whole: int, **states: int) -> dict[str, int]:
    """So many records, of which all but these have passed."""
    return {**dict.fromkeys(STATES, 0), **states, "pass": whole - sum(states.values())}


def test_a_small_number_that_passed_is_held_back_too() -> None:
    """Of 200 records 196 are not asked, as everybody can count; none failed: then 4 have passed."""
    every = {key: found_in(200, not_applicable=100) for key in ("E1", "E2")}
    every["E3"] = found_in(200, not_applicable=196)
    found = table(every, excused=True)
    assert list(found.columns) == ["E1", "E2"]
    assert found.columns["E1"]["not_applicable"] == Shown(100, 100)
    assert table(every).columns["E1"]["not_applicable"] == classed(100)


def test_a_state_that_stands_in_one_column_alone_holds_the_table_back() -> None:
    every = {"E1": found_in(200, fail=40), "E2": found_in(200), "E3": found_in(200)}
    assert not table(every).columns
    assert table({**every, "E3": found_in(200, fail=9)}).columns.keys() == {"E1", "E2", "E3"}
    assert table({"E1": every["E1"]}).columns.keys() == {"E1"}


def in_public(**states: int) -> StateTable:
    """What everybody can count of a check, all London together."""
    return with_open(StateTable(), "all", {**dict.fromkeys(STATES, 0), **states})


@pytest.mark.parametrize(("counts", "safe"), [((5,), False), ((1, 2), False), ((2, 2, 3), True), ((4, 5), True)])
def test_what_is_public_gives_no_team_away_that_is_held_back(counts: tuple[int, ...], safe: bool) -> None:
    """All others show 0, so that those held back share a number that everybody can count."""
    teams = {f"t{at}": found_in(2400, not_recorded=count) for at, count in enumerate((*counts, *[0] * 38))}
    known = {team: Shown(2390, 2410) for team in teams}
    closed = without_alone(teams, known)
    everybody = in_public(not_recorded=sum(counts), **{"pass": 2400 * len(teams) - sum(counts)})
    assert is_safe({"all": everybody, "team": closed}, ()) is safe


def without_alone(counts: Mapping[str, Mapping[str, int]], known: Mapping[str, Shown]) -> StateTable:
    """The table of columns that have no small number, whether or not a state stands alone."""
    large = {key: dict(states) for key, states in counts.items() if not states["not_recorded"]}
    held = {key: Held(known[key], small=("not_recorded",)) for key in counts if key not in large}
    return replace(table(large, known), held=held)


def test_that_a_column_was_held_back_for_a_small_number_counts_as_known() -> None:
    """Seven boroughs are held back and one team: then each borough has 1 and the team has 7."""
    boroughs = {f"b{at}": found_in(1000, fail=int(at < 7)) for at in range(33)}
    teams = {f"t{at}": found_in(1000, fail=7 * int(at == 0)) for at in range(33)}
    tables = {"borough": table(boroughs), "age": StateTable(held={"all": Held(Shown(33000, 33000))})}
    alone = replace(table({**teams, "t0": found_in(1000)}), held={"t0": Held(Shown(1000, 1000), small=("fail",))})
    alone = replace(alone, columns={key: each for key, each in alone.columns.items() if key != "t0"})
    assert is_safe(tables, ())
    assert not is_safe({**tables, "team": alone}, ())
    kept = safest({**tables, "team": alone}, ())
    assert (kept["borough"].is_shown, kept["team"].is_shown) == (True, False)

"""Draws: the same again from public things, by another program; fair; refused where a thing is not as committed."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.review.drawing import Asked, BadDraw, Entry, Frame, Stratum, commitment, draw, inclusion

SEED = "4f1c-before-the-month"
Row = tuple[str, str, str]
ASKED = Asked(3, {"tsg": 2})


def frame(size: int = 60) -> Frame:
    """Three boroughs of unequal size; every fifth search is the TSG's."""
    return Frame.of("2024-05", (
        Entry(f"police-uk-metropolitan-2024-05-0123abcd:{at + 2}", "abc"[(at % 7) % 3], "tsg" if at % 5 == 0 else "")
        for at in range(size)
    ), {"a vehicle only": 4})  # fmt: skip


def drawn_by_another(
    rows: list[tuple[str, str, str]], month: str, seed: str, a_borough: int, teams: dict[str, int]
) -> set[str]:
    """As a stranger writes it, from the document of the method."""
    lines = month + "\n" + "".join(f"{key}|{borough}|{team}\n" for key, borough, team in sorted(rows))
    whole = hashlib.sha256(lines.encode()).hexdigest()
    found: set[str] = set()
    for kind, place in (("borough", 1), ("team", 2)):
        for name in {row[place] for row in rows}:
            size = a_borough if kind == "borough" else teams.get(name, 0)
            lots = sorted((hashlib.sha256(f"{seed}|{whole}|{kind}|{row[0]}".encode()).hexdigest(), row[0])
                          for row in rows if row[place] == name)  # fmt: skip
            found |= {key for _, key in lots[:size]}
    return found


def test_a_stranger_draws_the_same() -> None:
    held = frame()
    own = draw(held, SEED, commitment(SEED), ASKED)
    rows = [(entry.key, entry.borough, entry.team) for entry in held.entries]
    assert set(own.keys) == drawn_by_another(rows, "2024-05", SEED, 3, {"tsg": 2})
    assert [(each.kind, each.name, each.drawn) for each in own.strata] == [
        ("borough", "a", 3), ("borough", "b", 3), ("borough", "c", 3), ("team", "tsg", 2)]  # fmt: skip


def test_the_order_in_which_records_come_changes_nothing() -> None:
    held = frame()
    again = Frame.of("2024-05", reversed(held.entries))
    assert draw(held, SEED, commitment(SEED), ASKED) == draw(again, SEED, commitment(SEED), ASKED)


def test_another_seed_than_was_committed_is_refused() -> None:
    with pytest.raises(BadDraw, match="not the one whose hash was published"):
        draw(frame(), "another", commitment(SEED), ASKED)


def test_one_record_more_or_less_makes_another_draw() -> None:
    """Nobody who can leave a record out knows what the others' lots become."""
    one, other = (draw(frame(size), SEED, commitment(SEED), ASKED) for size in (60, 59))
    assert one.frame_sha256 != other.frame_sha256
    assert set(one.keys) != set(other.keys)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([Entry("a", "x", ""), Entry("a", "y", "")], "stands in the frame twice"),
        ([Entry("a|b", "x", "")], "in it"),
        ([Entry("a", "x\n", "")], "in it"),
    ],
)
def test_a_frame_that_could_be_read_in_two_ways_is_refused(entries: list[Entry], said: str) -> None:
    with pytest.raises(BadDraw, match=said):
        Frame.of("2024-05", entries)


@given(st.integers(0, 80), st.integers(0, 6))
def test_never_more_than_asked_and_all_where_there_are_fewer(size: int, a_borough: int) -> None:
    held = frame(size)
    own = draw(held, SEED, commitment(SEED), Asked(a_borough))
    sizes = Counter(entry.borough for entry in held.entries)
    drawn = Counter(entry.borough for entry in held.entries if entry.key in own.keys)
    assert drawn == Counter({name: min(a_borough, count) for name, count in sizes.items() if a_borough})


def test_every_record_has_the_same_chance() -> None:
    """1,500 seeds: how often each of 20 records is drawn, of which 5 are taken, beside a chi-squared limit."""
    held = Frame.of("2024-05", (Entry(f"k{at}", "a", "") for at in range(20)))
    seeds = [f"seed {at}" for at in range(1500)]
    counts = Counter(key for seed in seeds for key in draw(held, seed, commitment(seed), Asked(5)).keys)
    expected = 1500 * 5 / 20
    chi = sum((counts[f"k{at}"] - expected) ** 2 / (expected * (1 - 5 / 20)) for at in range(20)) * 19 / 20
    assert chi < 43.8  # one in a thousand, 19 degrees of freedom


def test_the_chance_of_a_team_with_a_top_up() -> None:
    strata = [Stratum("borough", "a", 100, 10), Stratum("team", "tsg", 50, 5)]
    assert inclusion(Entry("x", "a", "tsg"), strata) == pytest.approx(1 - 0.9 * 0.9)
    assert inclusion(Entry("x", "a", ""), strata) == pytest.approx(0.1)
    assert inclusion(Entry("x", "b", ""), strata) == 0

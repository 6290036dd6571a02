"""What can be worked out of small towns: examples checkable by eye."""

import pytest

from portal.accounts.disclosure.audit import Contradiction, ranges, too_narrow
from portal.accounts.disclosure.shown import Shown, classed, rest_of
from portal.accounts.disclosure.tables import Cell, Equal, Known, Linked, Published, two_way

NOW, BEFORE, OTHER = ("now", "E1", "fail"), ("before", "E1", "fail"), ("now", "E1", "other")


def parts_of(counts: list[int], low: int, high: int) -> Published:
    """Parts that are known to add up to `low` to `high`."""
    cells: dict[Cell, Shown] = {(f"E{place}",): classed(count) for place, count in enumerate(counts)}
    return Published(cells, [Known(tuple(cells), low, high)])


@pytest.mark.parametrize(
    ("counts", "shown_total", "cell", "left"),
    [
        ([12, 12, 7, 12], 43, ("E2",), (7, 7)),  # shown as 45
        ([1] * 12, 12, ("E5",), (1, 1)),  # shown as 10
        ([7, 7], 14, ("E0",), (6, 7)),  # shown as 15
    ],
)
def test_rounding_totals_on_their_own_gives_counts_away(
    counts: list[int], shown_total: int, cell: Cell, left: tuple[int, int]
) -> None:
    total = classed(shown_total)
    published = parts_of(counts, total.low, total.high)
    assert ranges(published, [cell]) == {cell: left}
    assert cell in too_narrow(published)


def test_seven_and_seven_that_leave_a_third_number_may_be_shown() -> None:
    published = parts_of([7, 7], 12, 14)
    assert ranges(published, published.cells) == {("E0",): (5, 7), ("E1",): (5, 7)}
    assert too_narrow(published) == []


@pytest.mark.parametrize(("changed", "left", "held"), [(1, (7, 7), [BEFORE]), (2, (6, 7), [BEFORE]), (3, (5, 7), [])])
def test_a_second_edition_gives_the_first_away(changed: int, left: tuple[int, int], held: list[Cell]) -> None:
    published = Published({NOW: classed(8), BEFORE: classed(7)}, linked=[Linked(NOW, BEFORE, changed)])
    assert ranges(published, [BEFORE]) == {BEFORE: left}
    assert too_narrow(published) == held


def test_a_count_that_nothing_binds_stays_one_to_seven() -> None:
    published = Published({NOW: classed(4), OTHER: classed(0)})
    assert ranges(published, published.cells) == {NOW: (1, 7), OTHER: (0, 0)}
    assert too_narrow(published) == []


def test_tables_tell_of_each_other_through_the_total_they_share() -> None:
    first: dict[Cell, Shown] = {("R1", "fail"): Shown(1, 7), ("R1", "other"): Shown(1, 7)}
    second: dict[Cell, Shown] = {("R2", "fail"): Shown(8, 12), ("R2", "other"): Shown(0, 0)}
    third: dict[Cell, Shown] = {("R3", "fail"): Shown(13, 17), ("R3", "other"): Shown(0, 0)}
    linked_to_second, linked_to_third = Equal(tuple(first), tuple(second)), Equal(tuple(third), tuple(first))
    cells = first | second | third
    assert ranges(Published(cells, equal=[linked_to_second]), first) == dict.fromkeys(first, (1, 7))
    assert ranges(Published(cells, equal=[linked_to_third]), first) == dict.fromkeys(first, (6, 7))
    with pytest.raises(Contradiction, match="No total fits"):
        ranges(Published(cells, equal=[linked_to_second, linked_to_third]), first)


def test_only_numbers_that_some_counts_have_are_left() -> None:
    """`twice` is 2, 4 or 6 as two equal counts make it; up to 5, that is two numbers over a range of three."""
    one, other, twice = ("one",), ("other",), ("twice",)
    cells: dict[Cell, Shown] = {one: Shown(1, 7), other: Shown(1, 7), twice: Shown(1, 7)}
    equal = [Equal((one,), (other,)), Equal((twice,), (one, other))]
    assert too_narrow(Published(cells, equal=equal)) == []
    published = Published(cells, [Known((twice,), 0, 5)], equal)
    assert ranges(published, [twice]) == {twice: (2, 4)}
    assert set(too_narrow(published)) == set(cells)


def test_a_rest_within_seven_is_looked_after_and_a_rest_of_nought_is_not() -> None:
    fail, passed = ("fail", "E1"), ("pass", "E1")
    known_exactly = two_way({fail: 0, passed: 3}, {"E1": 3}, {"E1": "pass"}, {})
    assert known_exactly.cells[passed] == Shown(3, 3)
    assert too_narrow(known_exactly) == [passed]
    assert too_narrow(two_way({fail: 0, passed: 0}, {"E1": 0}, {"E1": "pass"}, {})) == []
    two_left = two_way({fail: 1, passed: 1}, {"E1": 2}, {"E1": "pass"}, {})
    assert two_left.cells[passed] == rest_of(Shown(2, 2), [Shown(1, 7)]) == Shown(0, 1)
    assert set(too_narrow(two_left)) == {fail, passed}


def test_a_two_way_table_as_it_is_shown() -> None:
    counts = {("x", "E1"): 4, ("y", "E1"): 21, ("x", "E2"): 0, ("y", "E2"): 9}
    table = two_way(counts, {"E1": 25}, {"E1": "y"}, {"y": 30})
    assert table.cells == {("x", "E1"): Shown(1, 7), ("x", "E2"): Shown(0, 0), ("y", "E2"): Shown(8, 12),
                           ("y", "E1"): Shown(18, 24)}  # fmt: skip
    assert {(frozenset(known.cells), known.low, known.high) for known in table.known} == {
        (frozenset({("x", "E1"), ("y", "E1")}), 25, 25),
        (frozenset({("y", "E1"), ("y", "E2")}), 30, None),
    }
    assert table.rest == {("y", "E1")}
    assert ranges(table, table.cells)["x", "E1"] == (1, 7)


def test_a_team_of_at_least_so_many_gives_its_small_count_away() -> None:
    table = two_way({("x", "E1"): 7, ("x", "E2"): 12}, {}, {}, {"x": 19})
    assert ranges(table, [("x", "E1")]) == {("x", "E1"): (7, 7)}
    assert too_narrow(table) == [("x", "E1")]


@pytest.mark.parametrize(
    ("totals", "rest", "least"),
    [({"E1": 5}, {}, {}), ({"E1": 5}, {"E1": "y"}, {}), ({"E1": 0}, {"E1": "y"}, {}), ({}, {}, {"x": 5})],
)
def test_counts_that_are_not_what_everybody_knows(
    totals: dict[str, int], rest: dict[str, str], least: dict[str, int]
) -> None:
    with pytest.raises(Contradiction, match="do not add up"):
        two_way({("x", "E1"): 4}, totals, rest, least)


def test_a_rest_that_no_row_counts_is_shown_all_the_same() -> None:
    table = two_way({("x", "E1"): 0, ("z", "E1"): 4}, {"E1": 4}, {"E1": "y"}, {})
    assert table.cells["y", "E1"] == Shown(0, 3)


@pytest.mark.parametrize(
    "published",
    [
        parts_of([3, 3], 15, 15),
        Published({NOW: Shown(0, 0)}, [Known((NOW,), 1, None)]),
        Published({NOW: classed(7), BEFORE: classed(13)}, linked=[Linked(NOW, BEFORE, 5)]),
        Published({NOW: classed(7), OTHER: classed(7)}, [Known((NOW, OTHER), 3, 3)], [Equal((NOW,), (OTHER,))]),
    ],
    ids=["a total out of reach", "an exact count", "two editions", "half of three"],
)
def test_what_cannot_all_be_true_is_an_error(published: Published) -> None:
    with pytest.raises(Contradiction):
        too_narrow(published)
    with pytest.raises(Contradiction):
        ranges(published, published.cells)

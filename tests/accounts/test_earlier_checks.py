"""What earlier editions tell of a check: under which rule, in which columns, and how many rows came since."""

from dataclasses import replace

import pytest

from portal.accounts import charter_document
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.steps import Changed
from portal.accounts.earlier_checks import rules_of
from portal.accounts.earlier_columns import Before, staying
from portal.accounts.state_tables import OPEN_STATES, Column, StateTable, is_safe
from portal.charter.definitions import Charter, Check
from portal.charter.reading import published as charter

HELD: Column = {}


def column(fail: int, of: int) -> Column:
    """So many failed, to the nearest 5, of records that everybody knows."""
    found = dict.fromkeys(OPEN_STATES, Shown(0, 0))
    return {**found, "fail": Shown(fail - 2, fail + 2), "pass": Shown(of - fail - 2, of - fail + 2)}


def before(shown: Column, new: int, key: str = "b1", gone: int = 0) -> Before:
    return Before("borough", key, shown, None, Changed(gone, new))


@pytest.mark.parametrize(
    ("editions", "closed"),
    [
        ([before(HELD, 0)], True),
        ([before(HELD, 2, gone=9)], True),
        ([before(HELD, 3)], False),
        ([before(HELD, 1), before(HELD, 4)], True),
        ([before(HELD, 1), before(column(10, 200), 2), before(HELD, 9)], True),
        ([before(column(10, 200), 0), before(HELD, 1)], False),
        ([before(column(10, 200), 1)], True),
        ([before(column(10, 200), 0, gone=2)], True),
        ([before(column(10, 200), 40, gone=1)], True),
        ([before(column(10, 200), 3, gone=3)], False),
        ([], False),
    ],
    ids=["nothing came", "two came", "three came", "one since the newer of two", "shown between", "shown last",
         "one came to what is shown", "two went", "one went and many came", "three came and went", "no edition"],
)  # fmt: skip
def test_a_column_held_back_stays_so_until_three_rows_came(editions: list[Before], closed: bool) -> None:
    assert staying(editions) == ({"borough": {"b1"}} if closed else {})


def test_rows_add_up_from_the_edition_that_shows_a_column_to_the_next_that_does() -> None:
    """About 10, then held back after one row, then about 30 after nineteen more: twenty rows, which is enough."""
    now = {"borough": StateTable({"b1": column(30, 220)}, {"b1": Shown(220, 220)})}
    assert is_safe(now, [before(HELD, 19), before(column(10, 200), 20)])
    assert not is_safe(now, [before(HELD, 1), before(column(10, 200), 2)])


def test_the_steps_between_three_editions_are_told_apart() -> None:
    """About 10, then 15 or 30, now about 30, with twenty rows since the first: not all in the same step."""
    now = {"borough": StateTable({"b1": column(30, 220)}, {"b1": Shown(220, 220)})}
    assert is_safe(now, [before(column(15, 205), 15), before(column(10, 200), 20)])
    assert not is_safe(now, [before(column(15, 205), 2), before(column(10, 200), 20)])
    assert not is_safe(now, [before(column(30, 220), 18), before(column(10, 200), 20)])


def rule(changed: Check | None = None, whole: Charter | None = None) -> object:
    ours = whole or charter()
    checks = tuple(changed if changed and one.id == changed.id else one for one in ours.checks)
    return rules_of(charter_document.document(replace(ours, checks=checks)))["C05"]


def test_only_what_decides_a_records_state_makes_another_rule() -> None:
    ours = charter().named("C05")
    assert rule(replace(ours, title="Another", note="Another", reference="Another")) == rule()
    others = [
        replace(ours, parameters={"yes": ["emailed"]}),
        replace(ours, fields=("receipt",)),
        replace(ours, also=()),
        replace(ours, applies=()),
    ]
    assert [other for other in others if rule(other) == rule()] == []


def test_a_version_of_its_law_is_part_of_a_checks_rule() -> None:
    ours = charter()
    law = ours.laws[0]
    under, beside = (replace(ours.named("C05"), law=name) for name in (law.law, ""))
    later = replace(ours, laws=(replace(law, changes={"C05": {"limit": 1}}), *ours.laws[1:]))
    assert rule(under) != rule(under, later)
    assert rule(beside) == rule(beside, later)

"""What holds of an item after versions, second reviewers and adjudicators; and what cannot be taken in beside it."""

from typing import Any

import pytest

from portal.review.drawing import Asked, Stratum
from portal.review.journal import JournalEntry, chained_entry
from portal.review.programme import DRAWN, Drawn, Item, Programme, add_faults, final_answers
from tests.review.drawn_town import reviewed

WHEN = "2018-05-02T10:00:00+00:00"
ONE = Drawn(
    "2018-04", "records", 1, WHEN, "seed", "0" * 64, "draws/1.0", "", "f" * 64, "e" * 64, 10, Asked(2),
    (Stratum("borough", "E09000012", 10, 2),), {}, (Item("R1804-001", "s:2", "E09000012", ""),
    Item("R1804-002", "s:3", "E09000012", "")), ("s",),
)  # fmt: skip


def programme(*sent: list[dict[str, str]]) -> Programme:
    entries: list[JournalEntry] = []

    def add(kind: str, content: dict[str, Any]) -> None:
        entries.append(chained_entry(entries[-1] if entries else None, kind, "x", WHEN, content))

    add("draw", DRAWN.dump_python(ONE, mode="json"))
    for rows in sent:
        add("reviews", {"rows": rows})
    return Programme.of_entries(entries)


def test_a_later_version_holds_and_what_it_changed_is_counted() -> None:
    found = programme([reviewed("R1804-001", receipt="not_offered")], [reviewed("R1804-001", receipt="issued")])
    assert found.said["R1804-001"]["first"]["receipt"] == "issued"
    assert found.changed == {"R1804-001": 1}
    assert programme([reviewed("R1804-001")]).changed == {"R1804-001": 0}


def test_two_who_differ_cannot_tell_and_the_adjudicator_decides() -> None:
    first, second = reviewed("R1804-001", receipt="issued"), reviewed("R1804-001", receipt="not_offered", role="second")
    assert final_answers({"first": first, "second": second})["receipt"] == "cannot_tell"
    assert final_answers({"first": first, "second": second})["name_given"] == "yes"
    assert final_answers({"first": first, "second": second})["role"] == "first"
    third = reviewed("R1804-001", receipt="declined", role="adjudicator")
    assert final_answers({"first": first, "second": second, "adjudicator": third})["receipt"] == "declined"
    assert final_answers({}) == {}


def test_of_two_who_do_not_both_have_footage_the_one_who_saw_it_holds() -> None:
    none = reviewed("R1804-001", footage="none", footage_reason="deleted")
    seen = reviewed("R1804-001", role="second")
    assert final_answers({"first": none, "second": seen}) == seen
    assert final_answers({"first": seen, "second": {**none, "role": "second"}}) == seen


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (reviewed("R1804-009"), "item", "was not drawn"),
        (reviewed("A1804-001"), "item", "was not drawn"),
        (reviewed("R1804-002", role="second", reviewer="B1"), "role", "nobody was the first"),
        (reviewed("R1804-001", role="second"), "reviewer", "has looked at this item before"),
        (reviewed("R1804-001", role="adjudicator", reviewer="C1"), "role", "two have not looked yet"),
    ],
)
def test_what_cannot_be_taken_beside_what_is_held(row: dict[str, str], column: str, said: str) -> None:
    held = programme([reviewed("R1804-001")])
    faults = list(add_faults(held, [(2, row)]))
    assert [(line, name) for line, name, _ in faults] == [(2, column)]
    assert said in faults[0][2]


def test_what_can_be_taken() -> None:
    held = programme([reviewed("R1804-001")])
    second = reviewed("R1804-001", role="second", reviewer="B1")
    third = reviewed("R1804-001", role="adjudicator", reviewer="C1")
    assert list(add_faults(held, [(2, second), (3, third), (4, reviewed("N1804-001"))])) == []

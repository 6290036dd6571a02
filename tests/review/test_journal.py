"""The journal: what is altered, left out or written anew is told, by the number of the entry."""

from dataclasses import replace
from typing import Any

import pytest

from portal.review.journal import JournalEntry, chained_entry, head_faults, journal_faults


def journal(entries: int = 4) -> list[JournalEntry]:
    found: list[JournalEntry] = []
    for number in range(entries):
        before = found[-1] if found else None
        found.append(chained_entry(before, "seed", f"2018-0{number + 1}", "2018-01-01T00:00:00+00:00", {"at": number}))
    return found


def test_a_journal_as_it_was_written_has_no_fault() -> None:
    whole = journal()
    assert list(journal_faults(whole)) == list(journal_faults([])) == []
    assert list(head_faults(whole, whole[2].sha256, 3)) == []
    assert [entry.number for entry in whole] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "changed", [{"body": '{"at":9}'}, {"kind": "draw"}, {"subject": "2018-09"}, {"entered_at": "2019"}]
)
def test_an_entry_that_was_edited_is_named(changed: dict[str, Any]) -> None:
    whole = journal()
    whole[1] = replace(whole[1], **changed)
    assert [said.partition(" of the")[0] for said in journal_faults(whole)] == ["entry 2"]


def test_an_entry_that_was_edited_with_its_hash_breaks_the_chain() -> None:
    whole = journal()
    other = chained_entry(whole[0], "seed", "2018-02", "2018-01-01T00:00:00+00:00", {"at": "other"})
    whole[1] = other
    assert list(journal_faults(whole)) == ["entry 3 of the review's journal does not follow on entry 2"]


def test_a_journal_written_anew_is_not_the_one_that_was_published() -> None:
    told = journal()
    anew = journal()  # the same contents, with other nonces
    assert list(journal_faults(anew)) == []
    assert list(head_faults(anew, told[-1].sha256, 4)) == [
        "entry 4 of the review's journal is not the one whose hash was published"
    ]
    assert list(head_faults(told[:3], told[-1].sha256, 4)) == ["the review's journal has 3 entries; 4 were published"]


def test_an_entry_that_is_gone_is_told() -> None:
    whole = journal()
    assert "no entry between 1 and 3" in next(journal_faults([whole[0], *whole[2:]]))
    assert "begins with entry 2" in next(journal_faults(whole[1:]))


def test_the_same_content_has_another_hash_each_time_as_it_could_be_guessed() -> None:
    assert journal(1)[0].sha256 != journal(1)[0].sha256

"""The journal of the review: promises of seeds, draws, and what reviewers sent, each entry chained to the one before.

Nothing in it is ever changed: a correction is another entry. The hash of the newest entry is published with the draws,
so that a journal that was written anew does not agree with what was published.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.documents import canonical
from portal.review.drawing import text_sha256

SEED, DRAW, REVIEWS, QUESTIONS = "seed", "draw", "reviews", "questions"
"""Kinds of entries: a promise of a seed, a draw, a file of reviewers, a file of questions and answers."""
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class JournalEntry:
    """`subject`: the month, or the panel. `body`: JSON; a nonce in it keeps its hash from being guessed."""

    number: int
    kind: str
    subject: str
    entered_at: str
    body: str
    previous_sha256: str
    sha256: str

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def entry_sha256(number: int, kind: str, subject: str, entered_at: str, body: str, previous_sha256: str) -> str:
    return text_sha256("\n".join((str(number), kind, subject, entered_at, previous_sha256, body)))


def chained_entry(
    before: JournalEntry | None, kind: str, subject: str, entered_at: str, content: Mapping[str, Any], nonce: str = ""
) -> JournalEntry:
    """The next entry. `content`: what JSON can hold. `nonce`: a new one that nobody can guess, if none is given."""
    number = before.number + 1 if before else 1
    previous = before.sha256 if before else NOTHING_BEFORE
    body = canonical.as_bytes({**content, "nonce": nonce or secrets.token_hex(16)}).decode()
    digest = entry_sha256(number, kind, subject, entered_at, body, previous)
    return JournalEntry(number, kind, subject, entered_at, body, previous, digest)


def journal_faults(entries: Sequence[JournalEntry]) -> Iterator[str]:
    """What is not as it was written, by the number of the entry. `entries`: all, by number."""
    if entries and (entries[0].number, entries[0].previous_sha256) != (1, NOTHING_BEFORE):
        yield f"the review's journal begins with entry {entries[0].number}: what stood before it is gone"
    for before, entry in pairwise(entries):
        if entry.number != before.number + 1:
            yield f"the review's journal has no entry between {before.number} and {entry.number}: one is gone"
        elif entry.previous_sha256 != before.sha256:
            yield f"entry {entry.number} of the review's journal does not follow on entry {before.number}"
    for entry in entries:
        parts = (entry.number, entry.kind, entry.subject, entry.entered_at, entry.body, entry.previous_sha256)
        if entry_sha256(*parts) != entry.sha256:
            yield f"entry {entry.number} of the review's journal ({entry.kind}, {entry.subject}) was altered"


def head_faults(entries: Sequence[JournalEntry], head: str, count: int) -> Iterator[str]:
    """Where the journal is not the one that was published: `head` is the hash of its entry number `count`."""
    if not count:
        return
    if count > len(entries):
        yield f"the review's journal has {len(entries)} entries; {count} were published"
    elif entries[count - 1].sha256 != head:
        yield f"entry {count} of the review's journal is not the one whose hash was published"

"""The journal of the video review as it is held: entries are added, and never changed."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from portal.records import ReviewEntry
from portal.review.journal import JournalEntry, chained_entry

COLUMNS = tuple(ReviewEntry.model_fields)


def journal_entries(session: Session) -> list[JournalEntry]:
    """All of them, by number."""
    rows = session.exec(select(ReviewEntry).order_by(col(ReviewEntry.number)))
    return [JournalEntry(**{name: getattr(row, name) for name in COLUMNS}) for row in rows]


def enter_in_journal(
    session: Session, kind: str, subject: str, entered_at: str, content: Mapping[str, Any], nonce: str = ""
) -> JournalEntry:
    """Add an entry behind the newest. Only for whoever holds the lock. `nonce`: as chained_entry has it."""
    newest = session.exec(select(ReviewEntry).order_by(col(ReviewEntry.number).desc()).limit(1)).first()
    before = JournalEntry(**{name: getattr(newest, name) for name in COLUMNS}) if newest else None
    entry = chained_entry(before, kind, subject, entered_at, content, nonce)
    session.add(ReviewEntry(**vars(entry)))
    session.flush()
    return entry

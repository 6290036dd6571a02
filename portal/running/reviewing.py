"""What is wrong with the video review's journal and draws, for portal verify and portal review verify."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.documents.review import DRAWS
from portal.editions.archive import DRAWS_LINE, Altered, BrokenTombstones, NotPublished, Shelf, Withdrawn
from portal.publishing.review_draws import draw_faults, published_draws, withdrawn_draws
from portal.review.journal import head_faults, journal_faults
from portal.review.programme import Programme
from portal.store import return_key
from portal.store.review_journal import journal_entries


def review_faults(session: Session, shelf: Shelf) -> Iterator[str]:
    """The journal is chained, agrees with every edition of draws, and each draw comes out again."""
    entries = journal_entries(session)
    broken = list(journal_faults(entries))
    yield from broken
    for number in shelf.numbers(DRAWS_LINE):
        try:
            told = published_draws(shelf.edition(DRAWS_LINE, number).read(DRAWS, "It tells of no draws."))
        except (NotPublished, Withdrawn, Altered, BrokenTombstones):
            continue  # what is wrong with an edition is told with the editions
        yield from head_faults(entries, told.head, told.entries)
    if not broken and entries:
        yield from draw_faults(session, shelf, Programme.of_entries(entries), return_key.renamed(session))


def review_notes(session: Session) -> Iterator[str]:
    """What is no fault: answers that panels changed, draws whose records were withdrawn."""
    programme = Programme.of_entries(journal_entries(session))
    for item, answers in sorted(programme.changed.items()):
        if answers:
            yield f"{item}: {answers} answers are other than in an earlier version, which is kept"
    yield from withdrawn_draws(session, programme, return_key.renamed(session))

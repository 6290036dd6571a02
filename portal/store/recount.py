"""Does the database hold what its supplies say: every row once and as it was kept, and no row without a supply?"""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from portal.store import writing
from portal.store.held_rows import WITHOUT_ROWS, altered, what_to_do


def faults(session: Session) -> Iterator[str]:
    """One sentence a fault; none when all is well."""
    kept, rejected, said = counts(session, "stop"), counts(session, "rejection"), counts(session, "fact")
    current: set[tuple[str, str, str]] = set()
    for supply in writing.all_supplies(session):
        stops, rejections = kept.pop(supply.id or 0, 0), rejected.pop(supply.id or 0, 0)
        facts, gone = said.pop(supply.id or 0, 0), supply.state in WITHOUT_ROWS
        if (stops, rejections) != ((0, 0) if gone else (supply.rows_kept, supply.rows_rejected)):
            yield f"{supply.public_id}: {stops} rows and {rejections} rejections are held, it says otherwise"
        if gone and facts:
            yield f"{supply.public_id}: what a return said of {facts} rows is held, though it is {supply.state}"
        if supply.rows_read != supply.rows_kept + supply.rows_rejected:
            yield f"{supply.public_id}: rows read are not rows kept and rejected"
        of = (supply.source, supply.force, supply.month)
        if supply.state == "current" and of in current:
            yield f"{supply.public_id}: another supply of {' '.join(of)} is current as well"
        current |= {of} if supply.state == "current" else set()
    for number in sorted({*kept, *rejected, *said}):
        yield f"rows are held of a supply number {number} that there is not"
    yield from map(what_to_do, altered(session, writing.all_supplies(session)))


def counts(session: Session, table: str) -> dict[int, int]:
    rows = session.connection().execute(text(f'SELECT supply, count(*) FROM "{table}" GROUP BY supply'))
    return {int(supply): int(number) for supply, number in rows}

"""The register of editions, apart from the published directory: what was published, with its hash."""

from sqlalchemy import ColumnElement, Engine, not_, or_
from sqlmodel import Session, col, select

from portal.records import Edition, Run, Withdrawal

# The journal of withdrawals: each is noted before its first step, and ended after its last.


def start_withdrawal_entry(engine: Engine, what: str, reason: str, when: str) -> Withdrawal:
    """Note that something is to be withdrawn, in a transaction of its own; one that is noted already stays as it is."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        row = next((row for row in unfinished(session) if row.what == what), None)
        row = row or Withdrawal(what=what, reason=reason, begun_at=when)
        session.add(row)
    return row


def end_withdrawal_entry(engine: Engine, row: Withdrawal, when: str) -> None:
    """Every step of it is done."""
    with Session(engine) as session, session.begin():
        stored = session.get_one(Withdrawal, row.id)
        stored.finished_at = when
        session.add(stored)


def unfinished(session: Session) -> list[Withdrawal]:
    """What was noted and is not ended, oldest first."""
    is_open = col(Withdrawal.finished_at).is_(None)
    return list(session.exec(select(Withdrawal).where(is_open).order_by(col(Withdrawal.id))))


CLOCK_WAS_WRONG = "; its clock was wrong"
"""Ends the outcome of a run that an operator said was made under a clock that was ahead."""


def find_edition_row(session: Session, period: str, number: str) -> Edition | None:
    return session.exec(select(Edition).where(Edition.period == period, Edition.number == number)).first()


def begin(session: Session, period: str, number: str, published_at: str, sha256: str) -> None:
    """Note an edition that is about to appear. One that was lost keeps its first hash beside that of the new."""
    row = find_edition_row(session, period, number) or Edition(
        period=period, number=number, published_at=published_at, manifest_sha256=sha256
    )
    row.begun_sha256 = sha256
    session.add(row)


def adopt(session: Session, row: Edition) -> None:
    """Enter an edition anew whose line was lost. Only of a published directory whose chain holds."""
    session.add(row)


def reconcile_edition_row(session: Session, row: Edition, found: str | None) -> None:
    """End what was begun, told the hash of the manifest on the shelf: it came out, or it never did and is forgotten."""
    if found is None and row.is_unfinished:
        session.delete(row)
    elif found in (None, row.manifest_sha256):
        row.begun_sha256 = None
        session.add(row)


def record_tombstones_hash(session: Session, period: str, number: str, tombstones_sha256: str) -> None:
    """Note the hash of an edition's tombstones; of an edition that was never entered nothing can be noted."""
    if row := find_edition_row(session, period, number):
        row.tombstones_sha256 = tombstones_sha256
        session.add(row)


def edition_rows_by_number(session: Session) -> dict[tuple[str, str], Edition]:
    """Line and number -> its row."""
    return {(row.period, row.number): row for row in edition_rows(session)}


def started(session: Session, command: str, when: str) -> Run:
    """Note that a run began; `finished` notes how it ended."""
    run = Run(command=command, started_at=when)
    session.add(run)
    return run


def runs(session: Session) -> list[dict[str, str | None]]:
    """The runs so far, newest first."""
    rows = session.exec(select(Run).order_by(col(Run.id).desc()).limit(100))
    return [
        {
            "command": run.command,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
            "outcome": run.outcome,
        }
        for run in rows
    ]


def last_start(session: Session) -> str | None:
    """When the newest run began whose clock was not said to be wrong (ISO, UTC); None before the first."""
    newest = select(Run).where(is_of_a_right_clock()).order_by(col(Run.id).desc()).limit(1)
    run = session.exec(newest).first()
    return run.started_at if run else None


def is_of_a_right_clock() -> ColumnElement[bool]:
    return or_(col(Run.outcome).is_(None), not_(col(Run.outcome).endswith(CLOCK_WAS_WRONG, autoescape=True)))


def runs_after(session: Session, now: str) -> list[Run]:
    """The runs that began after this moment (ISO, UTC) by a clock that nobody has said to be wrong yet."""
    after = select(Run).where(is_of_a_right_clock(), col(Run.started_at) > now)
    return list(session.exec(after.order_by(col(Run.id))))


def mark_clock_was_wrong(session: Session, run: Run) -> None:
    """The run stays in the list, but no later run is compared with it."""
    run.outcome = f"{run.outcome or 'no end'}{CLOCK_WAS_WRONG}"
    session.add(run)


def edition_rows(session: Session) -> list[Edition]:
    """Every edition ever entered, oldest first."""
    return list(session.exec(select(Edition).order_by(col(Edition.id))))

"""The journal of withdrawals: each is noted before its first step, and ended after its last."""

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.records import Withdrawal


def noted(engine: Engine, what: str, reason: str, when: str) -> Withdrawal:
    """Note that something is to be withdrawn, in a transaction of its own; one that is noted already stays as it is."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        row = next((row for row in unfinished(session) if row.what == what), None)
        row = row or Withdrawal(what=what, reason=reason, begun_at=when)
        session.add(row)
    return row


def ended(engine: Engine, row: Withdrawal, when: str) -> None:
    """Every step of it is done."""
    with Session(engine) as session, session.begin():
        stored = session.get_one(Withdrawal, row.id)
        stored.finished_at = when
        session.add(stored)


def unfinished(session: Session) -> list[Withdrawal]:
    """What was noted and is not ended, oldest first."""
    is_open = col(Withdrawal.finished_at).is_(None)
    return list(session.exec(select(Withdrawal).where(is_open).order_by(col(Withdrawal.id))))

"""The register of editions, apart from the published directory: what was published, with its hash."""

from sqlmodel import Session, col, select

from portal.records import Edition, Run


def entered(session: Session, period: str, number: str) -> Edition | None:
    return session.exec(select(Edition).where(Edition.period == period, Edition.number == number)).first()


def enter(session: Session, period: str, number: str, published_at: str, manifest_sha256: str) -> None:
    """Add an edition once; entering it again changes nothing."""
    if entered(session, period, number) is None:
        session.add(Edition(period=period, number=number, published_at=published_at, manifest_sha256=manifest_sha256))


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
    """When the newest run began (ISO, UTC); None before the first."""
    return session.exec(select(Run.started_at).order_by(col(Run.id).desc()).limit(1)).first()


def editions(session: Session) -> list[Edition]:
    """Every edition ever entered, oldest first."""
    return list(session.exec(select(Edition).order_by(col(Edition.id))))

"""The register of editions, apart from the published directory: what was published, with its hash."""

from sqlmodel import Session, select

from portal.records import Edition


def entered(session: Session, period: str, number: str) -> Edition | None:
    return session.exec(select(Edition).where(Edition.period == period, Edition.number == number)).first()


def enter(session: Session, period: str, number: str, published_at: str, manifest_sha256: str) -> None:
    """Add an edition once; entering it again changes nothing."""
    if entered(session, period, number) is None:
        session.add(
            Edition(period=period, number=number, published_at=published_at, manifest_sha256=manifest_sha256)
        )

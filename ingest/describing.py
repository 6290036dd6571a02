"""A batch, taken or refused, as the supply that will stand in the list."""

from datetime import UTC
from typing import Any

from sqlmodel import Session

from ingest import names, normalise, recognition
from ingest.finding import Finding
from ingest.outcome import Origin
from ingest.reading import Batch
from portal.records import Supply
from portal.store import writing

STRUCTURE = {"refusal": "structure"}
"""The profile of a refused supply whose reason is of line and column alone."""
EARLIER = "an earlier version of this portal could not read it, and why is no longer kept"


def described(
    batch: Batch, clean: normalise.Normalised, figures: dict[str, Any], filename: str, origin: Origin
) -> Supply:
    """The supply as it will stand in the list; its state and findings are settled once it is kept."""
    dates = clean.stops["london_date"]
    return Supply(
        public_id=f"{batch.source}-{batch.force}-{batch.month}-{batch.sha256[:8]}",
        source=batch.source,
        force=batch.force,
        month=batch.month,
        sha256=batch.sha256,
        filename=filename,
        retrieved_from=origin.retrieved_from,
        received_at=stamp(origin),
        invented=origin.invented,
        rows_read=batch.rows_read,
        rows_kept=clean.stops.height,
        rows_rejected=clean.rejections.height,
        first_date=day(dates.min()),
        last_date=day(dates.max()),
        columns_present=list(figures["present"]),
        profile=figures,
        findings=[],
        state="current",
    )


def refused_supply(said: recognition.Named, digest: str, filename: str, origin: Origin, why: str) -> Supply:
    """`why` has nothing of the file in it; nor has its name, or it is called by its id."""
    source, force, month = said.reader.SOURCE, said.force, said.month
    public_id = f"{source}-{force}-{month}-{digest[:8]}"
    return Supply(
        public_id=public_id,
        source=source,
        force=force,
        month=month,
        sha256=digest,
        filename=filename if names.is_published(filename) else public_id,
        retrieved_from=origin.retrieved_from,
        received_at=stamp(origin),
        invented=origin.invented,
        rows_read=0,
        rows_kept=0,
        rows_rejected=0,
        first_date=None,
        last_date=None,
        columns_present=[],
        profile=dict(STRUCTURE),
        findings=[refusal(why)],
        state="refused",
        note=why,
    )


def refusal(why: str) -> dict[str, Any]:
    return Finding("refused", "serious", f"The file was refused: {why}", affects="rows").as_json()


def is_old(supply: Supply) -> bool:
    """Refused by an earlier version, which repeated words of the file."""
    return supply.state == "refused" and supply.profile != STRUCTURE


def settle_refusals(session: Session) -> bool:
    """Replace what earlier versions kept of refused files; answers whether there was any."""
    found = [supply for supply in writing.all_supplies(session) if is_old(supply)]
    for supply in found:
        supply.filename = supply.filename if names.is_published(supply.filename) else supply.public_id
        supply.note, supply.findings, supply.profile = EARLIER, [refusal(EARLIER)], dict(STRUCTURE)
        session.add(supply)
    return bool(found)


def stamp(origin: Origin) -> str:
    return origin.received.astimezone(UTC).isoformat(timespec="seconds")


def day(value: object) -> int | None:
    return value if isinstance(value, int) else None

"""A batch, taken or refused, as the supply that will stand in the list."""

from datetime import UTC
from typing import Any

from sqlmodel import Session

from ingest import names, normalise, recognition
from ingest.finding import Finding
from ingest.outcome import Origin
from ingest.reading import Batch
from portal.records import Supply
from portal.return_names import SupplyName
from portal.store import changing

STRUCTURE = {"refusal": "structure"}
"""The profile of a refused supply whose reason is of line and column alone."""
EARLIER = "an earlier version of this portal could not read it, and why is no longer kept"


def described(
    batch: Batch, clean: normalise.Normalised, figures: dict[str, Any], filename: str, origin: Origin, name: SupplyName
) -> Supply:
    """The supply as it will stand in the list; its state and findings are settled once it is kept."""
    dates = clean.stops["london_date"]
    return Supply(
        **vars(name),
        source=batch.source,
        force=batch.force,
        month=batch.month,
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


def refused_supply(said: recognition.Named, name: SupplyName, filename: str, origin: Origin, why: str) -> Supply:
    """`why` has nothing of the file in it."""
    supply = Supply(
        **vars(name),
        source=said.reader.SOURCE,
        force=said.force,
        month=said.month,
        filename=filename,
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
    supply.filename = name_kept(supply)
    return supply


def refusal(why: str) -> dict[str, Any]:
    return Finding("refused", "serious", f"The file was refused: {why}", affects="rows").as_json()


def name_kept(supply: Supply) -> str:
    """What a file that is not taken, or no longer, goes by: its name if its publisher gave it, else the supply's id."""
    return supply.filename if names.is_published(supply.filename) else supply.public_id


def settle_refusals(session: Session) -> bool:
    """Replace what earlier versions kept of files that were refused or withdrawn; answers whether there was any."""
    found = False
    for supply in changing.not_taken(session):
        is_old = supply.state == "refused" and supply.profile != STRUCTURE
        if is_old:
            supply.note, supply.findings, supply.profile = EARLIER, [refusal(EARLIER)], dict(STRUCTURE)
        if is_old or supply.filename != name_kept(supply):
            supply.filename, found = name_kept(supply), True
            session.add(supply)
    return found


def stamp(origin: Origin) -> str:
    return origin.received.astimezone(UTC).isoformat(timespec="seconds")


def day(value: object) -> int | None:
    return value if isinstance(value, int) else None

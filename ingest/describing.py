"""A batch, taken or refused, as the supply that will stand in the list."""

from datetime import UTC
from typing import Any

from ingest import normalise, recognition
from ingest.finding import Finding
from ingest.outcome import Origin
from ingest.reading import Batch
from portal.records import Supply


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
    source, force, month = said.reader.SOURCE, said.force, said.month
    finding = Finding("refused", "serious", f"The file was refused: {why}", affects="rows")
    return Supply(
        public_id=f"{source}-{force}-{month}-{digest[:8]}",
        source=source,
        force=force,
        month=month,
        sha256=digest,
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
        profile={},
        findings=[finding.as_json()],
        state="refused",
        note=why,
    )


def stamp(origin: Origin) -> str:
    return origin.received.astimezone(UTC).isoformat(timespec="seconds")


def day(value: object) -> int | None:
    return value if isinstance(value, int) else None

"""One file becomes one supply in one transaction, or nothing at all."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session

from geo.locate import Locator
from ingest import findings, normalise, place
from ingest.reading import Reading, Refused
from ingest.sources import police_uk
from portal import places
from portal.periods import is_month
from portal.records import Supply
from portal.store import writing

NEW, SUPERSEDED, HELD_ALREADY, REFUSED, NOT_OURS = "new", "superseded", "held already", "refused", "not ours"


@dataclass(frozen=True)
class Origin:
    """What the caller knows of a file beyond its bytes; `force` and `month` overrule its name."""

    received: datetime
    force: str | None = None
    month: str | None = None
    invented: bool = False
    retrieved_from: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one file: one of the words above, and a sentence for the operator."""

    what: str
    filename: str
    sentence: str
    over_limit: bool = False

    @property
    def is_trouble(self) -> bool:
        return self.what == REFUSED or self.over_limit


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file meant by the paths, and whether it was named itself; folders in the order of names."""
    for path in paths:
        if path.is_dir():
            yield from ((found, False) for found in sorted(path.rglob("*")) if found.is_file())
        else:
            yield path, True


def load(engine: Engine, locator: Locator, path: Path, origin: Origin, *, by_name: bool) -> Outcome:
    """Take one file in. A file met in a folder (not `by_name`) that is none of ours is passed over."""
    raw = path.read_bytes()
    try:
        if not police_uk.recognises(raw) and not by_name and police_uk.named(path.name) is None:
            return Outcome(NOT_OURS, str(path), "not a file of stop and search records; passed over")
        if not by_name and is_elsewhere(path, origin):
            return Outcome(
                NOT_OURS, str(path), "records of a force that does not search in London; passed over"
            )
        force, month = identity(path, origin)
        return take(engine, locator, raw, str(path), Identity(force, month, origin))
    except Refused as refusal:
        return Outcome(REFUSED, str(path), f"refused: {refusal}")


def is_elsewhere(path: Path, origin: Origin) -> bool:
    name = police_uk.named(path.name)
    return origin.force is None and name is not None and name.force not in places.forces()


def identity(path: Path, origin: Origin) -> tuple[str, str]:
    """Which force and month. Refused if neither the caller nor the name says so."""
    name = police_uk.named(path.name)
    force = origin.force or (name.force if name else None)
    month = origin.month or (name.month if name else None)
    if force is None or month is None:
        raise Refused(
            "its name does not say which force and month it is (2018-04-metropolitan-stop-and-search.csv); "
            "say so with --force and --month"
        )
    if force not in places.forces():
        raise Refused(f"the force {force!r} is not one of {', '.join(places.forces())}")
    if not is_month(month):
        raise Refused(f"{month!r} is not a month (2018-04)")
    return force, month


@dataclass(frozen=True)
class Identity:
    force: str
    month: str
    origin: Origin


def take(engine: Engine, locator: Locator, raw: bytes, filename: str, who: Identity) -> Outcome:
    """Read, normalise, place, examine, and keep in one transaction."""
    sha256 = hashlib.sha256(raw).hexdigest()
    with Session(engine) as session:
        if writing.held(session, police_uk.SOURCE, who.force, who.month, sha256):
            return Outcome(HELD_ALREADY, filename, "its bytes are held already; nothing new")
    reading = police_uk.read(raw)
    clean = normalise.normalise(reading, who.origin.received)
    supply = described(reading, clean, filename, sha256, who)
    stops = place.placed(clean.stops, locator)
    with Session(engine) as session, session.begin():
        older = writing.current(session, supply.source, supply.force, supply.month)
        writing.keep(session, supply, stops, clean.rejections)
        if older:
            supersede(session, older, supply)
        return told(supply, clean.rejections)


def described(
    reading: Reading, clean: normalise.Normalised, filename: str, sha256: str, who: Identity
) -> Supply:
    """The supply as it will stand in the list, with its findings."""
    present = columns_present(reading)
    examined = findings.Examined(
        month=who.month,
        stops=clean.stops,
        rejections=clean.rejections,
        rows_read=reading.rows_read,
        columns_present=present,
        ends_cleanly=reading.ends_cleanly,
    )
    return Supply(
        public_id=f"{reading.source}-{who.force}-{who.month}-{sha256[:8]}",
        source=reading.source,
        force=who.force,
        month=who.month,
        sha256=sha256,
        filename=Path(filename).name,
        retrieved_from=who.origin.retrieved_from,
        received_at=who.origin.received.astimezone(UTC).isoformat(timespec="seconds"),
        invented=who.origin.invented,
        rows_read=reading.rows_read,
        rows_kept=clean.stops.height,
        rows_rejected=clean.rejections.height,
        first_date=day(clean.stops["london_date"].min()),
        last_date=day(clean.stops["london_date"].max()),
        columns_present=list(present),
        findings=[finding.as_json() for finding in findings.examine(examined)],
        state="current",
    )


def day(value: object) -> int | None:
    return value if isinstance(value, int) else None


def columns_present(reading: Reading) -> tuple[str, ...]:
    """The fields that a row of this file says anything under: a column blank throughout is not published."""
    return tuple(
        sorted(
            field for field in reading.columns if field in reading.rows and says_anything(reading.rows[field])
        )
    )


def says_anything(column: pl.Series) -> bool:
    return column.null_count() < len(column)


def supersede(session: Session, older: Supply, newer: Supply) -> None:
    difference = writing.difference(session, older, newer)
    older.state = "superseded"
    newer.supersedes = older.public_id
    newer.rows_gone, newer.rows_new = difference.gone, difference.new
    session.add_all([older, newer])


def told(supply: Supply, rejections: pl.DataFrame) -> Outcome:
    """The sentence for the operator; the first rejection is told with its line and column."""
    sentence = f"{supply.rows_kept:,} of {supply.rows_read:,} rows kept"
    if supply.rows_rejected:
        first = rejections.row(0, named=True)
        column = f", column {first['column']}" if first["column"] else ""
        sentence += (
            f", {supply.rows_rejected:,} rejected; the first: line {first['line']}{column}: {first['reason']}"
        )
    if supply.supersedes:
        sentence += (
            f"; supersedes {supply.supersedes}: {supply.rows_gone:,} rows gone, {supply.rows_new:,} rows new"
        )
    over = supply.rows_rejected > findings.REJECTED_LIMIT * supply.rows_read
    return Outcome(SUPERSEDED if supply.supersedes else NEW, supply.filename, sentence, over)

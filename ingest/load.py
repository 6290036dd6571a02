"""A file's bytes become supplies, each in one transaction, or nothing at all."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from geo.locate import Locator
from ingest import archive, normalise, place, profile, recognition
from ingest.delimited import refuse_binary
from ingest.describing import described, refused_supply
from ingest.outcome import HELD, HELD_ALREADY, NOT_OURS, REFUSED, Origin, Outcome, told
from ingest.reading import Batch, PersonalData, Refused, Told
from portal import places, sources
from portal.periods import is_month
from portal.records import Supply
from portal.store import changing, writing

LOSS_LIMIT = 0.2  # a supersession that loses more of the rows is held back


@dataclass(frozen=True)
class Loader:
    engine: Engine
    locator: Locator
    origin: Origin

    def load(self, path: Path, *, by_name: bool) -> list[Outcome]:
        """Take one file or archive in. A file met in a folder (not `by_name`) that is none of ours is passed over."""
        if archive.is_archive(path) and path.suffix.casefold() not in (".csv", ".json"):
            return list(self.unpack(path))
        return self.take_file(str(path), path.read_bytes(), by_name=by_name)

    def unpack(self, path: Path) -> Iterator[Outcome]:
        try:
            for name, member in archive.members(path, is_wanted):
                inside = f"{path}/{name}"
                if isinstance(member, Refused):
                    yield Outcome(REFUSED, inside, f"refused: {member}")
                else:
                    yield from self.take_file(inside, member, by_name=False)
        except Refused as refusal:
            yield Outcome(REFUSED, str(path), f"refused: {refusal}")

    def take_file(self, name: str, raw: bytes, *, by_name: bool) -> list[Outcome]:
        """Every batch of the file, one transaction each."""
        said = recognition.named(name)
        if not by_name and said and self.origin.force is None and said.force not in places.forces():
            return [Outcome(NOT_OURS, name, "records of a force that does not search in London; passed over")]
        if again := self.known_file(name, raw, said):
            return [again]
        reader = recognition.recognised(raw) or (said.reader if said else None)
        if reader is None and not by_name:
            return [Outcome(NOT_OURS, name, "not a file of stop and search records; passed over")]
        try:
            if reader is None:
                raise unrecognised(raw)
            batches = reader.read(raw, Told(name, self.origin.force, self.origin.month))
        except PersonalData as refusal:
            return [Outcome(REFUSED, name, f"refused: {refusal}")]
        except Refused as refusal:
            self.remember_refusal(name, raw, said, str(refusal))
            return [Outcome(REFUSED, name, f"refused: {refusal}")]
        return [self.take_batch(name, batch) for batch in batches]

    def known_file(self, name: str, raw: bytes, said: recognition.Named | None) -> Outcome | None:
        """What comes of a file named by its force and month whose very bytes came before: told without reading it."""
        if said is None or self.origin.force or self.origin.month:
            return None
        digest = hashlib.sha256(raw).hexdigest()
        with Session(self.engine) as session, session.begin():
            known = writing.of_bytes(session, said.reader.SOURCE, said.force, said.month, digest)
            return self.meet_again(session, name, known) if known else None

    def remember_refusal(self, name: str, raw: bytes, said: recognition.Named | None, why: str) -> None:
        """A refused file whose name says what it is of stands in the list of supplies."""
        if said is None or not is_month(said.month) or not sources.known()[said.reader.SOURCE].public:
            return
        digest = hashlib.sha256(raw).hexdigest()
        with Session(self.engine) as session, session.begin():
            if writing.of_bytes(session, said.reader.SOURCE, said.force, said.month, digest) is None:
                session.add(refused_supply(said, digest, Path(name).name, self.origin, why))

    def take_batch(self, name: str, batch: Batch) -> Outcome:
        """Normalise, place, profile, and keep; what the database holds of these bytes decides what comes of them."""
        try:
            check_identity(batch)
        except Refused as refusal:
            return Outcome(REFUSED, name, f"refused: {refusal}")
        with Session(self.engine) as session, session.begin():
            known = writing.of_bytes(session, batch.source, batch.force, batch.month, batch.sha256)
            if known:
                return self.meet_again(session, name, known)
        clean = normalise.normalise(batch, self.origin.received)
        stops = place.placed(clean.stops, self.locator)
        supply = described(batch, clean, profile.profile(batch, clean, stops), Path(name).name, self.origin)
        with Session(self.engine) as session, session.begin():
            writing.keep(session, supply, writing.Rows(stops, clean.facts, clean.rejections))
            changing.settle_state(session, supply, LOSS_LIMIT)
            return told(supply, clean.rejections)

    def meet_again(self, session: Session, name: str, known: Supply) -> Outcome:
        """Bytes that came before: nothing new, unless they were withdrawn, or the source itself went back to them."""
        if known.state == "withdrawn":
            return Outcome(REFUSED, name, f"refused: these bytes were withdrawn: {known.note}")
        if known.state == "refused":
            return Outcome(REFUSED, name, f"refused, as before: {known.note}")
        if known.state == "superseded" and self.origin.upstream:
            changing.hold_back(session, known, "the source went back to these older bytes")
            return Outcome(HELD, name, f"{known.public_id} held back: {known.note}; portal accept takes it")
        return Outcome(HELD_ALREADY, name, "its bytes are held already; nothing new")


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file meant by the paths, and whether it was named itself; folders in the order of names."""
    for path in paths:
        if path.is_dir():
            yield from ((found, False) for found in sorted(path.rglob("*")) if found.is_file() and is_whole(found))
        else:
            yield path, True


def is_whole(path: Path) -> bool:
    """A name with a dot before it is somebody's unfinished work."""
    return not path.name.startswith(".")


def is_wanted(name: str) -> bool:
    """An archive's member that could be ours: no other force's, no other kind of file."""
    said = recognition.named(name)
    if said:
        return said.force in places.forces()
    return name.casefold().endswith((".csv", ".json")) and not name.casefold().endswith(
        ("-street.csv", "-outcomes.csv", "-stop-and-search.csv")
    )


def unrecognised(raw: bytes) -> Refused:
    """Why bytes that no source recognises are refused; never with words of theirs, which could be anybody's."""
    try:
        refuse_binary(raw)
    except Refused as refusal:
        return refusal
    known = ", ".join(source.title for source in sources.known().values())
    return Refused(f"line 1: this is not the header of any source we know ({known})")


def check_identity(batch: Batch) -> None:
    if batch.force not in places.forces():
        raise Refused(f"the force {batch.force!r} is not one of {', '.join(places.forces())}")
    if not is_month(batch.month):
        raise Refused(f"{batch.month!r} is not a month (2018-04)")

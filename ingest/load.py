"""A file's bytes become supplies, each in one transaction, or nothing at all."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session

from geo.locate import Locator
from ingest import names, normalise, profile
from ingest.findings.model import Finding
from ingest.outcome import EMPTY, HELD, HELD_ALREADY, NOT_OURS, PUT_RIGHT, REFUSED, Origin, Outcome, supply_outcome
from ingest.reading import archive, passing_over, recognition, sizes, workbook
from ingest.reading.batch import Batch, PersonalData, Refused, Told, TooLarge
from ingest.reading.delimited import refuse_binary
from portal import file_sizes, places, sources
from portal.periods import is_month, why_impossible
from portal.records import Supply
from portal.return_names import Names, SupplyName
from portal.store import held_rows, return_key, supplies

# A batch, taken or refused, as the supply that will stand in the list.

STRUCTURE = {"refusal": "structure"}
"""The profile of a refused supply whose reason is of line and column alone."""
EARLIER = "an earlier version of this portal could not read it, and why is no longer kept"


def supply_of_batch(
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
        first_date=day_or_none(dates.min()),
        last_date=day_or_none(dates.max()),
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
    return supply.filename if names.is_publisher_file_name(supply.filename) else supply.public_id


def settle_refusals(session: Session) -> bool:
    """Replace what earlier versions kept of files that were refused or withdrawn; answers whether there was any."""
    found = False
    for supply in supplies.not_taken(session):
        is_old = supply.state == "refused" and supply.profile != STRUCTURE
        if is_old:
            supply.note, supply.findings, supply.profile = EARLIER, [refusal(EARLIER)], dict(STRUCTURE)
        if is_old or supply.filename != name_kept(supply):
            supply.filename, found = name_kept(supply), True
            session.add(supply)
    return found


def stamp(origin: Origin) -> str:
    return origin.received.astimezone(UTC).isoformat(timespec="seconds")


def day_or_none(value: object) -> int | None:
    return value if isinstance(value, int) else None


LOSS_LIMIT = 0.2  # a supersession that loses more of the rows is held back


@dataclass(frozen=True)
class Candidate:
    """A file that was named, or met in a folder that was named; `below`: its name from that folder on."""

    path: Path
    by_name: bool
    below: str


@dataclass(frozen=True)
class Member:
    """One file, wherever it lay: its bytes, and its name with all folders, of which the operator sees `shown`.

    `by_name`: the operator named this very file, so it is taken or refused, never passed over.
    """

    shown: str
    located: str
    raw: bytes
    by_name: bool = False
    in_archive: bool = False

    @property
    def said(self) -> names.Said:
        return names.said_by(self.located)

    @property
    def must_be_ours(self) -> bool:
        return self.by_name or passing_over.looks_like_records(self.located, self.said)


@dataclass(frozen=True)
class Table:
    """What a source reads of a file: its own bytes, or the sheet of a workbook as CSV."""

    reader: recognition.Source
    raw: bytes
    sha256: str | None = None


@dataclass(frozen=True)
class Loader:
    engine: Engine
    locator: Locator
    origin: Origin

    @cached_property
    def names(self) -> Names:
        """What supplies are called: returns by the key, which the first run makes."""
        return return_key.open_return_names(self.engine)

    def load(self, found: Candidate) -> list[Outcome]:
        """Take one file or archive in. A file met in a folder that is none of ours is passed over."""
        path = found.path
        if path.is_symlink():
            return [link_met(found)]
        if not found.by_name and (why := passing_over.skip_reason_by_name(found.below, self.origin.force)):
            return [Outcome(NOT_OURS, str(path), why)]
        if not path.is_file():
            return [no_file(found)]
        try:
            raw = None if is_archive_of_files(path) else sizes.bytes_of(path)
        except (Refused, OSError, MemoryError) as wrong:
            return [Outcome(REFUSED, str(path), f"refused: {sizes.why_unread(wrong)}")]
        if raw is None:
            return list(self.unpack(path))
        return self.take_file(Member(str(path), str(path.absolute()), raw, found.by_name))

    def unpack(self, path: Path) -> Iterator[Outcome]:
        """What came of every member, those that are passed over too."""
        passed: dict[str, str | None] = {}

        def is_wanted(name: str) -> bool:
            passed[name] = passing_over.skip_reason_by_name(name, self.origin.force)
            return passed[name] is None

        try:
            for name, raw in archive.members(path, is_wanted):
                inside = shown_as(path, name, passed)
                if isinstance(raw, Refused):
                    yield Outcome(REFUSED, inside, f"refused: {raw}")
                else:
                    yield from self.take_file(Member(inside, f"{path.absolute()}/{name}", raw, in_archive=True))
        except Refused as refusal:
            yield Outcome(REFUSED, str(path), f"refused: {refusal}")
        else:
            yield from (Outcome(NOT_OURS, shown_as(path, name, passed), why) for name, why in passed.items() if why)
            if not passed:
                yield Outcome(EMPTY, str(path), "the archive is empty: there is no file in it")

    def take_file(self, file: Member) -> list[Outcome]:
        """What came of the file; all that it took of memory is free again, also where there was not enough."""
        try:
            return self.take_batches(file)
        except MemoryError:
            return [Outcome(REFUSED, file.shown, f"refused: {sizes.NO_MEMORY}")]

    def take_batches(self, file: Member) -> list[Outcome]:
        """Every batch of the file, one transaction each."""
        said = recognition.recognise_file_name(file.located)
        month = self.origin.month or (said.month if said else "")
        if is_month(month) and (why := why_impossible(month, self.origin.received)):
            return [Outcome(REFUSED, file.shown, f"refused: {why}; if its name is wrong, mend it and read it again")]
        if again := self.known_file(file, said):
            return [again]
        try:
            found = self.table_of(file, said)
            if isinstance(found, str):
                return [Outcome(NOT_OURS, file.shown, found)]
            self.check_force(file)
            self.check_source(file, found.reader)
            origin = Told(file.located, self.origin.force, self.origin.month, found.sha256)
            batches = found.reader.read(found.raw, origin)
            if not batches:
                raise Refused(f"it has no row of {' '.join(filter(None, (self.origin.force, self.origin.month)))}")
        except (PersonalData, TooLarge) as refusal:
            return [Outcome(REFUSED, file.shown, f"refused: {refusal}")]
        except Refused as refusal:
            self.remember_refusal(file, said, str(refusal))
            return [Outcome(REFUSED, file.shown, f"refused: {refusal}")]
        return [self.take_batch(file.shown, batch, said, last_part(file.located)) for batch in batches]

    def table_of(self, file: Member, said: recognition.Named | None) -> Table | str:
        """What a source can read of it, or why it is passed over. Refused if it is neither."""
        if workbook.is_workbook(io.BytesIO(file.raw)):
            return self.sheet_of(file)
        if file.in_archive and archive.is_packed(file.raw):
            raise Refused("an archive inside an archive; unpack it, and ingest what it holds")
        if reader := recognition.recognised(file.raw):
            return Table(reader, file.raw)
        if words := recognition.disguised(file.raw):
            raise Refused(f"it has columns of stop and search records, parted by {words}; save it as CSV in UTF-8")
        if not file.must_be_ours:
            return passing_over.by_content(file.raw)
        if said is None:
            raise unrecognised(file.raw)
        return Table(said.reader, file.raw)

    def sheet_of(self, file: Member) -> Table | str:
        found = recognition.in_workbook(file.raw)
        if found:
            return Table(*found, sha256=hashlib.sha256(file.raw).hexdigest())
        if not file.must_be_ours:
            return passing_over.NO_SHEET
        raise Refused(f"no sheet of this workbook begins with the header of a source we know ({known_titles()})")

    def check_force(self, file: Member) -> None:
        """Refused if the caller says one force and the name another: the rows themselves do not say whose they are."""
        told_force, named_force = self.origin.force, file.said.force
        if told_force and named_force and told_force != named_force:
            raise Refused(
                f"its name says that it is of {named_force}, --force that it is of {told_force}; "
                "--force never overrules a name, so rename the file if its name is wrong"
            )

    def check_source(self, file: Member, reader: recognition.Source) -> None:
        """Refused if the name says one force, and what is in the file is another force's own extract."""
        own, named_force = sources.known_sources()[reader.SOURCE].force, file.said.force
        if own and named_force and own != named_force:
            raise Refused(f"its name says that it is of {named_force}, but it is an extract of {own}; rename the file")

    def known_file(self, file: Member, said: recognition.Named | None) -> Outcome | None:
        """What comes of a file named by its force and month whose very bytes came before: told without reading it."""
        if said is None or self.origin.force or self.origin.month or self.origin.anew:
            return None
        digest = hashlib.sha256(file.raw).hexdigest()
        with Session(self.engine) as session, session.begin():
            known = supplies.of_bytes(session, said.reader.SOURCE, said.force, said.month, digest)
            return self.meet_again(session, file.shown, known) if known else None

    def remember_refusal(self, file: Member, said: recognition.Named | None, why: str) -> None:
        """A refused file whose name says what it is of stands in the list of supplies.

        Not one that the caller said to be of something else: his word stands against the name.
        """
        if said is None or said.force not in places.forces_by_id() or self.origin.force not in (None, said.force):
            return
        digest = hashlib.sha256(file.raw).hexdigest()
        with Session(self.engine) as session, session.begin():
            self.remember(session, said, digest, last_part(file.located), why)

    def remember(self, session: Session, said: recognition.Named, plain: str, filename: str, why: str) -> None:
        """Bytes that were not taken stand in the list once, as what their name says, with an id by the key."""
        of = (said.reader.SOURCE, said.force, said.month, plain)
        if supplies.of_bytes(session, *of) is None:
            session.add(refused_supply(said, self.names.of(*of, refused=True), filename, self.origin, why))

    def take_batch(self, name: str, batch: Batch, said: recognition.Named | None = None, filename: str = "") -> Outcome:
        """Normalise, place, profile, and keep; what the database holds of these bytes decides what comes of them."""
        try:
            check_identity(batch, self.origin.received)
        except Refused as refusal:
            return Outcome(REFUSED, name, f"refused: {refusal}")
        with Session(self.engine) as session, session.begin():
            known = supplies.of_bytes(session, batch.source, batch.force, batch.month, batch.sha256)
            if known and not (self.origin.anew and held_rows.can_be_put_right(session, known)):
                return self.meet_again(session, name, known)
            received = datetime.fromisoformat(known.received_at) if known else self.origin.received
        clean = normalise.normalise(batch, received)
        try:
            sizes.check_answers(clean.answers)
        except TooLarge as refusal:
            return Outcome(REFUSED, name, f"refused: {refusal}")
        if clean.stops.is_empty() and not clean.rejections.is_empty():
            return self.refuse_unreadable(name, batch, len(clean.rejections), clean.rejections["line"][0], said)
        stops = normalise.place_stops(clean.stops, self.locator)
        figures = profile.profile(batch, clean, stops)
        called = self.names.of(batch.source, batch.force, batch.month, batch.sha256)
        supply = supply_of_batch(batch, clean, figures, filename or last_part(name), self.origin, called)
        names = pl.DataFrame(batch.names, schema=supplies.NAMES, orient="row")
        rows = supplies.Rows(stops, clean.facts, clean.rejections, names)
        return self.put_right(name, supply, rows) if known else self.keep(name, supply, rows, said)

    def refuse_unreadable(
        self, name: str, batch: Batch, rows: int, first: int, said: recognition.Named | None
    ) -> Outcome:
        """Kept as a refusal, without a word of its rows, where its name is what says the month."""
        counted = "its only row cannot" if rows == 1 else f"none of its {rows:,} rows can"
        why = f"{counted} be read; the first is line {first}"
        if said and (said.force, said.month) == (batch.force, batch.month):
            with Session(self.engine) as session, session.begin():
                self.remember(session, said, batch.sha256, last_part(name), why)
        return Outcome(REFUSED, name, f"refused: {why}")

    def put_right(self, name: str, supply: Supply, rows: supplies.Rows) -> Outcome:
        """The rows of a held supply were altered: those of its own bytes take their place, as on the day it came."""
        with Session(self.engine) as session, session.begin():
            held = supplies.find_supply(session, supply.public_id)
            was = held.rows_sha256
            supplies.put_right(session, held, supply, rows)
            same = "they are as they were kept" if held.rows_sha256 == was else "today's code reads them otherwise"
            why = f"{supply.public_id}: its rows were altered, and are read anew: {same}; portal publish shows it"
            return Outcome(PUT_RIGHT, name, why)

    def keep(self, name: str, supply: Supply, rows: supplies.Rows, said: recognition.Named | None) -> Outcome:
        """One transaction; nothing of it stays where the rows are held already, or are of no month but others."""
        doubt = other_months(supply.month, rows.stops, is_public=sources.known_sources()[supply.source].public)
        with Session(self.engine) as session:
            older = supplies.current(session, supply.source, supply.force, supply.month)
            if doubt and older is None:
                return self.refuse_month(session, name, supply, doubt, said)
            supplies.insert_supply(session, supply, rows)
            if supplies.is_same_as_current(session, supply):
                session.rollback()
                assert older is not None  # it says the same as this one
                return Outcome(HELD_ALREADY, name, f"the same searches as {older.public_id}; nothing new")
            if older is not None and held_rows.altered_supplies(session, [older]):
                doubt = f"the rows of {older.public_id} in the database were altered, so nobody can say what changed"
            supplies.settle_state(session, supply, LOSS_LIMIT, doubt)
            outcome = supply_outcome(supply, rows.rejections)
            session.commit()
            return outcome

    def refuse_month(
        self, session: Session, name: str, supply: Supply, why: str, said: recognition.Named | None
    ) -> Outcome:
        """Kept as a refusal, without its rows, where its name is what says the month."""
        if said and (said.force, said.month) == (supply.force, supply.month):
            self.remember(session, said, supply.bytes_sha256 or supply.sha256, supply.filename, why)
        session.commit()
        return Outcome(REFUSED, name, f"refused: {why}; give it the name of its month, or say it with --month")

    def meet_again(self, session: Session, name: str, known: Supply) -> Outcome:
        """Bytes that came before: nothing new, unless they were withdrawn, or the source itself went back to them."""
        if known.state == "withdrawn":
            if self.origin.upstream:  # the source has them still: that is no trouble of this run, and no news
                return Outcome(HELD_ALREADY, name, "its bytes were withdrawn; they are not read again")
            return Outcome(REFUSED, name, f"refused: these bytes were withdrawn: {known.note}")
        if known.state == "refused":
            return Outcome(REFUSED, name, f"refused, as before: {known.note}")
        if known.state == "superseded" and self.origin.upstream:
            supplies.hold_back(session, known, "the source went back to these older bytes")
            return Outcome(HELD, name, f"{known.public_id} held back: {known.note}; portal accept takes it")
        return Outcome(HELD_ALREADY, name, "its bytes are held already; nothing new")


def candidate_files(paths: Iterable[Path]) -> Iterator[Candidate]:
    """Every file meant by the paths, links too, which are not followed; those of a folder in the order of names."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            found = (below for below in sorted(path.rglob("*")) if below.is_symlink() or not below.is_dir())
            yield from (Candidate(below, False, str(below.relative_to(path))) for below in found)
        else:
            yield Candidate(path, True, path.name)


def no_file(found: Candidate) -> Outcome:
    """A pipe or a device: refused where it was named or is called like records, else passed over; never waited on."""
    is_ours = found.by_name or passing_over.looks_like_records(found.below, names.said_by(str(found.path)))
    sentence = f"refused: {file_sizes.NO_FILE}" if is_ours else passing_over.NO_FILE
    return Outcome(REFUSED if is_ours else NOT_OURS, str(found.path), sentence)


def is_archive_of_files(path: Path) -> bool:
    """A ZIP that is no workbook, and does not go by the name of something else: that is refused as what it claims."""
    if path.suffix.casefold() in (".csv", ".json") or not archive.is_archive(path):
        return False
    return not workbook.is_workbook(path)


def link_met(found: Candidate) -> Outcome:
    """Refused where the operator named the link itself, else passed over."""
    if found.by_name:
        return Outcome(REFUSED, str(found.path), f"refused: {passing_over.LINK}; name the file or folder itself")
    return Outcome(NOT_OURS, str(found.path), passing_over.LINK)


def shown_as(archive: Path, name: str, members: Iterable[str]) -> str:
    """A member as the operator is told of it: by its name only if that says nothing that is not ours.

    Else by its number among the archive's files: whoever made it could have written anything there.
    """
    return f"{archive}/{name if names.says_nothing_else(name) else f'member {list(members).index(name) + 1}'}"


def last_part(name: str) -> str:
    """The file's own name, of a path with either slash."""
    return PurePosixPath(name.replace("\\", "/")).name


def other_months(month: str, stops: pl.DataFrame, *, is_public: bool) -> str:
    """Where no row is of the month: a sentence, of a public source with the months they are of. Otherwise nothing."""
    found = (stops["london_date"] // 100).value_counts().sort("london_date")
    counted = {f"{number // 100}-{number % 100:02}": rows for number, rows in found.iter_rows()}
    if not counted or month in counted:
        return ""
    if not is_public:
        return f"none of its rows is of {month}"
    return f"none of its rows is of {month}: they are of {', '.join(f'{m} ({rows:,})' for m, rows in counted.items())}"


def unrecognised(raw: bytes) -> Refused:
    """Why bytes that no source recognises are refused; never with words of theirs, which could be anybody's."""
    try:
        refuse_binary(raw)
    except Refused as refusal:
        return refusal
    return Refused(f"line 1: this is not the header of any source we know ({known_titles()})")


def known_titles() -> str:
    return ", ".join(source.title for source in sources.known_sources().values())


def check_identity(batch: Batch, received: datetime) -> None:
    """Refused if it is of no force of ours, or of a month of which nobody can have records yet, or could."""
    if batch.force not in places.forces_by_id():
        raise Refused(f"the force it is of is not one of {', '.join(places.forces_by_id())}")
    if not is_month(batch.month):
        raise Refused("what it is of is not a month (2018-04)")
    if why := why_impossible(batch.month, received):
        raise Refused(f"{why}; if its name or its dates are wrong, mend them and read it again")

"""The published directory as readers see it: periods, their editions, and the documents in them.

An edition lies in `<period>/<number>/` and never changes; what is not yet whole has a name that starts
with a dot. This is all of the accounts that the site uses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from portal.documents import canonical
from portal.documents.account import Account, EditionPart, PeriodPart, Summary
from portal.documents.charter import CHARTER, CharterDocument
from portal.documents.figures import MonthFigure
from portal.documents.manifest import Manifest
from portal.documents.map import Map
from portal.editions.numbering import edition_sort_key
from portal.periods import NoSuchPeriod, Period
from portal.places import Place

NUMBER = re.compile(r"\d+\.\d+")
SUPPLIES = "supplies"  # the line of editions that lists supplies, beside those of the years
CATALOGUE = "catalogue"  # the line that lists every published table
SERIES = "series"  # the line that holds every place's series over all years
DRAWS_LINE = "draws"  # the line that says which searches were drawn for the video review, and how
TOMBSTONES = "withdrawn.json"
UNFINISHED = re.compile(r"\.(\d+\.\d+)\.unfinished")
BULKY = "searches-"  # how the names of the tables of searches begin: the only files that hold rows
NO_CHARTER = "This edition was measured against no charter."
ACCOUNT, SUMMARY = TypeAdapter(Account), TypeAdapter(Summary)


class Months(TypedDict):
    """Of an account its months."""

    monthly: list[MonthFigure]


MONTHS = TypeAdapter(Months)


class Stone(TypedDict):
    """A tombstone: the file's hash, when it was withdrawn, and why."""

    sha256: str
    when: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT")]
    reason: str


STONES = TypeAdapter(dict[str, Stone])


class NotPublished(LookupError):
    """No edition holds what was asked for."""


class PublishingDefect(Exception):
    """What was made to be published is not fit to be: a defect of ours. Nothing of it comes out, and a run ends with

    exit 1. Its text may repeat a record, so it is for us and not for the operator.
    """


class BrokenTombstones(ValueError):
    """An edition's list of what was withdrawn cannot be read; the text names it."""


class Altered(Exception):
    """A file of an edition is not what was published, or is missing: nothing of it is shown. The text names it."""


class Withdrawn(LookupError):
    """An edition held it once; it was withdrawn, and the text says when and why."""


@dataclass(frozen=True)
class Edition:
    """One frozen edition in its directory."""

    directory: Path

    @cached_property
    def manifest(self) -> Manifest:
        return Manifest.model_validate_json(plain_bytes(self.directory / "manifest.json"))

    @property
    def tombstones(self) -> dict[str, Stone]:
        """Withdrawn files: path -> hash, when and why. Read anew each time: an edition may be withdrawn any day.

        BrokenTombstones.
        """
        path = self.directory / TOMBSTONES
        try:
            if not path.is_symlink() and not path.exists():
                return {}
            return STONES.validate_json(plain_bytes(path))
        except (ValidationError, OSError) as wrong:
            raise BrokenTombstones(f"{path}: the list of what was withdrawn cannot be read") from wrong

    @property
    def part(self) -> EditionPart:
        manifest = self.manifest
        return EditionPart(number=manifest.number, published_at=manifest.published_at, sha256=manifest.sha256)

    def has(self, place: Place) -> bool:
        """Whether the place's account is here to be shown: published, and not withdrawn."""
        return self.holds(f"{stem(place)}.json")

    def holds(self, name: str) -> bool:
        """Whether a file is here to be shown. A tombstone counts, also where the file was not yet taken away."""
        return name in self.manifest.files and is_accessible_file(self.directory / name) and name not in self.tombstones

    def file(self, place: Place, ending: str) -> Path:
        """A file of one place, such as its CSV. NotPublished if the edition has none."""
        return self.named(f"{stem(place)}.{ending}", f"{place.name} has no account for {self.manifest.period}.")

    def named(self, name: str, otherwise: str) -> Path:
        """A file of the edition; NotPublished with the sentence `otherwise`, or Withdrawn with the reason."""
        if name not in self.manifest.files:
            raise NotPublished(otherwise)
        path = self.directory / name
        if stone := self.tombstones.get(name):
            raise Withdrawn(f"This was withdrawn on {stone['when'][:10]}: {stone['reason']}")
        return path

    def read(self, name: str, otherwise: str) -> bytes:
        """A file's bytes as they were published. Altered where they are not; NotPublished and Withdrawn as `named`."""
        path = self.named(name, otherwise)
        try:
            raw = path.read_bytes() if path.is_file() else b""  # a pipe would never end
        except OSError as wrong:
            raise self.altered(name) from wrong
        if canonical.sha256(raw) != self.manifest.files[name]:
            raise self.altered(name)
        return raw

    def altered(self, name: str) -> Altered:
        is_there = is_accessible_file(self.directory / name)
        return Altered(f"{self.name}/{name} is {'not the file that was published' if is_there else 'missing'}")

    @property
    def name(self) -> str:
        """Line and number: `2018-19/1.0`."""
        return f"{self.directory.parent.name}/{self.directory.name}"

    def document(self, place: Place) -> bytes:
        """The bytes of the place's account."""
        return self.read(f"{stem(place)}.json", f"{place.name} has no account for {self.manifest.period}.")

    def account(self, place: Place) -> Account:
        """The place's account, with the edition joined."""
        frozen = parsed_account(self.document(place))
        return frozen.model_copy(update={"edition": self.part})

    def charter(self) -> CharterDocument:
        """The charter that its accounts were measured by. NotPublished where they were measured by none."""
        return parsed_charter(self.read(CHARTER, NO_CHARTER))

    def summary(self, place: Place) -> Summary:
        return SUMMARY.validate_json(self.document(place))

    def months(self, place: Place) -> list[MonthFigure]:
        """The account's months alone, which are read far quicker than all of it."""
        return MONTHS.validate_json(self.document(place))["monthly"]

    def map(self) -> Map:
        return Map.model_validate_json(self.read("map.json", "This edition has no map."))


@lru_cache(maxsize=16)
def parsed_account(raw: bytes) -> Account:
    """Kept, as the pages of one account follow each other: nobody may change what is in it."""
    return ACCOUNT.validate_json(raw)


@lru_cache(maxsize=4)
def parsed_charter(raw: bytes) -> CharterDocument:
    return CharterDocument.model_validate_json(raw)


def is_accessible_file(path: Path) -> bool:
    """Whether it is a file that may be looked at."""
    try:
        return path.is_file()
    except OSError:
        return False


def plain_bytes(path: Path) -> bytes:
    """OSError of what is no plain file: a pipe would never end."""
    if path.exists() and not path.is_file():
        raise FileExistsError(f"{path} is no file")
    return path.read_bytes()


def is_document(name: str) -> bool:
    """Whether a file of an edition says what was published; others are made from those, or describe a table."""
    return name.endswith(".json") and not name.endswith("-metadata.json")


def stem(place: Place) -> str:
    """Where a place's files lie in an edition: `london`, `boroughs/hackney`."""
    return place.stem


def open_edition(directory: Path) -> Edition:
    """The edition in the directory, its manifest read once. OSError where there is no manifest."""
    about = (directory / "manifest.json").stat()
    return cached_edition(directory, about.st_ino, about.st_ctime_ns, about.st_size)


@lru_cache(maxsize=512)
def cached_edition(directory: Path, *_about: int) -> Edition:
    """One object for each manifest that ever stood there."""
    return Edition(directory)


@dataclass(frozen=True)
class Shelf:
    root: Path

    def periods(self) -> list[Period]:
        """Every period with an edition, newest first; of two that end alike the financial year first."""
        if not self.root.is_dir():
            return []
        found = [period for entry in self.root.iterdir() if (period := as_period(entry.name))]
        published = [period for period in found if self.has_any(period)]
        return sorted(published, key=lambda period: (period.first, period.is_financial), reverse=True)

    def lines(self) -> list[str]:
        """Every line of editions there is: periods, SUPPLIES, SERIES, DRAWS_LINE and CATALOGUE."""
        others = [line for line in (SUPPLIES, SERIES, DRAWS_LINE, CATALOGUE) if self.has_any(line)]
        return [*(period.id for period in self.periods()), *others]

    def has_any(self, line: Period | str) -> bool:
        """Whether a line has an edition."""
        return bool(self.numbers(line))

    def numbers(self, line: Period | str) -> list[str]:
        """The numbers of the editions of a period (or of SUPPLIES), oldest first."""
        folder = self.root / (line if isinstance(line, str) else line.id)
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        return sorted((name for name in names if NUMBER.fullmatch(name)), key=edition_sort_key)

    def unfinished(self) -> list[Path]:
        """Editions that are being made, or that a run which was cut off left so: none of them is out yet."""
        return [
            path
            for path in sorted(self.root.glob("*/.*.unfinished"))
            if is_line(path.parent.name)
            and (made := UNFINISHED.fullmatch(path.name))
            and not (path.parent / made[1]).exists()
        ]

    def edition(self, line: Period | str, number: str) -> Edition:
        """NotPublished if there is none."""
        name = line if isinstance(line, str) else line.id
        if number not in self.numbers(name):
            raise NotPublished(f"There is no edition {number} of {name}.")
        return open_edition(self.root / name / number)

    def newest(self, line: Period | str) -> Edition:
        name = line if isinstance(line, str) else line.id
        numbers = self.numbers(line)
        if not numbers:
            raise NotPublished(f"Nothing has been published for {name}.")
        return open_edition(self.root / name / numbers[-1])

    def best_period(self, place: Place) -> Period:
        """The year that the place is shown in unless one is asked for (best_year)."""
        held = [period for period in self.periods() if self.newest(period).has(place)]
        if not held:
            raise NotPublished(f"Nothing has been published for {place.name}.")
        return best_year([(period, self.newest(period).summary(place).period) for period in held])


def best_year(held: Sequence[tuple[Period, PeriodPart]]) -> Period:
    """Of years and how much of each is here, newest first: the newest complete one, else the one with most full months

    (of equals the newest). A year without a full month is shown only where there is no other.
    """
    complete = [period for period, part in held if part.complete]
    return complete[0] if complete else max(held, key=lambda pair: pair[1].months_supplied)[0]


def is_line(name: str) -> bool:
    return name in (SUPPLIES, CATALOGUE, SERIES, DRAWS_LINE) or as_period(name) is not None


def as_period(name: str) -> Period | None:
    try:
        return Period.named(name)
    except NoSuchPeriod:
        return None

"""The agreed rationale: what searches are agreed to be for, since when, and who agreed (data/rationale/*.toml)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from portal import shipped, vocabulary
from portal.charter.building import Sheet, built, listed, sheet

EXAMPLE, AGREED = "example", "agreed"


@dataclass(frozen=True)
class AgreedObject:
    """What may be searched for, as a key of the vocabulary, and why that was agreed."""

    key: str
    reason: str


@dataclass(frozen=True)
class Rationale:
    """`status`: `agreed`, or `example`, which binds nobody. In force from `valid_from` through `valid_until`."""

    id: str
    title: str
    status: str
    agreed_by: tuple[str, ...]
    source: str
    objects: tuple[AgreedObject, ...]
    valid_from: date
    valid_until: date | None = None

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.objects]


def read(path: Path) -> Rationale:
    """The rationale in the file. BadCharter, with every fault found, where it cannot be used."""
    on = sheet(path)
    own = {key: value for key, value in on.raw.items() if key != "object"}
    found = built(on, Rationale, own, (), objects=listed(on, AgreedObject, "object", known_by="key"))
    for at, row in on.rows("object"):
        if str(row.get("key")) not in vocabulary.of("object").labels:
            on.wrong((*at, "key"), f"there is no object {row.get('key')}")
    if found is not None:
        check_status(on, found)
    on.must_be_sound()
    assert found is not None
    return found


def check_status(on: Sheet, rationale: Rationale) -> None:
    if rationale.status not in (EXAMPLE, AGREED):
        on.wrong(("status",), f"the status is {EXAMPLE} or {AGREED}")
    if (rationale.status == AGREED) != bool(rationale.agreed_by):
        on.wrong(("agreed_by",), "an agreed rationale names who agreed; an example names nobody")
    if rationale.valid_until and rationale.valid_until < rationale.valid_from:
        on.wrong(("valid_until",), "the rationale ends before it begins")


def agreed(folder: Path | None = None) -> tuple[Rationale, ...]:
    """Every agreed rationale of the folder (or ours), oldest first. ValueError where two are in force on one day."""
    paths = sorted((folder or shipped.data("rationale")).glob("*.toml"))
    found = [rationale for rationale in map(read, paths) if rationale.status == AGREED]
    return in_turn(sorted(found, key=lambda rationale: rationale.valid_from))


def in_turn(found: Sequence[Rationale]) -> tuple[Rationale, ...]:
    for earlier, later in pairwise(found):
        if later.valid_from <= (earlier.valid_until or date.max):
            raise ValueError(f"the rationales {earlier.id} and {later.id} are both in force on {later.valid_from}")
    return tuple(found)

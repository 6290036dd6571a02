"""The review as its journal tells it: seeds that were promised, draws, what reviewers said, what panels asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from portal.review.drawing import Asked, Stratum
from portal.review.journal import JournalEntry

RECORDS, ACTIVATIONS = "records", "activations"
LETTERS = {RECORDS: "R", ACTIVATIONS: "A"}
"""What a sample is drawn from -> how its items begin. NOT_DRAWN begins those that nobody drew."""
NOT_DRAWN = "N"
FIRST, SECOND, ADJUDICATOR = "first", "second", "adjudicator"
CANNOT_TELL = "cannot_tell"
PROGRAMME_COLUMNS = ("item", "panel", "reviewer", "role", "viewed_on", "footage", "footage_reason", "borough")
"""Columns of a reviewers' file that say who looked at what, and are no answers."""
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Promise:
    """`seed`: empty where somebody else keeps it until the draw."""

    month: str
    sha256: str
    made_at: str
    seed: str = ""


@dataclass(frozen=True)
class Item:
    """`key`: supply and line, or the number in a list of activations. `day`: 20240512; 0 where it is not known."""

    item: str
    key: str
    borough: str
    team: str
    force: str = ""
    day: int = 0


@dataclass(frozen=True)
class Drawn:
    """One draw. `items`: those that it added. `strata`: of all that is drawn of the month so far, with `asked`.

    `supplies`: public ids. `teams`: searches of each team in the frame. `listed`: the frame itself, a line an entry,
    where no supply has it (a list of activations).
    """

    month: str
    sample: Literal["records", "activations"]
    number: int
    drawn_at: str
    seed: str
    promised: str
    promised_in: str
    salt: str
    frame_sha256: str
    list_sha256: str
    searches: int
    asked: Asked
    strata: tuple[Stratum, ...]
    left_out: dict[str, int]
    items: tuple[Item, ...]
    supplies: tuple[str, ...]
    teams: dict[str, int] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    supplement: str = ""

    @property
    def is_public(self) -> bool:
        return not self.salt


DRAWN, PROMISE = TypeAdapter(Drawn), TypeAdapter(Promise)


@dataclass(frozen=True)
class Programme:
    """`said`: item -> role -> the newest version of what was answered. `changed`: answers that a later version changed.

    `questions`: rows of panels' questions; a later row of the same panel, topic and day replaces the earlier.
    """

    promises: Mapping[str, Promise]
    draws: tuple[Drawn, ...]
    said: Mapping[str, Mapping[str, Cells]]
    questions: tuple[Cells, ...]
    changed: Mapping[str, int]

    @classmethod
    def of_entries(cls, entries: Iterable[JournalEntry]) -> "Programme":
        promises: dict[str, Promise] = {}
        draws: list[Drawn] = []
        said: dict[str, dict[str, Cells]] = {}
        changed: dict[str, int] = {}
        questions: dict[tuple[str, str, str], Cells] = {}
        for entry in entries:
            match entry.kind:
                case "seed":
                    promise = PROMISE.validate_json(entry.body)
                    promises.setdefault(promise.month, promise)
                case "draw":
                    draws.append(DRAWN.validate_json(entry.body))
                case "reviews":
                    for cells in entry.content["rows"]:
                        own = said.setdefault(cells["item"], {})
                        before = own.get(cells["role"])
                        altered = sum(before.get(name) != value for name, value in cells.items()) if before else 0
                        changed[cells["item"]] = changed.get(cells["item"], 0) + altered
                        own[cells["role"]] = cells
                case "questions":
                    for cells in entry.content["rows"]:
                        questions[cells["panel"], cells["topic"], cells["asked_on"]] = cells
                case _:
                    raise ValueError(f"entry {entry.number} of the review's journal is of no known kind")
        return cls(promises, tuple(draws), said, tuple(questions.values()), changed)

    def drawn(self, month: str, sample: str = RECORDS) -> list[Drawn]:
        """The draws of a month, the first first."""
        return [each for each in self.draws if (each.month, each.sample) == (month, sample)]

    def items(self) -> dict[str, tuple[Drawn, Item]]:
        """Every item that was ever drawn, with its draw."""
        return {each.item: (one, each) for one in self.draws for each in one.items}


def final_answers(by_role: Mapping[str, Cells]) -> Cells:
    """What holds of an item: the adjudicator's word; of two who differ, that nobody can tell; else the only one's.

    Of the footage holds what the one says who saw more of it.
    """
    if ADJUDICATOR in by_role:
        return by_role[ADJUDICATOR]
    both = [by_role[role] for role in (FIRST, SECOND) if role in by_role]
    if len(both) < 2:
        return both[0] if both else {}
    first, second = both
    if "none" in (first["footage"], second["footage"]):
        return first if second["footage"] == "none" else second
    merged = {name: value if second.get(name) == value else CANNOT_TELL for name, value in first.items()}
    return {**merged, **{name: first[name] for name in PROGRAMME_COLUMNS if name in first}}


def add_faults(programme: Programme, rows: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, str, str]]:
    """Why rows of a reviewers' file cannot be taken beside what is held: line, column, sentence."""
    items = programme.items()
    listed = list(rows)
    arriving: dict[str, dict[str, Cells]] = {}
    for _, cells in listed:
        arriving.setdefault(cells["item"], {})[cells["role"]] = cells
    for line, cells in listed:
        name = cells["item"]
        if not name.startswith(NOT_DRAWN) and name not in items:
            yield line, "item", "was not drawn: take the number from the list of the draw"
            continue
        roles = {**programme.said.get(name, {}), **arriving[name]}
        others = [roles[role]["reviewer"] for role in roles if role != cells["role"]]
        if cells["role"] in (FIRST, SECOND) and cells["reviewer"] in others:
            yield line, "reviewer", "has looked at this item before, in another role: two have to look independently"
        if cells["role"] == ADJUDICATOR and not {FIRST, SECOND} <= roles.keys():
            yield line, "role", "an adjudicator decides between two reviewers, and two have not looked yet"
        if cells["role"] == SECOND and FIRST not in roles:
            yield line, "role", "is the second to look, and nobody was the first"

"""Which searches of a month are drawn for viewing: a sample that nobody can steer, and anyone can draw again.

Everything hangs on SHA-256. Before a month begins the hash of a secret seed is published (`commitment`). After it the
month's records are frozen as a frame and the frame's hash is known. Each record has a lot, which follows from the seed,
the frame and the record alone; of every borough the records with the lowest lots are drawn. Who knew the seed could not
know the frame, and who made the frame did not know the seed. docs/review.md has a program of 20 lines that draws again.

Source: DOMAIN.md 3.2 (stratified by borough, without replacement, equal numbers, a top-up for each specialist team).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.charter.tally import share_or_none

SEPARATOR = "|"
OF_BOROUGH, OF_TEAM = "borough", "team"


class BadDraw(ValueError):
    """A frame or a draw cannot be what it says; the text names what is wrong."""


@dataclass(frozen=True)
class Entry:
    """A search that may be drawn. `key`: the same for ever, such as supply and line, or a return's record number."""

    key: str
    borough: str
    team: str


@dataclass(frozen=True)
class Frame:
    """Every search of a month that may be drawn, and how many were left out, by why.

    `salt`: a secret line before the entries where those are not public: the hash is, and a short one could be guessed.
    """

    month: str
    entries: tuple[Entry, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    salt: str = ""

    @classmethod
    def of(
        cls, month: str, entries: Iterable[Entry], left_out: Mapping[str, int] | None = None, salt: str = ""
    ) -> "Frame":
        """By key. BadDraw where a key stands twice, or one would be read as two."""
        ordered = tuple(sorted(entries, key=lambda entry: entry.key))
        for entry, after in pairwise(ordered):
            if entry.key == after.key:
                raise BadDraw(f"{month}: {entry.key} stands in the frame twice")
        for entry in ordered:
            if not is_plain(entry.key, entry.borough, entry.team):
                raise BadDraw(f"{month}: {entry.key!r:.60} has a line end or {SEPARATOR!r} in it")
        return cls(month, ordered, dict(left_out or {}), salt)

    @property
    def sha256(self) -> str:
        """Of a line for the month, one for the salt if there is one, and `lines`."""
        head = [self.month, self.salt] if self.salt else [self.month]
        return text_sha256("".join(f"{line}\n" for line in [*head, *self.lines]))

    @property
    def lines(self) -> list[str]:
        """One for each entry: key, borough and team, between bars."""
        return [SEPARATOR.join((each.key, each.borough, each.team)) for each in self.entries]


def is_plain(*texts: str) -> bool:
    return not any(character in text for text in texts for character in (SEPARATOR, "\n", "\r"))


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def commitment(seed: str) -> str:
    """What is published before the month begins: it fixes the seed, and does not tell it."""
    return text_sha256(seed)


@dataclass(frozen=True)
class Asked:
    """How many of each borough, and on top how many of each specialist team, of all its searches wherever they were."""

    a_borough: int
    teams: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stratum:
    """Those of a kind (borough or team): how many there are, and how many of them were drawn as such."""

    kind: str
    name: str
    size: int
    drawn: int


@dataclass(frozen=True)
class Draw:
    """`keys`: what is to be viewed, by key, each once; `strata`: what may be published of it."""

    month: str
    seed: str
    frame_sha256: str
    keys: tuple[str, ...]
    strata: tuple[Stratum, ...]

    @property
    def sha256(self) -> str:
        """Of the list of what was drawn: published, so that a longer or another list is told."""
        return text_sha256("".join(f"{key}\n" for key in self.keys))


def draw(frame: Frame, seed: str, committed: str, asked: Asked) -> Draw:
    """BadDraw where the seed is not the one that was committed. The same frame, seed and numbers give the same draw."""
    if commitment(seed) != committed:
        raise BadDraw(f"{frame.month}: the seed is not the one whose hash was published ({committed[:12]})")
    whole = frame.sha256
    chosen: dict[str, Entry] = {}
    strata: list[Stratum] = []
    for kind, name, size in asked_strata(frame, asked):
        own = [entry for entry in frame.entries if (entry.borough if kind == OF_BOROUGH else entry.team) == name]
        taken = sorted(own, key=lambda entry: lot(seed, whole, kind, entry.key))[:size]
        chosen |= {entry.key: entry for entry in taken}
        strata.append(Stratum(kind, name, len(own), len(taken)))
    return Draw(frame.month, seed, whole, tuple(sorted(chosen)), tuple(strata))


def asked_strata(frame: Frame, asked: Asked) -> list[tuple[str, str, int]]:
    """Boroughs with a search, then the teams that have a top-up, each with how many to draw."""
    boroughs = sorted({entry.borough for entry in frame.entries})
    teams = sorted({entry.team for entry in frame.entries} & asked.teams.keys())
    return [
        *((OF_BOROUGH, name, asked.a_borough) for name in boroughs),
        *((OF_TEAM, name, asked.teams[name]) for name in teams),
    ]


def lot(seed: str, frame_sha256: str, kind: str, key: str) -> str:
    """The top-up of a team has lots of its own: what was drawn for a borough says nothing of it."""
    return text_sha256(SEPARATOR.join((seed, frame_sha256, kind, key)))


def inclusion(entry: Entry, strata: Sequence[Stratum]) -> float:
    """The chance that a search was drawn: by its borough, by its team, or by both.

    pi = 1 - (1 - n_b / N_b) (1 - m_t / M_t): the two draws know nothing of each other (STATISTICS.md).
    """
    missed = 1.0
    for stratum in strata:
        if stratum.name == (entry.borough if stratum.kind == OF_BOROUGH else entry.team):
            missed *= 1 - (share_or_none(stratum.drawn, stratum.size) or 0.0)
    return 1 - missed

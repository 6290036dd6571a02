"""What a publishing run says while it works, what it came to, and why it may publish nothing at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from portal.editions.archive import Edition
from portal.periods import Period


@dataclass(frozen=True)
class Published:
    """An edition that came out, and a line about it for the operator."""

    edition: Edition
    sentence: str


@dataclass(frozen=True)
class Fault:
    """What the operator has to mend. `part`: of the run, such as 2018-19, that could not be done for it.

    `defect`: the error, where it is one of ours.
    """

    sentence: str
    part: str = ""
    defect: Exception | None = None


@dataclass(frozen=True)
class Skipped:
    """A part of the run that stays as it is, for a fault that was named before."""

    sentence: str


@dataclass(frozen=True)
class Waiting:
    """A year that is complete and comes out on its announced day."""

    period: Period
    day: date

    @property
    def sentence(self) -> str:
        return f"{self.period.id} is complete and waits for {self.day}"


Event = Published | Fault | Skipped | Waiting
Tell = Callable[[Event], None]
"""Hears of every event as it happens: a run may take an hour."""


@dataclass(frozen=True)
class PublishResult:
    """What a run came to. Of the list of tables no edition is named: it changes whenever something else does."""

    editions: list[Edition]
    faults: list[Fault]
    waiting: list[Waiting]

    @classmethod
    def from_events(cls, events: Iterable[Event]) -> "PublishResult":
        every = list(events)
        return cls(
            [event.edition for event in every if isinstance(event, Published)],
            [event for event in every if isinstance(event, Fault)],
            [event for event in every if isinstance(event, Waiting)],
        )


class NothingPublished(Exception):
    """The run ended before it published anything; the text says why and what to do."""


class NothingHeld(NothingPublished):
    """No supply is held for a period that was asked for."""


class UnusableCharter(NothingPublished):
    """The charter, or data/disclosure.toml, cannot be used; the text names its faults by line."""


class UnusableOutlines(NothingPublished):
    """The operator's wards or places cannot be used; the text names the file and its feature."""


class ForeignEdition(NothingPublished):
    """The published directory holds editions that no run of ours published; `faults`: a sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(f"nothing is published: {fault}" for fault in faults)
        super().__init__("; ".join(self.faults))

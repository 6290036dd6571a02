"""How much is known of some searches under a field, and whether that is enough for a figure.

A label that nobody has listed, a blank, "not stated", and a column that the file lacks are all unknown: no figure
counts them as an answer. Where they are too many (data/limits.toml), a figure has a status in place of a value.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from portal import shipped
from portal.accounts.figures import FigureStatus
from portal.accounts.place_counts import PlaceCounts
from portal.vocabulary import NOT_PUBLISHED, UNLISTED, is_unknown


@cache
def limits() -> Mapping[str, float]:
    """`unlisted` and `unknown`: the largest shares (0 to 1) that leave a figure its value (data/limits.toml)."""
    found: dict[str, float] = tomllib.loads(shipped.data("limits.toml").read_text("utf-8"))["unknown"]
    return found


@dataclass(frozen=True)
class Knowledge:
    """Of `of` searches: `silent` stand in files without the column, `unlisted` have a label that nobody knows.

    `unknown`: all whose answer is not known, those two among them.
    """

    of: int
    unknown: int = 0
    unlisted: int = 0
    silent: int = 0

    @property
    def known(self) -> int:
        return self.of - self.unknown

    @property
    def status(self) -> FigureStatus:
        """`value` where enough is known; of nothing, everything is."""
        if self.unknown > limits()["unknown"] * self.of:
            return "not_published" if 2 * self.silent > self.unknown else "unknown"
        return "unknown" if self.unlisted > limits()["unlisted"] * (self.of - self.silent) else "value"


def is_unlisted(key: str) -> bool:
    """Whether it stands for a label that the vocabulary does not list."""
    return key.startswith(UNLISTED)


def knowledge(stops: PlaceCounts, *fields: str) -> Knowledge:
    """Of searches under one field or more: known is what has an answer under every one of them."""
    counts = stops.by(*fields)
    silent = {keys for keys in counts if NOT_PUBLISHED in keys}  # the file lacks the column of one of the fields
    return Knowledge(
        of=sum(counts.values()),
        unknown=sum(count for keys, count in counts.items() if any(map(is_unknown, keys))),
        unlisted=sum(count for keys, count in counts.items() if keys not in silent and any(map(is_unlisted, keys))),
        silent=sum(counts[keys] for keys in silent),
    )


def of_counts(counts: Mapping[str, int]) -> Knowledge:
    """The same from a key's counts."""
    return Knowledge(
        of=sum(counts.values()),
        unknown=sum(count for key, count in counts.items() if is_unknown(key)),
        unlisted=sum(count for key, count in counts.items() if is_unlisted(key)),
        silent=counts.get(NOT_PUBLISHED, 0),
    )


def worse(first: FigureStatus, second: FigureStatus) -> FigureStatus:
    """The status of a figure that needs two things: of a status without a value and one with, the former."""
    order: tuple[FigureStatus, ...] = ("not_published", "unknown", "partial", "value")
    return min(first, second, key=lambda each: order.index(each) if each in order else -1)

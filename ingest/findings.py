"""What is odd about a supply: named checks, each a pure function that says nothing or one plain sentence.

A finding is public: it stands on the supply's page and in every account the supply feeds.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

import polars as pl

from portal import vocabulary
from portal.records import LABELLED

REJECTED_LIMIT = 0.01
FREE_TEXT = ("operation_name",)

Severity = Literal["note", "warning", "serious"]


@dataclass(frozen=True)
class Finding:
    id: str
    severity: Severity
    sentence: str
    figures: dict[str, int | float | str]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Examined:
    """A supply as the checks see it: its stops (labels as written), what was read, refused and cut."""

    month: str
    stops: pl.DataFrame
    rejections: pl.DataFrame
    rows_read: int
    columns_present: tuple[str, ...]
    ends_cleanly: bool


def examine(supply: Examined) -> list[Finding]:
    """Every finding about the supply, in the order of CHECKS."""
    return [finding for check in CHECKS for finding in check(supply)]


def rejected_rows(supply: Examined) -> Iterator[Finding]:
    rejected = supply.rejections.height
    if rejected:
        share = rejected / supply.rows_read
        over = share > REJECTED_LIMIT
        yield Finding(
            "rejected_rows",
            "serious" if over else "note",
            f"{rejected:,} of {supply.rows_read:,} rows could not be read"
            + (", more than 1 in 100: figures drawn from this supply are too low." if over else "."),
            {"rejected": rejected, "rows_read": supply.rows_read},
        )


def empty_file(supply: Examined) -> Iterator[Finding]:
    if supply.rows_read == 0:
        yield Finding(
            "empty_file",
            "serious",
            "The file holds a header and no row: that is neither a month of no searches nor a missing file.",
            {"rows_read": 0},
        )


def cut_short(supply: Examined) -> Iterator[Finding]:
    if not supply.ends_cleanly:
        yield Finding(
            "cut_short",
            "note",
            "The file does not end with a whole line, as if it had been cut short.",
            {"rows_read": supply.rows_read},
        )


def unlisted_labels(supply: Examined) -> Iterator[Finding]:
    for field in LABELLED:
        if field in FREE_TEXT:
            continue
        words = vocabulary.of(field)
        counts = supply.stops[field].drop_nulls().value_counts().sort(field)
        for label, rows in counts.iter_rows():
            if not words.knows(label):
                yield Finding(
                    "unlisted_label",
                    "warning",
                    f"{words.title}: the label {label!r} is not in our vocabulary; "
                    f"its rows ({rows:,}) are counted under it, as written.",
                    {"field": field, "label": label, "rows": rows},
                )


def month_spill(supply: Examined) -> Iterator[Finding]:
    year, month = int(supply.month[:4]), int(supply.month[5:])
    spilt = supply.stops.filter(pl.col("london_date") // 100 != year * 100 + month).height
    if spilt:
        yield Finding(
            "month_spill",
            "note" if spilt <= 10 else "warning",
            f"{spilt:,} rows carry a London date outside {supply.month}; they count under their own date.",
            {"rows": spilt},
        )


CHECKS: tuple[Callable[[Examined], Iterator[Finding]], ...] = (
    empty_file,
    rejected_rows,
    cut_short,
    unlisted_labels,
    month_spill,
)

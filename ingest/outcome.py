"""What a caller knows of a file, and what came of it: a word, and a sentence for the operator."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import polars as pl

from ingest import names
from portal.records import Supply

NEW, SUPERSEDED, HELD_ALREADY = "new", "superseded", "held already"
HELD, REFUSED, NOT_OURS, EMPTY = "held back", "refused", "not ours", "empty"
PUT_RIGHT = "put right"
NO_NEWS = (HELD_ALREADY, NOT_OURS, EMPTY)
CELL = re.compile(r'^".*"', re.DOTALL)
"""How a reason begins that quotes the cell."""
REJECTED_LIMIT = 0.01


@dataclass(frozen=True)
class Origin:
    """What the caller knows beyond the bytes; `force` and `month` overrule names.

    `upstream`: the bytes are what the source offers today, so older bytes mean that it went back. `anew`: where the
    rows of bytes that are held already are not those that were kept, they are read again.
    """

    received: datetime
    force: str | None = None
    month: str | None = None
    invented: bool = False
    retrieved_from: str = ""
    upstream: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one file or one month of it: one of the words above, and a sentence for the operator.

    Of a file that is not ours the sentence is the reason alone, so that files can be listed by it.
    """

    what: str
    filename: str
    sentence: str
    over_limit: bool = False

    @property
    def kept_name(self) -> str:
        """The file's name as it may be kept: of a file that was not taken only one that says nothing else."""
        name = PurePosixPath(self.filename).name
        is_plain = self.what not in (REFUSED, NOT_OURS) or names.says_nothing_else(name)
        return name if is_plain else "a file of another name"

    @property
    def is_trouble(self) -> bool:
        return self.what in (REFUSED, HELD) or self.over_limit


def without_cell(reason: str) -> str:
    """Why a cell could not be read, without what stands in it: this is kept in reports and sent by mail."""
    return CELL.sub("the cell", reason)


def supply_outcome(supply: Supply, rejections: pl.DataFrame) -> Outcome:
    """The sentence for the operator; the first rejection is told with its line and column."""
    sentence = f"{supply.rows_kept:,} of {supply.rows_read:,} rows kept"
    if supply.rows_rejected:
        first = rejections.row(0, named=True)
        column = f", column {first['column']}" if first["column"] else ""
        where = f"line {first['line']}{column}: {without_cell(first['reason'])}"
        sentence += f", {supply.rows_rejected:,} rejected; the first: {where}"
    if supply.supersedes:
        verb = "supersedes" if supply.state == "current" else "would supersede"
        rows = f"{supply.rows_gone:,} rows gone, {supply.rows_new:,} rows new"
        sentence += f"; {verb} {supply.supersedes}: {rows}"
    over = supply.rows_rejected > REJECTED_LIMIT * supply.rows_read
    if supply.state == "held":
        held = f"{sentence}; held back: {supply.note}; portal accept {supply.public_id} takes it"
        return Outcome(HELD, supply.filename, held, over)
    return Outcome(SUPERSEDED if supply.supersedes else NEW, supply.filename, sentence, over)

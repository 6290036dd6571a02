"""The digest of a supply's rows: one hash over all that figures follow from, the same from every database.

It is taken of the rows as text and numbers, column by column in the order of lines: never of label numbers, and never
of how a database or a library prints a number. So it costs little, and any change of a cell, a label or a row shows.
"""

import hashlib
import json
from typing import Any

import polars as pl

from portal.records import Fact, Rejection, Stop, Supply

FORM = "rows/1"
"""Begins every digest: another way of taking it needs another name here, and then the old digests are unknown."""


def rows_digest(supply: Supply, stops: pl.DataFrame, facts: pl.DataFrame, rejections: pl.DataFrame) -> str:
    """SHA-256 of what the supply is and of its rows: the columns of Stop, Fact and Rejection, labels as text."""
    whole = hashlib.sha256(b"%s\n%s\n" % (FORM.encode(), json.dumps(identity(supply)).encode()))
    for table, rows in ((Stop, stops), (Fact, facts), (Rejection, rejections)):
        whole.update(b"%s %d\n" % (table.__name__.encode(), rows.height))
        ordered = rows.sort("line")
        for name in sorted(table.model_fields.keys() & set(rows.columns) - {"supply"}):
            digest_column(whole, name, ordered[name])
    return whole.hexdigest()


def identity(supply: Supply) -> list[Any]:
    """What figures take from the supply itself, and never changes while it has rows."""
    span = (supply.first_date, supply.last_date)
    return [supply.source, supply.force, supply.month, supply.invented, *span, sorted(supply.columns_present)]


def digest_column(whole: Any, name: str, cells: pl.Series) -> None:
    """The column's name, which of its cells are blank, and the others. A column that is blank throughout has no trace.

    So a later column that old rows do not have leaves their digests as they are.
    """
    if cells.null_count() == len(cells):
        return
    whole.update(b"%s %s\n" % (name.encode(), cells.is_null().cast(pl.UInt8).to_numpy().tobytes()))
    known = cells.drop_nulls()
    if known.dtype == pl.String:
        whole.update(known.str.len_bytes().cast(pl.Int64).to_numpy().astype("<i8").tobytes())
        whole.update(known.str.join("").item().encode())
    elif known.dtype.is_float():
        whole.update((known + 0.0).to_numpy().astype("<f8").tobytes())  # a database keeps no minus before a zero
    else:
        whole.update(known.cast(pl.Int64).to_numpy().astype("<i8").tobytes())

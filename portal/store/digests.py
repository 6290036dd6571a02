"""The digest of a supply's rows: one hash over all that figures follow from, the same from every database.

It is taken of the rows as text and numbers, column by column in the order of lines: never of label numbers, and never
of how a database or a library prints a number. So it costs little, and any change of a cell, a label or a row shows.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper

from portal.records import Fact, PointName, Rejection, Stop, Supply

# The seal of a supply: a hash of all that its entry says, so that one altered by hand, or by a bad disk, shows.
#
# `digests` tells of the rows; this tells of the supply itself: its state, its findings, and that it has a digest.
# Every
# entry that the portal writes is sealed as it is written. One that was altered keeps its broken seal, whatever is
# written to it afterwards, until it is renewed on purpose.

SEAL_FORM = "supply/1"
"""Begins every seal: another way of taking it needs another name here."""
NOT_SEALED = ("id", "entry_sha256")
RENEWED = ""
"""Stands in `entry_sha256` of an entry that is to be sealed as it is now."""


def seal_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 of the columns by name. A blank leaves no trace, so that a later column leaves old seals as they are."""
    said = {name: value for name, value in entry.items() if value is not None and name not in NOT_SEALED}
    return hashlib.sha256(f"{SEAL_FORM}\n{json.dumps(said, sort_keys=True)}".encode()).hexdigest()


def is_broken(supply: Supply) -> bool:
    """Whether the entry is not as the portal wrote it last."""
    return supply.entry_sha256 != seal_of(supply.model_dump())


def renew_seal(supply: Supply) -> None:
    """Seal the entry as it will be written, though it was altered."""
    supply.entry_sha256 = RENEWED


@event.listens_for(Supply, "load")
@event.listens_for(Supply, "refresh")
def look_at_seal(supply: Supply, *_: object) -> None:
    """Is its seal whole, before anything is changed?"""
    inspect(supply).info["sealed"] = not is_broken(supply)


@event.listens_for(Supply, "before_insert")
def seal(_mapper: Mapper[Supply], _connection: Connection, supply: Supply) -> None:
    supply.entry_sha256 = seal_of(supply.model_dump())
    inspect(supply).info["sealed"] = True


@event.listens_for(Supply, "before_update")
def seal_again(mapper: Mapper[Supply], connection: Connection, supply: Supply) -> None:
    if inspect(supply).info["sealed"] or supply.entry_sha256 == RENEWED:
        seal(mapper, connection, supply)


DIGEST_FORM = "rows/1"
"""Begins every digest: another way of taking it needs another name here, and then the old digests are unknown."""


def rows_digest(
    supply: Supply,
    stops: pl.DataFrame,
    facts: pl.DataFrame,
    rejections: pl.DataFrame,
    names: pl.DataFrame | None = None,
) -> str:
    """SHA-256 of what the supply is and of its rows: the columns of Stop, Fact and Rejection, labels as text.

    `names`: those of PointName; where there is none they leave no trace, as in supplies from before they were kept.
    """
    whole = hashlib.sha256(b"%s\n%s\n" % (DIGEST_FORM.encode(), json.dumps(permanent_supply_values(supply)).encode()))
    for table, rows in ((Stop, stops), (Fact, facts), (Rejection, rejections)):
        whole.update(b"%s %d\n" % (table.__name__.encode(), rows.height))
        ordered = rows.sort("line")
        for name in sorted(table.model_fields.keys() & set(rows.columns) - {"supply"}):
            digest_column(whole, name, ordered[name])
    if names is not None and not names.is_empty():
        whole.update(b"%s %d\n" % (PointName.__name__.encode(), names.height))
        ordered = names.sort("latitude", "longitude")
        for name in ("latitude", "longitude", "name"):
            digest_column(whole, name, ordered[name])
    return whole.hexdigest()


def permanent_supply_values(supply: Supply) -> list[Any]:
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

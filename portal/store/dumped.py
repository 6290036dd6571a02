"""Every table as lines of JSON and back, the same for SQLite and PostgreSQL: what a backup holds of the database."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import SQLModel

from portal import records  # noqa: F401  the tables register themselves

SLICE = 5_000  # rows held in memory at a time


def every_table() -> list[Table]:
    """A table stands behind those it refers to."""
    return SQLModel.metadata.sorted_tables


def column_names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """A line a row: its values in the order of `column_names`, rows by their key."""
    question = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=SLICE).execute(question):
        yield json.dumps(list(row), separators=(",", ":")).encode() + b"\n"


def taken_in(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put the rows into an empty table; answers how many. ValueError for a line that is no row of it."""
    names, count, left = column_names(table), 0, iter(lines)
    while batch := [dumped_row(names, json.loads(line)) for line in islice(left, SLICE)]:
        connection.execute(insert(table), batch)
        count += len(batch)
    number_on(connection, table)
    return count


def dumped_row(names: Sequence[str], values: Any) -> dict[str, Any]:
    if not isinstance(values, list):
        raise ValueError("a row is not a list")
    return dict(zip(names, values, strict=True))


def number_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids apart from the rows: go on behind the highest that was put in."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    highest = connection.execute(select(func.max(table.c.id))).scalar()
    if highest is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:named, 'id'), :highest)"),
            {"named": f'"{table.name}"', "highest": highest},
        )


def tables_with_rows(connection: Connection) -> list[str]:
    """The names of the tables that hold anything."""
    return [table.name for table in every_table() if connection.execute(select(1).select_from(table).limit(1)).first()]


def delete_all_rows(connection: Connection) -> None:
    for table in reversed(every_table()):
        connection.execute(table.delete())

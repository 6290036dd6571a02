"""Rows of the database as a frame, by the driver itself: it is twice as fast as the toolkit on top of it."""

from collections.abc import Mapping

import polars as pl
from sqlmodel import Session

Schema = Mapping[str, type[pl.DataType]]
"""Column -> the type that it has in a frame, in the order of the question's columns."""


def driver_frame(session: Session, question: str, schema: Schema) -> pl.DataFrame:
    """What the database answers. `question`: SQL with every value in it, and so never a text of anybody else's."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(question)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
    finally:
        cursor.close()

"""Figures that are no pass and no fail: what searches found, and which words of GOWISELY were said."""

import polars as pl

from portal import vocabulary
from portal.charter.definitions import NOT_PUBLISHED
from portal.vocabulary import NOT_RECORDED


def found(frame: pl.DataFrame) -> pl.DataFrame:
    """Every object, with what its searches came to: object, searches, action, no_action, unknown, linked, link_unknown.

    An outcome that is blank, unpublished or unlisted is unknown, never "nothing found".
    """
    outcomes = vocabulary.field_vocabulary("outcome")
    action = pl.col("outcome").is_in(outcomes.keys_where(lambda term: term.action))
    known = pl.col("outcome").is_in(list(outcomes.labels))
    links = pl.col("linked").is_in(["true", "false"])
    return (
        frame.group_by("object")
        .agg(
            searches=pl.len(),
            action=action.sum(),
            no_action=(known & ~action).sum(),
            unknown=(~known).sum(),
            linked=(pl.col("linked") == "true").sum(),
            link_unknown=(~links).sum(),
        )
        .sort("object")
    )


def letters(frame: pl.DataFrame, every: str = "GOWISELY") -> pl.DataFrame:
    """Each letter once, with the records that answer, and those of them on which it was said: letter, said, of."""
    told = frame.filter(~pl.col("gowisely").is_in([NOT_RECORDED, NOT_PUBLISHED]))
    said = {letter: told["gowisely"].str.contains(letter, literal=True).sum() for letter in dict.fromkeys(every)}
    return pl.DataFrame(
        [(letter, count, told.height) for letter, count in said.items()],
        schema={"letter": pl.String, "said": pl.Int64, "of": pl.Int64},
        orient="row",
    )

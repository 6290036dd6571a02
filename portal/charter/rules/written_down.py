"""What is on the record, and when it got there."""

from collections.abc import Sequence

import polars as pl

from portal.charter.known import Known
from portal.charter.rules.claims import Claims, blank, is_one_of, unlisted
from portal.charter.states import FAIL, NOT_RECORDED


def written(*, field: str, listed: bool = False, placeholders: Sequence[str] = ()) -> Claims:
    """There is something in the cell that is no placeholder and, if `listed`, stands in the vocabulary."""
    outside = unlisted(field) if listed else pl.lit(False)
    return {NOT_RECORDED: blank(field), FAIL: is_one_of(field, placeholders) | outside}


def timed(*, placeholder_share: float) -> Claims:
    """There is a time. Where so large a share of a supply's times is midnight sharp, midnight is no time."""
    placeholder = (pl.col("clock") == "midnight") & (pl.col("midnight_share") >= placeholder_share)
    return {NOT_RECORDED: blank("clock"), FAIL: placeholder.fill_null(False)}


def team_listed(known: Known) -> Claims:
    """The team stands in the published list of teams."""
    return {NOT_RECORDED: blank("team"), FAIL: ~is_one_of("team", known.teams)}


def within(*, field: str, most: int, blank_means: str = NOT_RECORDED, reason: str = "") -> Claims:
    """At most so many minutes, days or times; more passes where the column `reason` says yes.

    `blank_means`: the state of a record without the number, where the standard gives a blank a meaning.
    """
    too_much = (pl.col(field) > most).fill_null(False)
    explained = pl.col(reason) == "yes" if reason else pl.lit(False)
    claims = {FAIL: too_much & ~explained}
    claims[blank_means] = claims.get(blank_means, pl.lit(False)) | blank(field)
    return claims

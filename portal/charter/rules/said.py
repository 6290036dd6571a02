"""What was said and done at the search, as the return's answers have it."""

from collections.abc import Sequence

import polars as pl

from portal.charter.known import Known
from portal.charter.rules.claims import Claims, blank, either, in_a_return, is_one_of, missing, unlisted, unpublished
from portal.charter.rules.powers import without_suspicion
from portal.charter.states import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_PUBLISHED, NOT_RECORDED


def answered(
    *,
    field: str,
    yes: Sequence[str],
    excused: Sequence[str] = (),
    cannot_tell: Sequence[str] = (),
    excuse: str = "",
) -> Claims:
    """One of the answers in `yes`. `excused`: answers that take the record out; `excuse`: a column whose yes does."""
    let_off = pl.col(excuse) == "yes" if excuse else pl.lit(False)
    done = is_one_of(field, yes)
    return {
        NOT_APPLICABLE: is_one_of(field, excused) | (let_off & ~done & ~missing(field)),
        NOT_RECORDED: blank(field),
        CANNOT_TELL: is_one_of(field, cannot_tell) | unlisted(field),
        FAIL: ~done,
    }


def asked(*, excused: Sequence[str]) -> Claims:
    """The person was asked their ethnicity.

    A return says so itself. Of other sources only this can be told: whether there is a self-defined ethnicity, or a
    code for why not, on the record.
    """
    code, own_word = "self_defined_code", "self_defined_asked"
    no_word = blank(own_word) & in_a_return()
    return {
        NOT_PUBLISHED: in_a_return() & unpublished(own_word),
        NOT_APPLICABLE: is_one_of(code, excused),
        NOT_RECORDED: no_word | (blank(code) & (pl.col(own_word) != "no")),
        CANNOT_TELL: unlisted(code),
        FAIL: pl.col(own_word) == "no",
    }


def letters_said(known: Known, *, letters: str, plain_clothes: str, suspicion: str) -> Claims:
    """Every letter that applied was said: `plain_clothes` unless in uniform, `suspicion` unless none was needed.

    Where a letter was not said, and the cell that tells whether it applied is blank, nobody knows.
    """
    excuses = {plain_clothes: pl.col("uniform") == "yes", suspicion: without_suspicion(known)}
    open_ = {plain_clothes: missing("uniform"), suspicion: missing("power")}
    unsaid = {letter: ~pl.col("gowisely").str.contains(letter, literal=True) for letter in letters}
    wrong = [
        gone & ~excuses.get(letter, pl.lit(False)) & ~open_.get(letter, pl.lit(False))
        for letter, gone in unsaid.items()
    ]
    unsure = [unsaid[letter] & unknown for letter, unknown in open_.items() if letter in unsaid]
    return {NOT_RECORDED: blank("gowisely"), CANNOT_TELL: either(unsure) & ~either(wrong), FAIL: either(wrong)}


def agree(*, field: str, other: str, cannot_tell: Sequence[str] = ()) -> Claims:
    """Two people came to the same result. Where only one looked, or none, there is nothing to compare."""
    return {
        NOT_APPLICABLE: blank(field) | blank(other),
        CANNOT_TELL: is_one_of(field, cannot_tell),
        FAIL: pl.col(field) != pl.col(other),
    }

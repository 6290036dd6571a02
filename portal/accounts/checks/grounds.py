"""Shares of the twelve grounds flags in returns that carry them: worth a look, never a verdict, and never text.

Each flag is counted as a check is: raised stands as fail, not raised as pass.
"""

import polars as pl

from portal.charter.definitions import (
    CANNOT_TELL,
    FAIL,
    FLAGS_FIELD,
    NOT_APPLICABLE,
    NOT_PUBLISHED,
    NOT_RECORDED,
    PASS,
    STATES,
    Check,
    flags,
    grounds_check,
)
from portal.documents.account import Compliance, GroundsFlag


def flag_states(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states a flag, for the rows of a measuring frame."""
    return frame.select(flag_state_expr(flag.id) for flag in flags())


def flag_state_expr(flag: str) -> pl.Expr:
    told = pl.col(FLAGS_FIELD)
    raised = told.str.split(";").list.contains(flag)
    state = (
        pl.when(told.is_in([NOT_PUBLISHED, NOT_RECORDED]))
        .then(told)
        .otherwise(pl.when(raised).then(pl.lit(FAIL)).otherwise(pl.lit(PASS)))
    )
    return state.cast(pl.Enum(list(STATES))).alias(flag)


def grounds_flag(flag: Check, found: Compliance) -> GroundsFlag:
    """Records with the flag, of those with flags at all; of a flag about people only the records with it."""
    raised, others = found.fail, found.passed
    of = None if raised is None or others is None else raised + others
    return GroundsFlag(
        flag=flag.id,
        label=flag.title,
        searches=raised,
        share=round(raised / of, 6) if raised is not None and of else None,
        status="rounded" if found.status in ("rounded", "withheld") and raised is not None else found.status,
        reason=found.reason,
        reason_code=found.reason_code,
        of=of,
        is_returned=found.is_returned,
    )


# How strong a human grader found the grounds, and which letters of GOWISELY were said: shares of what returns say.
#
# Both are counted as a check is: a grade stands in the place of a state. Of a letter, said stands as fail, as a flag
# that
# was raised does.

STRENGTH, LETTER = "strength", "letter_"
GRADE_FIELD, LETTERS_FIELD = "grounds_strength", "gowisely"
GRADES = ((0, FAIL, "None"), (1, CANNOT_TELL, "Weak"), (2, NOT_APPLICABLE, "Moderate"), (3, PASS, "Strong"))
"""Grade, the state in whose place it stands, and its name."""
LETTERS = {
    "G": "Grounds",
    "O": "Object",
    "W": "Warrant card",
    "I": "Identity of the officer",
    "S": "Station",
    "E": "Entitlement to a record",
    "L": "Law",
    "Y": "You are detained",
}


def of_return(name: str, title: str, field: str) -> Check:
    return grounds_check(name, title, title, "data/charter_return/schema.json", field)


def grounds_checks() -> tuple[Check, ...]:
    """The grades together, then each letter."""
    said = (of_return(f"{LETTER}{letter}", title, LETTERS_FIELD) for letter, title in LETTERS.items())
    return (of_return(STRENGTH, "How strong the grounds are", GRADE_FIELD), *said)


def grade_states(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states a check, for the rows of a measuring frame."""
    return frame.select(strength_of(), *(letter_state_expr(letter) for letter in LETTERS))


def strength_of() -> pl.Expr:
    found = pl.col(f"{GRADE_FIELD}_state")
    for grade, state, _ in GRADES:
        found = pl.when(pl.col(GRADE_FIELD) == grade).then(pl.lit(state)).otherwise(found)
    return found.cast(pl.Enum(list(STATES))).alias(STRENGTH)


def letter_state_expr(letter: str) -> pl.Expr:
    told = pl.col(LETTERS_FIELD)
    was_said = pl.when(told.str.contains(letter, literal=True)).then(pl.lit(FAIL)).otherwise(pl.lit(PASS))
    state = pl.when(told.is_in([NOT_PUBLISHED, NOT_RECORDED])).then(told).otherwise(was_said)
    return state.cast(pl.Enum(list(STATES))).alias(f"{LETTER}{letter}")


def graded(found: Compliance) -> list[GroundsFlag]:
    """Each grade with its share of the records that have one."""
    counts = {
        FAIL: found.fail,
        CANNOT_TELL: found.cannot_tell,
        NOT_APPLICABLE: found.not_applicable,
        PASS: found.passed,
    }
    are_told = all(count is not None for count in counts.values())
    of = sum(count or 0 for count in counts.values()) if are_told else None
    return [grade(found, str(number), name, counts[state], of) for number, state, name in GRADES]


def grade(found: Compliance, number: str, name: str, searches: int | None, of: int | None) -> GroundsFlag:
    return GroundsFlag(
        flag=number,
        label=name,
        searches=searches,
        share=round(searches / of, 6) if searches is not None and of else None,
        status=found.status,
        reason=found.reason,
        reason_code=found.reason_code,
        of=None if searches is None else of,
        is_returned=found.is_returned,
    )


def letter(check: Check) -> str:
    return check.id.removeprefix(LETTER)

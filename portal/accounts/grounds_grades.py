"""How strong a human grader found the grounds, and which letters of GOWISELY were said: shares of what returns say.

Both are counted as a check is: a grade stands in the place of a state. Of a letter, said stands as fail, as a flag that
was raised does.
"""

import polars as pl

from portal.accounts.compliance_document import Compliance, GroundsFlag
from portal.accounts.grounds_shares import asked
from portal.charter.definitions import Check
from portal.charter.states import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_PUBLISHED, NOT_RECORDED, PASS, STATES

STRENGTH, LETTER = "strength", "letter_"
FIELD, LETTERS_FIELD = "grounds_strength", "gowisely"
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
    return asked(name, title, title, "data/charter_return/schema.json", field)


def checks() -> tuple[Check, ...]:
    """The grades together, then each letter."""
    said = (of_return(f"{LETTER}{letter}", title, LETTERS_FIELD) for letter, title in LETTERS.items())
    return (of_return(STRENGTH, "How strong the grounds are", FIELD), *said)


def states(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states a check, for the rows of a measuring frame."""
    return frame.select(strength_of(), *(said(letter) for letter in LETTERS))


def strength_of() -> pl.Expr:
    found = pl.col(f"{FIELD}_state")
    for grade, state, _ in GRADES:
        found = pl.when(pl.col(FIELD) == grade).then(pl.lit(state)).otherwise(found)
    return found.cast(pl.Enum(list(STATES))).alias(STRENGTH)


def said(letter: str) -> pl.Expr:
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

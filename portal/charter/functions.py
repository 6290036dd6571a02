"""The functions that a charter may name, the parameters each takes and the columns each reads, without loading a frame.

The functions themselves stand in charter.rules and charter.duties; a test holds the two together. What searches found
is a figure of the account, counted with its outcomes (accounts.counting).
"""

from dataclasses import dataclass, field
from functools import cache

from portal import places, return_standard, vocabulary
from portal.charter.definitions import (
    CANNOT_TELL,
    FAIL,
    FIGURE,
    NOT_APPLICABLE,
    NOT_RECORDED,
    RECORD,
    REVIEW_ITEM,
    SUPPLY,
)
from portal.fields import field_names_where

# The columns that a check may look at, and what may stand in them: those of store.return_columns.measuring_frame.

KEYED = field_names_where(lambda field: field.is_keyed)
"""Columns of labels, each a key of the vocabulary of that name; asked at import, as those of the return are."""

MOST = {
    field.name: int(field.maximum or 0) for field in return_standard.return_fact_fields() if field.type == "integer"
}
"""Columns of whole numbers -> the largest that the standard allows."""

NUMBERS = tuple(MOST)
"""Each has a column beside it that says whether there is a number."""

ENUMERATED = {field.name: frozenset(field.enum) for field in return_standard.return_fact_fields() if field.enum}
OURS = {
    "clothing_level": frozenset({"outer", "more_than_outer", "intimate_parts"}),
    "clock": frozenset({"timed", "midnight"}),
    "point": frozenset({"in_london", "outside_london"}),
    "area": frozenset({*places.boroughs(), places.OUTSIDE_LONDON}),
    "hour": frozenset(f"hour_{hour:02}" for hour in range(24)),
}
OPEN = tuple(field.name for field in return_standard.return_fact_fields() if field.type != "integer" and not field.enum)
NAMES = frozenset((*KEYED, *NUMBERS, *ENUMERATED, *OURS, *OPEN, "self_defined_code"))


def state_column(name: str) -> str:
    """Where `not_published` and `not_recorded` stand for this column."""
    return f"{name}_state" if name in NUMBERS else name


@cache
def values(name: str) -> frozenset[str] | None:
    """The words that may stand in the column beside `not_recorded` and `not_published`; None where nobody lists them.

    None may in a column of numbers.
    """
    if name in NUMBERS:
        return frozenset()
    if name == "self_defined_code":
        return vocabulary_keys("self_defined_ethnicity", grouped=False)
    if name in KEYED and name != "team":
        return vocabulary_keys(name, grouped=True)
    return ENUMERATED.get(name) or OURS.get(name)


def vocabulary_keys(name: str, *, grouped: bool) -> frozenset[str]:
    words = vocabulary.field_vocabulary(name)
    return frozenset(words.labels if grouped else (term.key for term in words.terms))


FINER = frozenset({"self_defined_code", "clothing_level"})
"""Columns of which a return tells more than a public file that has them: why there is no ethnicity, what came off."""


def said_in(column: str) -> str:
    """The column whose value, or whose lack of one, stands in this column."""
    name = column.removesuffix("_state")
    return name if name in NUMBERS else column


GOWISELY = "GOWISELY"
KINDS_WITH_ACCOUNTS = ("borough", "team")
BLANKS = (FAIL, NOT_APPLICABLE, CANNOT_TELL, NOT_RECORDED)
"""What a blank may mean. It is never a pass; what is not published follows from columns, not from cells."""

MOST_DAYS, MOST_HOURS = 3_660, 87_600
"""Ten years: who writes a longer limit meant something else."""

FIELD = "the name of a column"
WORDS = "the name of a column of words, not of numbers"
NUMBER = "the name of a column of whole numbers"
EXCUSE = "the name of a column of yes and no"
VALUES = "a list of values of that column"
SOME = "a list of at least one value of that column"
BLANK = f"one of {', '.join(BLANKS)}"
LETTERS = f"letters of {GOWISELY}, each once"
LETTER = f"one letter of {GOWISELY}"
PLACES = " or ".join(KINDS_WITH_ACCOUNTS)
COUNT = "a whole number"
DAYS = f"a whole number of days from 1 to {MOST_DAYS}"
HOURS = f"a whole number of hours from 1 to {MOST_HOURS}"
SHARE = "a share between 0 and 1"
TRUTH = "true or false"
PAIRS = "lists of objects, none of them empty, each under a power"

JUDGED = (FIELD, WORDS, NUMBER)
"""Parameters that name a column which has to stand in the check's `fields`; an EXCUSE may stand in its `also`."""


@dataclass(frozen=True)
class Takes:
    """Parameter -> what it must be; `may`: those that can be left out.

    `fields`, `also`: the columns it reads without being told, as a check has to list them. A supply that lacks one
    of `fields` has not published the answer; one of `also` only excuses, or is used where it is there.
    """

    needs: dict[str, str] = field(default_factory=dict)
    may: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def every(self) -> dict[str, str]:
        return {**self.needs, **self.may}


RULES = {
    "answered": Takes({"field": WORDS, "yes": SOME}, {"excused": VALUES, "cannot_tell": VALUES, "excuse": EXCUSE}),
    "written": Takes({"field": FIELD}, {"listed": TRUTH, "placeholders": VALUES}),
    "within": Takes({"field": NUMBER, "most": COUNT}, {"blank_means": BLANK, "reason": EXCUSE}),
    "asked": Takes({"excused": VALUES}, fields=("self_defined_code",), also=("self_defined_asked",)),
    "letters_said": Takes(
        {"letters": LETTERS, "plain_clothes": LETTER, "suspicion": LETTER},
        fields=("gowisely",),
        also=("uniform", "power"),
    ),
    "power_in_force": Takes(fields=("power",)),
    "fits_power": Takes({"pairs": PAIRS}, fields=("power", "object")),
    "timed": Takes({"placeholder_share": SHARE}, fields=("clock",)),
    "team_listed": Takes(fields=("team",)),
    "agree": Takes({"field": WORDS, "other": WORDS}, {"cannot_tell": VALUES}),
    "authorised": Takes(fields=("section_60_reference",)),
    "inside_authorisation": Takes({"most_hours": HOURS}, fields=("section_60_reference", "area"), also=("hour",)),
    "in_rationale": Takes(fields=("object",)),
}
"""What gives a record its state."""

APPLICABILITY = {
    "someone_there": Takes(fields=("kind",), also=("vehicle_attended",)),
    "suspicion_needed": Takes(fields=("power",)),
    "receipt_due": Takes({"arrests": SOME}, fields=("outcome",)),
    "only": Takes({"field": WORDS, "values": SOME}),
    "unless": Takes({"field": WORDS, "values": SOME}),
}
"""What says which records a check is not for."""

FIGURES = {
    "found": Takes(fields=("object", "outcome"), also=("linked",)),
    "account_published": Takes({"by": PLACES}),
    "corrections_explained": Takes(),
}
SUPPLIES = {"published_on_time": Takes({"within_days": DAYS}), "fields_supplied": Takes()}

OF_UNIT = {RECORD: RULES, REVIEW_ITEM: RULES, FIGURE: FIGURES, SUPPLY: SUPPLIES}

IMPLIED = {
    "asked": "self_defined_code",
    "receipt_due": "outcome",
}
"""The column whose values a function takes where it has no parameter `field`."""

APART = {
    "agree": ("field", "other"),
    "letters_said": ("plain_clothes", "suspicion"),
}
"""Two parameters of a function that may not be the same."""

"""The columns that a check may look at, and what may stand in them: those of store.facts.measuring_frame."""

from functools import cache

from portal import places, standard, vocabulary

KEYED = (
    "kind",
    "gender",
    "age",
    "self_defined_ethnicity",
    "officer_defined_ethnicity",
    "power",
    "object",
    "outcome",
    "linked",
    "clothing",
    "operation",
    "team",
)
"""Columns of labels, each a key of the vocabulary of that name."""

MOST = {field.name: int(field.maximum or 0) for field in standard.facts() if field.type == "integer"}
"""Columns of whole numbers -> the largest that the standard allows."""

NUMBERS = tuple(MOST)
"""Each has a column beside it that says whether there is a number."""

ENUMERATED = {field.name: frozenset(field.enum) for field in standard.facts() if field.enum}
OURS = {
    "clothing_level": frozenset({"outer", "more_than_outer", "intimate_parts"}),
    "clock": frozenset({"timed", "midnight"}),
    "point": frozenset({"in_london", "outside_london"}),
    "area": frozenset({*places.boroughs(), places.OUTSIDE_LONDON}),
    "hour": frozenset(f"hour_{hour:02}" for hour in range(24)),
}
OPEN = tuple(field.name for field in standard.facts() if field.type != "integer" and not field.enum)
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
        return keys("self_defined_ethnicity", grouped=False)
    if name in KEYED and name != "team":
        return keys(name, grouped=True)
    return ENUMERATED.get(name) or OURS.get(name)


def keys(name: str, *, grouped: bool) -> frozenset[str]:
    words = vocabulary.of(name)
    return frozenset(words.labels if grouped else (term.key for term in words.terms))


FINER = frozenset({"self_defined_code", "clothing_level"})
"""Columns of which a return tells more than a public file that has them: why there is no ethnicity, what came off."""


def said_in(column: str) -> str:
    """The column whose value, or whose lack of one, stands in this column."""
    name = column.removesuffix("_state")
    return name if name in NUMBERS else column

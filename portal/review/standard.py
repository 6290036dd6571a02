"""The reviewer's return: how panels send what they saw on video, and what they asked the police (data/review_return).

Two small standards, read as the charter return's is: reviews (schema.json) and questions (questions.json). One reading
of them serves the check, the forms and the pages.
"""

from functools import cache
from typing import Any

from portal.return_standard import StandardField, as_field, read_schema

ReviewField = StandardField
"""A column of either standard."""

REVIEWS, QUESTIONS = "reviews", "questions"
SCHEMAS = {REVIEWS: "schema.json", QUESTIONS: "questions.json"}
KNOWN_BY = {REVIEWS: "item", QUESTIONS: "topic"}
"""The column by which a file of each is known."""

GOWISELY = {
    "G": "said_grounds",
    "O": "said_object",
    "W": "said_warrant_card",
    "I": "said_identity",
    "S": "said_station",
    "E": "said_entitlement",
    "L": "said_legal_power",
    "Y": "said_detained",
}
"""Letter -> the column that says whether the officer said it."""

RECORDS, ACTIVATIONS, NOT_DRAWN = "R", "A", "N"
"""What the first letter of an item says: drawn from records, from camera activations, or viewed and not drawn."""

FULL, PART, NONE = "full", "part", "none"
FOOTAGE_REASONS = {
    NONE: ("deleted", "not_recorded", "not_handed_over"),
    PART: ("starts_late", "cut_off_before_end"),
    FULL: (),
}
"""What `footage` says -> the reasons that go with it."""

FIRST, SECOND, ADJUDICATOR = "first", "second", "adjudicator"

OF_THE_ITEM = (
    "item", "panel", "reviewer", "role", "viewed_on", "footage", "footage_reason", "borough", "search_seen",
    "record_found",
)  # fmt: skip
"""Columns that say which item it is, who viewed it, and whether there was a search to see: the others are answers."""


@cache
def review_schema(kind: str = REVIEWS) -> dict[str, Any]:
    """The schema of reviews or of questions, as published."""
    return read_schema("review_return", SCHEMAS[kind])


@cache
def review_fields() -> tuple[ReviewField, ...]:
    """The columns of a review, in order."""
    return tuple(as_field(raw) for raw in review_schema()["fields"])


@cache
def question_fields() -> tuple[ReviewField, ...]:
    """The columns of a question, in order."""
    return tuple(as_field(raw) for raw in review_schema(QUESTIONS)["fields"])


def fields_of_kind(kind: str) -> tuple[ReviewField, ...]:
    return review_fields() if kind == REVIEWS else question_fields()


@cache
def answer_fields() -> tuple[ReviewField, ...]:
    """The columns that answer a question about a search that was seen."""
    return tuple(field for field in review_fields() if field.name not in OF_THE_ITEM)


MOST_SHOWN = 12
"""Words of a list that are written out in a sentence or in a cell of a table."""


def cell_may_hold(field: ReviewField) -> str:
    """What a cell may hold, in words: a long list by its number."""
    if len(field.enum) <= MOST_SHOWN:
        return field.allows
    return f"one of the {len(field.enum)} words of the list"


NONE_IN_WORDS = {"footage": "No footage", "grounds_strength": "No grounds", "handcuffs": "Not used"}
"""Column -> what its answer `none` means."""


def answer_words(name: str, value: str) -> str:
    """An answer of a column as people read it: `cannot_tell` -> `Cannot tell`."""
    return NONE_IN_WORDS[name] if value == NONE and name in NONE_IN_WORDS else value.replace("_", " ").capitalize()

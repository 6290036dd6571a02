"""The functions that a charter may name, and the parameters each takes: known here without loading a frame.

The functions themselves stand in charter.rules, charter.figures and charter.duties; a test holds the two together.
"""

from dataclasses import dataclass, field

from portal.charter.definitions import FIGURE, RECORD, REVIEW_ITEM, SUPPLY

FIELD = "the name of a column"
NUMBER = "the name of a column of whole numbers"
VALUES = "a list of values of that column"
STATE = "one of the six states"
TEXT = "a text"
COUNT = "a whole number"
SHARE = "a share between 0 and 1"
TRUTH = "true or false"
PAIRS = "lists of objects, each under a power"


@dataclass(frozen=True)
class Takes:
    """Parameter -> what it must be; `may`: those that can be left out."""

    needs: dict[str, str] = field(default_factory=dict)
    may: dict[str, str] = field(default_factory=dict)


RULES = {
    "answered": Takes({"field": FIELD, "yes": VALUES}, {"excused": VALUES, "cannot_tell": VALUES, "excuse": FIELD}),
    "written": Takes({"field": FIELD}, {"listed": TRUTH, "placeholders": VALUES}),
    "within": Takes({"field": NUMBER, "most": COUNT}, {"blank_means": STATE, "reason": FIELD}),
    "asked": Takes({"excused": VALUES}),
    "letters_said": Takes({"letters": TEXT, "plain_clothes": TEXT, "suspicion": TEXT}),
    "power_in_force": Takes(),
    "fits_power": Takes({"pairs": PAIRS}),
    "timed": Takes({"placeholder_share": SHARE}),
    "team_listed": Takes(),
    "agree": Takes({"field": FIELD, "other": FIELD}, {"cannot_tell": VALUES}),
    "authorised": Takes(),
    "inside_authorisation": Takes({"most_hours": COUNT}),
    "in_rationale": Takes(),
}
"""What gives a record its state."""

APPLICABILITY = {
    "someone_there": Takes(),
    "suspicion_needed": Takes(),
    "receipt_due": Takes({"arrests": VALUES}),
    "only": Takes({"field": FIELD, "values": VALUES}),
    "unless": Takes({"field": FIELD, "values": VALUES}),
}
"""What says which records a check is not for."""

FIGURES = {"found": Takes(), "account_published": Takes({"by": TEXT}), "corrections_explained": Takes()}
SUPPLIES = {"published_on_time": Takes({"within_days": COUNT}), "fields_supplied": Takes()}

OF_UNIT = {RECORD: RULES, REVIEW_ITEM: RULES, FIGURE: FIGURES, SUPPLY: SUPPLIES}

IMPLIED = {
    "asked": "self_defined_code",
    "receipt_due": "outcome",
}
"""The column whose values a function takes where it has no parameter `field`."""

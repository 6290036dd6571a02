"""Codes of published sentences that code has to recognise later: a wording is for readers and never a key.

Documents carry the code beside the sentence. Those published before codes came are read by a frozen table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEAMS_STAY, CHECK_STAYS, CHECK_FEW = "teams_stay", "check_stays", "check_few"
"""Of documents published by an older rule only."""
PEOPLE, SMALL_GROUP, YEAR_RUNNING = "people", "small_group", "year_running"
"""Told of London as a whole only; a place that is counted with others; a year that a return does not cover yet."""
TEAM_OF_PERSON = "team_of_person"
"""No team is told, as the operator has a team tell of the person searched."""

BEFORE_CODES = {
    "Figures by team stay as they were: new ones would let somebody work out a small number.": TEAMS_STAY,
    "Stays as it was: too few records have changed since to tell anything new.": CHECK_STAYS,
    "Held back: fewer than 100 searches, or a number of 1 to 7 among what was found.": CHECK_FEW,
    "first edition": "first",
    "new months or sources": "new_supplies",
    "months or sources were taken out": "taken_out",
    "corrected supplies": "correction",
    "findings drawn anew, as other months arrived or were corrected": "new_findings",
    "the portal's own code or data changed": "new_method",
    "the charter changed, not the police's records": "charter",
    "the account of the year before was published or corrected": "year_before",
    "the account of the year before was withdrawn": "year_before_withdrawn",
    "commentary was added or changed": "commentary",
}
"""Sentence -> code, as documents without codes have them. Never change an entry: those documents are frozen."""

BEFORE_CODES_BEGINNINGS = {
    "new or corrected accounts of ": "other_accounts",
    "the accounts of ": "other_accounts_withdrawn",
}
"""The same for sentences that go on with a name."""


@dataclass(frozen=True)
class EditionReason:
    """Why there is a new edition. `raises_first`: whether it raises the first part of the number."""

    code: str
    sentence: str
    raises_first: bool = False


def code_before_codes(sentence: str) -> str:
    """The code of a sentence that was published without one; empty where no code ever had to recognise it."""
    beginnings = (code for begins, code in BEFORE_CODES_BEGINNINGS.items() if sentence.startswith(begins))
    return BEFORE_CODES.get(sentence) or next(beginnings, "")


def codes_before_codes(reason: str) -> list[str]:
    """The codes of a manifest's `reason` that was published without them: its sentences were joined by "; "."""
    return [code_before_codes(sentence) for sentence in reason.split("; ")] if reason else []


def reason_code(sentence: str) -> str:
    """The code of a sentence published before codes came; empty where there is none."""
    return code_before_codes(sentence)


def withheld_codes(withheld: Mapping[str, str]) -> dict[str, str]:
    """What is left out of an account -> the code of why; nothing for what no code has to recognise."""
    return {name: code for name, sentence in withheld.items() if (code := reason_code(sentence))}


def with_reason_code(document: Any) -> Any:
    """A part of a document, as read or as made, with the code beside its `reason` where it has none yet."""
    if isinstance(document, Mapping) and document.get("reason") and "reason_code" not in document:
        return {**document, "reason_code": reason_code(document["reason"])}
    return document


def with_withheld_codes(document: Any) -> Any:
    """An account, as read or as made, with the codes beside `withheld` where it has none yet."""
    if isinstance(document, Mapping) and document.get("withheld") and "withheld_codes" not in document:
        return {**document, "withheld_codes": withheld_codes(document["withheld"])}
    return document

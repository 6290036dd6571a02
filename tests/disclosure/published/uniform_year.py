"""A year of searches that are alike but for what a test changes, and its accounts as they are published."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.disclosure.published.returned_years import MONTHS, YEAR, Row

HACKNEY, WESTMINSTER, CROYDON = "E09000012", "E09000033", "E09000008"
TSG, EAST, WEST = "metropolitan-tsg", "metropolitan-response-central-east", "metropolitan-response-central-west"
STATES = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable")
USUAL = {
    "force": "metropolitan", "time": "15:30", "type": "person", "vehicle_attended": "", "borough": HACKNEY,
    "team": EAST, "age_band": "18 to 24", "gender": "male", "self_defined_ethnicity": "W1", "self_defined_asked": "yes",
    "officer_defined_ethnicity": "white", "power": "misuse_of_drugs_s23", "object": "controlled_drugs",
    "outcome": "no_further_action", "outcome_linked": "no", "clothing": "outer", "name_given": "yes",
    "shoulder_number_given": "yes", "grounds_told": "yes", "gowisely": "GOWISELY", "uniform": "yes",
    "receipt": "issued", "grounds_recorded": "yes", "grounds_grade": "reasonable", "grounds_strength": "2",
    "grounds_flags": "none", "grounds_rules": "2023-11", "officer_identity_recorded": "yes", "minutes_to_record": "20",
    "late_reason_recorded": "yes", "grounds_edits": "0", "edits_explained": "yes", "video": "full",
    "video_reason_accepted": "yes", "review_drawn": "yes", "review_viewed": "yes", "review_result": "pass",
    "supervisor_days": "1", "supervisor_result": "pass", "panel_feedback": "yes", "panel_response_days": "3",
    "search_authoriser": "inspector", "appropriate_adult": "present", "safeguarding": "decision",
    "section_60_reference": "S60/2023/0101", "force_used": "yes", "force_recorded": "yes",
}  # fmt: skip
"""Every column is filled, so that each is supplied of every month."""


def year_of(*groups: tuple[int, Row]) -> list[Row]:
    """So many searches of each group, in turn over the year's months; cells are those of USUAL but for the group's."""
    rows = [{**USUAL, **cells} for searches, cells in groups for _ in range(searches)]
    return [{"date": f"{MONTHS[at % 12]}-{1 + at // 12 % 28:02}", **row} for at, row in enumerate(rows)]


def document(root: Path, name: str, number: str = "1.0") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / YEAR / number / f"{name}.json").read_bytes())
    return found


def check(account: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in account["compliance"] if entry["check"] == name)


def states(account: dict[str, Any], name: str) -> dict[str, int | None]:
    entry = check(account, name)
    return {state: entry[state] for state in STATES}


def accounts(root: Path, number: str = "1.0") -> Iterator[dict[str, Any]]:
    """Every account of the year's edition."""
    for path in sorted((root / YEAR / number).rglob("*.json")):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict) and found.get("schema") == "account/1":
            yield found

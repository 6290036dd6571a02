"""What may be published of a supply that is not public: no count of a few of its rows, and nothing out of a cell.

Severity, field and what it means for the figures stay. Counts are left out: tables of the year tell of the same rows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from portal import sources
from portal.accounts import coverage
from portal.accounts.supply_list import ListedSupply
from portal.records import Supply

Finding = dict[str, Any]
Figures = Mapping[str, Any]
TWENTIETHS = 20
TOO_LOW = "More than 1 in 100 rows could not be read: figures drawn from this supply are too low."
OPEN = ("empty_file", "declared_zero", "cut_short", "partial_month", "low_volume", "control_total_missed",
        "column_blank")  # fmt: skip
"""Findings of which every number is the month's total, which is public, or is made of it."""


def is_public(supply: Supply) -> bool:
    return sources.known()[supply.source].public


def listed(supply: Supply) -> ListedSupply:
    """As the list of supplies may show it."""
    whole = coverage.listed(supply)
    if is_public(supply):
        return whole
    rejected = 0 if supply.rows_rejected == 0 else None
    read = None if rejected is None else supply.rows_read
    hidden = {
        "rows_gone": None,
        "rows_new": None,
    }  # one row, and no figure changed: a fact about a person was corrected
    told = {"findings": findings(supply), "rows_rejected": rejected, "rows_read": read}
    return whole.model_copy(update={**told, **hidden})


def findings(supply: Supply) -> list[Finding]:
    """What is odd about it, as it may be told: of a public source everything."""
    if is_public(supply):
        return list(supply.findings)
    told: list[Finding] = []
    for finding in map(without_counts, supply.findings):
        if finding not in told:
            told.append(finding)
    return told


def without_counts(finding: Finding) -> Finding:
    if finding["id"] in OPEN:
        return finding
    figures = {name: finding["figures"][name] for name in ("field",) if name in finding["figures"]}
    return {**finding, "sentence": sentence(finding), "figures": figures}


def sentence(finding: Finding) -> str:
    """Of a finding that nobody has put into words here, only that there is one."""
    words = WORDS.get(finding["id"])
    return words(finding) if words else "Something is odd about its rows; how many they are is not published."


def share(part: str, whole: str, says: str) -> Callable[[Finding], str]:
    """So many in 100 rows, to the nearest 5 and no fewer than 5."""

    def told(finding: Finding) -> str:
        figures = finding["figures"]
        return f"About {max(1, round(TWENTIETHS * figures[part] / figures[whole])) * 5} in 100 {says}"

    return told


def always(says: str) -> Callable[[Finding], str]:
    return lambda finding: says


def of_field(says: str) -> Callable[[Finding], str]:
    return lambda finding: f"{str(finding['figures']['field']).replace('_', ' ').capitalize()}: {says}"


def rejected(finding: Finding) -> str:
    return TOO_LOW if finding["severity"] == "serious" else "Some rows could not be read."


WORDS: dict[str, Callable[[Finding], str]] = {
    "rejected_rows": rejected,
    "capped_rows": always("It has as many rows as other months before: a limit may have cut it."),
    "doubled_file": always("Its records stand in it twice: it seems to be doubled. All its rows are kept and counted."),
    "month_spill": always("Some rows carry a London date outside the month; they count under their own date."),
    "category_vanished": of_field("no row has some of the answers that rows of the supplies before it have."),
    "column_constant": of_field("every row that has it says the same: that is no information."),
    "unlisted_label": of_field("some labels are not in our vocabulary; their rows count as unknown."),
    "contradictory_links": always(
        "In some rows the outcome and its link to what was searched for contradict each other. All are kept as sent."
    ),
    "points_missing": share(
        "missing", "rows", "rows do not say where the search was: every borough's figures for this month are too low."
    ),
    "points_outside": share("outside", "located", "points, or fewer, lie outside London."),
    "unknown_borough": always("Some names of boroughs are none. Their rows count as without a place."),
    "midnight_times": share("midnight", "timed", "searches stand at midnight sharp: hours are not reliable."),
    "twelve_hour_clock": always("No search stands in one half of the day: hours are not reliable."),
    "windows_1252": always("The file is not UTF-8 text; it was read as Windows-1252."),
    "hourly_times": share("on_the_hour", "timed", "searches stand on a whole hour: minutes are not reliable."),
}

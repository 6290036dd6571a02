"""What may be published of a supply that is not public: no count of a few of its rows, and nothing out of a cell.

Severity, field and what it means for the figures stay. Counts are left out: tables of the year tell of the same rows.
"""

from collections.abc import Callable, Iterable, Sequence

from portal import places, sources
from portal.documents.supplies import ListedSupply, MissingSupply, SupplyFinding
from portal.periods import month_after
from portal.records import Supply

# What is held of each source, force and month, and what is missing: as plain documents.


def listed_supply(supply: Supply) -> ListedSupply:
    """A supply as `portal status --json` and the list of supplies show it."""
    same = ListedSupply.model_fields.keys() - {"id", "findings"}
    return ListedSupply(id=supply.public_id, findings=supply.found, **{name: getattr(supply, name) for name in same})


def missing_supplies(supplies: Sequence[Supply]) -> list[MissingSupply]:
    """Months between the first and the last that a source has, which an expected force of it lacks."""
    found = []
    for source in sorted({supply.source for supply in supplies}):
        current = [supply for supply in supplies if supply.source == source and supply.state == "current"]
        held = {(supply.force, supply.month) for supply in current}
        for force in expected(current):
            found += [
                MissingSupply(source=source, force=force, month=month)
                for month in supply_month_range(supply.month for supply in current)
                if (force, month) not in held
            ]
    return found


def expected(current: Iterable[Supply]) -> list[str]:
    """Of data.police.uk every expected force; of another source the expected forces that it has sent."""
    supplies = list(current)
    needed = {force.id for force in places.forces_by_id().values() if force.expected}
    sent = {supply.force for supply in supplies} & needed
    return sorted(needed if any(supply.source == "police-uk" for supply in supplies) else sent)


def supply_month_range(months: Iterable[str]) -> list[str]:
    ordered = sorted(months)
    if not ordered:
        return []
    found = [ordered[0]]
    while found[-1] < ordered[-1]:
        found.append(month_after(found[-1]))
    return found


TWENTIETHS = 20
TOO_LOW = "More than 1 in 100 rows could not be read: figures drawn from this supply are too low."
OPEN = ("empty_file", "declared_zero", "cut_short", "partial_month", "low_volume", "control_total_missed",
        "column_blank")  # fmt: skip
"""Findings of which every number is the month's total, which is public, or is made of it."""


def has_public_source(supply: Supply) -> bool:
    return sources.known_sources()[supply.source].public


def published_supply(supply: Supply) -> ListedSupply:
    """As the list of supplies may show it."""
    whole = listed_supply(supply)
    if has_public_source(supply):
        return whole
    rejected = 0 if supply.rows_rejected == 0 else None
    read = None if rejected is None else supply.rows_read
    hidden = {
        "rows_gone": None,
        "rows_new": None,
    }  # one row, and no figure changed: a fact about a person was corrected
    told = {"findings": published_findings(supply), "rows_rejected": rejected, "rows_read": read}
    return whole.model_copy(update={**told, **hidden})


def published_findings(supply: Supply) -> list[SupplyFinding]:
    """What is odd about it, as it may be told: of a public source everything."""
    if has_public_source(supply):
        return supply.found
    told: list[SupplyFinding] = []
    for finding in map(without_counts, supply.found):
        if finding not in told:
            told.append(finding)
    return told


def without_counts(finding: SupplyFinding) -> SupplyFinding:
    if finding.id in OPEN:
        return finding
    figures = {name: finding.figures[name] for name in ("field",) if name in finding.figures}
    return finding.model_copy(update={"sentence": sentence(finding), "figures": figures})


def sentence(finding: SupplyFinding) -> str:
    """Of a finding that nobody has put into words here, only that there is one."""
    words = WORDS.get(finding.id)
    return words(finding) if words else "Something is odd about its rows; how many they are is not published."


def share_sentence(part: str, whole: str, says: str) -> Callable[[SupplyFinding], str]:
    """So many in 100 rows, to the nearest 5 and no fewer than 5."""

    def told(finding: SupplyFinding) -> str:
        figures = finding.figures
        return f"About {max(1, round(TWENTIETHS * figures[part] / figures[whole])) * 5} in 100 {says}"

    return told


def always(says: str) -> Callable[[SupplyFinding], str]:
    return lambda finding: says


def of_field(says: str) -> Callable[[SupplyFinding], str]:
    return lambda finding: f"{finding.field.replace('_', ' ').capitalize()}: {says}"


def rejected_rows_sentence(finding: SupplyFinding) -> str:
    return TOO_LOW if finding.is_serious else "Some rows could not be read."


WORDS: dict[str, Callable[[SupplyFinding], str]] = {
    "rejected_rows": rejected_rows_sentence,
    "capped_rows": always("It has as many rows as other months before: a limit may have cut it."),
    "doubled_file": always("Its records stand in it twice: it seems to be doubled. All its rows are kept and counted."),
    "month_spill": always("Some rows carry a London date outside the month; they count under their own date."),
    "category_vanished": of_field("no row has some of the answers that rows of the supplies before it have."),
    "column_constant": of_field("every row that has it says the same: that is no information."),
    "unlisted_label": of_field("some labels are not in our vocabulary; their rows count as unknown."),
    "contradictory_links": always(
        "In some rows the outcome and its link to what was searched for contradict each other. All are kept as sent."
    ),
    "points_missing": share_sentence(
        "missing", "rows", "rows do not say where the search was: every borough's figures for this month are too low."
    ),
    "points_outside": share_sentence("outside", "located", "points, or fewer, lie outside London."),
    "unknown_borough": always("Some names of boroughs are none. Their rows count as without a place."),
    "midnight_times": share_sentence("midnight", "timed", "searches stand at midnight sharp: hours are not reliable."),
    "twelve_hour_clock": always("No search stands in one half of the day: hours are not reliable."),
    "windows_1252": always("The file is not UTF-8 text; it was read as Windows-1252."),
    "hourly_times": share_sentence("on_the_hour", "timed", "searches stand on a whole hour: minutes are not reliable."),
}

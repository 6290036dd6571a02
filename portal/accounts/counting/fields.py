"""Which fields the charter asks for, and which of them the police have published for a place and year."""

from collections.abc import Collection

from portal import return_standard
from portal.accounts.counting.searches import View
from portal.charter.definitions import check_ids_in
from portal.documents.account import Fields
from portal.fields import is_answered_by
from portal.records import Supply

NOT_ASKED = ("force", "bcu", "ward", "latitude", "longitude")
"""Columns of the standard that are optional or follow from others."""


def charter_fields(checks: Collection[str] | None = None) -> list[str]:
    """Names of the standard's fields that the charter asks for, in the standard's order.

    `checks`: the ids of a charter's checks; a field that serves none of them is not asked for by that charter.
    """
    fields = [field for field in return_standard.return_fields() if field.name not in NOT_ASKED]
    return [field.name for field in fields if checks is None or serves(field.serves, checks)]


def serves(text: str, checks: Collection[str]) -> bool:
    """What serves a promise or duty alone, and names no check, is asked for by every charter."""
    named = check_ids_in(text)
    return not named or any(check in checks for check in named)


def published_fields(view: View, checks: Collection[str] | None = None) -> Fields:
    """A field is published if every counted supply with rows has it, partly if only some have."""
    supplies = [supply for supply in view.year.supplies if is_asked(view, supply)]
    months = by_month(supplies)
    found: dict[str, list[str]] = {"published": [], "partly": [], "missing": []}
    without: dict[str, list[str]] = {force: [] for force in sorted({force for force, _ in months})}
    wanted = charter_fields(checks)
    for name in wanted:
        having = {month: any(has(supply, name) for supply in same) for month, same in months.items()}
        lacking = {force for (force, _), is_there in having.items() if not is_there}
        found["published" if having and not lacking else "partly" if any(having.values()) else "missing"].append(name)
        for force in lacking:
            without[force].append(name)
    return Fields(of=len(wanted), without={force: names for force, names in without.items() if names}, **found)


def is_asked(view: View, supply: Supply) -> bool:
    """Supplies of the period with rows, of the forces that the place is about."""
    return view.force in (None, supply.force) and supply.month in view.year.period.months and supply.rows_kept > 0


def by_month(supplies: list[Supply]) -> dict[tuple[str, str], list[Supply]]:
    """Force and month -> the supplies of it, of which any may answer."""
    months: dict[tuple[str, str], list[Supply]] = {}
    for supply in supplies:
        months.setdefault((supply.force, supply.month), []).append(supply)
    return months


def has(supply: Supply, name: str) -> bool:
    """Whether the supply has a column of the return's, or what answers for it: a full stamp holds the time."""
    return is_answered_by(return_standard.CORE.get(name, name), set(supply.columns_present))

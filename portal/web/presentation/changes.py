"""What an edition changed in one account: each figure before and now, new months first."""

from dataclasses import dataclass

from portal.documents.account import Account
from portal.tables.dictionary import defined_measures
from portal.tables.rows import Row, account_rows
from portal.web.presentation.formatting import NO_FIGURE, decimal, format_number, format_share, month


@dataclass(frozen=True)
class Change:
    """`what`: the figure in words; `kind`: new month, corrected, or gone."""

    kind: str
    what: str
    before: str
    now: str


KINDS = ("New months", "Corrected", "No longer there")


def changed_figures(before: Account, now: Account) -> list[Change]:
    """Figures that differ or are new, in the order of the account's table; at its end those that are gone.

    A figure is the same where its counts, its value and its state are.
    """
    earlier = {row.name: row for row in account_rows(before)}
    found = []
    for row in account_rows(now):
        old = earlier.pop(row.name, None)
        if old is None or said_of(old) != said_of(row):
            is_new = row.breakdown == "month" and (old is None or (old.searches is None and row.searches is not None))
            found.append(Change(KINDS[0] if is_new else KINDS[1], figure_in_words(row), told(old), told(row)))
    gone = [Change(KINDS[2], figure_in_words(row), told(row), NO_FIGURE) for row in earlier.values()]
    return sorted([*found, *gone], key=lambda each: KINDS.index(each.kind))


def said_of(row: Row) -> tuple[object, ...]:
    return row.searches, row.of, row.value, row.status


def told(row: Row | None) -> str:
    """The figure itself: a count, a share, a rate."""
    if row is None:
        return NO_FIGURE
    if row.value is None:
        return format_number(row.searches) if row.unit != "verdict" else row.key.rpartition(".")[2].replace("_", " ")
    return format_share(row.value) if row.unit.startswith(("share", "change")) else decimal(row.value)


def figure_in_words(row: Row) -> str:
    """`Searches, April 2018`; of what has no words of its own the names that its table has."""
    measure = defined_measures().get(row.measure)
    name = (measure.means.split(".")[0] if measure else row.measure.replace("_", " ")).strip()
    key = row.key.removeprefix("month_")
    part = month(key) if row.breakdown == "month" else " ".join((row.breakdown, key)).replace("_", " ").strip()
    return f"{name}: {part}" if part else name

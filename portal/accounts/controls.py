"""Totals that somebody else published, set beside ours with the gap (data/control/published_totals.csv)."""

import csv
from functools import cache

from portal import shipped
from portal.accounts.document import Account, Control
from portal.accounts.rates import rounded


@cache
def published() -> list[dict[str, str]]:
    """Every row of the file: place_code, from, to, published, counts (what it counts), publisher, report, source."""
    with shipped.data("control", "published_totals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def controls(account: Account) -> list[Control]:
    """Those whose months all lie in the account's period; ours is told where we hold every one of them whole.

    None for invented records: real totals have nothing to say about them.
    """
    if account.invented:
        return []
    months = {month.month: month for month in account.monthly}
    found = []
    for row in published():
        own = [month for month in months if row["from"][:7] <= month <= row["to"][:7]]
        lies_inside = row["from"][:7] in months and row["to"][:7] in months
        if row["place_code"] != account.place.code or not lies_inside:
            continue
        whole = all(months[month].status == "value" for month in own)
        ours = sum(months[month].searches or 0 for month in own) if whole else None
        found.append(control(row, ours))
    return found


def control(row: dict[str, str], ours: int | None) -> Control:
    theirs = float(row["published"])
    return Control(
        publisher=row["publisher"],
        report=row["report"],
        first_day=row["from"],
        last_day=row["to"],
        published=theirs,
        ours=ours,
        gap=rounded((ours - theirs) / theirs) if ours is not None else None,
        counts=row["counts"],
        source=row["source"],
    )

"""Supplies and their findings as rows."""

from collections.abc import Iterable

from portal.accounts.files.columns import Row, Value
from portal.accounts.files.declared import SUPPLIES
from portal.accounts.files.plainness import plain
from portal.accounts.supply_list import ListedSupply


def supply_rows(supplies: Iterable[ListedSupply]) -> list[Row]:
    """A month is declared as one; other texts are made plain."""
    return [
        [supply.month if each.type == "month" else cell(getattr(supply, each.name)) for each in SUPPLIES.columns]
        for supply in supplies
    ]


def finding_rows(supplies: Iterable[ListedSupply]) -> list[Row]:
    """One row a finding, in the order of the supplies."""
    return [
        [
            *(supply.id, supply.source, supply.force, supply.month),
            *(finding["id"], finding["severity"], plain(finding["sentence"])),
            str(supply.invented).lower(),
        ]
        for supply in supplies
        for finding in supply.findings
    ]


def cell(value: object) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, (int, float)):
        return value
    return plain(str(value))

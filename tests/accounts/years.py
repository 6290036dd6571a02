"""Accounts of two years drawn by hand: a few months, each with its searches, outcomes and ethnicities."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.documents.account import Account, PeriodPart, PlacePart, SupplyPart
from portal.documents.figures import Figure, MonthFigure, Totals
from portal.places import LONDON, Kind, Place, find_place

HACKNEY = find_place(Kind.BOROUGH, "hackney")
GROUPS = {"white": 60, "black": 30, "not_stated": 10}


def month(name: str, searches: int, status: str = "value", acted: int | None = 20, **groups: int) -> MonthFigure:
    """A month of searches of persons, of which every outcome is known but where `acted` is None."""
    known = {"acted": acted, "outcome_known": None if acted is None else searches}
    told = {"searches": searches, "persons": searches, "status": status, "groups": groups or GROUPS, **known}
    return MonthFigure.model_validate({"month": name, **told})


def gap(name: str) -> MonthFigure:
    return MonthFigure(month=name, searches=None, status="missing")


def account(months: Sequence[MonthFigure], place: Place = HACKNEY, **changed: Any) -> Account:
    """The place's financial year: its total is that of its months."""
    year = int(months[0].month[:4])
    whole = sum(month.searches or 0 for month in months)
    supplied = sum(month.status == "value" for month in months)
    found = {
        "invented": True,
        "place": PlacePart(kind=place.kind, code=place.code, name=place.name),
        "period": PeriodPart(
            id=f"{year}-{year % 100 + 1}", first_day=f"{year}-04-01", last_day=f"{year + 1}-03-31",
            months_expected=12, months_supplied=supplied, complete=supplied == 12,
        ),
        "totals": Totals(searches=whole, person_searches=whole, vehicle_only=0, placed_by_nearness=0),
        "monthly": list(months),
        "breakdowns": {"borough": [Figure(key=HACKNEY.code, label="", searches=whole, of=whole, status="value")]},
        "supplies": [],
        "left_out": [],
    }  # fmt: skip
    return Account.model_validate({**found, **changed})


def year(months: Sequence[MonthFigure], *others: Account) -> list[Account]:
    """London's account of the months, first of all accounts."""
    return [account(months, LONDON), *others]


def supply(month: str, *findings: Mapping[str, str], counted: bool = True) -> SupplyPart:
    return SupplyPart(
        id=f"police-uk-metropolitan-{month}", source="police-uk", force="metropolitan", month=month, sha256="",
        rows=100, findings=[dict(finding) for finding in findings], counted=counted,
    )  # fmt: skip


def serious(affects: str, severity: str = "serious") -> dict[str, str]:
    return {"id": "odd", "severity": severity, "sentence": "Odd.", "affects": affects}

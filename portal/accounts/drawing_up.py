"""A period's searches and supplies become accounts, one a place: plain values in, documents out."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from portal import places
from portal.accounts.breakdowns import breakdowns
from portal.accounts.document import (
    Account,
    FigureStatus,
    LeftOut,
    MonthFigure,
    PeriodPart,
    PlacePart,
    SupplyPart,
    Totals,
)
from portal.periods import Period
from portal.places import HOW_PLACED, Kind, Place
from portal.records import Supply


@dataclass(frozen=True)
class Year:
    """What is held of a period: its searches (store.frames.stops), and the supplies they came in."""

    period: Period
    stops: pl.DataFrame
    supplies: tuple[Supply, ...]

    @property
    def forces(self) -> list[places.Force]:
        sent = {supply.force for supply in self.supplies}
        return [force for force in places.forces().values() if force.id in sent]


def accounts(year: Year) -> Iterator[Account]:
    """London's account, then every force's that sent a supply, then every borough's."""
    counted = year.stops.filter(counts_for_london())
    yield draw_up(year, places.LONDON, counted)
    for force in year.forces:
        yield draw_up(year, force.place, counted.filter(pl.col("force") == force.id))
    by_borough = counted.partition_by("borough", as_dict=True)
    for place in places.all_of(Kind.BOROUGH):
        yield draw_up(year, place, by_borough.get((place.code,), counted.clear()))


def counts_for_london() -> pl.Expr:
    """A force of the whole country counts only where a point lies in London."""
    national = [force.id for force in places.forces().values() if force.located_only]
    return ~pl.col("force").is_in(national) | is_located()


def is_located() -> pl.Expr:
    return pl.col("placed").is_in([HOW_PLACED["inside an outline"], HOW_PLACED["by nearness"]])


def draw_up(year: Year, place: Place, stops: pl.DataFrame) -> Account:
    supplies = [
        supply for supply in year.supplies if place.kind is not Kind.FORCE or supply.force == place.code
    ]
    monthly = [month_figure(month, stops, place, supplies) for month in year.period.months]
    return Account(
        invented=any(supply.invented for supply in supplies),
        place=PlacePart(kind=place.kind, code=place.code, name=place.name),
        period=period_part(year.period, place, supplies),
        totals=totals(stops),
        monthly=monthly,
        breakdowns=breakdowns(stops),
        supplies=[supply_part(supply) for supply in supplies],
        left_out=left_out(year, place, supplies),
    )


def expected_forces(place: Place) -> set[str]:
    """Whose files a month of this place needs."""
    if place.kind is Kind.FORCE:
        return {place.code}
    return {force.id for force in places.forces().values() if force.expected}


def period_part(period: Period, place: Place, supplies: list[Supply]) -> PeriodPart:
    whole = [month for month in period.months if expected_forces(place) <= senders(month, supplies)]
    partial = any(is_partial(supply) for supply in supplies if supply.month in period.months)
    return PeriodPart(
        id=period.id,
        first_day=period.start.isoformat(),
        last_day=period.end.isoformat(),
        months_expected=len(period.months),
        months_supplied=len(whole),
        complete=len(whole) == len(period.months) and not partial,
    )


def senders(month: str, supplies: list[Supply]) -> set[str]:
    return {supply.force for supply in supplies if supply.month == month}


def is_partial(supply: Supply) -> bool:
    """A serious finding says that part of the month is not here."""
    return any(finding["severity"] == "serious" for finding in supply.findings)


def month_figure(month: str, stops: pl.DataFrame, place: Place, supplies: list[Supply]) -> MonthFigure:
    searches = stops.filter(pl.col("month") == month).height
    sent = expected_forces(place) & senders(month, supplies)
    status: FigureStatus
    if not sent and not searches:
        return MonthFigure(month=month, searches=None, status="missing")
    cut = any(is_partial(supply) for supply in supplies if supply.month == month)
    status = "value" if sent == expected_forces(place) and not cut else "partial"
    return MonthFigure(month=month, searches=searches, status=status)


def totals(stops: pl.DataFrame) -> Totals:
    return Totals(
        searches=stops.height,
        person_searches=int(stops["person"].sum()),
        vehicle_only=stops.filter(pl.col("kind") == "vehicle").height,
        placed_by_nearness=stops.filter(pl.col("placed") == HOW_PLACED["by nearness"]).height,
    )


def supply_part(supply: Supply) -> SupplyPart:
    return SupplyPart(
        id=supply.public_id,
        source=supply.source,
        force=supply.force,
        month=supply.month,
        sha256=supply.sha256,
        rows=supply.rows_kept,
        findings=supply.findings,
    )


def left_out(year: Year, place: Place, supplies: list[Supply]) -> list[LeftOut]:
    """What is in the supplies but not in the account's total, and why; reasons without rows are not told."""
    rejected = sum(supply.rows_rejected for supply in supplies if supply.month in year.period.months)
    in_place = pl.lit(True) if place.kind is not Kind.FORCE else pl.col("force") == place.code
    elsewhere = year.stops.filter(in_place & ~counts_for_london()).height
    reasons = {
        "Rows that could not be read, wherever they were": rejected,
        "Searches by British Transport Police outside London or without a point": elsewhere,
    }
    if place.kind is Kind.BOROUGH:
        no_point = year.stops.filter(counts_for_london() & (pl.col("borough") == places.NO_POINT)).height
        reasons["Searches in London without a point on the map: some of them may have been here"] = no_point
    return [LeftOut(reason=reason, rows=rows) for reason, rows in reasons.items() if rows]

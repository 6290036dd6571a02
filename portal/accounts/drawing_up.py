"""A period's searches and supplies become accounts, one a place: plain values in, documents out."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from portal import places, residents
from portal.accounts.breakdowns import breakdowns
from portal.accounts.completeness import month_figure, period_part
from portal.accounts.document import Account, LeftOut, PlacePart, SupplyPart, Totals
from portal.accounts.rates import rates
from portal.accounts.year import BASE, Year
from portal.places import HOW_PLACED, Kind, Place
from portal.records import Supply

Answering = Callable[[str], pl.DataFrame]


def accounts(year: Year) -> Iterator[Account]:
    """London's account, then every force's that sent a supply, then every borough's."""
    yield draw_up(year, places.LONDON, year.counted)
    for force in year.forces:
        yield draw_up(year, force.place, of_force(year, force.id))
    for place in places.all_of(Kind.BOROUGH):
        yield draw_up(year, place, of_borough(year, place.code))


def of_force(year: Year, force: str) -> Answering:
    return lambda field: year.counted(field).filter(pl.col("force") == force)


def of_borough(year: Year, code: str) -> Answering:
    return lambda field: year.in_borough(code, field)


def draw_up(year: Year, place: Place, answering: Answering) -> Account:
    """`answering` gives the place's searches in the sources that can answer a field."""
    supplies = [supply for supply in year.supplies if place.kind is not Kind.FORCE or supply.force == place.code]
    base = year.chosen("borough") if place.kind is Kind.BOROUGH else year.chosen()
    counted = [supply for supply in supplies if supply.public_id in base]
    stops = answering(BASE)
    by_month = dict(stops["month"].value_counts().iter_rows())
    period = period_part(year.period, place, counted)
    monthly = [month_figure(month, by_month.get(month, 0), place, counted) for month in year.period.months]
    return Account(
        invented=any(supply.invented for supply in supplies),
        place=PlacePart(kind=place.kind, code=place.code, name=place.name),
        period=period,
        totals=totals(stops),
        monthly=monthly,
        breakdowns=breakdowns(answering),
        rates=rates(place, answering("self_defined_ethnicity"), period, any(m.status == "partial" for m in monthly)),
        unfair_yardstick=residents.unfair().get(place.code),
        supplies=[supply_part(supply) for supply in supplies],
        left_out=left_out(year, place, counted),
    )


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


def left_out(year: Year, place: Place, supplies: Sequence[Supply]) -> list[LeftOut]:
    """What is in the supplies but not in the account's total, and why; reasons without rows are not told."""
    own = [supply for supply in supplies if supply.month in year.period.months]
    of_place = pl.col("force") == place.code if place.kind is Kind.FORCE else pl.lit(True)
    reasons = {
        "Rows that could not be read, wherever they were": sum(supply.rows_rejected for supply in own),
        "Searches by British Transport Police outside London or without a point": year.elsewhere()
        .filter(of_place)
        .height,
    }
    if place.kind is Kind.BOROUGH:
        nowhere = year.in_borough(places.NO_POINT).height
        reasons["Searches in London without a point on the map: some of them may have been here"] = nowhere
    return [LeftOut(reason=reason, rows=rows) for reason, rows in reasons.items() if rows]

"""What is in the supplies but not in an account's total, and why."""

import polars as pl

from portal import places, sources
from portal.accounts.document import LeftOut
from portal.accounts.rates import rounded
from portal.accounts.view import View
from portal.places import Kind

UNREADABLE = "Rows that could not be read, wherever they were"
IN_PUBLIC_FILES = "Rows of public files that could not be read, wherever they were; in a return there are some too"
ELSEWHERE = "Searches by British Transport Police outside London or without a point"
WITHOUT_POINT = "Searches in London without a point on the map: some of them may have been here"


def left_out(view: View) -> list[LeftOut]:
    """Reasons without rows are not told, but where a return has some. `of`: all rows of the kind, counted or not."""
    found = (unreadable(view), elsewhere(view), without_point(view))
    return [each for each in found if each.rows or each.reason == IN_PUBLIC_FILES]


def told(name: str, reason: str, rows: int, of: int) -> LeftOut:
    return LeftOut(id=name, reason=reason, rows=rows, of=of, share=rounded(rows / of) if of else None)


def unreadable(view: View) -> LeftOut:
    """Of public files alone, where a file that is not public has any: how many is its own to tell."""
    own = [supply for supply in view.counted if supply.month in view.year.period.months]
    open_ = [supply for supply in own if sources.known()[supply.source].public]
    if any(supply.rows_rejected for supply in own if supply not in open_):
        rows = sum(supply.rows_rejected for supply in open_)
        return told("unreadable", IN_PUBLIC_FILES, rows, sum(supply.rows_read for supply in open_))
    rows = sum(supply.rows_rejected for supply in own)
    return told("unreadable", UNREADABLE, rows, sum(supply.rows_read for supply in own))


def elsewhere(view: View) -> LeftOut:
    """Of a force of the whole country only what is known to be in London counts."""
    year, national = view.year, [force.id for force in places.forces().values() if force.located_only]
    of_place = pl.col("force") == view.force if view.force else pl.lit(True)
    rows = year.elsewhere.filter(of_place).height
    counted = year.counted().filter(of_place & pl.col("force").is_in(national)).height
    return told("elsewhere", ELSEWHERE, rows, rows + counted)


def without_point(view: View) -> LeftOut:
    if view.place.kind not in (Kind.BOROUGH, Kind.BCU):
        return told("without_point", WITHOUT_POINT, 0, 0)
    rows = view.year.in_borough(places.NO_POINT).height
    return told("without_point", WITHOUT_POINT, rows, view.year.counted("borough").height)

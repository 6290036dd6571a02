"""What is in the supplies but not in an account's total, and why."""

from portal import places, sources
from portal.accounts.document import LeftOut
from portal.accounts.place_counts import PlaceCounts
from portal.accounts.presented import left_out_presented
from portal.accounts.rates import rounded
from portal.accounts.view import View
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import left_out_sentence
from portal.places import Kind
from portal.records import Supply

UNREADABLE = "Rows that could not be read, wherever they were"
IN_PUBLIC_FILES = "Rows of public files that could not be read, wherever they were; in a return there are some too"
ELSEWHERE = "Searches by British Transport Police outside London or without a point"
WITHOUT_POINT = "Searches in London without a point on the map: some of them may have been here"


def left_out(view: View) -> list[LeftOut]:
    """Reasons without rows are not told, but where a return has some. `of`: all rows of the kind, counted or not."""
    unread = unreadable(view)
    first = [unread] if unread.rows or return_has_unread_rows(view) else []
    others = [each for each in (elsewhere(view), without_point(view)) if each.rows]
    of_returns = in_no_group(view)
    return [*first, *others, *([left_out_presented(of_returns)] if of_returns.rows else [])]


def told(name: str, reason: str, rows: int, of: int) -> LeftOut:
    return LeftOut(id=name, reason=reason, rows=rows, of=of, share=rounded(rows / of) if of else None)


def unreadable(view: View) -> LeftOut:
    """Of public files alone, where a file that is not public has any: how many is its own to tell."""
    own, reason = supplies_of_period(view), UNREADABLE
    if return_has_unread_rows(view):
        own, reason = [supply for supply in own if sources.known()[supply.source].public], IN_PUBLIC_FILES
    return told(
        "unreadable", reason, sum(supply.rows_rejected for supply in own), sum(supply.rows_read for supply in own)
    )


def supplies_of_period(view: View) -> list[Supply]:
    return [supply for supply in view.counted if supply.month in view.year.period.months]


def return_has_unread_rows(view: View) -> bool:
    """Whether a file that is not public has rows that could not be read."""
    return any(supply.rows_rejected for supply in supplies_of_period(view) if not sources.known()[supply.source].public)


def elsewhere(view: View) -> LeftOut:
    """Of a force of the whole country only what is known to be in London counts."""
    national = [force.id for force in places.forces().values() if force.located_only]
    rows = sum(count for force, count in view.year.elsewhere.items() if view.force in (None, force))
    counted = PlaceCounts(view.year.by_force()).by_one("force")
    own = sum(count for force, count in counted.items() if view.force in (None, force) and force in national)
    return told("elsewhere", ELSEWHERE, rows, rows + own)


def without_point(view: View) -> LeftOut:
    if view.place.kind not in (Kind.BOROUGH, Kind.BCU):
        return told("without_point", WITHOUT_POINT, 0, 0)
    table = view.year.by_borough()
    rows = PlaceCounts(table, (places.NO_POINT,)).searches
    return told("without_point", WITHOUT_POINT, rows, PlaceCounts(table).searches)


def in_no_group(view: View) -> LeftOut:
    """Of what returns tell of London or a force: searches that stand in no group large enough."""
    returns = view.year.returns
    own = [force for force in returns.searches if view.place.kind is Kind.LONDON or force == view.place.code]
    rows = sum(returns.in_no_group[force] for force in own)
    reason = left_out_sentence(disclosure_settings())
    return told("no_group", reason, rows, sum(returns.searches[force] for force in own))

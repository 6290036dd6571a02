"""Two accounts side by side, from what each has published: two places, or two years of one; without any script."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from portal.documents.account import Account, Compliance
from portal.documents.figures import Headline
from portal.documents.series import Point
from portal.editions.archive import NotPublished, Withdrawn, stem
from portal.periods import NoSuchPeriod, Period
from portal.places import LONDON, Place, UnknownPlace, all_of
from portal.tables.definitions import Cells, Sheet, Value
from portal.tables.formats import FORMATS
from portal.tables.plain_cells import plain_figure
from portal.web.pages.accounts import charter_check_titles, choose_edition, place_series, shelf
from portal.web.pages.search import KINDS, is_place_published, place_from_address
from portal.web.pages.tables import COMPARED, SIDES
from portal.web.presentation.checks import rate_and_bounds
from portal.web.presentation.figures import format_measure, format_total, is_untold
from portal.web.presentation.formatting import NOT_KNOWN
from portal.web.presentation.sentences import headline_of
from portal.web.responses import files
from portal.web.responses.files import MADE_ENDINGS, METADATA

comparing = Blueprint("comparing", __name__)
BESIDE = ("per_1000", "action_rate", "black_to_white")
NOT_TWO = "Say which two accounts to compare, as in /compare.csv?a=boroughs/hackney&a_year=2018-19&b=london."


@dataclass(frozen=True)
class Side:
    """What is compared: a place, and its account of one year."""

    place: Place
    account: Account


@dataclass(frozen=True)
class Cell:
    """One figure of one account: its numbers, and as the page shows it."""

    says: str
    value: Value = None
    low: Value = None
    high: Value = None


@dataclass(frozen=True)
class Line:
    """One figure of both; `check`: the id of a check, blank for others."""

    measure: str
    check: str
    cells: tuple[Cell, Cell]


@comparing.get("/compare")
def compare_page() -> str:
    found = sides()
    newest = shelf().best_period(LONDON)
    return render_template(
        "compare.html",
        places=[LONDON, *(place for kind in KINDS for place in all_of(kind) if is_place_published(place))],
        years=shelf().periods(),
        newest=newest,
        sides=found,
        lines=list(compare_lines(*found)) if len(found) == 2 else [],
        account=next((side.account for side in found if side.account.invented), None),
        asked=request.args,
        query=query(found),
        formats=FORMATS.values(),
        titles=charter_check_titles(shelf().newest(newest)),
    )


@comparing.get(f"/compare.<{MADE_ENDINGS}:ending>")
def compare_table(ending: str) -> Response:
    """The page's figures; of the same two accounts in the same editions always the same bytes."""
    found = sides()
    if len(found) != 2:
        raise NotPublished(NOT_TWO)
    names = [f"{side.place.slug}-{side.account.period.id}" for side in found]
    return files.sheet_response(compare_sheet(found), ending, "-beside-".join(names))


@comparing.get(f"/compare.{METADATA}")
def compare_metadata() -> Response:
    """The columns are the same whatever is compared."""
    return files.sheet_metadata(compare_sheet(sides()), "compare")


def sides() -> list[Side]:
    """What is asked for and published: two, if all is well."""
    return [found for name in SIDES if (found := side(name))]


def query(found: list[Side]) -> str:
    """What asks for the same two accounts again."""
    told: dict[str, str] = {}
    for name, side in zip(SIDES, found, strict=False):
        told |= {name: stem(side.place), f"{name}_year": side.account.period.id}
    return urlencode(told, safe="/")


def side(name: str) -> Side | None:
    """The account that `a` or `b` (such as `boroughs/hackney`) and its year ask for; None where nothing is asked."""
    asked, year = request.args.get(name, ""), request.args.get(f"{name}_year", "")
    if not asked:
        return None
    try:
        place = place_from_address(asked)
        return Side(place, choose_edition(place, Period.named(year) if year else None).account(place))
    except (UnknownPlace, NoSuchPeriod, NotPublished, Withdrawn):
        return None


def compare_lines(first: Side, second: Side) -> Iterator[Line]:
    """Searches, the rates of both, and every check that both were held against."""
    yield Line("searches", "", (searches_cell(first), searches_cell(second)))
    for measure in BESIDE:
        yield Line(measure, "", (rate_cell(first, measure), rate_cell(second, measure)))
    others = {entry.check: entry for entry in second.account.compliance}
    for entry in first.account.compliance:
        if entry.check in others:
            yield Line("compliance", entry.check, (check_cell(entry), check_cell(others[entry.check])))


def searches_cell(side: Side) -> Cell:
    totals = side.account.totals
    return Cell(format_total(totals), totals.searches, totals.low, totals.high)


def rate_cell(side: Side, measure: str) -> Cell:
    found: Point | Headline | None = (
        residents_point(side) if measure == "per_1000" else headline_of(side.account, measure)
    )
    if found is not None and is_untold(found, found.value):
        return Cell(NOT_KNOWN)
    if found is None or found.value is None:
        return Cell(format_measure(None, measure))
    return Cell(format_measure(found.value, measure), found.value, found.low, found.high)


def residents_point(side: Side) -> Point | None:
    """As the place's table over all years has it; None of a force or team, which nobody lives in."""
    series = place_series(side.place)
    years = {year.period: year.points for year in series.years} if series else {}
    return next((each for each in years.get(side.account.period.id, []) if each.measure == "per_1000"), None)


def check_cell(entry: Compliance) -> Cell:
    return Cell(rate_and_bounds(entry), entry.rate, entry.low, entry.high)


def compare_sheet(found: list[Side]) -> Sheet:
    invented = any(side.account.invented for side in found)
    rows = [compare_row(found, line, invented=invented) for line in compare_lines(*found)] if len(found) == 2 else []
    return Sheet(COMPARED, "Two accounts side by side", rows, invented)


def compare_row(found: list[Side], line: Line, *, invented: bool) -> Cells:
    cells: list[Value] = [line.measure, line.check]
    for side, cell in zip(found, line.cells, strict=True):
        account = side.account
        assert account.edition is not None
        cells += [stem(side.place), account.period.id, account.edition.number]
        cells += [cell.value, cell.low, cell.high, plain_figure(cell.says)]
    return [*cells, str(invented).lower()]

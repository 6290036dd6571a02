"""All boroughs in one table, and two accounts side by side, from what each has published; without any script."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from portal import residents
from portal.charter.definitions import RECEIPT
from portal.documents.account import Account, Compliance, Summary
from portal.documents.figures import Headline
from portal.documents.series import Point
from portal.editions.archive import Altered, Edition, NotPublished, Withdrawn, stem
from portal.periods import NoSuchPeriod, Period
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of
from portal.tables.definitions import Cells, Sheet, Value
from portal.tables.formats import FORMATS
from portal.tables.plain_cells import plain_figure
from portal.web.measured import check_of
from portal.web.pages.accounts import (
    charter_beside,
    charter_check_titles,
    choose_edition,
    place_series,
    report_left_out,
    shelf,
)
from portal.web.pages.search import KINDS, is_place_published, place_from_address
from portal.web.pages.tables import COMPARED, SIDES
from portal.web.presentation.checks import rate_and_bounds
from portal.web.presentation.figures import format_measure, format_total, is_untold
from portal.web.presentation.formatting import NOT_KNOWN, decimal, format_percent, format_times
from portal.web.presentation.sentences import headline_of
from portal.web.responses import files
from portal.web.responses.files import MADE_ENDINGS, METADATA

# All boroughs at once: a table that any column sorts, by a plain link; in the order of names at first.


@dataclass(frozen=True)
class BoroughRow:
    """One borough: each figure with how it is shown, by the id of its column. None where it has no figure."""

    place: Place
    is_unfair: bool
    values: dict[str, float | None]
    says: dict[str, str]


@dataclass(frozen=True)
class BoroughColumn:
    id: str
    title: str


NAME = "name"
BOROUGH_COLUMNS = (
    BoroughColumn("searches", "Searches"),
    BoroughColumn("per_1000", "Per 1,000 residents"),
    BoroughColumn("change", "Than the year before"),
    BoroughColumn("action", "Police action"),
    BoroughColumn("ratio", "Black compared with White"),
    BoroughColumn("receipt", "Receipt"),
)


def borough_rows(edition: Edition) -> list[BoroughRow]:
    """Every borough of the edition, by name; one whose account cannot be read is left out, and the page says so."""
    receipts = receipts_by_place(edition)
    found = []
    for place in all_of(Kind.BOROUGH):
        if not edition.has(place):
            continue
        try:
            found.append(borough_row(place, edition.summary(place), receipts.get(place.code)))
        except Altered as wrong:
            report_left_out(wrong)
    return found


def borough_row(place: Place, account: Summary, receipt: Compliance | None) -> BoroughRow:
    rate = next((each.now for each in account.comparison.with_london if each.measure == "per_1000"), None)
    told = {name: headline_of(account, name) for name in ("change", "action_rate", "black_to_white")}
    is_unfair = place.code in residents.unfair()
    values: dict[str, float | None] = {
        "searches": account.totals.searches,
        "per_1000": rate,
        **{name: value_of(told[measure]) for name, measure in OF_HEADLINE.items()},
        "receipt": receipt.rate if receipt else None,
    }
    if is_unfair:
        values["ratio"] = None
    says = {
        "searches": format_total(account.totals),
        "per_1000": decimal(rate) if rate is not None else "",
        "change": format_change(values["change"]),
        "action": format_percent(values["action"]),
        "ratio": format_times(values["ratio"]),
        "receipt": format_percent(values["receipt"]),
    }
    return BoroughRow(place, is_unfair, values, says)


def value_of(found: Headline | None) -> float | None:
    return found.value if found else None


OF_HEADLINE = {"change": "change", "action": "action_rate", "ratio": "black_to_white"}


def format_change(value: float | None) -> str:
    """`+14%`, `-3%`, `same`."""
    if value is None:
        return ""
    return "same" if abs(value) < 0.005 else f"{100 * value:+.0f}%"


def receipts_by_place(edition: Edition) -> dict[str, Compliance]:
    """What the charter's check of receipts found in each place; empty where there is none."""
    charter = charter_beside(edition)
    checks = charter.with_role(RECEIPT) if charter else []
    if not checks:
        return {}
    try:
        return {row.place.code: row.found[0] for row in check_of(edition, checks[0].id).rows}
    except (NotPublished, Withdrawn):
        return {}
    except Altered as wrong:
        report_left_out(wrong)
        return {}


def sorted_rows(rows: list[BoroughRow], by: str) -> list[BoroughRow]:
    """The highest first, those without a figure last; by name where no column is asked for."""
    if by not in {column.id for column in BOROUGH_COLUMNS}:
        return rows
    return sorted(rows, key=lambda row: (row.values[by] is None, -(row.values[by] or 0)))


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
    edition = shelf().newest(newest)
    rows = shelf().kept(("all boroughs", edition.name), lambda: borough_rows(edition))
    groups = [(kind, [place for place in all_of(kind) if is_place_published(place)]) for kind in KINDS]
    return render_template(
        "compare.html",
        rows=sorted_rows(rows, request.args.get("sort", NAME)),
        columns=BOROUGH_COLUMNS,
        sort=request.args.get("sort", NAME),
        groups=[(kind.heading, places) for kind, places in groups if places],
        period=newest,
        years=shelf().periods(),
        newest=newest,
        sides=found,
        lines=list(compare_lines(*found)) if len(found) == 2 else [],
        account=next((side.account for side in found if side.account.invented), None),
        asked=request.args,
        query=query(found),
        formats=FORMATS.values(),
        titles=charter_check_titles(edition),
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

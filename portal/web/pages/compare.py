"""All boroughs in one table, and two to four accounts side by side, from what each published; without any script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from portal import residents
from portal.charter.definitions import RECEIPT
from portal.documents.account import Account, Compliance, Summary
from portal.documents.figures import Headline, MonthFigure
from portal.documents.series import Point
from portal.editions.archive import Altered, Edition, NotPublished, Withdrawn, stem
from portal.periods import NoSuchPeriod, Period
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of
from portal.tables.definitions import Cells, Sheet, Value
from portal.tables.formats import FORMATS
from portal.tables.plain_cells import plain_figure
from portal.web.drawings.sparklines import Sparkline, sparkline
from portal.web.measured import check_of
from portal.web.outlines import neighbours_of
from portal.web.pages.accounts import (
    charter_beside,
    charter_check_titles,
    choose_edition,
    place_series,
    report_left_out,
    shelf,
)
from portal.web.pages.checks.compliance import MATRIX
from portal.web.pages.search import KINDS, is_place_published, place_from_address
from portal.web.presentation.checks import format_check, interval_of
from portal.web.presentation.figures import format_measure, format_total, is_untold
from portal.web.presentation.formatting import NOT_KNOWN, decimal, format_percent, format_times
from portal.web.presentation.sentences import headline_of
from portal.web.responses import files
from portal.web.responses.files import MADE_ENDINGS, METADATA
from portal.web.tables import COMPARED, SIDES

# All boroughs at once: a table that any column sorts, by a plain link; in the order of names at first.


@dataclass(frozen=True)
class BoroughRow:
    """One borough: each figure with how it is shown, by the id of its column. None where it has no figure.

    `line`: its months as a small line.
    """

    place: Place
    is_unfair: bool
    values: dict[str, float | None]
    says: dict[str, str]
    line: Sparkline


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


def all_boroughs(edition: Edition) -> list[BoroughRow]:
    """Every borough of the edition, by name; one whose account cannot be read is left out, and the page says so."""
    rows, left_out = shelf().kept(("all boroughs", edition.name), lambda: borough_rows(edition))
    for wrong in left_out:
        report_left_out(wrong)
    return rows


def borough_rows(edition: Edition) -> tuple[list[BoroughRow], list[Altered]]:
    """And what cannot be read, which every page that has the rows has to say."""
    found, left_out = [], []
    try:
        receipts = receipts_by_place(edition)
    except Altered as wrong:
        receipts = {}
        left_out.append(wrong)
    for place in all_of(Kind.BOROUGH):
        if not edition.has(place):
            continue
        try:
            months = edition.months(place)
            found.append(borough_row(place, edition.summary(place), receipts.get(place.code), months))
        except Altered as wrong:
            left_out.append(wrong)
    return found, left_out


def borough_row(
    place: Place, account: Summary, receipt: Compliance | None, months: Sequence[MonthFigure]
) -> BoroughRow:
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
    return BoroughRow(place, is_unfair, values, says, sparkline(months))


def value_of(found: Headline | None) -> float | None:
    return found.value if found else None


OF_HEADLINE = {"change": "change", "action": "action_rate", "ratio": "black_to_white"}


def format_change(value: float | None) -> str:
    """`+14%`, `-0.3%`, `same` only of exactly as many."""
    if value is None:
        return ""
    if value == 0:
        return "same"
    digits = 0 if abs(value) >= 0.0095 else 1
    said = f"{100 * value:+.{digits}f}%"
    return f"{'more' if value > 0 else 'fewer'} by under 0.1%" if said[1:] == "0.0%" else said


def receipts_by_place(edition: Edition) -> dict[str, Compliance]:
    """What the charter's check of receipts found in each place; empty where there is none. Altered where damaged."""
    charter = charter_beside(edition)
    checks = charter.with_role(RECEIPT) if charter else []
    if not checks:
        return {}
    try:
        return {row.place.code: row.found[0] for row in check_of(edition, checks[0].id).rows}
    except (NotPublished, Withdrawn):
        return {}


def sorted_rows(rows: list[BoroughRow], by: str) -> list[BoroughRow]:
    """The highest first, those without a figure last; by name where no column is asked for."""
    if by not in {column.id for column in BOROUGH_COLUMNS}:
        return rows
    return sorted(rows, key=lambda row: (row.values[by] is None, -(row.values[by] or 0)))


comparing = Blueprint("comparing", __name__)
BESIDE = ("per_1000", "action_rate", "black_to_white")
FEWEST = 2
NOT_TWO = (
    "Say which two to four published accounts to compare, as in "
    "/compare.csv?a=boroughs/hackney&a_year=2018-19&b=london."
)


@dataclass(frozen=True)
class Side:
    """What is compared: a place, and its account of one year."""

    place: Place
    account: Account


@dataclass(frozen=True)
class Cell:
    """One figure of one account: its numbers, and as the page shows it.

    `low`, `high`: as the table has them: of a rate its 95% interval, of a check what blanks leave open. `interval`: of
    both what chance leaves open (95%); None of a count. `could_be_chance`: whether that and the first place's overlap.
    """

    says: str
    value: Value = None
    low: Value = None
    high: Value = None
    interval: tuple[float, float] | None = None
    could_be_chance: bool = False


@dataclass(frozen=True)
class Line:
    """One figure of all that is compared, in their order; `check`: the id of a check, blank for others."""

    measure: str
    check: str
    cells: tuple[Cell, ...]

    @property
    def is_first(self) -> bool:
        """Whether it is one of the checks that stand in the first table of the page of compliance, too."""
        return self.check in MATRIX


@comparing.get("/compare")
def compare_page() -> str:
    found = sides()
    newest = shelf().best_period(LONDON)
    edition = shelf().newest(newest)
    groups = [(kind, [place for place in all_of(kind) if is_place_published(place)]) for kind in KINDS]
    lines = list(compare_lines(found)) if len(found) >= FEWEST else []
    return render_template(
        "compare.html",
        rows=sorted_rows(all_boroughs(edition), request.args.get("sort", NAME)),
        columns=BOROUGH_COLUMNS,
        sort=request.args.get("sort", NAME),
        groups=[(kind.heading, places) for kind, places in groups if places],
        period=newest,
        years=shelf().periods(),
        newest=newest,
        sides=found,
        names=SIDES,
        lines=lines,
        has_chance=any(cell.could_be_chance for line in lines for cell in line.cells),
        suggested=suggested(found) if found else [],
        account=next((side.account for side in found if side.account.invented), None),
        asked=request.args,
        query=query([(stem(side.place), side.account.period.id) for side in found]),
        formats=FORMATS.values(),
        titles=charter_check_titles(edition),
    )


@comparing.get(f"/compare.<{MADE_ENDINGS}:ending>")
def compare_table(ending: str) -> Response:
    """The page's figures; of the same accounts in the same editions always the same bytes."""
    found = sides()
    if len(found) < FEWEST or any(is_unanswered(name) for name in SIDES):
        raise NotPublished(NOT_TWO)
    names = [f"{side.place.slug}-{side.account.period.id}" for side in found]
    return files.sheet_response(compare_sheet(found), ending, "-beside-".join(names))


@comparing.get(f"/compare.{METADATA}")
def compare_metadata() -> Response:
    """The columns are the same whatever is compared."""
    return files.sheet_metadata(compare_sheet(sides()), "compare")


def is_unanswered(name: str) -> bool:
    """Whether a place or a year is asked for that there is not: a table without it would be of something else."""
    asked = [request.args[each] for each in (name, f"{name}_year") if each in request.args]
    return bool(asked) and ("" in asked or side(name) is None)


def sides() -> list[Side]:
    """What is asked for and published: two to four, if all is well."""
    return [found for name in SIDES if (found := side(name))]


def query(asked: Sequence[tuple[str, str]]) -> str:
    """What asks for those places, each in its year."""
    told: dict[str, str] = {}
    for name, (place, year) in zip(SIDES, asked, strict=False):
        told |= {name: place, f"{name}_year": year}
    return urlencode(told, safe="/")


def side(name: str) -> Side | None:
    """The account that `a` (such as `boroughs/hackney`) and its year ask for; None where nothing is asked."""
    asked, year = request.args.get(name, ""), request.args.get(f"{name}_year", "")
    if not asked:
        return None
    try:
        place = place_from_address(asked)
        return Side(place, choose_edition(place, Period.named(year) if year else None).account(place))
    except (UnknownPlace, NoSuchPeriod, NotPublished, Withdrawn):
        return None


def suggested(found: Sequence[Side]) -> list[tuple[str, str]]:
    """What else could stand beside the first place, in words with what asks for it."""
    place, year = found[0].place, found[0].account.period.id
    own = (stem(place), year)
    tried = []
    if place != LONDON:
        tried.append((f"{place.name} and London", [own, (stem(LONDON), year)]))
    if place.kind is Kind.BOROUGH:
        near = [(stem(each), year) for each in neighbours_of(place)[: len(SIDES) - 1]]
        tried.append((f"{place.name} and its neighbours", [own, *near]))
    before = Period.named(year).before
    if before in shelf().periods() and shelf().newest(before).has(place):
        tried.append((f"{before.id} and {year}", [(stem(place), before.id), own]))
    asked = query([(stem(side.place), side.account.period.id) for side in found])
    return [(words, link) for words, each in tried if (link := query(each)) != asked]


def compare_lines(found: Sequence[Side]) -> Iterator[Line]:
    """Searches, the rates of all, and every check that all were held against and that applies to one of them."""
    yield Line("searches", "", tuple(searches_cell(side) for side in found))
    for measure in BESIDE:
        yield Line(measure, "", beside_first([rate_cell(side, measure) for side in found]))
    held = [{entry.check: entry for entry in side.account.compliance} for side in found]
    for entry in found[0].account.compliance:
        if all(entry.check in each for each in held) and any(each[entry.check].status != "missing" for each in held):
            yield Line("compliance", entry.check, beside_first([check_cell(each[entry.check]) for each in held]))


def beside_first(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells, each but the first with whether it differs from the first by no more than chance."""
    first = cells[0].interval
    return (cells[0], *(replace(cell, could_be_chance=overlap(first, cell.interval)) for cell in cells[1:]))


def overlap(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


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
    interval = None if found.low is None or found.high is None else (found.low, found.high)
    return Cell(format_measure(found.value, measure), found.value, found.low, found.high, interval)


def residents_point(side: Side) -> Point | None:
    """As the place's table over all years has it; None of a force or team, which nobody lives in."""
    series = place_series(side.place)
    years = {year.period: year.points for year in series.years} if series else {}
    return next((each for each in years.get(side.account.period.id, []) if each.measure == "per_1000"), None)


def check_cell(entry: Compliance) -> Cell:
    return Cell(format_check(entry), entry.rate, entry.low, entry.high, interval_of(entry))


def compare_sheet(found: list[Side]) -> Sheet:
    invented = any(side.account.invented for side in found)
    lines = compare_lines(found) if len(found) >= FEWEST else []
    rows = [compare_row(found, line, invented=invented) for line in lines]
    return Sheet(COMPARED, "Accounts side by side", rows, invented)


def compare_row(found: list[Side], line: Line, *, invented: bool) -> Cells:
    """The first two, whether invented, and then a third and a fourth, which came to the table later."""
    told: list[list[Value]] = []
    for side, cell in zip(found, line.cells, strict=True):
        account = side.account
        assert account.edition is not None
        whose = [stem(side.place), account.period.id, account.edition.number]
        told.append([*whose, cell.value, cell.low, cell.high, plain_figure(cell.says)])
    blank: list[Value] = [None] * len(told[0])
    told += [blank] * (len(SIDES) - len(told))
    return [line.measure, line.check, *told[0], *told[1], str(invented).lower(), *told[2], *told[3]]

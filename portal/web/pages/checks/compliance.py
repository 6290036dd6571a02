"""Every place under every check, for one year."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from portal.charter.definitions import SECTION_60, Check
from portal.documents.account import Account, Compliance
from portal.documents.checks import TABLE, CheckedPlace, ComplianceTable
from portal.documents.figures import Apart
from portal.editions.archive import NO_CHARTER, Altered, Edition, NotPublished, Withdrawn
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, boroughs
from portal.tables.formats import formats_among
from portal.web.measured import (
    best_edition,
    check_of,
    edition_links,
    newer_than,
    rows_of_kind,
    table_of,
)
from portal.web.pages.accounts import place_series, report_left_out, shelf
from portal.web.presentation.checks import Section, check_sections, forces_missing, format_check, two_counts
from portal.web.presentation.reviews import whose_word
from portal.web.responses.files import ENDINGS, METADATA, edition_metadata, form

# Searches without suspicion: how many, where, and which authorisations are entered here.

section_60_page = Blueprint("section_60", __name__)


@section_60_page.get("/section-60")
def section_60_answer() -> str:
    """Searches without suspicion: how many, where, and which authorisations are entered here."""
    edition = best_edition()
    account, charter = edition.account(LONDON), edition.charter()
    return render_template(
        "section_60.html",
        account=account,
        apart=section_60_part(account),
        boroughs=[
            (place, section_60_part(edition.account(place))) for place in places_in_edition(edition, Kind.BOROUGH)
        ],
        authorisations=charter.authorisations,
        names={code: place.name for code, place in boroughs().items()},
        found={entry.check: entry for entry in account.compliance},
        checks=charter.with_role(SECTION_60),
        series=place_series(LONDON),
        formats=formats_among(edition.manifest.files, "section-60"),
    )


def places_in_edition(edition: Edition, kind: Kind) -> list[Place]:
    return [place for place in all_of(kind) if edition.has(place)]


def section_60_part(account: Account) -> Apart:
    return next(each for each in account.apart if each.id == "section_60")


compliance_pages = Blueprint("compliance", __name__)
WIDEST = 6  # checks side by side: as many as fit on a page of paper


@dataclass(frozen=True)
class Grid:
    """Some checks beside some places: every row is a place, and what each of the section's checks found there."""

    section: Section
    rows: list[CheckedPlace]


@dataclass(frozen=True)
class Alike:
    """Checks that have no figure in any place of a kind, and why, which is the same in all: `found` is one of them."""

    found: Compliance
    checks: list[Check]


@dataclass(frozen=True)
class Grids:
    """All checks beside all places of a kind.

    `alike`: checks that are in no table, as a sentence tells them. `unasked`: sections asked of no place of that kind.
    """

    kind: Kind
    title: str
    grids: list[Grid]
    alike: list[Alike]
    unasked: list[str]


@compliance_pages.get("/compliance", defaults={"period": None})
@compliance_pages.get("/compliance/<period:period>")
def newest_compliance(period: Period | None) -> str:
    """Every borough and every team under every check."""
    return compliance_page(shelf().newest(period) if period else best_edition())


@compliance_pages.get("/compliance/all", defaults={"period": None})
@compliance_pages.get("/compliance/<period:period>/all")
def every_check(period: Period | None) -> str:
    """Every check beside every place, as tables of a few checks each."""
    return every_check_page(shelf().newest(period) if period else best_edition())


MATRIX = ("C01", "C02", "C03", "C04", "C05", "R04", "R05", "V01", "V03")
"""The checks of the first table; of another charter its first nine."""


@dataclass(frozen=True)
class MatrixCell:
    """What a check found in a place; `beyond`: `above` or `below` what chance allows, the funnel's 99.8% limits."""

    found: Compliance
    beyond: str


def compliance_page(edition: Edition) -> str:
    """One number a cell: the boroughs under nine checks, London on top."""
    table, charter = table_of(edition), edition.charter()
    rules = charter.by_id
    shown = [rules[check] for check in table.checks if check in MATRIX] or [rules[each] for each in table.checks[:9]]
    beyond = {check.id: places_beyond(edition, check.id) for check in shown}
    rows = [*rows_of_kind(table.rows, Kind.LONDON), *rows_of_kind(table.rows, Kind.BOROUGH)]
    return render_template(
        "compliance.html",
        table=table,
        account=table,
        checks=shown,
        words=[sorted({said for row in rows if (said := whose_word(row.of(each.id), each))}) for each in shown],
        rows=[
            (row.place, [MatrixCell(row.of(each.id), beyond[each.id].get(row.place.code, "")) for each in shown])
            for row in rows
        ],
        edition=edition,
        links=edition_links(edition),
        newer=newer_than(edition),
        formats=formats_among(edition.manifest.files, "compliance"),
        years=[other for other in shelf().periods() if shelf().newest(other).holds(TABLE)],
    )


def places_beyond(edition: Edition, check: str) -> dict[str, str]:
    """GSS code -> above or below, of boroughs that lie outside the 99.8% limits (those of how much places differ)."""
    try:
        funnel = check_of(edition, check).funnel
    except (NotPublished, Withdrawn):
        return {}
    except Altered as wrong:
        report_left_out(wrong)
        return {}
    return {dot.code: dot.beyond for dot in funnel.dots if dot.beyond} if funnel else {}


def every_check_page(edition: Edition) -> str:
    table, charter = table_of(edition), edition.charter()
    rules = charter.by_id
    whole = rows_of_kind(table.rows, Kind.LONDON) + rows_of_kind(table.rows, Kind.FORCE)
    checks = [rules[check] for check in table.checks]
    return render_template(
        "every_check.html",
        table=table,
        account=table,
        rules=rules,
        forces=whole,
        by_check=[(section, list(checks_across_places(section, whole))) for section in check_sections(checks)],
        kinds=[each for each in grids_of(table, checks) if each.grids or each.alike],
        edition=edition,
        links=edition_links(edition),
        newer=newer_than(edition),
        formats=formats_among(edition.manifest.files, "compliance"),
        years=[other for other in shelf().periods() if shelf().newest(other).holds(TABLE)],
    )


def checks_across_places(section: Section, rows: list[CheckedPlace]) -> Iterator[tuple[Check, list[Compliance]]]:
    """Every check of a section with what it found in each place."""
    for check in section.checks:
        yield check, [row.of(check.id) for row in rows]


def grids_of(table: ComplianceTable, checks: list[Check]) -> Iterator[Grids]:
    for kind in (Kind.BOROUGH, Kind.BCU, Kind.TEAM):
        rows = rows_of_kind(table.rows, kind)
        unasked = [section for section in check_sections(checks) if is_unasked(section_grid(section, rows))]
        asked = [check for check in checks if not any(check in section.checks for section in unasked)]
        alike = list(all_alike(asked, rows))
        apart = [check for check in asked if not any(check in each.checks for each in alike)]
        grids = [section_grid(section, rows) for section in check_sections(apart, widest=WIDEST)]
        yield Grids(kind, kind.heading, grids, alike, [section.ids for section in unasked])


def is_unasked(beside: Grid) -> bool:
    return all(entry.status == "missing" for row in beside.rows for entry in row.found)


def all_alike(checks: list[Check], rows: list[CheckedPlace]) -> Iterator[Alike]:
    """The checks of which every place says the same, without a figure; by what they say."""
    told: dict[str, list[Check]] = {}
    examples: dict[str, Compliance] = {}
    for check in checks:
        found = [row.of(check.id) for row in rows]
        said = {(format_check(each), two_counts(each, check), forces_missing(each)) for each in found}
        if len(said) == 1 and all(each.rate is None and each.low is None for each in found):
            told.setdefault(format_check(found[0]), []).append(check)
            examples.setdefault(format_check(found[0]), found[0])
    for words, same in told.items():
        yield Alike(examples[words], same)


def section_grid(section: Section, rows: list[CheckedPlace]) -> Grid:
    ids = [check.id for check in section.checks]
    return Grid(section, [CheckedPlace(place=row.place, found=[row.of(check) for check in ids]) for row in rows])


@compliance_pages.get(f"/compliance.<{ENDINGS}:ending>", defaults={"period": None})
@compliance_pages.get(f"/compliance/<period:period>.<{ENDINGS}:ending>")
def compliance_table(period: Period | None, ending: str) -> Response:
    edition = shelf().newest(period) if period else best_edition()
    return form(edition, "compliance", ending, NO_CHARTER, f"compliance-{edition.manifest.period}")


@compliance_pages.get(f"/compliance/<period:period>.{METADATA}")
def table_described(period: Period) -> Response:
    return edition_metadata(shelf().newest(period), "compliance", period.id, NO_CHARTER)

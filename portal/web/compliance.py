"""Every place under every check, for one year."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from portal.accounts.check_documents import TABLE, CheckedPlace, ComplianceTable
from portal.accounts.compliance_document import Compliance
from portal.accounts.shelf import Edition
from portal.periods import Period
from portal.places import Kind
from portal.web.check_sections import Section, sections
from portal.web.forms import ENDINGS, METADATA, described, form
from portal.web.measured import NO_CHARTER, best, charter_of, links, newer_than, of_kind, rules_of, table_of
from portal.web.pages import shelf
from portal.web.verdicts import Rule, checked, left_out, two_counts

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
    checks: list[Rule]


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
def page(period: Period | None) -> str:
    """Every borough and every team under every check."""
    return compliance_page(shelf().newest(period) if period else best())


def compliance_page(edition: Edition) -> str:
    table, charter = table_of(edition), charter_of(edition)
    rules = rules_of(charter)
    whole = of_kind(table.rows, Kind.LONDON) + of_kind(table.rows, Kind.FORCE)
    checks = [rules[check] for check in table.checks]
    return render_template(
        "compliance.html",
        table=table,
        account=table,
        rules=rules,
        forces=whole,
        by_check=[(section, list(turned(section, table.checks, whole))) for section in sections(checks)],
        kinds=[each for each in grids_of(table, checks) if each.grids or each.alike],
        edition=edition,
        links=links(edition),
        newer=newer_than(edition),
        years=[other for other in shelf().periods() if shelf().newest(other).holds(TABLE)],
    )


def turned(section: Section, order: list[str], rows: list[CheckedPlace]) -> Iterator[tuple[Rule, list[Compliance]]]:
    """Every check of a section with what it found in each place."""
    for check in section.checks:
        at = order.index(check["id"])
        yield check, [row.found[at] for row in rows]


def grids_of(table: ComplianceTable, checks: list[Rule]) -> Iterator[Grids]:
    for kind, title in ((Kind.BOROUGH, "Boroughs"), (Kind.BCU, "Commands"), (Kind.TEAM, "Teams")):
        rows = of_kind(table.rows, kind)
        unasked = [section for section in sections(checks) if is_unasked(grid(section, table.checks, rows))]
        asked = [check for check in checks if not any(check in section.checks for section in unasked)]
        alike = list(all_alike(asked, table.checks, rows))
        apart = [check for check in asked if not any(check in each.checks for each in alike)]
        grids = [grid(section, table.checks, rows) for section in sections(apart, widest=WIDEST)]
        yield Grids(kind, title, grids, alike, [section.ids for section in unasked])


def is_unasked(beside: Grid) -> bool:
    return all(entry.status == "missing" for row in beside.rows for entry in row.found)


def all_alike(checks: list[Rule], order: list[str], rows: list[CheckedPlace]) -> Iterator[Alike]:
    """The checks of which every place says the same, without a figure; by what they say."""
    told: dict[str, list[Rule]] = {}
    examples: dict[str, Compliance] = {}
    for check in checks:
        found = [row.found[order.index(check["id"])] for row in rows]
        said = {(checked(each), two_counts(each, check), left_out(each)) for each in found}
        if len(said) == 1 and all(each.rate is None and each.low is None for each in found):
            told.setdefault(checked(found[0]), []).append(check)
            examples.setdefault(checked(found[0]), found[0])
    for words, same in told.items():
        yield Alike(examples[words], same)


def grid(section: Section, order: list[str], rows: list[CheckedPlace]) -> Grid:
    at = [order.index(check["id"]) for check in section.checks]
    return Grid(section, [CheckedPlace(place=row.place, found=[row.found[each] for each in at]) for row in rows])


@compliance_pages.get(f"/compliance.<{ENDINGS}:ending>", defaults={"period": None})
@compliance_pages.get(f"/compliance/<period:period>.<{ENDINGS}:ending>")
def table(period: Period | None, ending: str) -> Response:
    edition = shelf().newest(period) if period else best()
    return form(edition, "compliance", ending, NO_CHARTER, f"compliance-{edition.manifest.period}")


@compliance_pages.get(f"/compliance/<period:period>.{METADATA}")
def table_described(period: Period) -> Response:
    return described(shelf().newest(period), "compliance", period.id, NO_CHARTER)

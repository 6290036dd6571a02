"""The charter, its checks, and what they found: read from the edition that measured them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.check_documents import TABLE, CheckDocument, CheckedPlace, ComplianceTable
from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account, PeriodPart
from portal.accounts.figures import Apart, OutcomeRate
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import Edition, NotPublished, Withdrawn, opened
from portal.periods import Period
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of, boroughs, named
from portal.web.charts import funnel_chart
from portal.web.forms import ENDINGS, METADATA, described, form
from portal.web.pages import series_of, shelf
from portal.web.prepared import JSON, prepared
from portal.web.verdicts import Rule

charter_pages = Blueprint("charter", __name__)
NO_CHARTER = "This edition was measured against no charter."
RULE = ("unit", "function", "fields", "also", "parameters", "applies", "law")
"""What of a check decides the state of a record, as portal.accounts.earlier_checks has it (which loads frames)."""
SECTIONS = {
    "C": "What the officer did and said",
    "R": "What was written down",
    "V": "Video, supervisors and reviews from outside",
    "S": "Safeguards, and what searches are for",
    "P": "What those who publish owe",
}
"""The letter that a check's id begins with -> what such checks are about."""
WIDEST = 6  # checks side by side: as many as fit on a page of paper


@dataclass(frozen=True)
class Links:
    """Where a page leads: to live pages, or for an edition that they no longer show to those of that edition.

    `checks` and `check_files`: what the id of a check follows; `compliance`: the table of the year.
    """

    checks: str
    check_files: str
    compliance: str
    before: str
    after: str

    def place(self, kind: str, code: str) -> str | None:
        """The account of a place; None for one that is listed no more."""
        try:
            return f"{self.before}{named(Kind(kind), code).address}{self.after}"
        except UnknownPlace:
            return None


@dataclass(frozen=True)
class Trend:
    """What a check found in London in one year, and whether another rule decided it then than the one shown."""

    period: str
    found: Compliance
    rule: Rule
    by_another_rule: bool
    address: str


@dataclass(frozen=True)
class Section:
    """Checks about one thing, in the order of the charter; `id`: what anchors begin with."""

    id: str
    title: str
    checks: list[Rule]

    @property
    def ids(self) -> str:
        """`C01 to C06`."""
        first, last = self.checks[0]["id"], self.checks[-1]["id"]
        return str(first) if first == last else f"{first} to {last}"


@dataclass(frozen=True)
class Grid:
    """Some checks beside some places: every row is a place, and what each of the section's checks found there."""

    section: Section
    rows: list[CheckedPlace]


@dataclass(frozen=True)
class Grids:
    """All checks beside all places of a kind; `unasked`: those that are asked of no place of that kind."""

    kind: Kind
    title: str
    grids: list[Grid]
    unasked: list[str]


@dataclass(frozen=True)
class Told:
    """Promises or duties that stand in one source; `read`: somebody read them there."""

    source: str
    read: bool
    promises: list[Mapping[str, Any]]


def best() -> Edition:
    return shelf().newest(shelf().best_period(LONDON))


def charter_of(edition: Edition) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(edition.named("charter.json", NO_CHARTER).read_bytes())
    return whole


def check_of(edition: Edition, check: str) -> CheckDocument:
    raw = edition.named(f"checks/{check}.json", f"There is no check {check}.").read_bytes()
    return CheckDocument.model_validate_json(raw)


def table_of(edition: Edition) -> ComplianceTable:
    return ComplianceTable.model_validate_json(edition.named(TABLE, NO_CHARTER).read_bytes())


def rules_of(charter: Mapping[str, Any]) -> dict[str, Rule]:
    return {check["id"]: check for check in charter["checks"]}


def is_live(edition: Edition) -> bool:
    """Whether the pages of the checks are drawn from it."""
    try:
        return edition.directory == best().directory
    except NotPublished:
        return False


def is_newest(edition: Edition) -> bool:
    return edition.directory == shelf().newest(edition.manifest.period).directory


def newer_than(edition: Edition) -> Manifest | None:
    """The edition that has replaced it."""
    return None if is_newest(edition) else shelf().newest(edition.manifest.period).manifest


def links(edition: Edition) -> Links:
    period = edition.manifest.period
    own = f"/editions/{period}/{edition.manifest.number}"
    live, newest = is_live(edition), is_newest(edition)
    return Links(
        checks="/charter" if live else f"{own}/charter",
        check_files="/charter" if live else f"{own}/checks",
        compliance=f"/compliance/{period}" if newest else f"{own}/compliance",
        before="" if newest else own,
        after=f"/{period}" if newest else "",
    )


@charter_pages.app_template_filter("measured_by")
def measured_by(account: Account) -> tuple[dict[str, Rule], str]:
    """The checks that an account was measured by, and what the address of each begins with."""
    if account.edition is None:
        return {}, "/charter"
    edition = opened(shelf().root / account.period.id / account.edition.number)
    try:
        return rules_of(charter_of(edition)), links(edition).checks
    except (NotPublished, Withdrawn):
        return {}, "/charter"


def sections(checks: Sequence[Rule], *, widest: int = 0) -> list[Section]:
    """The checks by their letter; with `widest`, in parts alike in size of at most so many."""
    found = []
    for letter in dict.fromkeys(check["id"][:1] for check in checks):
        own = [check for check in checks if check["id"].startswith(letter)]
        parts = -(-len(own) // widest) if widest else 1
        size = -(-len(own) // parts)
        for at in range(parts):
            part = own[at * size : (at + 1) * size]
            found.append(Section(part[0]["id"].lower(), SECTIONS.get(letter, f"Checks {letter}"), part))
    return found


def promises(commitments: Sequence[Mapping[str, Any]]) -> dict[str, list[Told]]:
    """Who promised or asked -> what, in the order of the charter, with the source that each was read in or is not."""
    found: dict[str, dict[tuple[str, bool], list[Mapping[str, Any]]]] = {}
    for each in commitments:
        own = found.setdefault(each["by"], {})
        own.setdefault((each["source"], each["verified"]), []).append(each)
    return {by: [Told(source, read, every) for (source, read), every in own.items()] for by, own in found.items()}


@charter_pages.get("/charter")
def index() -> str:
    """What each check asks, with London's answer; then the promises, who made them, and where that can be read."""
    edition = best()
    charter, account = charter_of(edition), edition.account(LONDON)
    return render_template(
        "charter.html",
        charter=charter,
        account=account,
        sections=sections(charter["checks"]),
        promises=promises(charter["commitments"]),
        found={entry.check: entry for entry in account.compliance},
        objects=found_by(account, "all"),
        sources=sources_of(charter),
        in_force={check: in_force(charter, rule, account.period) for check, rule in rules_of(charter).items()},
    )


@charter_pages.get("/charter.json")
def index_json() -> Response:
    return prepared(best(), "charter.json", NO_CHARTER, JSON)


@charter_pages.get("/charter/<name:check>")
def one(check: str) -> str | BaseResponse:
    """One check: its rule as data, what it found in London, over the years, in every borough and team."""
    if check != check.upper():
        return redirect(url_for(".one", check=check.upper()), 301)
    return check_page(best(), check)


def check_page(edition: Edition, check: str) -> str:
    """A check as the edition has it. Over the years only on the live page: other years have editions of their own."""
    document, charter = check_of(edition, check), charter_of(edition)
    rule = rules_of(charter)[check]
    live = is_live(edition)
    return render_template(
        "check.html",
        check=rule,
        charter=charter,
        document=document,
        edition=edition,
        account=document,
        london=document.rows[0].found[0],
        rows={kind: of_kind(document.rows, kind) for kind in Kind},
        chart=funnel_chart(document.funnel) if document.funnel else None,
        trend=trend(check, rule_of(charter, check)) if live else [],
        rates=found_by(london_of(edition), "all", "object") if rule["function"] == "found" else [],
        sources=sources_of(charter),
        promises=promises([each for each in charter["commitments"] if each["id"] in rule["commitments"]]),
        cited=[sources_of(charter)[source] for source in rule["sources"]],
        in_force=in_force(charter, rule, document.period),
        links=links(edition),
        live=live,
        newer=newer_than(edition),
    )


@charter_pages.get(f"/charter/<name:check>.<{ENDINGS}:ending>")
def one_file(check: str, ending: str) -> BaseResponse:
    if check != check.upper():
        return redirect(url_for(".one_file", check=check.upper(), ending=ending), 301)
    return form(best(), f"checks/{check}", ending, f"There is no check {check}.")


@charter_pages.get(f"/charter/<name:check>.{METADATA}")
def one_described(check: str) -> Response:
    return form(best(), f"checks/{check}", METADATA, f"There is no check {check}.")


def of_kind(rows: list[CheckedPlace], kind: Kind) -> list[CheckedPlace]:
    return [row for row in rows if row.place.kind is kind]


def sources_of(charter: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {source["id"]: source for source in charter["sources"]}


def in_force(charter: Mapping[str, Any], rule: Rule, period: PeriodPart) -> list[Mapping[str, Any]]:
    """The versions of the law that the check goes by, or that a standard of it cites, on any day of the period."""
    cited = {each["source"] for each in charter["standards"] if each["check"] == rule["id"]}
    laws = {rule["law"]} if rule["law"] else cited
    return [
        version
        for version in charter["laws"]
        if version["law"] in laws
        and version["valid_from"] <= period.last_day
        and (version["valid_until"] or period.last_day) >= period.first_day
    ]


def london_of(edition: Edition) -> Account | None:
    try:
        return edition.account(LONDON)
    except (NotPublished, Withdrawn):
        return None


def found_by(account: Account | None, *by: str) -> list[OutcomeRate]:
    """Formal actions of those searches whose outcome is known."""
    rates = account.outcome_rates if account else []
    return [rate for rate in rates if rate.measure == "action" and rate.by in by]


def rule_of(charter: Mapping[str, Any], check: str) -> Any:
    """What decides a record's state under a check, the versions of its law with it; None where there is no such."""
    rule = rules_of(charter).get(check)
    if rule is None:
        return None
    laws = [version for version in charter["laws"] if rule["law"] and version["law"] == rule["law"]]
    return [
        {name: rule.get(name) for name in RULE},
        [[version["valid_from"], version["valid_until"], version["changes"].get(check)] for version in laws],
    ]


def trend(check: str, shown: Any) -> list[Trend]:
    """London's answer in every financial year that was measured, oldest first. `shown`: the rule of the page."""
    found = []
    for period in sorted(period for period in shelf().periods() if period.is_financial):
        edition = shelf().newest(period)
        account = london_of(edition)
        entries = [entry for entry in account.compliance if entry.check == check] if account else []
        if not entries:
            continue
        charter = charter_or_none(edition)
        another = charter is not None and rule_of(charter, check) != shown
        rule = rules_of(charter).get(check, {}) if charter else {}
        found.append(Trend(period.id, entries[0], rule, another, f"{links(edition).checks}/{check}"))
    return found


def charter_or_none(edition: Edition) -> dict[str, Any] | None:
    try:
        return charter_of(edition)
    except (NotPublished, Withdrawn):
        return None


@charter_pages.get("/compliance", defaults={"period": None})
@charter_pages.get("/compliance/<period:period>")
def compliance(period: Period | None) -> str:
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
        kinds=[each for each in grids_of(table, checks) if each.grids],
        edition=edition,
        links=links(edition),
        newer=newer_than(edition),
        years=[other for other in shelf().periods() if (shelf().newest(other).directory / TABLE).is_file()],
    )


def turned(section: Section, order: list[str], rows: list[CheckedPlace]) -> Iterator[tuple[Rule, list[Compliance]]]:
    """Every check of a section with what it found in each place."""
    for check in section.checks:
        at = order.index(check["id"])
        yield check, [row.found[at] for row in rows]


def grids_of(table: ComplianceTable, checks: list[Rule]) -> Iterator[Grids]:
    for kind, title in ((Kind.BOROUGH, "Boroughs"), (Kind.BCU, "Commands"), (Kind.TEAM, "Teams")):
        rows = of_kind(table.rows, kind)
        found = [grid(section, table.checks, rows) for section in sections(checks, widest=WIDEST)] if rows else []
        asked = [each for each in found if any(entry.status != "missing" for row in each.rows for entry in row.found)]
        unasked = [each.section.ids for each in found if each not in asked]
        yield Grids(kind, title, asked, unasked)


def grid(section: Section, order: list[str], rows: list[CheckedPlace]) -> Grid:
    at = [order.index(check["id"]) for check in section.checks]
    return Grid(section, [CheckedPlace(place=row.place, found=[row.found[each] for each in at]) for row in rows])


@charter_pages.get(f"/compliance.<{ENDINGS}:ending>", defaults={"period": None})
@charter_pages.get(f"/compliance/<period:period>.<{ENDINGS}:ending>")
def compliance_file(period: Period | None, ending: str) -> Response:
    edition = shelf().newest(period) if period else best()
    return form(edition, "compliance", ending, NO_CHARTER, f"compliance-{edition.manifest.period}")


@charter_pages.get(f"/compliance/<period:period>.{METADATA}")
def compliance_described(period: Period) -> Response:
    return described(shelf().newest(period), "compliance", period.id, NO_CHARTER)


@charter_pages.get("/section-60")
def section_60() -> str:
    """Searches without suspicion: how many, where, and which authorisations are entered here."""
    edition = best()
    account, charter = edition.account(LONDON), charter_of(edition)
    return render_template(
        "section_60.html",
        account=account,
        apart=without_suspicion(account),
        boroughs=[(place, without_suspicion(edition.account(place))) for place in held(edition, Kind.BOROUGH)],
        authorisations=charter["authorisations"],
        names={code: place.name for code, place in boroughs().items()},
        found={entry.check: entry for entry in account.compliance},
        rules=rules_of(charter),
        series=series_of(LONDON),
    )


def held(edition: Edition, kind: Kind) -> list[Place]:
    return [place for place in all_of(kind) if edition.has(place)]


def without_suspicion(account: Account) -> Apart:
    return next(each for each in account.apart if each.id == "section_60")

"""The charter and each of its checks: read from the edition that measured them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.charter.definitions import Check, Commitment, LawVersion, Source
from portal.documents.account import Account, Compliance, PeriodPart
from portal.documents.charter import CharterDocument
from portal.documents.checks import CheckDocument
from portal.documents.figures import OutcomeRate, Seen
from portal.documents.review import ReviewDocument, ReviewedPlace
from portal.editions.archive import NO_CHARTER, Altered, Edition, NotPublished, Withdrawn
from portal.places import LONDON, Kind
from portal.tables.definitions import Cells, Sheet
from portal.tables.formats import formats_among
from portal.tables.plain_cells import safe_cell_text
from portal.web.drawings.charts import funnel_chart
from portal.web.measured import (
    best_edition,
    charter_or_none,
    check_of,
    edition_links,
    is_live,
    london_of,
    newer_than,
    review_or_none,
    rows_of_kind,
)
from portal.web.pages.accounts import report_left_out, shelf
from portal.web.presentation.checks import check_sections
from portal.web.responses import files
from portal.web.responses.files import ENDINGS, JSON, MADE_ENDINGS, METADATA, edition_metadata, form, prepared
from portal.web.tables import CHARTER

# The charter and its table of checks in other forms: beside charter.py, which shows the pages.

charter_files = Blueprint("charter_files", __name__)


@charter_files.get(f"/compliance.{METADATA}")
def compliance_described() -> Response:
    return edition_metadata(best_edition(), "compliance", "compliance", NO_CHARTER)


@charter_files.get(f"/charter.<{MADE_ENDINGS}:ending>")
def charter_table(ending: str) -> Response:
    charter = best_edition().charter()
    return files.sheet_response(charter_sheet(charter), ending, f"charter-{charter.id}-edition-{charter.edition}")


@charter_files.get(f"/charter.{METADATA}")
def checks_described() -> Response:
    return files.sheet_metadata(charter_sheet(best_edition().charter()), "charter")


def charter_sheet(charter: CharterDocument) -> Sheet:
    return Sheet(CHARTER, f"Checks: {charter.title}", [charter_row(check) for check in charter.checks])


def charter_row(check: Check) -> Cells:
    """In the order of CHARTER's columns."""
    target = check.target
    told = {
        **{name: safe_cell_text(str(getattr(check, name, "") or "")) for name in CHARTER.header},
        "fields": " ".join(check.fields),
        "parameters": json.dumps(check.parameters, sort_keys=True),
        "target": target.value if target else None,
        "target_set_by": safe_cell_text(target.set_by) if target else "",
        "target_set_on": target.set_on.isoformat() if target else "",
        "verified": str(check.verified).lower(),
    }
    return [told[name] for name in CHARTER.header]


charter_pages = Blueprint("charter", __name__)


@dataclass(frozen=True)
class Trend:
    """What a check found in London in one year, and whether another rule decided it then than the one shown."""

    period: str
    found: Compliance
    rule: Check | None
    by_another_rule: bool
    address: str


@dataclass(frozen=True)
class Told:
    """Promises or duties that stand in one source; `read`: somebody read them there."""

    source: str
    read: bool
    promises: list[Commitment]


@charter_pages.app_template_filter("measured_by")
def measured_by(account: Account) -> tuple[dict[str, Check], str]:
    """The checks that an account was measured by, and what the address of each begins with."""
    if account.edition is None:
        return {}, "/charter"
    try:
        edition = shelf().edition(account.period.id, account.edition.number)
        return edition.charter().by_id, edition_links(edition).checks
    except (NotPublished, Withdrawn):
        return {}, "/charter"
    except Altered as wrong:
        report_left_out(wrong)
        return {}, "/charter"


def promises(commitments: Sequence[Commitment]) -> dict[str, list[Told]]:
    """Who promised or asked -> what, in the order of the charter, with the source that each was read in or is not."""
    found: dict[str, dict[tuple[str, bool], list[Commitment]]] = {}
    for each in commitments:
        own = found.setdefault(each.by, {})
        own.setdefault((each.source, each.verified), []).append(each)
    return {by: [Told(source, read, every) for (source, read), every in own.items()] for by, own in found.items()}


@charter_pages.get("/charter")
def charter_index() -> str:
    """What each check asks, with London's answer; then the promises, who made them, and where that can be read."""
    edition = best_edition()
    charter, account = edition.charter(), edition.account(LONDON)
    return render_template(
        "charter.html",
        charter=charter,
        account=account,
        sections=check_sections(charter.checks),
        promises=promises(charter.commitments),
        found={entry.check: entry for entry in account.compliance},
        objects=found_by(account, "all"),
        sources=sources_of(charter),
        in_force={check: law_versions_in_force(charter, rule, account.period) for check, rule in charter.by_id.items()},
    )


@charter_pages.get("/charter.json")
def index_json() -> Response:
    return prepared(best_edition(), "charter.json", NO_CHARTER, JSON)


@charter_pages.get("/charter/<name:check>")
def charter_check(check: str) -> str | BaseResponse:
    """One check: its rule as data, what it found in London, over the years, in every borough and team."""
    if check != check.upper():
        return redirect(url_for(".charter_check", check=check.upper()), 301)
    return check_page(best_edition(), check)


def check_page(edition: Edition, check: str) -> str:
    """A check as the edition has it. Over the years only on the live page: other years have editions of their own."""
    document, charter = check_of(edition, check), edition.charter()
    rule = charter.by_id[check]
    live = is_live(edition)
    review = review_or_none(edition)
    return render_template(
        "check.html",
        check=rule,
        charter=charter,
        document=document,
        edition=edition,
        account=document,
        london=document.rows[0].found[0],
        measured_name=document.rows[0].place.name,
        rows={kind: rows_of_kind(document.rows, kind) for kind in Kind},
        chart=funnel_chart(document.funnel) if document.funnel else None,
        team_chart=funnel_chart(document.team_funnel) if document.team_funnel else None,
        trend=trend(check, charter.rule(rule)) if live else [],
        rates=found_by(london_of(edition), "all", "object") if rule.function == "found" else [],
        sources=sources_of(charter),
        promises=promises([each for each in charter.commitments if each.id in rule.commitments]),
        cited=[sources_of(charter)[source] for source in rule.sources],
        in_force=law_versions_in_force(charter, rule, document.period),
        review=review,
        on_video=video_beside_records(review, document) if review else [],
        links=edition_links(edition),
        live=live,
        newer=newer_than(edition),
        formats=formats_among(edition.manifest.files, f"checks/{check}"),
    )


def video_beside_records(
    review: ReviewDocument, document: CheckDocument
) -> list[tuple[ReviewedPlace, Seen, Compliance | None]]:
    """The places where reviewers judged the check: what they saw there, and what the check found, None of nothing."""
    found = {(row.place.kind.value, row.place.code): row.found[0] for row in document.rows}
    return [
        (place, seen, found.get((place.kind, place.code)))
        for place in review.places
        for seen in place.seen
        if seen.check == document.check
    ]


@charter_pages.get(f"/charter/<name:check>.<{ENDINGS}:ending>")
def check_file(check: str, ending: str) -> BaseResponse:
    if check != check.upper():
        return redirect(url_for(".check_file", check=check.upper(), ending=ending), 301)
    return form(best_edition(), f"checks/{check}", ending, f"There is no check {check}.")


@charter_pages.get(f"/charter/<name:check>.{METADATA}")
def check_metadata(check: str) -> Response:
    return form(best_edition(), f"checks/{check}", METADATA, f"There is no check {check}.")


def sources_of(charter: CharterDocument) -> dict[str, Source]:
    return {source.id: source for source in charter.sources}


def law_versions_in_force(charter: CharterDocument, rule: Check, period: PeriodPart) -> list[LawVersion]:
    """The versions of the law that the check goes by, or that a standard of it cites, on any day of the period."""
    cited = {each.source for each in charter.standards if each.check == rule.id}
    laws = {rule.law} if rule.law else cited
    first, last = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    return [
        version
        for version in charter.laws
        if version.law in laws and version.valid_from <= last and (version.valid_until or last) >= first
    ]


def found_by(account: Account | None, *by: str) -> list[OutcomeRate]:
    """Formal actions of those searches whose outcome is known."""
    rates = account.outcome_rates if account else []
    return [rate for rate in rates if rate.measure == "action" and rate.by in by]


def trend(check: str, shown: list[Any]) -> list[Trend]:
    """London's answer in every financial year that was measured, oldest first. `shown`: the rule of the page."""
    found = []
    for period in sorted(period for period in shelf().periods() if period.is_financial):
        edition = shelf().newest(period)
        account = london_of(edition)
        entries = [entry for entry in account.compliance if entry.check == check] if account else []
        if not entries:
            continue
        charter = charter_or_none(edition)
        rule = charter.by_id.get(check) if charter else None
        another = charter is not None and (rule is None or charter.rule(rule) != shown)
        found.append(Trend(period.id, entries[0], rule, another, f"{edition_links(edition).checks}/{check}"))
    return found

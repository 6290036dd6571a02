"""The charter and each of its checks: read from the edition that measured them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account, PeriodPart
from portal.accounts.figures import OutcomeRate
from portal.accounts.shelf import Altered, Edition, NotPublished, Withdrawn
from portal.places import LONDON, Kind
from portal.web.charts import funnel_chart
from portal.web.check_sections import sections
from portal.web.forms import ENDINGS, METADATA, form
from portal.web.measured import (
    NO_CHARTER,
    best,
    charter_of,
    charter_or_none,
    check_of,
    is_live,
    links,
    london_of,
    newer_than,
    of_kind,
    rule_of,
    rules_of,
)
from portal.web.pages import left_out, shelf
from portal.web.prepared import JSON, prepared
from portal.web.verdicts import Rule

charter_pages = Blueprint("charter", __name__)


@dataclass(frozen=True)
class Trend:
    """What a check found in London in one year, and whether another rule decided it then than the one shown."""

    period: str
    found: Compliance
    rule: Rule
    by_another_rule: bool
    address: str


@dataclass(frozen=True)
class Told:
    """Promises or duties that stand in one source; `read`: somebody read them there."""

    source: str
    read: bool
    promises: list[Mapping[str, Any]]


@charter_pages.app_template_filter("measured_by")
def measured_by(account: Account) -> tuple[dict[str, Rule], str]:
    """The checks that an account was measured by, and what the address of each begins with."""
    if account.edition is None:
        return {}, "/charter"
    try:
        edition = shelf().edition(account.period.id, account.edition.number)
        return rules_of(charter_of(edition)), links(edition).checks
    except (NotPublished, Withdrawn):
        return {}, "/charter"
    except Altered as wrong:
        left_out(wrong)
        return {}, "/charter"


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
        measured_name=document.rows[0].place.name,
        rows={kind: of_kind(document.rows, kind) for kind in Kind},
        chart=funnel_chart(document.funnel) if document.funnel else None,
        team_chart=funnel_chart(document.team_funnel) if document.team_funnel else None,
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


def found_by(account: Account | None, *by: str) -> list[OutcomeRate]:
    """Formal actions of those searches whose outcome is known."""
    rates = account.outcome_rates if account else []
    return [rate for rate in rates if rate.measure == "action" and rate.by in by]


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

"""The charter, its checks, and what they found: read from the edition that measured them."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.check_documents import TABLE, CheckDocument, CheckedPlace, ComplianceTable
from portal.accounts.compliance_document import Compliance
from portal.accounts.shelf import Edition, NotPublished, Withdrawn
from portal.periods import Period
from portal.places import LONDON, Kind
from portal.web.charts import funnel_chart
from portal.web.forms import ENDINGS, METADATA, described, form
from portal.web.pages import series_of, shelf
from portal.web.prepared import JSON, prepared

charter_pages = Blueprint("charter", __name__)
NO_CHARTER = "This edition was measured against no charter."


@dataclass(frozen=True)
class Trend:
    """What a check found in London in one year."""

    period: str
    found: Compliance


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


@charter_pages.get("/charter")
def index() -> str:
    """The promises, who made them, and what each check asks, with London's answer."""
    edition = best()
    charter, account = charter_of(edition), edition.account(LONDON)
    found = {entry.check: entry for entry in account.compliance}
    return render_template("charter.html", charter=charter, account=account, found=found)


@charter_pages.get("/charter.json")
def index_json() -> Response:
    return prepared(best(), "charter.json", NO_CHARTER, JSON)


@charter_pages.get("/charter/<name:check>")
def one(check: str) -> str | BaseResponse:
    """One check: its rule as data, what it found in London, over the years, in every borough and team."""
    if check != check.upper():
        return redirect(url_for(".one", check=check.upper()), 301)
    edition = best()
    document, charter = check_of(edition, check), charter_of(edition)
    return render_template(
        "check.html",
        check=next(each for each in charter["checks"] if each["id"] == check),
        charter=charter,
        document=document,
        edition=edition,
        account=document,
        london=document.rows[0].found[0],
        rows={kind: of_kind(document.rows, kind) for kind in Kind},
        chart=funnel_chart(document.funnel) if document.funnel else None,
        trend=trend(check),
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


def trend(check: str) -> list[Trend]:
    """London's answer in every financial year that was measured, oldest first."""
    found = []
    for period in sorted(shelf().periods()):
        try:
            entries = shelf().newest(period).account(LONDON).compliance
        except (NotPublished, Withdrawn):
            continue
        own = [entry for entry in entries if entry.check == check]
        found += [Trend(period.id, entry) for entry in own if period.is_financial]
    return found


@charter_pages.get("/compliance", defaults={"period": None})
@charter_pages.get("/compliance/<period:period>")
def compliance(period: Period | None) -> str:
    """Every borough and every team under every check."""
    edition = shelf().newest(period) if period else best()
    table, charter = table_of(edition), charter_of(edition)
    return render_template(
        "compliance.html",
        table=table,
        account=table,
        titles={check["id"]: check["title"] for check in charter["checks"]},
        rows={kind: of_kind(table.rows, kind) for kind in Kind},
        years=[other for other in shelf().periods() if (shelf().newest(other).directory / TABLE).is_file()],
    )


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
    """Searches without suspicion: how many, where, and which authorisations are published."""
    edition = best()
    account, charter = edition.account(LONDON), charter_of(edition)
    found = {entry.check: entry for entry in account.compliance}
    return render_template(
        "section_60.html",
        account=account,
        apart=next(each for each in account.apart if each.id == "section_60"),
        authorisations=charter["authorisations"],
        found=found,
        series=series_of(LONDON),
    )

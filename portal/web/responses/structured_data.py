"""Pages as search engines for data read them: schema.org's Dataset."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request

from portal.documents.account import Account
from portal.documents.checks import CheckDocument, ComplianceTable
from portal.documents.review import ReviewDocument
from portal.documents.supplies import SupplyList
from portal.editions.archive import SUPPLIES
from portal.tables.dictionary import ATTRIBUTION, INVENTED, LICENCE
from portal.tables.formats import FORMATS
from portal.tables.reviews import STEM as REVIEWED
from portal.web.pages.accounts import shelf
from portal.web.responses.files import FORMS
from portal.web.responses.permanent import account_files_address, account_formats

KINDS = {ending: FORMS[ending] for ending in sorted([*FORMATS, "json"])}
"""Ending -> what it is, of the forms that a table may come in."""


def site_dataset(*, invented: bool) -> dict[str, Any]:
    """All tables together."""
    base = current_app.config["BASE_URL"]
    return {
        **common("Stop and search in London: annual accounts, checks and searches", f"{base}/data", invented=invented),
        "description": "Searches by police in London by borough and by team, what came of them, and what the police "
        "have not published: every figure with its source and its status.",
        "distribution": [data_download(f"{base}/data/datapackage.json", "application/json")],
    }


def account_dataset(account: Account, address: str) -> dict[str, Any]:
    """One account. `address`: of its page, without the period."""
    page = f"{current_app.config['BASE_URL']}{account_files_address(account, address)}"
    forms = ["json", *(each.ending for each in account_formats(account))]
    return {
        **common(
            f"Stop and search: {account.only or account.place.name}, {account.period.id}",
            page,
            invented=account.invented,
        ),
        "description": f"Every figure of the account of {account.only or account.place.name} for {account.period.id}: "
        f"{account.period.months_supplied} of {account.period.months_expected} months.",
        "temporalCoverage": f"{account.period.first_day}/{account.period.last_day}",
        "spatialCoverage": account.only or account.place.name,
        "version": account.edition.number if account.edition else None,
        "distribution": [data_download(f"{page}.{ending}", KINDS[ending]) for ending in sorted(forms)],
    }


PAGES: dict[str, tuple[str, Callable[[str], str]]] = {
    "pages.places_page": ("totals and rates of every place of one kind", lambda path: path[1:]),
    "charter.charter_check": ("what one check found, in every place", lambda path: f"checks/{path.rpartition('/')[2]}"),
    "compliance.newest_compliance": ("every check in every place", lambda path: "compliance"),
    "reviews.year_of_review": ("what independent reviewers saw on video", lambda path: REVIEWED),
    "section_60.section_60_answer": ("searches without suspicion", lambda path: path[1:]),
    "supplies.supplies_index": ("the files that every figure is drawn from", lambda path: SUPPLIES),
}
"""Pages of one table: what it holds, and its name in the edition without an ending."""


def page_dataset(
    shown: Account | ComplianceTable | CheckDocument | ReviewDocument | SupplyList,
) -> dict[str, Any] | None:
    """The table that the page shows, in the forms that the edition has of it; None for a page of none or of several."""
    if request.endpoint not in PAGES:
        return None
    holds, stem = PAGES[request.endpoint]
    period = None if isinstance(shown, SupplyList) else shown.period
    files = shelf().newest(period.id if period else SUPPLIES).manifest.files
    page = f"{current_app.config['BASE_URL']}{request.path}"
    found = [data_download(f"{page}.{ending}", kind) for ending, kind in KINDS.items()
             if f"{stem(request.path)}.{ending}" in files]  # fmt: skip
    if not found:
        return None
    return {
        **common(f"Stop and search in London: {holds}", page, invented=shown.invented),
        "description": f"Stop and search in London: {holds}, each figure with its source and its status.",
        **({"temporalCoverage": f"{period.first_day}/{period.last_day}"} if period else {}),
        "spatialCoverage": "London",
        "distribution": found,
    }


def common(name: str, address: str, *, invented: bool) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "url": address,
        **({"creditText": INVENTED} if invented else {"license": LICENCE, "creditText": ATTRIBUTION}),
        "isAccessibleForFree": True,
    }


def data_download(address: str, kind: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}

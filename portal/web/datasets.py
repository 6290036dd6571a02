"""Pages as search engines for data read them: schema.org's Dataset."""

from typing import Any

from flask import current_app

from portal.accounts.document import Account
from portal.accounts.files.metadata import ATTRIBUTION, INVENTED, LICENCE
from portal.web.permanent import files_of


def of_site(*, invented: bool) -> dict[str, Any]:
    """All tables together."""
    base = current_app.config["BASE_URL"]
    return {
        **common("Stop and search in London: annual accounts, checks and searches", f"{base}/data", invented=invented),
        "description": "Searches by police in London by borough and by team, what came of them, and what the police "
        "have not published: every figure with its source and its status.",
        "distribution": [download(f"{base}/data/datapackage.json", "application/json")],
    }


def of_account(account: Account, address: str) -> dict[str, Any]:
    """One account. `address`: of its page, without the period."""
    page = f"{current_app.config['BASE_URL']}{files_of(account, address)}"
    kinds = {"csv": "text/csv", "json": "application/json",
             "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
    return {
        **common(f"Stop and search: {account.place.name}, {account.period.id}", page, invented=account.invented),
        "description": f"Every figure of the account of {account.place.name} for {account.period.id}: "
        f"{account.period.months_supplied} of {account.period.months_expected} months.",
        "temporalCoverage": f"{account.period.first_day}/{account.period.last_day}",
        "spatialCoverage": account.place.name,
        "version": account.edition.number if account.edition else None,
        "distribution": [download(f"{page}.{ending}", kind) for ending, kind in kinds.items()],
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


def download(address: str, kind: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}

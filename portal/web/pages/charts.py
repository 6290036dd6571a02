"""What "Explore this chart" draws from: the charts of one page, beside the edition they come from.

The address names the edition, so what is explored is what the page shows, also after a newer edition has come out.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import brotli
from flask import Blueprint, Response, abort, request, url_for

from portal.documents import canonical
from portal.documents.account import Account, PeriodPart
from portal.documents.figures import Funnel
from portal.editions.archive import Edition
from portal.periods import Period
from portal.places import LONDON, Kind, find_place
from portal.web.drawings.charts import Specification, funnel_chart, month_chart, plotted_funnel, plotted_months
from portal.web.drawings.group_lines import group_lines, plotted_groups
from portal.web.measured import check_of
from portal.web.pages.accounts import choose_edition, held_as
from portal.web.pages.editions import edition_of
from portal.web.pages.one_account import account_shown
from portal.web.pages.over_time import accounts_by_year
from portal.web.presentation.formatting import year
from portal.web.responses.caching import FOREVER

# Plotly's script from the installed package, under an address that changes with its bytes.
#
# The package itself is never imported: the site needs one file of it, and none of what it would load.

plotly_files = Blueprint("plotly", __name__)
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda raw: bytes(brotli.compress(raw, quality=9)),  # 0.7 s; the highest quality takes 15 s to save a tenth
    "gzip": lambda raw: gzip.compress(raw, 6, mtime=0),
}


def script() -> Path:
    """Where the installed package keeps its script."""
    package = find_spec("plotly")
    assert package is not None
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@lru_cache(maxsize=1)
def script_digest() -> str:
    return hashlib.sha256(script().read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=len(FORMS))
def compressed(form: str) -> bytes:
    """The script in one form, prepared once a process when somebody first asks for it."""
    return FORMS[form](script().read_bytes())


def plotly_address() -> str:
    return url_for("plotly.bundle", name=script_digest())


@plotly_files.get("/plotly/<name:name>.js")
def bundle(name: str) -> Response:
    """4.8 MB, or 1.2 MB with Brotli; another version's address is not found, never answered with this one."""
    if name != script_digest():
        abort(404)
    form = request.accept_encodings.best_match(FORMS)
    response = Response(compressed(form) if form else script().read_bytes(), mimetype="text/javascript")
    if form:
        response.headers["Content-Encoding"] = form
    response.headers["Cache-Control"] = FOREVER
    return response


explore = Blueprint("explore", __name__)
EDITION = "/editions/<period:period>/<number:number>"
INVENTED = " Invented records: not police data."
MEASURES = {"action": "Formal actions", "arrest": "Arrests"}


@explore.get(f"{EDITION}/london/charts.json", defaults={"kind": None, "name": ""})
@explore.get(f"{EDITION}/<kind:kind>/<name:name>/charts.json")
def explore_account(period: Period, number: str, kind: Kind | None, name: str) -> Response:
    """The months and the funnels of one account."""
    place = find_place(kind, name) if kind else LONDON
    edition = edition_of(period, number)
    account = edition.account(held_as(edition, place))
    source = said_source(edition, account.period, invented=account.invented)
    file = f"{place.slug}-{period.id}-edition-{number}"
    return charts_response(account_charts(account), source, file)


@explore.get("/london/trends/charts.json", defaults={"kind": None, "name": ""})
@explore.get("/<kind:kind>/<name:name>/trends/charts.json")
def explore_trends(kind: Kind | None, name: str) -> Response:
    """All months of a place, as its page of all years has them."""
    place = find_place(kind, name) if kind else LONDON
    on = account_shown(place, choose_edition(place, None))
    accounts = list(accounts_by_year(on))
    months = [figure for account in accounts for figure in account.monthly]
    found = {}
    if any(figure.searches is not None for figure in months):
        title = f"Searches each month, {place.name}"
        found["months"] = {"title": title, **plotted_months(month_chart(months), is_of_years=len(accounts) > 1)}
    if groups := group_lines(accounts):
        found["groups"] = {"title": f"Searches by ethnic group, {place.name}", **plotted_groups(groups)}
    years = f"{accounts[0].period.id} to {accounts[-1].period.id}" if accounts else on.account.period.id
    source = f"{years}.{INVENTED if on.account.invented else ''}"
    return charts_response(found, source, f"{place.slug}-{years.replace(' ', '-')}")


@explore.get(f"{EDITION}/checks/<name:check>/charts.json")
def explore_check(period: Period, number: str, check: str) -> Response:
    """The funnels of one check; no chart where it has none."""
    edition = edition_of(period, number)
    document = check_of(edition, check)
    source = said_source(edition, document.period, invented=document.invented)
    charts = {}
    for funnel in filter(None, (document.funnel, document.team_funnel)):
        charts[funnel.name] = explored(funnel, check)
    return charts_response(charts, source, f"{check}-{period.id}-edition-{number}")


def account_charts(account: Account) -> dict[str, Specification]:
    """Name of the chart -> its specification, as account.html shows them."""
    charts = {}
    if any(figure.searches is not None for figure in account.monthly):
        title = f"Searches each month, {account.place.name}"
        charts["months"] = {"title": title, **plotted_months(month_chart(account.monthly))}
    for funnel in (*account.funnels, *account.team_funnels):
        charts[funnel.name] = explored(funnel, MEASURES[funnel.measure])
    return charts


def explored(funnel: Funnel, what: str) -> Specification:
    beside = "boroughs beside London" if funnel.kind == "borough" else "teams beside all of them"
    return {"title": f"{what}: {beside}", **plotted_funnel(funnel_chart(funnel))}


def said_source(edition: Edition, period: PeriodPart, *, invented: bool) -> str:
    """What stands below the title of a downloaded picture."""
    return f"{year(period)}, edition {edition.manifest.number}.{INVENTED if invented else ''}"


def charts_response(charts: dict[str, Specification], source: str, file: str) -> Response:
    """`file`: what a downloaded picture is called, without the chart's name and the ending."""
    whole = {name: {**chart, "source": source, "file": f"{file}-{name}.svg"} for name, chart in charts.items()}
    return Response(canonical.as_bytes({"schema": "charts/1", "charts": whole}), mimetype="application/json")

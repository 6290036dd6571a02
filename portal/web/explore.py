"""What "Explore this chart" draws from: the charts of one page, beside the edition they come from.

The address names the edition, so what is explored is what the page shows, also after a newer edition has come out.
"""

from flask import Blueprint, Response

from portal.accounts import canonical
from portal.accounts.document import Account, PeriodPart
from portal.accounts.figures import Funnel
from portal.accounts.shelf import Edition
from portal.periods import Period
from portal.places import LONDON, Kind, named
from portal.web.charts import funnel_chart, month_chart
from portal.web.editions import edition_of
from portal.web.measured import check_of
from portal.web.pages import held_as
from portal.web.plotting import Specification, plotted_funnel, plotted_months
from portal.web.words import year

explore = Blueprint("explore", __name__)
EDITION = "/editions/<period:period>/<number:number>"
INVENTED = " Invented records: not police data."
MEASURES = {"action": "Formal actions", "arrest": "Arrests"}


@explore.get(f"{EDITION}/london/charts.json", defaults={"kind": None, "name": ""})
@explore.get(f"{EDITION}/<kind:kind>/<name:name>/charts.json")
def of_account(period: Period, number: str, kind: Kind | None, name: str) -> Response:
    """The months and the funnels of one account."""
    place = named(kind, name) if kind else LONDON
    edition = edition_of(period, number)
    account = edition.account(held_as(edition, place))
    source = said_source(edition, account.period, invented=account.invented)
    file = f"{place.slug}-{period.id}-edition-{number}"
    return answered(account_charts(account), source, file)


@explore.get(f"{EDITION}/checks/<name:check>/charts.json")
def of_check(period: Period, number: str, check: str) -> Response:
    """The funnels of one check; no chart where it has none."""
    edition = edition_of(period, number)
    document = check_of(edition, check)
    source = said_source(edition, document.period, invented=document.invented)
    charts = {}
    for funnel in filter(None, (document.funnel, document.team_funnel)):
        charts[funnel.name] = explored(funnel, check)
    return answered(charts, source, f"{check}-{period.id}-edition-{number}")


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


def answered(charts: dict[str, Specification], source: str, file: str) -> Response:
    """`file`: what a downloaded picture is called, without the chart's name and the ending."""
    whole = {name: {**chart, "source": source, "file": f"{file}-{name}.svg"} for name, chart in charts.items()}
    return Response(canonical.as_bytes({"schema": "charts/1", "charts": whole}), mimetype="application/json")

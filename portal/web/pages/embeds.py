"""One chart of an account, to stand in a frame on somebody else's page; and the picture beside a shared link.

The only pages that may be framed (responses.caching): they hold no form and set nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.documents.account import Account
from portal.editions.archive import Edition, NotPublished
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.web.drawings.heat_strip import heat_strip
from portal.web.drawings.month_columns import month_columns, months_finding, years_of_months
from portal.web.drawings.share_picture import share_picture
from portal.web.pages.accounts import choose_edition
from portal.web.pages.one_account import Shown, account_before, account_shown
from portal.web.presentation.account_pages import FRAMES
from portal.web.presentation.sentences import how_many, is_it_fair, up_or_down
from portal.web.responses.caching import SECURITY

embeds = Blueprint("embeds", __name__)
FRAMED = SECURITY["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
NO_CHART = "There is no such chart of {}, {}."


def drawn_months(on: Shown) -> Any:
    return month_columns(years_of_months(on.account, account_before(on.edition, on.place)))


DRAWN: dict[str, tuple[Callable[[Shown], Any], Callable[[Shown], str]]] = {
    "months": (drawn_months, lambda on: months_finding(on.account)),
    "hours": (lambda on: heat_strip(on.account), lambda on: "When searches were"),
    "map": (lambda on: on.where_drawn(), lambda on: "Where searches were"),
    "rates": (lambda on: on.account.rates, lambda on: is_it_fair(on.account)),
}
"""Chart -> what its template needs (nothing where the account has no figure for it), and what it shows in words."""
NAMES = f"any({', '.join(FRAMES)})"
OF_LONDON = f"any({', '.join(name for name in FRAMES if name != 'map')})"
"""London as a whole is a map of boroughs, not of cells."""


@embeds.get(f"/embed/london/<{OF_LONDON}:chart>", defaults={"period": None})
@embeds.get(f"/embed/london/<period:period>/<{OF_LONDON}:chart>")
def london_chart(period: Period | None, chart: str) -> Response:
    return embedded_page(LONDON, choose_edition(LONDON, period), chart)


@embeds.get(f"/embed/<kind:kind>/<name:name>/<{NAMES}:chart>", defaults={"period": None})
@embeds.get(f"/embed/<kind:kind>/<name:name>/<period:period>/<{NAMES}:chart>")
def place_chart(kind: Kind, name: str, period: Period | None, chart: str) -> BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_chart", kind=kind, name=found.slug, period=period, chart=chart), 301)
    return embedded_page(found, choose_edition(found, period), chart)


def embedded_page(place: Place, edition: Edition, name: str) -> Response:
    on, frame = account_shown(place, edition), FRAMES[name]
    drawn_by, said_by = DRAWN[name]
    drawn = drawn_by(on) if frame.page in on.pages and frame.is_told(on.account) else None
    if not drawn:
        raise NotPublished(NO_CHART.format(place.name, on.account.period.id))
    text = render_template(
        "embed.html",
        chart=name,
        drawn=drawn,
        says=said_by(on),
        account=on.account,
        place=place,
        name=on.account.only or place.name,
        address=f"{current_app.config['BASE_URL']}{on.address}/{frame.page.id}",
    )
    response = make_response(text)
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


# The picture beside a link.


@embeds.get("/picture/london/<period:period>.png")
def london_picture(period: Period) -> Response:
    return picture_of(LONDON, choose_edition(LONDON, period))


@embeds.get("/picture/<kind:kind>/<name:name>/<period:period>.png")
def place_picture(kind: Kind, name: str, period: Period) -> BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_picture", kind=kind, name=found.slug, period=period), 301)
    return picture_of(found, choose_edition(found, period))


def picture_of(place: Place, edition: Edition) -> Response:
    on = account_shown(place, edition)
    columns = month_columns(years_of_months(on.account, account_before(edition, place)))
    raw = share_picture(on.account, on.account.only or place.name, in_two_sentences(on.account), columns)
    return Response(raw, mimetype="image/png")


def in_two_sentences(account: Account) -> str:
    """How many, and whether up or down; without what stands in brackets, for which a picture has no room."""
    return f"{how_many(account)} {up_or_down(account).partition(' (')[0]}".strip()

"""Finding a place by its name or part of it, and setting two accounts side by side: without any script."""

from flask import Blueprint, Response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from portal import shipped
from portal.accounts.document import Account
from portal.accounts.shelf import NotPublished, Withdrawn
from portal.periods import NoSuchPeriod, Period
from portal.places import LONDON, Place, UnknownPlace, all_of
from portal.web.names import KINDS, is_postcode, matching, near, place_of
from portal.web.pages import chosen, shelf, titles_of

finding = Blueprint("finding", __name__)
LONGEST = 80


def is_published(place: Place) -> bool:
    return any(shelf().newest(period).has(place) for period in shelf().periods())


@finding.get("/find")
def find() -> str | BaseResponse:
    """The only place that matches, else a list to choose from; where none does, those with names much like it."""
    asked = request.args.get("q", "")[:LONGEST].strip()
    places = [place for place in matching(asked) if is_published(place)]
    if len(places) == 1:
        return redirect(places[0].address, 302)
    likely = [] if places else [place for place in near(asked) if is_published(place)]
    return render_template("find.html", asked=asked, places=places, likely=likely, is_postcode=is_postcode(asked))


@finding.get("/compare")
def compare() -> str:
    """Two accounts side by side, from what each has published: two places, or two years of one."""
    places = [LONDON, *(place for kind in KINDS for place in all_of(kind) if is_published(place))]
    sides = [each for each in (side(name) for name in ("a", "b")) if each]
    return render_template(
        "compare.html",
        places=places,
        years=shelf().periods(),
        sides=sides,
        account=next((account for _, account in sides if account.invented), None),
        asked=request.args,
        titles=titles_of(shelf().newest(shelf().best_period(LONDON))),
    )


@finding.get("/outlines.geojson")
def outlines() -> Response:
    """The outlines that the map is drawn from, for a reader's own device to find its borough with."""
    return send_file(shipped.data("boundaries", "draw.geojson"), mimetype="application/geo+json")


def side(name: str) -> tuple[Place, Account] | None:
    """The account that `a` or `b` (such as `boroughs/hackney`) and its year ask for; None where nothing is asked."""
    asked, year = request.args.get(name, ""), request.args.get(f"{name}_year", "")
    if not asked:
        return None
    try:
        place = place_of(asked)
        return place, chosen(place, Period.named(year) if year else None).account(place)
    except (UnknownPlace, NoSuchPeriod, NotPublished, Withdrawn):
        return None

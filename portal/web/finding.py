"""Finding a place by its name or part of it: without any script."""

from flask import Blueprint, Response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from portal import shipped
from portal.places import Place
from portal.web.names import is_postcode, matching, near
from portal.web.pages import shelf

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


@finding.get("/outlines.geojson")
def outlines() -> Response:
    """The outlines that the map is drawn from, for a reader's own device to find its borough with."""
    return send_file(shipped.data("boundaries", "draw.geojson"), mimetype="application/geo+json")

"""For search engines: what they may read (all of it) and which pages there are."""

from flask import Blueprint, Response, current_app, render_template

from portal.accounts.shelf import SUPPLIES, NotPublished, Shelf
from portal.places import LONDON, Kind, all_of
from portal.web.pages import shelf

crawlers = Blueprint("crawlers", __name__)
ALWAYS = ("/", "/charter", "/compliance", "/section-60", "/standard", "/corrections", "/editions", "/method",
          "/words", "/your-rights", "/accessibility", "/privacy", "/api")  # fmt: skip


@crawlers.get("/robots.txt")
def robots() -> Response:
    text = f"User-agent: *\nDisallow: /find\nSitemap: {current_app.config['BASE_URL']}/sitemap.xml\n"
    return Response(text, mimetype="text/plain")


@crawlers.get("/sitemap.xml")
def sitemap() -> Response:
    text = render_template("sitemap.xml", base=current_app.config["BASE_URL"], pages=pages(shelf()))
    return Response(text, mimetype="application/xml")


def pages(held: Shelf) -> dict[str, str]:
    """Address -> the day of its newest edition; blank where it hangs on none. Each place, and each of its years."""
    found = dict.fromkeys(ALWAYS, "")
    for period in held.periods():
        edition = held.newest(period)
        day = edition.manifest.published_at[:10]
        for place in [LONDON, *(place for kind in Kind if kind is not Kind.LONDON for place in all_of(kind))]:
            if edition.has(place):
                found.setdefault(place.address, day)
                found[f"{place.address}/{period.id}"] = day
    try:
        found["/supplies"] = held.newest(SUPPLIES).manifest.published_at[:10]
    except NotPublished:
        return found
    return found

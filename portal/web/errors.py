"""What a reader sees when something is not there: one table from our errors to HTTP."""

from difflib import get_close_matches
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, PreconditionFailed

from portal.accounts.shelf import Altered, BrokenTombstones, NotPublished, Withdrawn
from portal.places import Place, UnknownPlace, all_of
from portal.web import headers, problems, small_teams
from portal.web.finding import is_published
from portal.web.names import KINDS
from portal.web.pages import noted
from portal.web.words import dated

STATUS: dict[type[Exception], int] = {UnknownPlace: 404, NotPublished: 404, Withdrawn: 410, Altered: 503,
                                      BrokenTombstones: 503, ValidationError: 503}  # fmt: skip
NOT_AS_PUBLISHED = (
    "What was published here was damaged or lost on our side, so we do not show it. The other pages stand. "
    "Please try again later."
)
TITLES = {404: "Page not found", 405: "This address takes no such request", 410: "This has been withdrawn",
          503: "This cannot be shown just now",
          412: "What you hold is not what is published now"}  # fmt: skip


def register(app: Flask) -> None:
    for error in STATUS:
        app.register_error_handler(error, domain_error)
    app.register_error_handler(HTTPException, http_error)
    app.after_request(refused)


def refused(response: Response) -> Response:
    """An If-Match that fails is answered by a few words, never by the whole file. Runs after headers.added."""
    if response.status_code != 412 or response.mimetype == problems.MEDIA:
        return response
    response.close()
    return headers.secured(current_app.make_response(http_error(PreconditionFailed())))


def domain_error(error: Exception) -> tuple[str, int] | Response:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    said = str(error.args[0]) if error.args else ""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        noted(error)
        said = NOT_AS_PUBLISHED
    title = TITLES[status]
    if isinstance(error, NotPublished) and (instead := small_teams.of_request()):
        title, said = small_teams.TITLE, instead
    if problems.wanted():
        return problems.answer(status, title, said)
    return page(status, title, dated(said)), status


def http_error(error: HTTPException) -> tuple[str, int, dict[str, str]] | Response:
    """`Allow`, `Content-Range` and the like stay as the error has them."""
    status = error.code or 500
    title = TITLES.get(status, "Something went wrong on our side" if status >= 500 else "That did not work")
    own = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if problems.wanted():
        return problems.answer(status, title, None, own)
    return page(status, title, None), status, own


def page(status: int, title: str, said: str | None) -> str:
    """Of a defect of ours the page asks nothing of the shelf, which may be what is broken."""
    near = nearby(request.path) if status == 404 else []
    return render_template("error.html", title=title, said=said, status=status, near=near, asked=request.path)


def nearby(path: str) -> list[Place]:
    """Published places whose name in addresses is, or is much like, a part of the path: the likeliest first."""
    places = {place.slug: place for kind in KINDS for place in all_of(kind)}
    parts = [part.partition(".")[0].casefold() for part in path.split("/")[:6]]
    found = [slug for part in parts for slug in get_close_matches(part, places, n=3, cutoff=0.75)]
    return [places[slug] for slug in dict.fromkeys(found) if is_published(places[slug])]

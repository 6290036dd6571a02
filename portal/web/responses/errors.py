"""What a reader sees when something is not there: one table from our errors to HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException, PreconditionFailed

from portal.documents.account import Joined
from portal.editions.archive import Altered, BrokenTombstones, NotPublished, Withdrawn
from portal.periods import Period
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of, find_place
from portal.web.pages.accounts import log_unreadable, shelf
from portal.web.pages.search import KINDS, is_place_published
from portal.web.presentation.formatting import dated
from portal.web.responses import caching
from portal.web.responses.caching import ENDINGS

# Errors for programs: the same status and words as the page, as RFC 9457 problem details.

MEDIA = "application/problem+json"
HTML, JSON = "text/html", "application/json"


class Problem(BaseModel):
    """Problem details. `type`: where the kind of problem is explained. `instance`: the path that was asked for."""

    type: str = Field(examples=["https://portal.example/api#not-found"])
    title: str = Field(examples=["Page not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no borough called 'hackny'."])
    instance: str = Field(examples=["/boroughs/hackny.json"])


@dataclass(frozen=True)
class Sort:
    """A kind of problem: its place on the page about the data addresses, and what to do about it."""

    anchor: str
    means: str


SORTS = {
    404: Sort("not-found", "Nothing is published under this address: look at the name, the year and the ending."),
    405: Sort("method", "The portal only gives: ask with GET or HEAD. `Allow` says what this address takes."),
    410: Sort("withdrawn", "It was published once and was withdrawn; the detail says when and why."),
    412: Sort("precondition", "What you hold is not what is published now."),
    416: Sort("range", "The file is shorter than the part you asked for; `Content-Range` says how long it is."),
    500: Sort("defect", "A defect of ours. The published files are not touched by it: try again, and tell us."),
    503: Sort("nothing-yet", "Nothing is published yet, or the file is not what was published: try again later."),
}
OTHER = Sort("other", "The request could not be answered; the status says why.")


def wants_problem() -> bool:
    """Whether a program asks: it would rather have JSON than a page, or asks for data and names no page."""
    accepted = request.accept_mimetypes
    if max(accepted.quality(JSON), accepted.quality(MEDIA)) > accepted.quality(HTML):
        return True
    names_a_page = any(kind == HTML and quality > 0 for kind, quality in accepted)
    return request.path.endswith(ENDINGS) and not names_a_page


def problem_response(status: int, title: str, detail: str | None, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as an answer. `headers`: what its status asks for, such as Allow."""
    sort = SORTS.get(status, OTHER)
    problem = Problem(
        type=f"{current_app.config['BASE_URL']}/api#{sort.anchor}",
        title=title,
        status=status,
        detail=detail or sort.means,
        instance=request.path,
    )
    return Response(problem.model_dump_json() + "\n", status, dict(headers or {}), content_type=MEDIA)


# What stands at the address of a team that is counted with others: which group has its searches, in a sentence.

TITLE = "This team is counted with others"


def of_request() -> str:
    """Of the team and the year that the address names; empty where it names no team, or one that no group has."""
    asked = request.view_args or {}
    if asked.get("kind") is not Kind.TEAM or "name" not in asked:
        return ""
    try:
        return counted_with(find_place(Kind.TEAM, asked["name"]), asked.get("period"), asked.get("number"))
    except (UnknownPlace, NotPublished, Withdrawn, Altered):
        return ""


def counted_with(team: Place, period: Period | None, number: str | None = None) -> str:
    """As London's account of that year has it, of the newest edition or of the one numbered so; without a year, the

    newest that names the team.
    """
    for year in [period] if period else shelf().periods():
        edition = shelf().edition(year, number) if number else shelf().newest(year)
        for each in edition.account(LONDON).joined if edition.has(LONDON) else ():
            if (each.by, each.key) == (Kind.TEAM, team.code):
                return said_of(team, year, each)
    return ""


def said_of(team: Place, year: Period, joined: Joined) -> str:
    few = f"{team.name} has too few searches in {year.id} for figures of its own."
    if joined.group is None:
        return f"{few} They stand in no group that is large enough, so they are in no figure."
    return f"{few} They are counted here: {joined.group_name}. London's account has the figures of that group."


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
    if response.status_code != 412 or response.mimetype == MEDIA:
        return response
    response.close()
    return caching.secured(current_app.make_response(http_error(PreconditionFailed())))


def domain_error(error: Exception) -> tuple[str, int] | Response:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    said = str(error.args[0]) if error.args else ""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        log_unreadable(error)
        said = NOT_AS_PUBLISHED
    title = TITLES[status]
    if isinstance(error, NotPublished) and (instead := of_request()):
        title, said = TITLE, instead
    if wants_problem():
        return problem_response(status, title, said)
    return error_page(status, title, dated(said)), status


def http_error(error: HTTPException) -> tuple[str, int, dict[str, str]] | Response:
    """`Allow`, `Content-Range` and the like stay as the error has them."""
    status = error.code or 500
    title = TITLES.get(status, "Something went wrong on our side" if status >= 500 else "That did not work")
    own = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if wants_problem():
        return problem_response(status, title, None, own)
    return error_page(status, title, None), status, own


def error_page(status: int, title: str, said: str | None) -> str:
    """Of a defect of ours the page asks nothing of the shelf, which may be what is broken."""
    near = nearby(request.path) if status == 404 else []
    return render_template("error.html", title=title, said=said, status=status, near=near, asked=request.path)


def nearby(path: str) -> list[Place]:
    """Published places whose name in addresses is, or is much like, a part of the path: the likeliest first."""
    places = {place.slug: place for kind in KINDS for place in all_of(kind)}
    parts = [part.partition(".")[0].casefold() for part in path.split("/")[:6]]
    found = [slug for part in parts for slug in get_close_matches(part, places, n=3, cutoff=0.75)]
    return [places[slug] for slug in dict.fromkeys(found) if is_place_published(places[slug])]

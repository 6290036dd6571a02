"""Errors for programs: the same status and words as the page, as RFC 9457 problem details."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, current_app, request
from pydantic import BaseModel, Field

from portal.web.headers import ENDINGS

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


def wanted() -> bool:
    """Whether a program asks: it would rather have JSON than a page, or asks for data and names no page."""
    accepted = request.accept_mimetypes
    if max(accepted.quality(JSON), accepted.quality(MEDIA)) > accepted.quality(HTML):
        return True
    names_a_page = any(kind == HTML and quality > 0 for kind, quality in accepted)
    return request.path.endswith(ENDINGS) and not names_a_page


def answer(status: int, title: str, detail: str | None, headers: Mapping[str, str] | None = None) -> Response:
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

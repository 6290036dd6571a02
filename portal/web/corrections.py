"""What was corrected or replaced, as a page and as a table, from the editions as they stand."""

from flask import Blueprint, Response, render_template
from pydantic import Field

from portal.accounts import canonical
from portal.accounts.compliance_document import Compliance
from portal.accounts.difference_document import DOCUMENT, Differences
from portal.accounts.figures import Part
from portal.accounts.files.columns import Sheet
from portal.accounts.files.plainness import plain
from portal.accounts.shelf import Edition, Withdrawn
from portal.places import LONDON
from portal.web import assembled
from portal.web.editions import edition_of
from portal.web.forms import METADATA
from portal.web.pages import changes_of, series_of, shelf
from portal.web.prepared import JSON
from portal.web.tables import CORRECTIONS
from portal.web.whose import are_invented

corrections = Blueprint("corrections", __name__)
NAME = "corrections"


class Correction(Part):
    """An edition that followed another. The figures are null where `status` says that it was withdrawn, or `unknown`:

    the file that tells them is not what was published.
    """

    period: str
    edition: str
    published_at: str
    reason: str
    figures_changed: int | None
    london_before: int | None
    london_now: int | None
    status: str


class Corrections(Part):
    """Every edition that followed another, newest first; the CSV has the same rows."""

    schema_: str = Field(default="corrections/1", alias="schema")
    invented: bool
    corrections: list[Correction]


def followed() -> list[tuple[Edition, Differences | None]]:
    """Every edition that followed another, newest first, with what changed; None where that was withdrawn."""
    found = [
        (edition, changes_of(edition))
        for period in shelf().periods()
        for number in shelf().numbers(period)[1:]
        for edition in [edition_of(period, number)]
    ]
    found.sort(key=lambda pair: (pair[0].manifest.published_at, pair[0].manifest.period), reverse=True)
    return found


@corrections.get("/corrections")
def page() -> str:
    """What changed and why."""
    return render_template("corrections.html", found=followed(), duties=duties())


def duties() -> list[Compliance]:
    """What is judged over all editions: check P05, that every correction says why."""
    try:
        series = series_of(LONDON)
    except Withdrawn:
        return []
    return series.duties if series else []


def document() -> Corrections:
    listed = [correction(edition, changed) for edition, changed in followed()]
    return Corrections(invented=bool(are_invented()), corrections=listed)


def correction(edition: Edition, changed: Differences | None) -> Correction:
    manifest = edition.manifest
    return Correction(
        period=manifest.period,
        edition=manifest.number,
        published_at=manifest.published_at,
        reason=manifest.reason,
        figures_changed=changed.figures if changed else None,
        london_before=changed.london_before if changed else None,
        london_now=changed.london_now if changed else None,
        status="value" if changed else "withdrawn" if DOCUMENT in edition.tombstones else "unknown",
    )


def sheet() -> Sheet:
    found = document()
    rows = [list({**entry.model_dump(), "reason": plain(entry.reason)}.values()) for entry in found.corrections]
    return Sheet(CORRECTIONS, "Corrections and new editions", rows, found.invented)


@corrections.get("/corrections.<any(csv, xlsx):ending>")
def table(ending: str) -> Response:
    return assembled.answered(sheet(), ending, NAME)


@corrections.get("/corrections.json")
def as_json() -> Response:
    return Response(canonical.as_bytes(document().model_dump(mode="json", by_alias=True)), mimetype=JSON)


@corrections.get(f"/corrections.{METADATA}")
def described() -> Response:
    return assembled.described(sheet(), NAME)

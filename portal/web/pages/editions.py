"""Editions as they were published, also those replaced since, and the list of all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, redirect, render_template, url_for
from pydantic import Field
from werkzeug.wrappers import Response as BaseResponse

from portal.documents import canonical
from portal.documents.account import Account, Compliance
from portal.documents.differences import DOCUMENT, Differences
from portal.documents.differences import STEM as DIFFERENCES
from portal.documents.figures import Part
from portal.documents.manifest import Manifest
from portal.editions.archive import Altered, Edition, NotPublished, Stone, Withdrawn, as_period
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.tables.definitions import Sheet
from portal.tables.formats import FORMATS, formats_among
from portal.tables.plain_cells import safe_cell_text
from portal.tables.reviews import STEM
from portal.web.measured import is_live, is_newest_edition
from portal.web.pages.accounts import changes_of, place_series, report_left_out, shelf
from portal.web.pages.checks.charter import check_page
from portal.web.pages.checks.compliance import compliance_page, every_check_page
from portal.web.pages.checks.reviews import review_form, review_page
from portal.web.pages.one_account import (
    PAGE_ENDINGS,
    PAGE_NAMES,
    overview,
    page_file,
    question_page,
    report_page,
)
from portal.web.pages.over_time import changes_page
from portal.web.presentation.reviews import NO_REVIEW
from portal.web.responses import files
from portal.web.responses.files import (
    ENDINGS,
    JSON,
    MADE_ENDINGS,
    MANIFEST,
    METADATA,
    edition_metadata,
    media_of,
    prepared,
)
from portal.web.tables import CORRECTIONS
from portal.web.whose import are_invented

editions = Blueprint("editions", __name__)
BESIDE = "any(report, changes)"


@dataclass(frozen=True)
class Listed:
    """An edition in the list of all. `newest`: the number that has replaced it, None if it is the newest itself.

    `withdrawn`: how many of its files were taken away; `stone`: when, and why, of the last of them.
    """

    manifest: Manifest
    newest: str | None
    withdrawn: int
    stone: Stone | None

    @property
    def is_whole(self) -> bool:
        return self.withdrawn < len(self.manifest.files)


def edition_of(line: Period | str, number: str) -> Edition:
    """An edition of a period, or of a line that is of no single year."""
    return shelf().edition(line, number)


@editions.get("/editions")
def editions_index() -> str:
    """Every edition of every line, newest first: what was published once can always be found."""
    found = sorted(list_editions(), key=lambda each: (each.manifest.published_at, each.manifest.period), reverse=True)
    return render_template("editions.html", found=found)


def list_editions() -> Iterator[Listed]:
    """Of each line its editions, newest first."""
    for line in shelf().lines():
        numbers = shelf().numbers(line)
        for number in reversed(numbers):
            edition = edition_of(line, number)
            stones = edition.tombstones
            last = max(stones.values(), key=lambda stone: stone["when"], default=None)
            yield Listed(edition.manifest, numbers[-1] if number != numbers[-1] else None, len(stones), last)


@editions.get("/editions/<line:line>/<number:number>")
def edition_page(line: str, number: str) -> str:
    """What an edition is made of: its files with their hashes, and the supplies it is drawn from."""
    edition = edition_of(line, number)
    numbers = shelf().numbers(line)
    return render_template(
        "edition.html",
        edition=edition,
        manifest=edition.manifest,
        account=account_or_none(edition),
        newest=numbers[-1],
        before=next((earlier for earlier, later in pairwise(numbers) if later == number), None),
        changed=changes_of(edition),
        gone=edition.tombstones,
        formats=formats_among(edition.manifest.files, DIFFERENCES),
    )


@editions.get("/editions/<period:period>/<number:number>/london", defaults={"kind": None, "name": ""})
@editions.get("/editions/<period:period>/<number:number>/<kind:kind>/<name:name>")
def account(period: Period, number: str, kind: Kind | None, name: str) -> str | BaseResponse:
    """A place's account as that edition had it, under a banner where a newer one has replaced it."""
    return as_it_was(period, number, find_place(kind, name) if kind else LONDON, "", overview)


@editions.get(
    f"/editions/<period:period>/<number:number>/london/<{PAGE_NAMES}:page>", defaults={"kind": None, "name": ""}
)
@editions.get(f"/editions/<period:period>/<number:number>/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>")
def account_question(period: Period, number: str, kind: Kind | None, name: str, page: str) -> str | BaseResponse:
    place = find_place(kind, name) if kind else LONDON
    return as_it_was(period, number, place, f"/{page}", lambda place, edition: question_page(place, edition, page))


@editions.get(f"/editions/<period:period>/<number:number>/london/<{BESIDE}:page>", defaults={"kind": None, "name": ""})
@editions.get(f"/editions/<period:period>/<number:number>/<kind:kind>/<name:name>/<{BESIDE}:page>")
def account_beside(period: Period, number: str, kind: Kind | None, name: str, page: str) -> str | BaseResponse:
    """The committee's report, and what the edition changed."""
    place = find_place(kind, name) if kind else LONDON
    return as_it_was(period, number, place, f"/{page}", {"report": report_page, "changes": changes_page}[page])


def as_it_was(
    period: Period, number: str, place: Place, page: str, drawn: Callable[[Place, Edition], str]
) -> str | BaseResponse:
    """A page of an account in an edition; the live page leads where that is the newest."""
    edition = edition_of(period, number)
    if number == shelf().newest(period).manifest.number:
        return redirect(f"{place.address}/{period.id}{page}", 302)
    return drawn(place, edition)


@editions.get(
    f"/editions/<period:period>/<number:number>/london/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>",
    defaults={"kind": None, "name": ""},
)
@editions.get(
    f"/editions/<period:period>/<number:number>/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>"
)
@editions.get(
    f"/editions/<period:period>/<number:number>/london/<{PAGE_NAMES}:page>.{METADATA}",
    defaults={"kind": None, "name": "", "ending": METADATA},
)
@editions.get(
    f"/editions/<period:period>/<number:number>/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>.{METADATA}",
    defaults={"ending": METADATA},
)
def account_tables(period: Period, number: str, kind: Kind | None, name: str, page: str, ending: str) -> Response:
    """The tables of a page of an account, under an address that never changes its bytes."""
    return page_file(find_place(kind, name) if kind else LONDON, edition_of(period, number), page, ending)


@editions.get("/editions/<period:period>/<number:number>/charter/<name:check>")
def edition_check(period: Period, number: str, check: str) -> str | BaseResponse:
    """What a check found as that edition had it; the live page where that is drawn from this edition.

    The live page shows one year. The newest edition of any other year is drawn here, without a banner.
    """
    if check != check.upper():
        return redirect(url_for(".edition_check", period=period, number=number, check=check.upper()), 301)
    edition = edition_of(period, number)
    return redirect(f"/charter/{check}", 302) if is_live(edition) else check_page(edition, check)


@editions.get("/editions/<period:period>/<number:number>/compliance")
def compliance(period: Period, number: str) -> str | BaseResponse:
    """Every place under every check as that edition had it, under a banner where a newer one has replaced it."""
    edition = edition_of(period, number)
    return redirect(f"/compliance/{period.id}", 302) if is_newest_edition(edition) else compliance_page(edition)


@editions.get("/editions/<period:period>/<number:number>/compliance/all")
def account_every_check(period: Period, number: str) -> str | BaseResponse:
    edition = edition_of(period, number)
    return redirect(f"/compliance/{period.id}/all", 302) if is_newest_edition(edition) else every_check_page(edition)


@editions.get("/editions/<period:period>/<number:number>/reviews")
def account_reviews(period: Period, number: str) -> str | BaseResponse:
    """What independent reviewers saw, as that edition had it."""
    edition = edition_of(period, number)
    return redirect(f"/reviews/{period.id}", 302) if is_newest_edition(edition) else review_page(edition)


@editions.get(f"/editions/<period:period>/<number:number>/reviews.<{ENDINGS}:ending>")
def reviews_file(period: Period, number: str, ending: str) -> Response:
    return review_form(edition_of(period, number), ending)


@editions.get(f"/editions/<period:period>/<number:number>/reviews.{METADATA}")
def reviews_described(period: Period, number: str) -> Response:
    return edition_metadata(edition_of(period, number), STEM, "reviews", NO_REVIEW)


@editions.get("/editions/<line:line>/<number:number>/manifest.json")
def manifest(line: str, number: str) -> Response:
    return prepared(edition_of(line, number), MANIFEST, NO_FILE, JSON)


@editions.get("/editions/<period:period>/<number:number>/differences.json")
def differences(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), DOCUMENT, "This edition follows none.", JSON)


@editions.get("/editions/<period:period>/<number:number>/map.json")
def map_document(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), "map.json", "This edition has no map.", JSON)


@editions.get("/editions/<line:line>/<number:number>/<file:path>")
def edition_file(line: str, number: str, path: str) -> Response:
    """A file of the edition, byte for byte; a table is saved under a name that says which edition it is of."""
    stem, _, ending = path.rsplit("/", maxsplit=1)[-1].partition(".")
    save_as = f"{stem}-{line}-edition-{number}.{ending}" if ending in FORMATS else None
    return prepared(edition_of(line, number), path, NO_FILE, media_of(path), save_as)


def account_or_none(edition: Edition) -> Account | None:
    """London's account, for what is said of all of an edition; None where it was withdrawn.

    Of a line that is of no single year, the newest: its records are of the same sort.
    """
    try:
        if as_period(edition.manifest.period):
            return edition.account(LONDON)
        return shelf().newest(shelf().best_period(LONDON)).account(LONDON)
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None


NO_FILE = "This edition has no such file. Its manifest lists all it has."


# What was corrected or replaced, as a page and as a table, from the editions as they stand.

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
def corrections_page() -> str:
    """What changed and why."""
    return render_template("corrections.html", found=followed(), duties=duties(), formats=FORMATS.values())


def duties() -> list[Compliance]:
    """What is judged over all editions: check P05, that every correction says why."""
    try:
        series = place_series(LONDON)
    except Withdrawn:
        return []
    return series.duties if series else []


def corrections_document() -> Corrections:
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


def corrections_sheet() -> Sheet:
    found = corrections_document()
    rows = [
        list({**entry.model_dump(), "reason": safe_cell_text(entry.reason)}.values()) for entry in found.corrections
    ]
    return Sheet(CORRECTIONS, "Corrections and new editions", rows, found.invented)


@corrections.get(f"/corrections.<{MADE_ENDINGS}:ending>")
def corrections_table(ending: str) -> Response:
    return files.sheet_response(corrections_sheet(), ending, NAME)


@corrections.get("/corrections.json")
def corrections_json() -> Response:
    return Response(canonical.as_bytes(corrections_document().model_dump(mode="json", by_alias=True)), mimetype=JSON)


@corrections.get(f"/corrections.{METADATA}")
def corrections_metadata() -> Response:
    return files.sheet_metadata(corrections_sheet(), NAME)

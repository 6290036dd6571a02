"""What somebody independent saw on video, year by year, and how the searches were drawn that they viewed."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from portal.documents.review import DRAWS as DRAWS_DOCUMENT
from portal.documents.review import REVIEW, DrawnStratum, DrawReceipt, ReviewDraws, SeedPromise
from portal.editions.archive import DRAWS_LINE, Edition, NotPublished
from portal.periods import Period
from portal.places import Kind, Place, UnknownPlace, find_place
from portal.tables.definitions import Cells, Sheet
from portal.tables.formats import FORMATS, formats_among
from portal.tables.plain_cells import safe_cell_text
from portal.tables.reviews import STEM
from portal.web.measured import best_edition, charter_or_none, edition_links, newer_than, review_or_none
from portal.web.pages.accounts import shelf
from portal.web.pages.search import is_place_published
from portal.web.presentation.reviews import NO_REVIEW, check_titles, first_seen, places_untold, seen_checks
from portal.web.responses import files
from portal.web.responses.files import ENDINGS, JSON, MADE_ENDINGS, METADATA, edition_metadata, form, prepared
from portal.web.tables import DRAWS
from portal.web.urls import leads_somewhere

review_pages = Blueprint("reviews", __name__)


# A year: what was seen.


@review_pages.get("/reviews", defaults={"period": None})
@review_pages.get("/reviews/<period:period>")
def year_of_review(period: Period | None) -> str:
    """The answer first, then how far it can be trusted, then everything that was seen."""
    return review_page(reviewed_edition(period))


def reviewed_edition(period: Period | None) -> Edition:
    """The newest of the period; without one of the newest financial year with a review, else of the default year."""
    if period:
        return shelf().newest(period)
    return next((shelf().newest(year) for year in reviewed_years() if year.is_financial), None) or best_edition()


def reviewed_years() -> list[Period]:
    """Newest first."""
    return [period for period in shelf().periods() if shelf().newest(period).holds(REVIEW)]


def review_page(edition: Edition) -> str:
    """The review as the edition has it, or the page that says that there is none. Withdrawn where it was taken away."""
    if REVIEW in edition.manifest.files:
        edition.named(REVIEW, NO_REVIEW)
    document, charter = review_or_none(edition), charter_or_none(edition)
    titles = check_titles(charter)
    return render_template(
        "reviews/year.html",
        document=document,
        account=document,
        period=document.period if document else Period.named(edition.manifest.period),
        edition=edition,
        titles=titles,
        checks=seen_checks(document, titles) if document else [],
        untold=places_untold(document) if document else [],
        first=first_seen(document, charter) if document else None,
        links=edition_links(edition),
        newer=newer_than(edition),
        formats=formats_among(edition.manifest.files, STEM),
        years=reviewed_years(),
        has_draws=bool(shelf().numbers(DRAWS_LINE)),
        has_standard=leads_somewhere(STANDARD),
    )


STANDARD = "/standard/review"
"""The page of the file that reviewers send."""


@review_pages.get(f"/reviews.<{ENDINGS}:ending>", defaults={"period": None})
@review_pages.get(f"/reviews/<period:period>.<{ENDINGS}:ending>")
def review_file(period: Period | None, ending: str) -> Response:
    return review_form(reviewed_edition(period), ending)


def review_form(edition: Edition, ending: str) -> Response:
    return form(edition, STEM, ending, NO_REVIEW, f"reviews-{edition.manifest.period}")


@review_pages.get(f"/reviews.{METADATA}", defaults={"period": None})
@review_pages.get(f"/reviews/<period:period>.{METADATA}")
def review_described(period: Period | None) -> Response:
    return edition_metadata(reviewed_edition(period), STEM, period.id if period else "reviews", NO_REVIEW)


# The draws: what anybody needs to draw again.

NO_DRAWS = "No search has been drawn for a video review yet."


@review_pages.get("/reviews/draws")
def draws_page() -> str | BaseResponse:
    """Every promise of a seed and every draw, the newest first."""
    edition = shelf().newest(DRAWS_LINE) if shelf().numbers(DRAWS_LINE) else None
    document = read_draws(edition) if edition else None
    return render_template(
        "reviews/draws.html",
        document=document,
        account=document,
        edition=edition,
        names=stratum_names(document) if document else {},
        drawn={draw.promised for draw in document.draws} if document else set(),
        formats=FORMATS.values(),
    )


def read_draws(edition: Edition) -> ReviewDraws:
    return ReviewDraws.model_validate_json(edition.read(DRAWS_DOCUMENT, NO_DRAWS))


def newest_draws() -> Edition:
    if not shelf().numbers(DRAWS_LINE):
        raise NotPublished(NO_DRAWS)
    return shelf().newest(DRAWS_LINE)


OF_NO_BOROUGH = {"no_point": "No place given", "outside_london": "Outside London"}


def stratum_names(document: ReviewDraws) -> dict[str, tuple[str, Place | None]]:
    """What a group is called, and the borough that it is where that has an account."""
    return {stratum.name: stratum_name(stratum) for receipt in document.draws for stratum in receipt.strata}


def stratum_name(stratum: DrawnStratum) -> tuple[str, Place | None]:
    try:
        place = find_place(Kind.BOROUGH, stratum.name)
    except UnknownPlace:
        return OF_NO_BOROUGH.get(stratum.name, stratum.name), None
    return place.name, place if is_place_published(place) else None


@review_pages.get("/reviews/draws.json")
def draws_json() -> Response:
    return prepared(newest_draws(), DRAWS_DOCUMENT, NO_DRAWS, JSON)


@review_pages.get(f"/reviews/draws.<{MADE_ENDINGS}:ending>")
def draws_table(ending: str) -> Response:
    edition = newest_draws()
    return files.sheet_response(draws_sheet(read_draws(edition)), ending, f"draws-edition-{edition.manifest.number}")


@review_pages.get(f"/reviews/draws.{METADATA}")
def draws_described() -> Response:
    return files.sheet_metadata(draws_sheet(read_draws(newest_draws())), "draws")


def draws_sheet(document: ReviewDraws) -> Sheet:
    return Sheet(DRAWS, DRAWS.title, list(draw_rows(document)), document.invented)


def draw_rows(document: ReviewDraws) -> Iterator[Cells]:
    """Of each draw its groups; then the promises that nothing has been drawn with yet."""
    invented = str(document.invented).lower()
    promises = {promise.sha256: promise for promise in document.promises}
    for receipt in document.draws:
        strata: list[DrawnStratum | None] = [*receipt.strata] or [None]
        for stratum in strata:
            yield [*drawn_cells(receipt, promises.get(receipt.promised), stratum), invented]
    used = {receipt.promised for receipt in document.draws}
    blank = [None] * (len(DRAWS.columns) - 5)
    for promise in document.promises:
        if promise.sha256 not in used:
            yield [promise.month, "promised", promise.sha256, promise.made_at, *blank, invented]


def drawn_cells(receipt: DrawReceipt, promise: SeedPromise | None, stratum: DrawnStratum | None) -> Cells:
    return [
        *(receipt.month, "drawn", receipt.promised, promise.made_at if promise else None),
        *(safe_cell_text(receipt.promised_in), receipt.sample, receipt.number, receipt.drawn_at),
        *(safe_cell_text(receipt.seed), receipt.frame_sha256, receipt.list_sha256),
        *(receipt.searches, receipt.drawn, receipt.for_teams, receipt.a_borough),
        *((stratum.kind, safe_cell_text(stratum.name), stratum.size, stratum.drawn) if stratum else [None] * 4),
        *(str(receipt.is_public).lower(), safe_cell_text(receipt.supplement)),
    ]

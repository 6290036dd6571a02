"""The documents that say what the checks found, the rules they were measured by, and where their pages stand."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.documents.account import Account
from portal.documents.charter import CharterDocument
from portal.documents.checks import TABLE, CheckDocument, CheckedPlace, ComplianceTable
from portal.documents.manifest import Manifest
from portal.documents.review import REVIEW, ReviewDocument
from portal.editions.archive import NO_CHARTER, Altered, Edition, NotPublished, Withdrawn
from portal.places import LONDON, Kind, UnknownPlace, find_place
from portal.web.pages.accounts import report_left_out, shelf
from portal.web.presentation.reviews import NO_REVIEW


@dataclass(frozen=True)
class Links:
    """Where a page leads: to live pages, or for an edition that they no longer show to those of that edition.

    `checks` and `check_files`: what the id of a check follows; `compliance`, `reviews`: the table and the video review
    of the year. `files`: those of the edition; a place has a link only if its account is among them (None: any).
    """

    checks: str
    check_files: str
    compliance: str
    reviews: str
    before: str
    after: str
    files: Collection[str] | None = None

    def place(self, kind: str, code: str) -> str | None:
        """The account of a place; None for one that is listed no more, has none, or is of small ones told together."""
        try:
            place = find_place(Kind(kind), code)
        except (UnknownPlace, ValueError):
            return None
        if self.files is not None and f"{place.stem}.json" not in self.files:
            return None
        return f"{self.before}{place.address}{self.after}"


def best_edition() -> Edition:
    return shelf().newest(shelf().best_period(LONDON))


def charter_or_none(edition: Edition) -> CharterDocument | None:
    try:
        return edition.charter()
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None


def check_of(edition: Edition, check: str) -> CheckDocument:
    raw = edition.read(f"checks/{check}.json", f"There is no check {check}.")
    return CheckDocument.model_validate_json(raw)


def table_of(edition: Edition) -> ComplianceTable:
    return ComplianceTable.model_validate_json(edition.read(TABLE, NO_CHARTER))


def review_or_none(edition: Edition) -> ReviewDocument | None:
    """What independent reviewers saw in the year; None where nothing was drawn or sent in, or it cannot be shown."""
    if REVIEW not in edition.manifest.files:
        return None
    try:
        return ReviewDocument.model_validate_json(edition.read(REVIEW, NO_REVIEW))
    except Withdrawn:
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None


def is_live(edition: Edition) -> bool:
    """Whether the pages of the checks are drawn from it."""
    try:
        return edition.directory == best_edition().directory
    except NotPublished:
        return False


def is_newest_edition(edition: Edition) -> bool:
    return edition.directory == shelf().newest(edition.manifest.period).directory


def newer_than(edition: Edition) -> Manifest | None:
    """The edition that has replaced it."""
    return None if is_newest_edition(edition) else shelf().newest(edition.manifest.period).manifest


def edition_links(edition: Edition) -> Links:
    period = edition.manifest.period
    own = f"/editions/{period}/{edition.manifest.number}"
    live, newest = is_live(edition), is_newest_edition(edition)
    return Links(
        checks="/charter" if live else f"{own}/charter",
        check_files="/charter" if live else f"{own}/checks",
        compliance=f"/compliance/{period}" if newest else f"{own}/compliance",
        reviews=f"/reviews/{period}" if newest else f"{own}/reviews",
        before="" if newest else own,
        after=f"/{period}" if newest else "",
        files=edition.manifest.files,
    )


def london_of(edition: Edition) -> Account | None:
    try:
        return edition.account(LONDON)
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None


def rows_of_kind(rows: list[CheckedPlace], kind: Kind) -> list[CheckedPlace]:
    return [row for row in rows if row.place.kind is kind]

"""The video review of a year as rows: one row a figure of its document (documents.review)."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.documents.figures import FigureStatus, Reviewed, Seen
from portal.documents.review import (
    REVIEW,
    Agreed,
    Answers,
    NotDrawn,
    Questions,
    RecordBeside,
    ReviewDocument,
    ReviewedPlace,
    ReviewMonth,
    UnderRecorded,
)
from portal.places import LONDON, Kind
from portal.tables.definitions import REVIEWS, Cells, Sheet
from portal.tables.formats import sheet_files
from portal.tables.plain_cells import safe_cell_text
from portal.tables.rows import slug

STEM = REVIEW.removesuffix(".json")
"""Where the table stands in the edition of a year, without an ending."""


def review_table_files(document: ReviewDocument, number: str) -> dict[str, bytes]:
    """Path -> bytes of the table in every form that is saved, and what describes it: files of the year's edition.

    `number`: of the edition.
    """
    return sheet_files(STEM, review_sheet(document, number), is_shown=True)


def review_sheet(document: ReviewDocument, number: str) -> Sheet:
    title = f"{REVIEWS.title}, {document.period.id}, edition {number}"
    return Sheet(REVIEWS, title, review_cells(document, number), document.invented)


def review_cells(document: ReviewDocument, number: str) -> list[Cells]:
    """In the order of REVIEWS' columns."""
    period = document.period
    own = (period.months_supplied, period.months_expected, str(period.complete).lower(), str(document.invented).lower())
    return [
        [
            *(place.kind, place.code, safe_cell_text(place.name), period.id, number),
            *(row.part, safe_cell_text(row.subject), safe_cell_text(row.answer), row.count, row.of),
            *(row.value, row.low, row.high, row.status, row.about, safe_cell_text(row.says), *own),
        ]
        for place, row in review_rows(document)
    ]


@dataclass(frozen=True)
class ReviewRow:
    """One figure: the columns of REVIEWS between the edition and the months."""

    part: str
    subject: str
    answer: str
    count: int | None = None
    of: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    status: FigureStatus = "value"
    about: str = ""
    says: str = ""


@dataclass(frozen=True)
class RowPlace:
    kind: str
    code: str
    name: str


WHOLE = RowPlace(LONDON.kind.value, LONDON.code, LONDON.name)


def review_rows(document: ReviewDocument) -> Iterator[tuple[RowPlace, ReviewRow]]:
    """Every figure of the document, with the place that it is of."""
    for place in document.places:
        own = RowPlace(place.kind, place.code, place.name)
        yield from ((own, row) for row in reviewed_place_rows(place))
    for month in document.months:
        own = WHOLE if month.place == Kind.LONDON else RowPlace(Kind.BOROUGH.value, month.place, month.name)
        yield from ((own, row) for row in review_month_rows(month))
    yield from ((WHOLE, row) for row in london_rows(document))


def london_rows(document: ReviewDocument) -> Iterator[ReviewRow]:
    """What is told of London alone."""
    missing = document.london.reviewed.no_footage
    yield ReviewRow("coverage", "", "answers_changed", document.changed)
    yield ReviewRow("coverage", "", "items_withdrawn", document.withdrawn)
    for each in document.missing:
        status = told_or_few(each.items)
        yield ReviewRow("missing", "", each.key, each.items, missing, status=status, says=each.label)
    for beside in document.beside:
        yield from beside_rows(beside)
    for agreed in document.agreed:
        yield from agreed_rows(agreed)
    for panel in document.not_drawn:
        yield from not_drawn_rows(panel)
    for questions in document.questions:
        yield from question_rows(questions)
    if document.under_recorded:
        yield from under_recorded_rows(document.under_recorded)
    for answers in document.people:
        yield from answer_rows("people", answers, None)


def told_or_few(count: float | None) -> FigureStatus:
    return "value" if count is not None else "too_few"


def reviewed_place_rows(place: ReviewedPlace) -> Iterator[ReviewRow]:
    """How much was viewed; then what was seen, or one row that says why nothing is told of it."""
    yield from coverage_rows(place.reviewed)
    if place.reviewed.reason:
        yield ReviewRow("seen", "", "not_told", status="withheld", about="police", says=place.reviewed.reason)
    for seen in place.seen:
        yield from seen_rows("seen", seen.check, seen)
    for answers in place.answers:
        yield from answer_rows("answers", answers, place.reviewed.viewed)


def coverage_rows(reviewed: Reviewed) -> Iterator[ReviewRow]:
    yield ReviewRow("coverage", "", "searches", reviewed.searches)
    yield ReviewRow("coverage", "", "drawn", reviewed.drawn, reviewed.searches)
    for name in ("viewed", "no_footage", "not_viewed"):
        yield ReviewRow("coverage", "", name, getattr(reviewed, name), reviewed.drawn)
    yield ReviewRow("coverage", "", "late", reviewed.late, reviewed.viewed)


def review_month_rows(month: ReviewMonth) -> Iterator[ReviewRow]:
    subject = f"month_{month.month}"
    yield ReviewRow("month", subject, "drawn", month.drawn)
    for name in ("viewed", "no_footage", "not_viewed"):
        yield ReviewRow("month", subject, name, getattr(month, name), month.drawn)
    yield ReviewRow("month", subject, "late", month.late, month.viewed)


OPEN = ("cannot_tell", "unwatched", "not_applicable")


def seen_rows(part: str, subject: str, seen: Seen) -> Iterator[ReviewRow]:
    """Its searches by what was seen; of those drawn at random the rate, what is open about it, and the verdict."""
    for name, count in (("pass", seen.passed), ("fail", seen.fail), *((name, getattr(seen, name)) for name in OPEN)):
        yield ReviewRow(part, subject, name, count, seen.drawn, about="police")
    status: FigureStatus = "value" if seen.rate is not None else "missing"
    yield ReviewRow(
        *(part, subject, "rate", seen.passed, seen.judged, seen.rate, seen.low, seen.high),
        status=status,
        about="police",
    )
    ends: FigureStatus = "value" if seen.lowest is not None and seen.highest is not None else "missing"
    yield ReviewRow(part, subject, "rate_if_open", low=seen.lowest, high=seen.highest, status=ends, about="police")
    yield ReviewRow(part, subject, f"verdict_{slug(seen.verdict)}", status="value", about="police", says=seen.verdict)


def answer_rows(part: str, asked: Answers, of: int | None) -> Iterator[ReviewRow]:
    """`of`: those viewed; None of people, whose total would undo the rounding."""
    rounded: FigureStatus = "rounded" if asked.about == "person" else "value"
    for each in asked.answers:
        status = rounded if each.items is not None else "too_few"
        yield ReviewRow(part, asked.field, each.key, each.items, of, status=status, about=asked.about, says=each.label)


def beside_rows(beside: RecordBeside) -> Iterator[ReviewRow]:
    """Without counts where they are too few to be told."""
    names = ("both", "record_only", "video_only", "neither", "without_record")
    for name in names:
        count = getattr(beside, name) if beside.status == "value" else None
        yield ReviewRow("beside", beside.check, name, count, status=beside.status, about="police")


def agreed_rows(agreed: Agreed) -> Iterator[ReviewRow]:
    yield ReviewRow("agreed", agreed.what, "pairs", agreed.pairs)
    names = ("both", "first_only", "second_only", "neither")
    yield from (
        ReviewRow("agreed", agreed.what, name, count, agreed.pairs, status=told_or_few(count))
        for name in names
        for count in [getattr(agreed, name)]
    )
    for name in ("share", "ac1", "kappa"):
        value = getattr(agreed, name)
        missing: FigureStatus = "missing" if agreed.share is not None else "too_few"  # kappa is not always defined
        yield ReviewRow("agreed", agreed.what, name, value=value, status="value" if value is not None else missing)


def not_drawn_rows(panel: NotDrawn) -> Iterator[ReviewRow]:
    yield ReviewRow("not_drawn", panel.panel, "viewed", panel.viewed, says=panel.reason or panel.name)
    for asked in panel.answers:
        of_panel = asked.model_copy(update={"field": f"{panel.panel}.{asked.field}"})
        yield from answer_rows("not_drawn", of_panel, panel.viewed)


def question_rows(questions: Questions) -> Iterator[ReviewRow]:
    topic = questions.topic
    yield ReviewRow("questions", topic, "asked", questions.asked, about="police", says=questions.title)
    yield ReviewRow("questions", topic, "answered", questions.answered, questions.asked, about="police")
    status: FigureStatus = "value" if questions.days is not None else "missing"
    yield ReviewRow("questions", topic, "days", value=questions.days, status=status, about="police")
    for each in questions.outcomes:
        yield ReviewRow(
            *("questions", topic, each.key, each.items, questions.asked),
            status=told_or_few(each.items),
            about="police",
            says=each.label,
        )


def under_recorded_rows(found: UnderRecorded) -> Iterator[ReviewRow]:
    part = "under_recorded"
    yield ReviewRow(part, "", "activations", found.activations)
    yield ReviewRow(part, "", "searches_seen", found.seen, found.activations, about="police")
    yield ReviewRow(
        *(part, "", "without_record", found.without_record, found.seen, found.share, found.low, found.high),
        status=found.status,
        about="police",
    )
    yield ReviewRow(part, "", "recorded", found.recorded, about="police")
    yield ReviewRow(
        part,
        "",
        "total",
        value=found.total,
        low=found.total_low,
        high=found.total_high,
        status=found.status,
        about="police",
    )

"""What a panel sent, row by row: reviews or questions that can be taken, and every problem by line and column.

Pure: cells in, rows and problems out. No sentence repeats a cell. A name of a column is repeated only where it is a
word of ours for what may not be there (return_standard.says_only_its_kind), as anything else may be about somebody.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.return_standard import says_only_its_kind
from portal.review.standard import (
    ACTIVATIONS,
    ADJUDICATOR,
    FIRST,
    FOOTAGE_REASONS,
    FULL,
    KNOWN_BY,
    NONE,
    NOT_DRAWN,
    QUESTIONS,
    RECORDS,
    REVIEWS,
    SECOND,
    ReviewField,
    answer_fields,
    cell_may_hold,
    fields_of_kind,
)

Cells = Mapping[str, str]
Wrong = Iterator[tuple[str, str]]
"""Column and sentence of each thing that is wrong with a row."""

NO_TEXT = "No free text about people enters, and no name: take the column out"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadReviewFile(ValueError):
    """A file that is refused whole; the text says why, with nothing of its content."""


@dataclass(frozen=True)
class ReviewRow:
    """A row that can be taken. `cells`: every column of its standard, "" where the file has none or it is blank."""

    line: int
    cells: Cells


@dataclass(frozen=True, order=True)
class Problem:
    """`column`: of the standard; "" where it is about the whole row."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class ReadFile:
    """Every row of the file is in `rows`, or has at least one of `problems`; both in the file's order."""

    kind: Literal["reviews", "questions"]
    rows: tuple[ReviewRow, ...]
    problems: tuple[Problem, ...]


def read_review_file(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], today: date) -> ReadFile:
    """`rows`: the number of the line, and its cells; one with nothing in any cell is no row.

    BadReviewFile for a header that is not of either standard: before any row is read.
    """
    names = [name.strip() for name in header]
    kind = kind_by_header(names)
    check_review_header(names, kind)
    read: list[ReviewRow] = []
    problems: list[Problem] = []
    for line, raw in rows:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        if len(cells) != len(names):
            problems.append(Problem(line, "", f"the row has {len(cells)} cells, and the header {len(names)}"))
            continue
        blank = {field.name: "" for field in fields_of_kind(kind)}
        row = ReviewRow(line, blank | dict(zip(names, cells, strict=True)))
        read.append(row)
        problems += [Problem(line, column, sentence) for column, sentence in row_problems(row.cells, kind, today)]
    if kind == REVIEWS:
        problems += problems_between(read)
    faulty = {problem.line for problem in problems}
    return ReadFile(kind, tuple(row for row in read if row.line not in faulty), tuple(sorted(problems)))


# The header: a file with a column that is not of its standard is refused whole.


def kind_by_header(names: Sequence[str]) -> Literal["reviews", "questions"]:
    if KNOWN_BY[REVIEWS] in names:
        return "reviews"
    if KNOWN_BY[QUESTIONS] in names:
        return "questions"
    raise BadReviewFile(
        f"line 1: there is no column {KNOWN_BY[REVIEWS]} (reviews) and no column {KNOWN_BY[QUESTIONS]} (questions); "
        "its first line has to be the header of a template"
    )


def check_review_header(names: Sequence[str], kind: str) -> None:
    """BadReviewFile at the first column that is not of the standard or stands there twice, or where one is missing."""
    known = {field.name for field in fields_of_kind(kind)}
    for at, name in enumerate(names, start=1):
        if not name:
            raise BadReviewFile(f"line 1, column {at}: it has no name. {NO_TEXT}")
        if name not in known:
            said = f" ({name})" if says_only_its_kind(name) else ""
            raise BadReviewFile(f"line 1, column {at}{said}: it is not in the standard for {kind}. {NO_TEXT}")
        if names.index(name) != at - 1:
            raise BadReviewFile(f"line 1, column {at}: {name} is in the header twice")
    for field in fields_of_kind(kind):
        if field.required and field.name not in names:
            raise BadReviewFile(f"line 1: there is no column {field.name}, which every file of {kind} has")


# One row by itself.


def row_problems(cells: Cells, kind: str, today: date) -> Wrong:
    """What is wrong with each cell; and where a cell by itself is right, what cannot be beside the others."""
    faulty = set()
    for field in fields_of_kind(kind):
        if sentence := cell_problem(field, cells[field.name]):
            faulty.add(field.name)
            yield field.name, sentence
    for rule in RULES[kind]:
        for column, sentence in rule(cells, today):
            if column not in faulty:
                faulty.add(column)
                yield column, sentence


def cell_problem(field: ReviewField, cell: str) -> str:
    """What is wrong with a cell, whatever the others are; "" for nothing."""
    if not cell:
        return "it is blank, and every row has to have it" if field.required else ""
    if field.enum:
        is_right = cell in field.enum
    elif field.type == "date":
        is_right = as_day(cell) is not None
    else:
        is_right = re.fullmatch(field.pattern, cell, re.ASCII) is not None
    return "" if is_right else f"it has to be {cell_may_hold(field)}"


def as_day(text: str) -> date | None:
    """A day written as 2025-04-03; None for anything else."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def month_of_item(item: str) -> str:
    """`R2405-017` -> `2024-05`; "" if it is no item, or there is no such month."""
    found = re.match(r"[A-Z](\d\d)(0[1-9]|1[0-2])-", item, re.ASCII)
    return f"20{found[1]}-{found[2]}" if found else ""


def check_item_month(cells: Cells, today: date) -> Wrong:
    month = month_of_item(cells["item"])
    if not month:
        yield "item", "its third and fourth digit are no month"
    elif month > f"{today:%Y-%m}":
        yield "item", "its month is still to come"


def check_viewing_day(cells: Cells, today: date) -> Wrong:
    day = as_day(cells["viewed_on"])
    if cells["footage"] == NONE and cells["viewed_on"]:
        yield "viewed_on", "there was no footage, so there is no day of viewing"
    elif cells["footage"] not in ("", NONE) and not cells["viewed_on"]:
        yield "viewed_on", "it is blank, and there was footage"
    elif day and day > today:
        yield "viewed_on", "it is still to come"
    elif day and f"{day:%Y-%m}" < month_of_item(cells["item"]):
        yield "viewed_on", "it is before the month that the item is of"


def check_footage_reason(cells: Cells, _: date) -> Wrong:
    footage, reason = cells["footage"], cells["footage_reason"]
    allowed = FOOTAGE_REASONS.get(footage)
    if allowed is None or reason in allowed:
        return
    if not allowed:
        if reason:
            yield "footage_reason", f"it has to be blank where footage is {FULL}"
        return
    yield "footage_reason", f"where footage is {footage} it has to be one of {', '.join(allowed)}"


def check_kind_of_item(cells: Cells, _: date) -> Wrong:
    """What is asked of one kind of item only: the borough of N, and what the footage of A shows."""
    letter, seen = cells["item"][:1], cells["search_seen"]
    if letter not in (RECORDS, ACTIVATIONS, NOT_DRAWN):
        return
    if cells["borough"] and letter != NOT_DRAWN:
        yield "borough", f"only an item with {NOT_DRAWN} has one"
    for column in ("search_seen", "record_found"):
        if cells[column] and letter != ACTIVATIONS:
            yield column, f"only an item with {ACTIVATIONS} has an answer here"
    if letter != ACTIVATIONS:
        return
    if not seen and cells["footage"] not in ("", NONE):
        yield "search_seen", f"it is blank, and an item with {ACTIVATIONS} that has footage needs it"
    if cells["record_found"] and seen != "yes":
        yield "record_found", "it is asked only where search_seen is yes"


def check_answers_have_footage(cells: Cells, _: date) -> Wrong:
    """Nothing is answered of a search that nobody could see."""
    if cells["footage"] == NONE:
        why, columns = "there was no footage, so nothing can be answered", ["search_seen", "record_found"]
    elif cells["search_seen"] == "no":
        why, columns = "nobody was searched, so nothing can be answered", []
    else:
        return
    for column in [*columns, *(field.name for field in answer_fields())]:
        if cells[column]:
            yield column, why


def check_question_days(cells: Cells, today: date) -> Wrong:
    asked, answered = as_day(cells["asked_on"]), as_day(cells["answered_on"])
    for column, day in (("asked_on", asked), ("answered_on", answered)):
        if day and day > today:
            yield column, "it is still to come"
    if asked and answered and answered < asked:
        yield "answered_on", "it is before asked_on"


def check_question_outcome(cells: Cells, _: date) -> Wrong:
    if cells["outcome"] and not cells["answered_on"]:
        yield "outcome", "it has to be blank until there is an answer, and answered_on is blank"


RULES: dict[str, tuple[Callable[[Cells, date], Wrong], ...]] = {
    REVIEWS: (
        check_item_month,
        check_viewing_day,
        check_footage_reason,
        check_kind_of_item,
        check_answers_have_footage,
    ),
    QUESTIONS: (check_question_days, check_question_outcome),
}
"""What cannot be beside other cells of its row, for each kind of file."""


# Rows of one file together. What the portal holds already is looked at where a file is taken in.


def problems_between(rows: Sequence[ReviewRow]) -> Iterator[Problem]:
    """The same item in the same role more than once; and somebody who viewed one in two roles."""
    by_item: dict[str, dict[str, list[ReviewRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if month_of_item(row.cells["item"]) and row.cells["role"]:
            by_item[row.cells["item"]][row.cells["role"]].append(row)
    for roles in by_item.values():
        for same in roles.values():
            for row in same if len(same) > 1 else ():
                other = next(each.line for each in same if each is not row)
                yield Problem(row.line, "item", f"line {other} has the same item in the same role")
        for role, earlier in ((SECOND, (FIRST,)), (ADJUDICATOR, (FIRST, SECOND))):
            before = [each for name in earlier for each in roles.get(name, ())]
            yield from problems_of_reviewers(roles.get(role, ()), before)


def problems_of_reviewers(rows: Iterable[ReviewRow], before: Sequence[ReviewRow]) -> Iterator[Problem]:
    """A code is a panel's own: the same code of another panel is another person."""
    for row in rows:
        for each in before:
            if row.cells["reviewer"] and reviewer_of_row(row) == reviewer_of_row(each):
                yield Problem(row.line, "reviewer", f"line {each.line} has the same reviewer in another role")
                break


def reviewer_of_row(row: ReviewRow) -> tuple[str, str]:
    return row.cells["panel"], row.cells["reviewer"]

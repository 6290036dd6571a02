"""The reviewer's return to fill in: a workbook with lists to choose from, and the questions in the order of the form.

The same standard gives the same bytes.
"""

import io
from dataclasses import dataclass
from functools import cache

import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.places import LONDON, Kind, all_of
from portal.review.standard import GOWISELY, ReviewField, cell_may_hold, review_fields, review_schema
from portal.tables.xlsx_format import MADE, OPTIONS

ROWS = 500
"""How many rows of the workbook have lists and limits."""
LONGEST_LIST = 255
"""Signs that Excel takes in a list that is written into a rule; a longer one is a range of cells."""
LONGEST_MESSAGE = 255
"""Signs that Excel shows beside a cell."""
BOROUGHS = "Boroughs"

# The workbook.


@cache
def review_template_xlsx() -> bytes:
    """Three sheets: the empty reviews, what each column means, and the boroughs with their words and codes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": review_schema()["title"], "created": MADE})
        bold = book.add_format({"bold": True})
        write_reviews_page(book, book.add_worksheet("Reviews"), bold)
        write_columns_page(book, book.add_worksheet("What columns mean"), bold)
        write_boroughs_page(book.add_worksheet(BOROUGHS), bold)
    return file.getvalue()


def write_reviews_page(book: Workbook, page: Worksheet, bold: CellFormat) -> None:
    """The header, and below it a rule for each column. Text stays text, and a day is written as it is read."""
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for across, field in enumerate(review_fields()):
        page.write_string(0, across, field.name, bold)
        page.set_column(across, across, max(len(field.name) + 2, 12), day if field.type == "date" else text)
        page.data_validation(1, across, ROWS, across, cell_rule(field) | cell_message(field))
    page.freeze_panes(1, 1)


def cell_rule(field: ReviewField) -> dict[str, object]:
    """What Excel lets into a cell of the column. It knows no patterns: there it looks at the length alone."""
    if field.enum:
        is_short = len(",".join(field.enum)) <= LONGEST_LIST
        last = len(all_of(Kind.BOROUGH)) + 2
        return {"validate": "list", "source": list(field.enum) if is_short else f"={BOROUGHS}!$A$2:$A${last}"}
    if field.type == "date":
        return {"validate": "date", "criteria": ">=", "value": MADE}
    if field.name == "borough":
        return {"validate": "list", "source": f"={BOROUGHS}!$C$2:$C${len(all_of(Kind.BOROUGH)) + 1}"}
    shortest, longest = {"item": (9, 10), "reviewer": (2, 6)}[field.name]
    return {"validate": "length", "criteria": "between", "minimum": shortest, "maximum": longest}


def cell_message(field: ReviewField) -> dict[str, object]:
    """What Excel says beside a cell that is chosen, and of one that it refuses; a title has at most 32 signs."""
    return {
        "input_title": field.name,
        "input_message": f"{field.title}. {field.description}"[:LONGEST_MESSAGE],
        "error_title": field.name,
        "error_message": f"It has to be {cell_may_hold(field)}."[:LONGEST_MESSAGE],
    }


def write_columns_page(book: Workbook, page: Worksheet, bold: CellFormat) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heads = ("Column", "What it says", "A cell may hold", "Every row", "Tells of", "What it serves")
    for across, (head, width) in enumerate(zip(heads, (24, 60, 44, 10, 24, 30), strict=True)):
        page.write_string(0, across, head, bold)
        page.set_column(across, across, width, wrapped)
    for down, field in enumerate(review_fields(), start=1):
        cells = (
            field.name,
            f"{field.title}. {field.description}",
            cell_may_hold(field),
            "yes" if field.required else "",
            field.tells_of,
            field.serves,
        )
        for across, cell in enumerate(cells):
            page.write_string(down, across, cell)
    page.freeze_panes(1, 0)


def write_boroughs_page(page: Worksheet, bold: CellFormat) -> None:
    """The words of `panel`, in the standard's order, with the names and the codes of `borough`."""
    rows = [(place.slug, place.name, place.code) for place in all_of(Kind.BOROUGH)]
    for down, cells in enumerate([("panel", "Name", "borough"), *rows, (LONDON.slug, LONDON.name, "")]):
        for across, cell in enumerate(cells):
            page.write_string(down, across, cell, bold if not down else None)
    page.set_column(0, 2, 28)


# The form on paper: the same questions, in the order in which a viewing goes.

WRITTEN = ("item", "panel", "reviewer", "viewed_on", "borough")
"""Columns that are written on a line. All others are boxes to tick."""


@dataclass(frozen=True)
class FormPart:
    """Questions that stand together. `hint`: when to stop; `are_letters`: short ones, with their boxes beside them."""

    title: str
    fields: tuple[ReviewField, ...]
    hint: str = ""
    are_letters: bool = False


@cache
def form_parts() -> tuple[FormPart, ...]:
    """Every column that is ticked, once."""
    return (
        form_part("Footage", "role", "footage", "footage_reason", hint="No footage: tick why, and stop here."),
        form_part("Only of an item with A", "search_seen", "record_found", hint="Nobody searched: stop here."),
        form_part(
            "What the officer told the person",
            *("name_given", "shoulder_number_given", "grounds_told", "uniform", "receipt", "self_defined_asked"),
        ),
        form_part("The grounds", "grounds_grade", "grounds_strength"),
        form_part("GOWISELY: what was said", *GOWISELY.values(), are_letters=True),
        form_part("How it was done", "handcuffs", "force_used", "clothing", "vulnerability"),
        form_part("How the officer was", "courtesy", "communication"),
        form_part("The panel's view", "review_result", "grade"),
    )


def form_part(title: str, *names: str, hint: str = "", are_letters: bool = False) -> FormPart:
    by_name = {field.name: field for field in review_fields()}
    return FormPart(title, tuple(by_name[name] for name in names), hint, are_letters)

"""Pages to read: method, words, rights, accessibility, privacy. Constants in them are the code's own."""

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from flask import Blueprint, Response, render_template, send_file
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal import residents, return_standard, shipped
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.documents import canonical
from portal.places import LONDON, Kind, all_of
from portal.review import form
from portal.review import standard as review
from portal.tables.csv_format import CSV, csvw
from portal.tables.definitions import Column, Table, Type
from portal.tables.xlsx_format import XLSX
from portal.web.responses.files import FORMS, METADATA

# The charter return as a page: what a force should supply, and the files to start from.

standard_pages = Blueprint("standard", __name__)
FILES = {"schema.json": "application/json", "template.csv": CSV.media, "example.csv": CSV.media}
TYPES: dict[str, Type] = {"number": "number", "integer": "integer", "date": "date", "boolean": "boolean"}
"""Types of a Table Schema that a column here can have; any other (`time`) is a text."""


@standard_pages.get("/standard")
def standard_page() -> str:
    kinds = sorted(set(return_standard.forbidden().values()))
    return render_template(
        "standard.html",
        fields=return_standard.return_fields(),
        version=return_standard.return_schema()["version"],
        kinds=kinds,
    )


@standard_pages.get(f"/standard/<any({', '.join(FILES)}):name>")
def standard_file(name: str) -> Response:
    return send_file(shipped.data("charter_return", name), mimetype=FILES[name])


@standard_pages.get(f"/standard/<any(template, example):name>.{METADATA}")
def standard_metadata(name: str) -> Response:
    """What describes the columns: made from the schema, so that there is no second one."""
    return Response(metadata(name), mimetype=FORMS[METADATA])


@cache
def metadata(name: str) -> bytes:
    titles = {"template": "An empty charter return", "example": "A worked example of a charter return"}
    table = standard_table("charter-return", "The charter return", "One search", return_standard.return_fields())
    return standard_csvw(table, titles[name], f"{name}.csv", is_empty=name == "template")


def standard_table(name: str, title: str, row: str, fields: tuple[return_standard.StandardField, ...]) -> Table:
    columns = (
        Column(field.name, f"{field.title}. {field.description}", TYPES.get(field.type, "string"), field.required)
        for field in fields
    )
    return Table(name, title, row, tuple(columns))


def standard_csvw(table: Table, title: str, file: str, *, is_empty: bool) -> bytes:
    whole = json.loads(csvw(table, title, file, invented=True))
    if is_empty:  # no records, so no word on whose they are
        del whole["dc:rights"]
    return canonical.as_bytes(whole)


# The reviewer's return: how panels send what they saw on video, as files and as a form on paper.

REVIEW_FILES = {
    "schema.json": "application/json",
    "questions.json": "application/json",
    "template.csv": CSV.media,
    "example.csv": CSV.media,
    "questions.csv": CSV.media,
}
REVIEW_TITLES = {
    "template": "An empty file of reviews",
    "example": "A worked example of reviews",
    "questions": "An empty file of a panel's questions",
}


@standard_pages.get("/standard/review")
def review_standard_page() -> str:
    return render_template(
        "review_standard.html",
        reviews=review.review_fields(),
        questions=review.question_fields(),
        version=review.review_schema()["version"],
        cell_may_hold=review.cell_may_hold,
        reasons=review.FOOTAGE_REASONS,
    )


@standard_pages.get("/standard/review/form")
def review_form_page() -> str:
    """For A4: one item a page, boxes to tick, lines to write on."""
    return render_template(
        "review_form.html",
        parts=form.form_parts(),
        answer_words=review.answer_words,
        version=review.review_schema()["version"],
    )


@standard_pages.get(f"/standard/review/<any({', '.join(REVIEW_FILES)}):name>")
def review_standard_file(name: str) -> Response:
    return send_file(shipped.data("review_return", name), mimetype=REVIEW_FILES[name])


@standard_pages.get("/standard/review/template.xlsx")
def review_workbook() -> Response:
    response = Response(form.review_template_xlsx(), mimetype=XLSX.media)
    response.headers.set("Content-Disposition", "attachment", filename="review-template.xlsx")
    return response


@standard_pages.get(f"/standard/review/<any({', '.join(REVIEW_TITLES)}):name>.{METADATA}")
def review_standard_metadata(name: str) -> Response:
    return Response(review_metadata(name), mimetype=FORMS[METADATA])


@cache
def review_metadata(name: str) -> bytes:
    if name == "questions":
        table = standard_table("review-questions", "Questions of a panel", "One question", review.question_fields())
    else:
        row = "One item, as one reviewer saw it"
        table = standard_table("review-return", "The reviewer's return", row, review.review_fields())
    return standard_csvw(table, REVIEW_TITLES[name], f"{name}.csv", is_empty=name != "example")


# The method in full, as docs/method.md has it: the same text that a test holds against the code, as part of a page.

PAGES = {"words.md": "/words", "sources.md": "/standard", "findings.md": "/supplies"}
CONTENTS = "Contents:"


@dataclass(frozen=True)
class Method:
    """`sections`: the id and title of each part, in order; `html`: all of them, one level below a page's sections."""

    sections: list[tuple[str, str]]
    html: str


@cache
def method_in_full() -> Method:
    """What stands after the list of contents, drawn once a process."""
    text = shipped.folder("docs").joinpath("method.md").read_text("utf-8")
    start = text.index("\n## ", text.index(CONTENTS))
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text[start:])
    sections = list(headed(tokens))
    for token in tokens:
        for inner in token.children or []:
            relinked(inner)
    return Method(sections, captioned(markdown.renderer.render(tokens, markdown.options, {}), sections))


def headed(tokens: list[Token]) -> list[tuple[str, str]]:
    """Moves every heading one level down and gives it the id that its links name; the parts, in order."""
    found = []
    for token, words in pairwise(tokens):
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            token.tag = f"h{level + 1}"
            if token.type == "heading_open":
                token.attrSet("id", anchor(words.content))
                if level == 2:
                    found.append((anchor(words.content), words.content))
    return found


def anchor(title: str) -> str:
    """As links in Markdown name a heading: `Outcome and arrest rates` -> `outcome-and-arrest-rates`."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def relinked(token: Token) -> None:
    """A link to another document leads to the page that tells the same."""
    target = str(token.attrGet("href") or "")
    if target in PAGES:
        token.attrSet("href", PAGES[target])


def captioned(html: str, sections: list[tuple[str, str]]) -> str:
    """Every table is named after its part, its first row heads its columns, and keys reach what scrolls."""
    html = (
        html.replace("<pre>", '<pre tabindex="0">')
        .replace("<th>", '<th scope="col">')
        .replace("</table>", "</table></div>")
    )
    pieces = re.split(r"(?=<h3 id=)", html)
    titles = ["", *(title for _, title in sections)]
    return "".join(piece.replace("<table>", opening(title)) for piece, title in zip(pieces, titles, strict=True))


def opening(title: str) -> str:
    region = f'<div class="scrolls" role="region" aria-label="{title}: figures" tabindex="0">'
    return f"{region}<table><caption>{title}</caption>"


reading = Blueprint("reading", __name__)


@reading.get("/method")
def method_page() -> str:
    """How every figure is made: formulas, sources, limits."""
    reasons = residents.unfair()
    unfair = [(place.name, reasons[place.code]) for place in all_of(Kind.BOROUGH) if place.code in reasons]
    living = residents.residents_of(LONDON)
    return render_template(
        "method.html",
        of_returns=disclosure_sentences(disclosure_settings()),
        unfair=unfair,
        living=living,
        full=method_in_full(),
    )


@reading.get("/words")
def words_page() -> str:
    return render_template("words.html")


@reading.get("/your-rights")
def your_rights() -> str:
    return render_template("your_rights.html")


@reading.get("/accessibility")
def accessibility() -> str:
    return render_template("accessibility.html")


@reading.get("/privacy")
def privacy() -> str:
    return render_template("privacy.html")

"""The report for a committee as PDF: the year in figures, months, fairness, results, teams, the charter, notes.

Drawn with fpdf2 from the same tables as the labelled workbook. The same account gives the same bytes. The page of the
report on the site has the map and the questions to ask as well.
"""

from collections.abc import Sequence
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from portal.packs.report_themes import Block, Cell, Number, Theme

LEFT_OUT = frozenset({"When", "Months"})
"""Themes that a report of a few pages has no room for; the months are in its first picture."""
WIDE = {"Fairness": (0, 1, 3, 4, 5, 6), "Results": (0, 2, 3, 4, 5, 6), "Charter": (0, 2, 3, 4, 5)}
"""Columns that are shown of a theme's wide table; of others all."""
FEW = 4
ROWS = {"Results": 14, "Teams": 10}
"""At most so many rows of a table: the rest is in the workbook, and the report says so."""
FONT, BODY, SMALL = "helvetica", 11, 9
"""A font that every reader of PDF has, and sizes in points."""
GREY = 225
PICTURE = 0.7  # of the width between the margins


class Paper(FPDF):
    """A4 with a foot on every page."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, size=SMALL)
        self.cell(0, 6, self.foot)
        self.set_x(-40)
        self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="R")


def report_pdf(
    title: str, says: Sequence[str], told: Sequence[Theme], pictures: Sequence[bytes], made: datetime
) -> bytes:
    """`says`: sentences below the title; `pictures`: PNG, below summary and fairness; `made`: the moment it gives."""
    paper = Paper(format="A4")
    paper.set_creation_date(made)
    paper.set_title(title)
    paper.set_lang("en-GB")
    paper.set_margin(18)
    paper.set_auto_page_break(auto=True, margin=20)
    paper.foot = plain(title)
    paper.add_page()
    write_heading(paper, title, 20)
    for sentence in says:
        line(paper, sentence)
    left = list(pictures)
    for theme in told:
        if theme.title in LEFT_OUT:
            continue
        write_heading(paper, theme.title, 14)
        for block in theme.blocks:
            draw_block(paper, block, theme.title)
        if left and theme.title in ("Summary", "Fairness"):
            paper.image(left.pop(0), w=paper.epw * PICTURE)
    return bytes(paper.output())


def write_heading(paper: FPDF, text: str, size: int) -> None:
    if paper.will_page_break(40):  # no heading alone at the foot of a page
        paper.add_page()
    paper.ln(3)
    paper.set_font(FONT, style="B", size=size)
    paper.multi_cell(0, size * 0.5, plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(1)


def line(paper: FPDF, text: str) -> None:
    paper.set_font(FONT, size=BODY)
    paper.multi_cell(0, 6, plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def draw_block(paper: Paper, block: Block, theme: str) -> None:
    every = range(len(block.header))
    places = list(WIDE.get(theme, every) if len(block.header) > FEW else every)
    rows = block.rows[: ROWS.get(theme, len(block.rows))]
    first = NARROW if theme == "Notes" else max(1 - 0.15 * (len(places) - 1), 0.4)
    wide = [paper.epw * first, *[paper.epw * (1 - first) / max(len(places) - 1, 1)] * (len(places) - 1)]
    aligned = ["L", *["L" if theme == "Notes" else "R"] * (len(places) - 1)]
    header = [plain(block.header[at]) for at in places]
    paper.set_font(FONT, style="B", size=SMALL)
    if paper.will_page_break(height_of(paper, header, wide) + 2 * ROW):
        paper.add_page()
    draw_row(paper, header, wide, aligned, is_header=True)
    paper.set_font(FONT, size=SMALL)
    for row in rows:
        cells = [plain(as_text(row[at])) for at in places]
        if paper.will_page_break(height_of(paper, cells, wide)):
            paper.add_page()
            draw_row(paper, header, wide, aligned, is_header=True)
        draw_row(paper, cells, wide, aligned)
    if len(rows) < len(block.rows):
        line(paper, f"{len(block.rows) - len(rows)} more rows are in the workbook.")
    paper.ln(3)


NARROW = 0.3
ROW = 5.2  # millimetres


def draw_row(
    paper: Paper, cells: Sequence[str], wide: Sequence[float], aligned: Sequence[str], *, is_header: bool = False
) -> None:
    """One row, each cell on as many lines as it needs: fpdf2's own tables lay every cell out several times."""
    paper.set_font(FONT, style="B" if is_header else "", size=SMALL)
    top, left, tall = paper.get_y(), paper.l_margin, height_of(paper, cells, wide)
    if is_header:
        paper.set_fill_color(GREY)
        paper.rect(left, top, paper.epw, tall, style="F")
    for text, width, align in zip(cells, wide, aligned, strict=True):
        for at, piece in enumerate(wrapped(paper, text, width)):
            paper.set_xy(left, top + at * ROW)
            paper.cell(width, ROW, piece, align=align)
        left += width
    paper.set_draw_color(GREY)
    paper.line(paper.l_margin, top + tall, paper.l_margin + paper.epw, top + tall)
    paper.set_xy(paper.l_margin, top + tall)


def height_of(paper: Paper, cells: Sequence[str], wide: Sequence[float]) -> float:
    return ROW * max(len(wrapped(paper, text, width)) for text, width in zip(cells, wide, strict=True))


def wrapped(paper: Paper, text: str, width: float) -> list[str]:
    """The text on lines that fit, broken between words."""
    room, lines = width - 2 * paper.c_margin, [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and paper.get_string_width(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def as_text(cell: Cell) -> str:
    if not isinstance(cell, Number):
        return cell
    if cell.kind == "share":
        return f"{100 * cell.value:.1f}%"
    return f"{cell.value:,.0f}" if cell.kind == "count" else f"{cell.value:,.1f}"


def plain(text: str) -> str:
    """What the font can write; anything else as a question mark."""
    return text.encode("latin-1", "replace").decode("latin-1")

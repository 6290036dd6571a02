"""Charts of an account as PNG pictures for slides and letters: searches by month, and rates by ethnic group.

Drawn with Pillow in the site's own font. The same account gives the same bytes.
"""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.documents.account import Account
from portal.documents.figures import MonthFigure, Rate
from portal.packs.account_text import month_text

WIDTH, HEIGHT, EDGE, TOP = 1600, 900, 90, 170
INK, SOFT, PAPER, LINE = "#10201e", "#4b5b58", "#ffffff", "#d3dcda"
BAR, PART = "#155a72", "#8fb9c9"
FONT = Path(__file__).resolve().parents[1] / "static" / "answerable-sans.woff2"
REGULAR, BOLD = 400, 700
GAP = 0.2  # of a column's room
FOOT = 150


def months_picture(account: Account, source: str) -> bytes:
    """Columns; a month in part is pale, and one without a file says so. `source`: what stands at the foot."""
    picture, pen = paper(f"Searches each month, {place_and_year(account)}", source)
    most = max((figure.searches or 0 for figure in account.monthly), default=0)
    for at, figure in enumerate(account.monthly):
        month_column_drawn(pen, at, figure, len(account.monthly), most)
    if any(figure.status == "partial" for figure in account.monthly):
        pen.text((EDGE, TOP - 34), "Pale: part of the month", font=letters(26), fill=SOFT, anchor="lm")
    return as_png(picture)


def month_column_drawn(pen: ImageDraw.ImageDraw, at: int, figure: MonthFigure, of: int, most: int) -> None:
    slot = (WIDTH - 2 * EDGE) / of
    left, middle, foot = EDGE + slot * (at + GAP / 2), EDGE + slot * (at + 0.5), HEIGHT - FOOT
    name, year = month_text(figure.month).split()
    pen.text((middle, foot + 24), name[:3], font=letters(24), fill=SOFT, anchor="mm")
    if at == 0 or name == "January":
        pen.text((middle, foot + 54), year, font=letters(24, BOLD), fill=INK, anchor="mm")
    if figure.searches is None:
        pen.text((middle, foot - 20), "no file", font=letters(20), fill=SOFT, anchor="mm")
        return
    top = foot - (foot - TOP - 30) * (figure.searches / most if most else 0)
    pen.rectangle((left, top, left + slot * (1 - GAP), foot), fill=PART if figure.status == "partial" else BAR)
    pen.text((middle, top - 18), f"{figure.searches:,}", font=letters(24, BOLD), fill=INK, anchor="mm")


def rates_picture(account: Account, source: str) -> bytes | None:
    """Bars of searches per 1,000 residents by ethnic group; None where no group has a rate."""
    told = [rate for rate in account.rates if rate.per_1000 is not None]
    if not told:
        return None
    picture, pen = paper(f"Searches per 1,000 residents of each group, {place_and_year(account)}", source)
    draw_bars(pen, told)
    return as_png(picture)


def draw_bars(pen: ImageDraw.ImageDraw, told: Sequence[Rate]) -> None:
    most = max(rate.per_1000 or 0 for rate in told)
    slot = (HEIGHT - FOOT - TOP) / len(told)
    for at, rate in enumerate(told):
        value, middle = rate.per_1000 or 0.0, TOP + slot * (at + 0.5)
        wide = (WIDTH - 2 * EDGE - 320) * (value / most if most else 0)
        pen.text((EDGE, middle), rate.group.capitalize(), font=letters(32), fill=INK, anchor="lm")
        pen.rectangle((EDGE + 180, middle - slot * 0.3, EDGE + 180 + wide, middle + slot * 0.3), fill=BAR)
        pen.text((EDGE + 196 + wide, middle), f"{value:.1f}", font=letters(32, BOLD), fill=INK, anchor="lm")


def place_and_year(account: Account) -> str:
    return f"{account.only or account.place.name}, {account.period.id}"


def paper(title: str, source: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, 80), title, font=letters(44, BOLD), fill=INK, anchor="lm")
    pen.line((EDGE, HEIGHT - FOOT, WIDTH - EDGE, HEIGHT - FOOT), fill=LINE, width=2)
    pen.text((EDGE, HEIGHT - 40), source, font=letters(22), fill=SOFT, anchor="lm")
    return picture, pen


def letters(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(FONT, size)
    found.set_variation_by_axes([weight])
    return found


def as_png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.quantize(32).save(made, "PNG")  # few colours: a fifth of the size
    return made.getvalue()

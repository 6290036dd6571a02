"""The picture that stands beside a link to an account where people share it: 1,200 by 630 pixels, the size that the

Open Graph protocol's readers ask for. Drawn with Pillow from the account alone, in the site's own font.
"""

from io import BytesIO
from pathlib import Path
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from portal.documents.account import Account
from portal.web.drawings.month_columns import MonthColumns
from portal.web.presentation.formatting import year

WIDTH, HEIGHT, EDGE = 1200, 630, 64
INK, SOFT, PAPER, BRAND, ACCENT = "#10201e", "#4b5b58", "#ffffff", "#12312f", "#ffcf33"
SHADES = {"now": "#155a72", "was": "#8fb9c9", "part": "#c9d6d9"}
FONT = Path(__file__).resolve().parents[2] / "static" / "answerable-sans.woff2"
REGULAR, HEAVY = 400, 800
CHART_TOP, CHART_HEIGHT = 420, 130
LETTERS = 68
"""Of the sentence on a line."""
INVENTED = "Demo. Made-up figures. Do not quote."


def share_picture(account: Account, name: str, says: str, columns: MonthColumns) -> bytes:
    """A PNG; the same account gives the same bytes. `says`: the account's first sentences."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 84), fill=BRAND)
    pen.rectangle((0, 84, WIDTH, 90), fill=ACCENT)
    pen.text((EDGE, 42), "Answerable", font=font(38, HEAVY), fill=PAPER, anchor="lm")
    pen.text((WIDTH - EDGE, 42), "Stop and search in London", font=font(28, REGULAR), fill=PAPER, anchor="rm")
    pen.text((EDGE, 160), name, font=fitting(pen, name, 76), fill=INK, anchor="lm")
    pen.text((EDGE, 226), year(account.period), font=font(30, REGULAR), fill=SOFT, anchor="lm")
    for at, line in enumerate(wrap(says, LETTERS)[:3]):
        pen.text((EDGE, 284 + 46 * at), line, font=font(34, REGULAR), fill=INK, anchor="lm")
    draw_columns(pen, columns)
    if account.invented:
        pen.rectangle((0, HEIGHT - 54, WIDTH, HEIGHT), fill=ACCENT)
        pen.text((EDGE, HEIGHT - 27), INVENTED, font=font(28, HEAVY), fill=INK, anchor="lm")
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def draw_columns(pen: ImageDraw.ImageDraw, columns: MonthColumns) -> None:
    """The months as on the overview; a month without a file is an empty place."""
    across = (WIDTH - 2 * EDGE) / 100
    down = CHART_HEIGHT / 100
    pen.line((EDGE, CHART_TOP + CHART_HEIGHT, WIDTH - EDGE, CHART_TOP + CHART_HEIGHT), fill=SOFT, width=2)
    for each in columns.columns:
        if each.kind in SHADES and each.height:
            left, top = EDGE + across * each.x, CHART_TOP + down * each.y
            pen.rectangle((left, top, left + across * each.width, CHART_TOP + CHART_HEIGHT), fill=SHADES[each.kind])


def fitting(pen: ImageDraw.ImageDraw, text: str, size: int) -> ImageFont.FreeTypeFont:
    """The largest that the text fits the picture in."""
    while size > 30 and pen.textlength(text, font=font(size, HEAVY)) > WIDTH - 2 * EDGE:
        size -= 4
    return font(size, HEAVY)


def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(FONT, size)
    found.set_variation_by_axes([weight])
    return found

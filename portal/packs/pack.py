"""A report of one year in three forms with its pictures, the tables of all years, and texts. The same editions, the

same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from portal.documents.account import Account, PeriodPart
from portal.documents.charter import CHARTER
from portal.documents.map import Layer, Map, MapArea
from portal.documents.series import Series
from portal.editions.archive import Edition
from portal.packs.account_text import account_lines, day_text, months
from portal.packs.chart_pictures import months_picture, rates_picture
from portal.packs.labelled_workbook import labelled_workbook
from portal.packs.report_themes import themes
from portal.places import Kind, find_place
from portal.sources import known_sources
from portal.tables import dictionary
from portal.tables.csv_format import csv_bytes
from portal.tables.dictionary import ATTRIBUTION, LICENCE
from portal.tables.selections import Held, sort_held_accounts

SHADES = ("#ffffcc", "#a1dab4", "#41b6c4", "#1d6fa5", "#253494")
LINE, SIZE, MARGIN = 44, 30, 10
LETTER = 0.56
"""Width of a letter of a sans-serif, by its size: an average with some room."""
HATCH = (
    '<defs><pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="14" height="14" fill="#eef1f0"/>'
    '<line x1="0" y1="0" x2="0" y2="14" stroke="#8b9a98" stroke-width="5"/></pattern></defs>'
)


@dataclass(frozen=True)
class Caption:
    """What stands below the map: its title, and what has to be known to read it."""

    title: str
    lines: Sequence[str]


def as_svg(map_: Map, layer: Layer, caption: Caption, chosen: str) -> bytes:
    """`chosen`: the GSS code of the borough that is outlined. Ground white, text black: made for a report."""
    below = legend(map_, layer, caption)
    height = map_.height + LINE * (len(below) + 1)
    figures = {figure.code: figure for figure in layer.figures}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {map_.width} {height}" '
        f'role="img" aria-labelledby="title" font-family="sans-serif" font-size="{SIZE}">',
        f'<title id="title">{escape(" ".join([caption.title + ".", *caption.lines]))}</title>',
        HATCH,
        f'<rect width="{map_.width}" height="{height}" fill="#fff"/>',
        *(svg_area(area, figures[area.code].shade if area.code in figures else None, area.code) for area in map_.areas),
        *(outlined(area) for area in map_.areas if area.code == chosen),
        *below,
        "</svg>",
    ]
    return "\n".join(parts).encode("ascii", "xmlcharrefreplace") + b"\n"


def svg_area(area: MapArea, shade: int | None, code: str) -> str:
    fill = "url(#hatch)" if shade is None else SHADES[shade]
    name = f"<title>{escape(area.name)}</title>"
    drawn = f'<path id={quoteattr(code)} d={quoteattr(area.path)} fill="{fill}" stroke="#fff" stroke-width="2">'
    return f"{drawn}{name}</path>"


def outlined(area: MapArea) -> str:
    return f'<path d={quoteattr(area.path)} fill="none" stroke="#b3261e" stroke-width="8"/>'


def legend(map_: Map, layer: Layer, caption: Caption) -> list[str]:
    """The title, a line a class, what a hatch means, and the rest of the caption; no line is wider than the map."""
    letters = int((map_.width - 2 * MARGIN) / (SIZE * LETTER))
    told: list[tuple[str | None, str]] = [(None, line) for line in wrap(caption.title, letters)]
    told += [(SHADES[shade], text) for shade, text in enumerate(legend_classes(layer))]
    told.append(("url(#hatch)", "no figure"))
    told += [(None, line) for text in caption.lines for line in wrap(text, letters)]
    return [line_of(map_.height + at * LINE, fill, text) for at, (fill, text) in enumerate(told, start=1)]


def line_of(y: int, fill: str | None, text: str) -> str:
    """Words, with the colour that they are of before them."""
    if fill is None:
        return f'<text x="{MARGIN}" y="{y}">{escape(text)}</text>'
    square = f'<rect x="{MARGIN}" y="{y - 28}" width="44" height="32" fill="{fill}" stroke="#666"/>'
    return f'{square}<text x="70" y="{y}">{escape(text)}</text>'


def legend_classes(layer: Layer) -> list[str]:
    """`2,000 to under 3,000`; the last class ends at its highest figure."""
    highest = max((figure.value for figure in layer.figures if figure.value is not None), default=0.0)
    ends = [
        *(f"under {format_map_value(limit, layer.unit)}" for limit in layer.limits[1:]),
        format_map_value(highest, layer.unit),
    ]
    return [f"{format_map_value(limit, layer.unit)} to {end}" for limit, end in zip(layer.limits, ends, strict=True)]


def format_map_value(value: float, unit: str) -> str:
    return f"{value * 100:.3g}%" if unit == "share" else f"{round(value, 1):,.6g}"


# What the texts of a councillor's pack say: its README, file by file, and how figures are made.

FILES = {
    "report.pdf": "the year for a committee: start here",
    "report.txt": "the same year in plain text",
    "workbook.xlsx": "the same year for Excel, a sheet a theme, in words and percent",
    "months.png": "searches by month, a picture for slides",
    "fairness.png": "searches by ethnic group for every 1,000 residents, a picture",
    "map.svg": "a map of London with the borough outlined",
    "every-period.csv": "every figure of every year in one table",
    "checks.csv": "what the checks found, every year, one row a figure",
    "teams.csv": "which teams searched here, every year",
    "method.txt": "how each figure is made, and what each state says",
    "README.txt": "this text",
}
"""Ending of a file -> what it is; the first that fits."""
READ_FIRST = (
    "Read first:",
    "  Searches are events, not people: a person searched twice counts twice.",
    "  A blank figure is never 0. Its status says why there is none.",
    "  A share stands beside the two numbers that it is made of: searches and of.",
    "  Financial years (2018-19) and calendar years (2018) overlap: never add them.",
    "  A year in part is never to be set beside a whole one.",
    "  method.txt says how each figure is made.",
)
FROM = ("", f"Licence: Open Government Licence v3.0 ({LICENCE}).", ATTRIBUTION)


def readme(found: Series, inside: list[str], held: Held, titles: Mapping[str, str]) -> list[str]:
    """`inside`: names of the files; `titles`: check -> its title."""
    told = [f"Stop and search in {found.place.name}", ""]
    if found.invented:
        told += ["These records are made up. They are not police data.", ""]
    names = [*inside, "README.txt"]
    longest = max(map(len, names))
    told += ["In this pack:", *(f"  {name.ljust(longest)}  {what(name)}" for name in names), ""]
    told += ["Drawn from these editions:", *pack_edition_lines(held), "", *READ_FIRST]
    told += ["", "The checks:", *(f"  {check} {title}" for check, title in titles.items())] if titles else []
    return told if found.invented else [*told, *FROM]


def what(name: str) -> str:
    return next(means for ending, means in FILES.items() if name.endswith(ending))


def pack_edition_lines(held: Held) -> Iterator[str]:
    for edition, account in sort_held_accounts(held):
        yield f"  {edition.manifest.period} edition {edition.manifest.number}: {months(account.period)}"


def method_lines() -> list[str]:
    """What each measure is and how it is made, what it counts, and what each status says."""
    told = ["How the figures are made", ""]
    for measure in dictionary.defined_measures().values():
        told += [measure.id, f"  {measure.means}", f"  Formula: {measure.formula}."]
    told += ["", "What a unit says", ""]
    told += [f"{unit.id}: {unit.means}" for unit in dictionary.units().values()]
    told += ["", "What a figure's status says", ""]
    return told + [f"{status}: {means}" for status, means in dictionary.statuses().items()]


ON_MAP = ("per_1000", "searches")
CRLF = "\r\n"


def borough_pack(found: Series, held: Held, files: Mapping[str, bytes]) -> bytes:
    """`files`: those of every_period of the place.

    Of one year, the newest complete one or else that with most full months, a report in three forms and its pictures;
    of all years together the tables.
    """
    from portal.packs.report_pdf import report_pdf

    slug = find_place(Kind.BOROUGH, found.place.code).slug
    every = files[f"data/boroughs/{slug}.csv"]
    edition, account = told_year(held)
    titles = {check: title for each, _ in sort_held_accounts(held) for check, title in pack_check_titles(each).items()}
    number, own = edition.manifest.number, pack_check_titles(edition)
    title = f"Stop and search in {account.only or account.place.name}, {account.period.id}, edition {number}"
    told = themes(account, number, own)
    source = f"{title}. {'Invented records: not police data.' if account.invented else ''}"
    pictures = {"months": months_picture(account, source), "fairness": rates_picture(account, source)}
    charts = {f"charts/{slug}-{name}.png": picture for name, picture in pictures.items() if picture}
    report = report_pdf(title, report_opening(account), told, list(charts.values()), end_of_year(account))
    inside = {
        **charts,
        **map_file(edition, account, slug),
        f"{slug}-report.pdf": report,
        f"{slug}-report.txt": pack_text_bytes(account_lines(account, number, own)),
        f"{slug}-workbook.xlsx": labelled_workbook(title, told),
        f"data/{slug}-every-period.csv": every,
        f"data/{slug}-checks.csv": filter_csv_rows(every, lambda row: row["measure"].startswith("check")),
        f"data/{slug}-teams.csv": filter_csv_rows(every, lambda row: row["breakdown"] == "team"),
        "method.txt": pack_text_bytes(method_lines()),
    }
    inside["README.txt"] = pack_text_bytes(readme(found, sorted(inside), held, titles))
    return zipped(slug, inside, end_of_year(account))


def told_year(held: Held) -> tuple[Edition, Account]:
    """The newest complete year; else the one with most full months, of several the newest. Ending alike: financial."""
    return max(reversed(sort_held_accounts(held)), key=lambda pair: year_rank(pair[1].period))


def year_rank(period: PeriodPart) -> tuple[bool, int, str, bool]:
    is_financial = "-" in period.id
    return period.complete, 0 if period.complete else period.months_supplied, period.last_day, is_financial


def report_opening(account: Account) -> list[str]:
    """What stands below the title of the report."""
    told = [f"{day_text(account.period.first_day)} to {day_text(account.period.last_day)}: {months(account.period)}."]
    if account.invented:
        told.append("These records are made up. They are not police data.")
    return [*told, "Searches are events, not people: a person searched twice counts twice."]


def end_of_year(account: Account) -> datetime:
    """The moment that files give as theirs: nothing of when they were made may change their bytes."""
    return datetime.fromisoformat(account.period.last_day).replace(tzinfo=UTC)


def map_file(edition: Edition, account: Account, slug: str) -> dict[str, bytes]:
    """The map with the borough outlined; none where no layer of it can be drawn."""
    drawn = edition.map() if "map.json" in edition.manifest.files else None
    layers = {layer.id: layer for layer in drawn.layers} if drawn else {}
    layer = next((layers[name] for name in ON_MAP if name in layers), None)
    if not drawn or not layer:
        return {}
    return {
        f"charts/{slug}-map.svg": as_svg(drawn, layer, caption(edition, account, layer), account.place.code),
    }


def caption(edition: Edition, account: Account, layer: Layer) -> Caption:
    """What stands below the map: a picture is passed on without the page it was on."""
    name, year = account.place.name, account.period.id
    titles = sorted({known_sources()[supply.source].title for supply in account.supplies if supply.counted})
    source = f"{'invented files in the form of ' if account.invented else ''}{', '.join(titles) or 'no file held'}"
    lines = [
        *(["Invented records: they are not police data."] if account.invented else []),
        f"{months(account.period)}. Edition {edition.manifest.number}.",
        f"Source: {source}; residents: Census 2021 (ONS).",
        "Outlines contain OS data, Crown copyright.",
    ]
    return Caption(f"{layer.title} by borough, {year}: {name} outlined", lines)


def filter_csv_rows(table: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """The table with the wanted rows only."""
    reader = csv.DictReader(io.StringIO(table.decode("ascii"), newline=""))
    rows = [list(row.values()) for row in reader if wanted(row)]
    return csv_bytes([list(reader.fieldnames or ()), *rows])


def pack_check_titles(edition: Edition) -> dict[str, str]:
    """Check -> its title in the charter that the edition measured; none where an older edition has it not."""
    return {check.id: check.title for check in edition.charter().checks} if edition.holds(CHARTER) else {}


def pack_text_bytes(told: list[str]) -> bytes:
    return (CRLF.join(told) + CRLF).encode("ascii", "backslashreplace")


def zipped(folder: str, files: Mapping[str, bytes], moment: datetime) -> bytes:
    """Names in order, one moment for all."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"stop-and-search-{folder}/{name}", moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return whole.getvalue()

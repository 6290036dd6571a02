"""What every page keeps to, beside being well formed: each rule looks at a page and says what breaks it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import pairwise

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
NOT_PROSE = {f"{HTML}{name}" for name in ("code", "pre", "script", "style", "title")}
NO_VALUE = {"not-published", "withheld", "missing", "too-few"}
SAYS_NONE = ("Not published", "Held back", "Not told here", "no figure", "not published", "too few to compare",
             "cannot be said", "outcome not known")  # fmt: skip
LONG = re.compile(r"(?<!RFC )(?<![\w.,/-])\d{4,}(?![\w,/]|-\d)")
YEAR = re.compile(r"(19|20)\d\d")
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{4}-\d{2}-\d{2}T")
UNROUNDED = re.compile(r"\d\.\d{3,}")
MACHINE = re.compile(r"\b(nan|NaN|inf|Undefined|null)\b")


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def prose(tree: ET.Element) -> Iterator[str]:
    """Every piece of text a reader sees, without code, and without what is for those who check us (`exact`)."""
    if tree.tag in NOT_PROSE or tree.get("class") == "exact":
        return
    yield tree.text or ""
    for child in tree:
        yield from prose(child)
        yield child.tail or ""


def one_heading(tree: ET.Element) -> Iterator[str]:
    headings = [words(h1) for h1 in tree.iter(f"{HTML}h1")]
    title = tree.findtext(f".//{HTML}title", "")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    elif not title.startswith(headings[0]):
        yield f"the title {title!r} does not begin with the h1"


def headings_step_down(tree: ET.Element) -> Iterator[str]:
    levels = [int(each.tag[-1]) for each in tree.iter() if re.fullmatch(rf"{re.escape(HTML)}h[1-6]", str(each.tag))]
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield f"a heading skips a level: {levels}"


def ids_are_one_and_found(tree: ET.Element) -> Iterator[str]:
    ids = [str(element.get("id")) for element in tree.iter() if element.get("id")]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        yield f"an id stands twice: {sorted(twice)}"
    for anchor in tree.iter(f"{HTML}a"):
        target = str(anchor.get("href", ""))
        if target.startswith("#") and target[1:] not in ids:
            yield f"{target} is nowhere on the page"


def tables_are_captioned(tree: ET.Element) -> Iterator[str]:
    for table in tree.iter(f"{HTML}table"):
        caption = table.find(f"{HTML}caption")
        if caption is None or not words(caption):
            yield f"a table has no caption: {words(table)[:60]}"
        if any(not cell.get("scope") for cell in table.iter(f"{HTML}th")):
            yield f"a heading of a table says not what it is the heading of: {words(table)[:60]}"


def pictures_are_named(tree: ET.Element) -> Iterator[str]:
    """But for a mark in a row of a table, or in a tile, that says the same in figures: no screen reader tells of it."""
    tiles = [each for each in tree.iter(f"{HTML}div") if each.get("class") == "tile" and re.search(r"\d", words(each))]
    nested = {id(inner) for svg in tree.iter(f"{SVG}svg") for inner in svg.iter(f"{SVG}svg") if inner is not svg}
    marks = {id(svg) for row in tree.iter(f"{HTML}tr") if re.search(r"\d", words(row)) for svg in row.iter(f"{SVG}svg")
             if svg.get("aria-hidden") == "true"}  # fmt: skip
    marks |= {id(svg) for tile in tiles for svg in tile.iter(f"{SVG}svg") if svg.get("aria-hidden") == "true"}
    for svg in tree.iter(f"{SVG}svg"):
        if id(svg) not in nested | marks and not svg.findtext(f"{SVG}title"):
            yield "a picture has no name"


def nothing_is_inline(tree: ET.Element) -> Iterator[str]:
    for element in tree.iter():
        if element.get("style"):
            yield "an inline style"
        if any(name.startswith("on") for name in element.keys()):  # noqa: SIM118
            yield "an inline handler"
        if element.tag in (f"{HTML}style", f"{HTML}font"):
            yield str(element.tag)


def numbers_are_formatted(tree: ET.Element) -> Iterator[str]:
    """Thousands have commas, dates are in words, shares have few decimals, and no machine's word is shown."""
    body = next(tree.iter(f"{HTML}body"))
    for text in prose(body):
        yield from (f"{found!r} is no formatted number" for found in LONG.findall(text) if not YEAR.fullmatch(found))
        yield from (f"{rule.search(text)!r} in {text.strip()[:60]!r}"
                    for rule in (ISO_DAY, UNROUNDED, MACHINE) if rule.search(text))  # fmt: skip
    for cell in body.iter(f"{HTML}td"):
        if words(cell) == "None":
            yield "a cell says None"


def no_share_without_value(tree: ET.Element) -> Iterator[str]:
    """What is not published, held back or missing never stands as a percentage, in its cell or (if unknown) its row."""
    for element in tree.iter():
        kinds = set((element.get("class") or "").split())
        said = words(element) if element.tag in (f"{HTML}td", f"{HTML}p", f"{HTML}tr") else ""
        is_cell = element.tag == f"{HTML}td" and any(said.startswith(none) for none in SAYS_NONE)
        is_row = element.tag == f"{HTML}tr" and "unknown" in kinds and any(none in said for none in SAYS_NONE)
        if (is_cell or is_row or kinds & NO_VALUE) and "%" in words(element):
            yield f"no value, and yet a share: {words(element)[:60]}"


def no_share_beside_no_verdict(tree: ET.Element) -> Iterator[str]:
    """In a table with one verdict a row, the whole row of a check without a value is without a share.

    In a grid every column is another check.
    """
    tables = [each for each in tree.iter(f"{HTML}table") if "grid" not in (each.get("class") or "").split()]
    for row in (row for each in tables for row in each.iter(f"{HTML}tr")):
        verdicts = [cell for cell in row.iter(f"{HTML}td") if "verdict" in (cell.get("class") or "").split()]
        if len(verdicts) == 1 and set((verdicts[0].get("class") or "").split()) & NO_VALUE:
            cells = [words(cell) for cell in row.iter(f"{HTML}td")]
            if any("%" in cell for cell in cells):
                yield f"no value, and yet a share in its row: {cells}"


RULES: tuple[Callable[[ET.Element], Iterator[str]], ...] = (
    one_heading,
    headings_step_down,
    ids_are_one_and_found,
    tables_are_captioned,
    pictures_are_named,
    nothing_is_inline,
    numbers_are_formatted,
    no_share_without_value,
    no_share_beside_no_verdict,
)

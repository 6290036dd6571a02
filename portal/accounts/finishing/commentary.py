"""A commander's or council's words beside the figures, from files that the operator keeps.

`<folder>/2018-19/boroughs/hackney.md` (or `hackney.council.md`, for a second voice) begins with three lines
between `---`: `role:`, `date:` and `status:` (final, or draft, which is not published). The rest is Markdown; what
comes out of it is made safe, and frozen with the edition. No file is passed over without a word.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import nh3
from markdown_it import MarkdownIt

from portal import file_sizes
from portal.documents.account import Commentary
from portal.editions.archive import as_period, stem
from portal.file_sizes import NotTaken, read_whole_file
from portal.periods import Period
from portal.places import Kind, UnknownPlace, find_place

HEAD = re.compile(r"---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KEYS = ("role", "date", "status")
STATUSES = ("final", "draft")
TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "br", "code"}
LEVELS = {f"h{level}": "h4" if level > 1 else "h3" for level in range(1, 7)}


class CommentaryFault(ValueError):
    """A file that cannot be used; the text names it, its line, and what to do."""


def commentaries(folder: Path, period: Period, today: date) -> dict[str, list[Commentary]]:
    """A place's stem (`london`, `boroughs/hackney`) -> its published words, in the order of the files' names.

    CommentaryFault for the first file that is not as this module says, or is of a place that there is none of.
    """
    found: dict[str, list[Commentary]] = {}
    for path in commentary_files(folder, period):
        name = place_stem(path, folder / period.id)
        if words := read_commentary(path, today):
            found.setdefault(name, []).append(words)
    return found


def commentary_files(folder: Path, period: Period) -> list[Path]:
    return sorted((folder / period.id).rglob("*.md"))


def without_account(folder: Path, period: Period, stems: Collection[str]) -> Iterator[str]:
    """Files with the words of places that have no account in that year, and what to do about each."""
    for path in commentary_files(folder, period):
        name = place_stem(path, folder / period.id)
        if name in stems:
            yield f"{path} is not published: {name} has no account for {period.id}; move or remove the file"


def of_no_year(folder: Path, held: Collection[Period], today: date) -> Iterator[str]:
    """What lies in no folder of a year, and words of years that nothing is held of, and what to do about each."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        period = as_period(entry.name)
        if entry.name.startswith("."):
            continue
        if period is None or not entry.is_dir():
            yield f"{entry} is not published: it is no year's folder; name folders as 2018-19 or 2018"
        elif period not in held:
            yield from of_nothing_held(folder, period, today)


def of_nothing_held(folder: Path, period: Period, today: date) -> Iterator[str]:
    for path in commentary_files(folder, period):
        try:
            if read_commentary(path, today):
                yield f"{path} is not published: no supply of {period.id} is held; bring one in, or make it a draft"
        except CommentaryFault as fault:
            yield str(fault)


def place_stem(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_name(path.name.split(".")[0]).parts
    if parts == ("london",):
        return "london"
    kinds = {kind.plural: kind for kind in Kind if kind is not Kind.LONDON}
    if len(parts) != 2 or parts[0] not in kinds:
        raise CommentaryFault(f"{path}: put it in london.md, boroughs/, bcus/, forces/ or teams/ of the year's folder")
    try:
        return stem(find_place(kinds[parts[0]], parts[1]))
    except UnknownPlace as unknown:
        raise CommentaryFault(f"{path}: {unknown} Name the file by the end of the place's address.") from unknown


def read_commentary(path: Path, today: date) -> Commentary | None:
    """None of a draft."""
    try:
        raw = read_whole_file(path, file_sizes.allowed().words, "a comment is text, written by hand")
        text = raw.decode("utf-8-sig")
    except NotTaken as why:
        raise CommentaryFault(f"{path}: {why}") from why
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise CommentaryFault(f"{path}, line {line}: it is not UTF-8 text; save it as UTF-8") from wrong
    head = HEAD.match(text)
    if head is None:
        raise CommentaryFault(f"{path}, line 1: begin with ---, the lines role:, date: and status:, and --- again")
    told = commentary_header(path, head[1])
    if told["status"] == "draft":
        return None
    if date.fromisoformat(told["date"]) > today:
        raise CommentaryFault(f"{path}: its date, {told['date']}, is still to come; make it a draft until then")
    html = as_html(text[head.end() :])
    if not nh3.clean(html, tags=set()).strip():
        raise CommentaryFault(f"{path}: there are no words below its first lines; write some, or make it a draft")
    return Commentary(role=told["role"], date=told["date"], html=html, status=told["status"])


def commentary_header(path: Path, head: str) -> dict[str, str]:
    told: dict[str, str] = {}
    lines: dict[str, int] = {}
    for at, line in enumerate(head.splitlines(), start=2):
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in KEYS or not value.strip():
            raise CommentaryFault(f"{path}, line {at}: {line!r} is not role:, date: or status: with a value")
        told[key.strip()], lines[key.strip()] = value.strip(), at
    if missing := [key for key in KEYS if key not in told]:
        raise CommentaryFault(f"{path}, line 1: the line {missing[0]}: is missing between the first two ---")
    if told["status"] not in STATUSES:
        raise CommentaryFault(f"{path}, line {lines['status']}: it must be final or draft, not {told['status']!r}")
    if not is_commentary_date(told["date"]):
        raise CommentaryFault(f"{path}, line {lines['date']}: write it as 2019-04-30, not {told['date']!r}")
    return told


def is_commentary_date(text: str) -> bool:
    """Whether it is a day of the calendar, written as 2019-04-30 and in no other way."""
    try:
        return bool(DAY.fullmatch(text) and text.isascii() and date.fromisoformat(text))
    except ValueError:
        return False


def as_html(text: str) -> str:
    """Markdown as HTML of a few harmless tags; headings go below those of the page."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    for tag, lower in sorted(LEVELS.items(), reverse=True):
        if tag != lower:
            html = re.sub(rf"<(/?){tag}>", rf"<\1{lower}>", html)
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})

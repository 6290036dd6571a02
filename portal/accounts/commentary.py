"""A commander's or council's words beside the figures, from files that the operator keeps.

`<folder>/2018-19/boroughs/hackney.md` (or `hackney.council.md`, for a second voice) begins with three lines
between `---`: `role:`, `date:` and `status:` (final, or draft, which is not published). The rest is Markdown; what
comes out of it is made safe, and frozen with the edition.
"""

import re
from datetime import date
from pathlib import Path

import nh3
from markdown_it import MarkdownIt

from portal.accounts.document import Commentary
from portal.accounts.shelf import stem
from portal.periods import Period
from portal.places import Kind, UnknownPlace, named

HEAD = re.compile(r"---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
KEYS = ("role", "date", "status")
STATUSES = ("final", "draft")
TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "br", "code"}
LEVELS = {f"h{level}": "h4" if level > 1 else "h3" for level in range(1, 7)}


class CommentaryFault(ValueError):
    """A file that cannot be used; the text names it, its line, and what to do."""


def commentaries(folder: Path, period: Period) -> dict[str, list[Commentary]]:
    """A place's stem (`london`, `boroughs/hackney`) -> its published words, in the order of the files' names.

    CommentaryFault for the first file that is not as this module says, or is of a place that there is none of.
    """
    own = folder / period.id
    found: dict[str, list[Commentary]] = {}
    for path in sorted(own.rglob("*.md")) if own.is_dir() else []:
        name = place_stem(path, own)
        if words := read(path):
            found.setdefault(name, []).append(words)
    return found


def place_stem(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_name(path.name.split(".")[0]).parts
    if parts == ("london",):
        return "london"
    kinds = {kind.plural: kind for kind in Kind if kind is not Kind.LONDON}
    if len(parts) != 2 or parts[0] not in kinds:
        raise CommentaryFault(f"{path}: put it in london.md, boroughs/, bcus/, forces/ or teams/ of the year's folder")
    try:
        return stem(named(kinds[parts[0]], parts[1]))
    except UnknownPlace as unknown:
        raise CommentaryFault(f"{path}: {unknown} Name the file by the end of the place's address.") from unknown


def read(path: Path) -> Commentary | None:
    """None of a draft."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise CommentaryFault(f"{path}, line {line}: it is not UTF-8 text; save it as UTF-8") from wrong
    head = HEAD.match(text)
    if head is None:
        raise CommentaryFault(f"{path}, line 1: begin with ---, the lines role:, date: and status:, and --- again")
    told = fields(path, head[1])
    if told["status"] == "draft":
        return None
    return Commentary(role=told["role"], date=told["date"], html=as_html(text[head.end() :]))


def fields(path: Path, head: str) -> dict[str, str]:
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
    try:
        date.fromisoformat(told["date"])
    except ValueError as wrong:
        raise CommentaryFault(f"{path}, line {lines['date']}: write it as 2019-04-30, not {told['date']!r}") from wrong
    return told


def as_html(text: str) -> str:
    """Markdown as HTML of a few harmless tags; headings go below those of the page."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    for tag, lower in sorted(LEVELS.items(), reverse=True):
        if tag != lower:
            html = re.sub(rf"<(/?){tag}>", rf"<\1{lower}>", html)
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})

"""The method in full, as docs/method.md has it: the same text that a test holds against the code, as part of a page."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal import shipped

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

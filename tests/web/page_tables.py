"""A page as it is read: its words, and its tables by caption and head of row."""

from xml.etree.ElementTree import Element

import html5lib

from tests.web.proofreading import HTML, Proofreader


def tree(site: Proofreader, address: str) -> Element:
    found: Element = html5lib.parse(site.page(address))
    return found


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def table(page: Element, caption: str) -> dict[str, list[str]]:
    """The rows of a table's bodies: the words of the head -> those of the cells."""
    for found in page.iter(f"{HTML}table"):
        if words(next(found.iter(f"{HTML}caption"))).startswith(caption):
            rows = [row for body in found.iter(f"{HTML}tbody") for row in body.iter(f"{HTML}tr")]
            return {words(next(iter(each))): [words(cell) for cell in list(each)[1:]] for each in rows}
    raise AssertionError(caption)

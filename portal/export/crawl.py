"""The whole site as files: every address that can be reached or was promised is asked for, and its links made relative.

What needs a server (finding by name, comparing) says so on its page, and is linked nowhere else. A page that has moved
leads on; a table or document that has moved stands under both addresses, since a page cannot lead a program on. For
what was withdrawn there is a page that says when and why.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from html import escape
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from portal.documents.review import REVIEW
from portal.editions.archive import SERIES, SUPPLIES, Edition, NotPublished, Shelf
from portal.export.links import address_of, links_of, make_links_relative, page_path, path_of, relative, rooted
from portal.places import Kind, all_of
from portal.tables.definitions import PACKAGE
from portal.tables.formats import FORMATS
from portal.web import redirects
from portal.web.api import feeds
from portal.web.presentation.formatting import dated
from portal.web.responses import errors

# Where the export begins: addresses that were promised, though no page may lead to them.
#
# Editions that were replaced, what was withdrawn, accounts without a year, and what only programs ask for. An address
# of these that the site does not have is left out.

CHECK = re.compile(r"checks/[^/.]+\.json")
OF_SUPPLY = re.compile(r"(?!supplies\.)(?P<supply>[a-z0-9-]+?)(?:\.json|(?P<rejected>-rejected\.csv))")
FORMS = sorted([*FORMATS, "json"])
KINDS = [kind.plural for kind in Kind if kind is not Kind.LONDON]
ACCOUNT = re.compile(rf"(london|(?:{'|'.join(KINDS)})/[^/.]+)\.json")
ALONE = ("/data", "/compare", "/compliance/all", "/supplies/all", "/openapi.json", "/robots.txt", "/sitemap.xml",
         "/data/datapackage.json",
         "/data/dictionary", "/feed.xml", "/outlines.geojson")  # fmt: skip
WITH_FORMS = (*(f"/{kind}" for kind in KINDS), "/charter", "/compliance", "/reviews",
              "/reviews/draws", "/corrections", "/section-60", "/supplies")  # fmt: skip


def beginnings(shelf: Shelf) -> list[str]:
    """Each once, and editions of which something was withdrawn first: the sooner it is gone the better."""
    editions = [shelf.edition(line, number) for line in shelf.lines() for number in shelf.numbers(line)]
    editions.sort(key=lambda edition: not edition.tombstones)
    newest = sorted((shelf.newest(period) for period in shelf.periods()), key=lambda edition: not edition.tombstones)
    found = [
        *(address for edition in editions for address in edition_addresses(edition)),
        *(address for edition in newest for address in period_addresses(edition)),
        *(address for edition in newest for stem in stems(edition) for address in (f"/{stem}", *forms(f"/{stem}"))),
        *of_all_years(shelf),
        *feeds.ALWAYS,
        *ALONE,
        *(address for each in WITH_FORMS for address in (each, *forms(each))),
        *feeds.pages(shelf),
    ]
    return list(dict.fromkeys(found))


def forms(address: str) -> list[str]:
    return [f"{address}.{ending}" for ending in FORMS]


def stems(edition: Edition) -> list[str]:
    """The places with an account in the edition, as they were named then: `boroughs/hackney`."""
    return [found[1] for name in edition.manifest.files if (found := ACCOUNT.fullmatch(name))]


def edition_addresses(edition: Edition) -> Iterator[str]:
    """Its page, its files, the accounts as they were, and what their charts are drawn from."""
    own = f"/editions/{edition.manifest.period}/{edition.manifest.number}"
    yield own
    yield f"{own}/manifest.json"
    yield from (f"{own}/{name}" for name in edition.manifest.files)
    yield from (f"{own}/{stem}" for stem in stems(edition))
    checks = [name.removesuffix(".json") for name in edition.manifest.files if CHECK.fullmatch(name)]
    yield from (f"{own}/compliance", *(f"{own}/charter/{name.removeprefix('checks/')}" for name in checks))
    yield f"{own}/reviews"  # a year without a review has the page that says so
    if REVIEW in edition.manifest.files:
        yield from forms(f"{own}/reviews")
    yield from (f"{own}/{stem}/charts.json" for stem in [*stems(edition), *checks])


def period_addresses(edition: Edition) -> Iterator[str]:
    """What the newest edition of a period gives outside /editions."""
    period = edition.manifest.period
    reviewed = ("reviews",) if REVIEW in edition.manifest.files else ()
    yield f"/reviews/{period}"
    for stem in (*stems(edition), "compliance", *reviewed):
        yield f"/{stem}/{period}"
        yield from forms(f"/{stem}/{period}")
    yield from (f"/data/{period}/{name}" for name in edition.manifest.files if re.fullmatch(r"[a-z-]+\.csv", name))


def of_all_years(shelf: Shelf) -> Iterator[str]:
    """Tables and packs over all periods, and the documents of supplies."""
    for name in newest_file_names(shelf, SERIES):
        if name.startswith("data/") and name.endswith(".csv"):
            yield f"/{name}"
        if name.startswith("packs/"):
            yield f"/data/boroughs/{name.removeprefix('packs/')}"
    for name in newest_file_names(shelf, SUPPLIES):
        if found := OF_SUPPLY.fullmatch(name):
            own = f"/supplies/{found['supply']}"
            yield from (f"{own}/rejected.csv",) if found["rejected"] else (own, *forms(own))


def newest_file_names(shelf: Shelf, line: str) -> list[str]:
    try:
        return [*shelf.newest(line).manifest.files]
    except NotPublished:
        return []


NOT_FOUND = "/there-is-no-such-page"
REPLACED = re.compile(r"/editions/[^/]+/[^/]+/.+")
OF_BOROUGH = re.compile(r"(?P<before>(?:/data)?/boroughs/)(?P<slug>[a-z-]+)(?P<after>[/.].*)?")
HTML = "text/html"
Made = TypeVar("Made")


@dataclass(frozen=True)
class File:
    """A file of the site: its path, and its bytes."""

    path: str
    raw: bytes


@dataclass(frozen=True)
class BrokenLink:
    """A page leads nowhere."""

    page: str
    address: str
    status: int

    def __str__(self) -> str:
        return f"{self.page} leads to {self.address}, which answers {self.status}"


def site_files(app: Flask) -> Iterator[File | BrokenLink]:
    """Every file of the site, and at the end every broken link: none of them keeps the rest from its place.

    `app`: made with `as_files`, so that its pages offer nothing that only a server could answer.
    """
    yield not_found(app)
    yield from walked(
        app,
        beginnings(app.extensions["shelf"]),
        lambda address, answer: as_file(app, address, answer),
        lambda address, answer: names_of(address) if redirected(answer) is None else [],
    )


def walked(
    app: Flask,
    first: Iterable[str],
    made: Callable[[str, TestResponse], tuple[Made | None, list[str]]],
    others: Callable[[str, TestResponse], list[str]],
) -> Iterator[Made | BrokenLink]:
    """What is `made` of the answer at every address that can be reached, and at the end every broken link.

    `made` answers as well where a page leads; `others` what stands under no link. A page's redirect is an answer of its
    own: to follow it would draw the page that it leads to twice. A document's is followed.
    """
    client = app.test_client()
    waiting = deque(first)
    seen, named, unanswered = set(waiting), dict[str, str](), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        is_page = path_of(address).endswith(".html")
        with closing(client.get(address, follow_redirects=not is_page)) as answer:
            if answer.status_code >= 400 and answer.status_code != HTTPStatus.GONE:
                unanswered[address] = answer.status_code
                continue
            file, links = made(address, answer)
        if file is not None:
            yield file
        named |= {link: address for link in links if link not in named and not REPLACED.match(address)}
        for other in [*links, *metadata_addresses(address), *others(address, answer)]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    yield from broken(named, unanswered)


def broken(named: dict[str, str], unanswered: dict[str, int]) -> Iterator[BrokenLink]:
    """Addresses that a page names, and all that fail; a replaced edition may lead to what is no more published."""
    for address, status in unanswered.items():
        if address in named or status >= 500:
            yield BrokenLink(named.get(address, "the list of beginnings"), address, status)


def metadata_addresses(address: str) -> list[str]:
    """What describes a CSV, if anything does."""
    return [f"{address}-metadata.json"] if address.endswith(".csv") else []


def names_of(address: str) -> list[str]:
    """The other addresses that lead to this one: by the borough's code, and those it had before it was renamed."""
    if "?" in address:
        return []
    by_code = [f"{found['before']}{codes()[found['slug']]}{found['after'] or ''}"
               for found in [OF_BOROUGH.fullmatch(address)] if found and found["slug"] in codes()]  # fmt: skip
    return [*by_code, *redirects.former(address, redirects.known_redirects())]


@cache
def codes() -> dict[str, str]:
    return {place.slug: place.code for place in all_of(Kind.BOROUGH)}


def as_file(app: Flask, address: str, answer: TestResponse) -> tuple[File, list[str]]:
    """The answer as a file, and the addresses it links to."""
    if answer.status_code == HTTPStatus.GONE:
        return as_page(page_path(address), withdrawal_page(app, address, answer))
    if target := redirected(answer):
        return File(path_of(address), moved(relative(path_of(address), target)).encode()), [target]
    if answer.mimetype != HTML:
        return File(path_of(address), answer.data), catalogue_links(address, answer.data)
    return as_page(path_of(address), answer.text)


def redirected(answer: TestResponse) -> str | None:
    """The path to which an answer sends its reader; None of any other answer."""
    return urlsplit(answer.location).path if answer.location and 300 <= answer.status_code < 400 else None


def as_page(path: str, text: str) -> tuple[File, list[str]]:
    return File(path, make_links_relative(text, path).encode()), links_of(text)


def withdrawal_page(app: Flask, address: str, answer: TestResponse) -> str:
    """The page that says when and why, also where a program asked for a document."""
    if answer.mimetype == HTML:
        return answer.text
    with app.test_request_context(address):
        return errors.error_page(
            HTTPStatus.GONE, errors.TITLES[HTTPStatus.GONE], dated(json.loads(answer.data)["detail"])
        )


def catalogue_links(address: str, raw: bytes) -> list[str]:
    """What a file that is no page leads to: the catalogue to its tables and their schemas."""
    if address != f"/data/{PACKAGE}":
        return []
    resources = json.loads(raw)["resources"]
    return list(dict.fromkeys(f"/data/{each[name]}" for each in resources for name in ("path", "schema")))


def moved(target: str) -> str:
    """A page that leads on: what a redirect is on a host of files."""
    to = escape(target)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>This page has moved</title>\n'
        f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{to}">\n</head>\n'
        f'<body>\n<main>\n<h1>This page has moved</h1>\n<p><a href="{to}">Go on</a></p>\n</main>\n</body>\n</html>\n'
    )


def not_found(app: Flask) -> File:
    """The page that hosts of files show at any address they do not have."""
    with closing(app.test_client().get(NOT_FOUND)) as answer:
        return File("404.html", rooted(answer.text, urlsplit(app.config["BASE_URL"]).path).encode())


def is_gone(app: Flask, path: str) -> bool:
    """Whether the site itself has no more what the file was of: it was withdrawn, or is not under this address.

    Also where that is because an edition is not whole: of what goes too far the next export brings it back.
    """
    with closing(app.test_client().get(address_of(path), follow_redirects=True)) as answer:
        return answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)

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

from portal.accounts.files.declared import PACKAGE
from portal.places import Kind, all_of
from portal.web import errors, redirects
from portal.web.beginnings import beginnings
from portal.web.relative_links import address_of, links_of, page_path, path_of, pointed, relative, rooted
from portal.web.words import dated

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


def files(app: Flask) -> Iterator[File | BrokenLink]:
    """Every file of the site, and at the end every broken link: none of them keeps the rest from its place."""
    app.jinja_env.globals["as_files"] = True
    yield not_found(app)
    yield from walked(
        app,
        beginnings(app.extensions["shelf"]),
        lambda address, answer: as_file(app, address, answer),
        lambda address, answer: names_of(address) if not answer.history else [],
    )


def walked(
    app: Flask,
    first: Iterable[str],
    made: Callable[[str, TestResponse], tuple[Made | None, list[str]]],
    others: Callable[[str, TestResponse], list[str]],
) -> Iterator[Made | BrokenLink]:
    """What is `made` of the answer at every address that can be reached, and at the end every broken link.

    `made` answers as well where a page leads; `others` what stands under no link.
    """
    client = app.test_client()
    waiting = deque(first)
    seen, named, unanswered = set(waiting), dict[str, str](), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        with closing(client.get(address, follow_redirects=True)) as answer:
            if answer.status_code >= 400 and answer.status_code != HTTPStatus.GONE:
                unanswered[address] = answer.status_code
                continue
            file, links = made(address, answer)
        if file is not None:
            yield file
        named |= {link: address for link in links if link not in named and not REPLACED.match(address)}
        for other in [*links, *beside(address), *others(address, answer)]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    yield from broken(named, unanswered)


def broken(named: dict[str, str], unanswered: dict[str, int]) -> Iterator[BrokenLink]:
    """Addresses that a page names, and all that fail; a replaced edition may lead to what is no more published."""
    for address, status in unanswered.items():
        if address in named or status >= 500:
            yield BrokenLink(named.get(address, "the list of beginnings"), address, status)


def beside(address: str) -> list[str]:
    """What describes a CSV, if anything does."""
    return [f"{address}-metadata.json"] if address.endswith(".csv") else []


def names_of(address: str) -> list[str]:
    """The other addresses that lead to this one: by the borough's code, and those it had before it was renamed."""
    if "?" in address:
        return []
    by_code = [f"{found['before']}{codes()[found['slug']]}{found['after'] or ''}"
               for found in [OF_BOROUGH.fullmatch(address)] if found and found["slug"] in codes()]  # fmt: skip
    return [*by_code, *redirects.former(address, redirects.known())]


@cache
def codes() -> dict[str, str]:
    return {place.slug: place.code for place in all_of(Kind.BOROUGH)}


def as_file(app: Flask, address: str, answer: TestResponse) -> tuple[File, list[str]]:
    """The answer as a file, and the addresses it links to."""
    if answer.status_code == HTTPStatus.GONE:
        return as_page(page_path(address), withdrawn(app, address, answer))
    if answer.mimetype != HTML:
        return File(path_of(address), answer.data), named_in(address, answer.data)
    if answer.history:
        target = answer.request.path
        return File(path_of(address), moved(relative(path_of(address), target)).encode()), [target]
    return as_page(path_of(address), answer.text)


def as_page(path: str, text: str) -> tuple[File, list[str]]:
    return File(path, pointed(text, path).encode()), links_of(text)


def withdrawn(app: Flask, address: str, answer: TestResponse) -> str:
    """The page that says when and why, also where a program asked for a document."""
    if answer.mimetype == HTML:
        return answer.text
    with app.test_request_context(address):
        return errors.page(HTTPStatus.GONE, errors.TITLES[HTTPStatus.GONE], dated(json.loads(answer.data)["detail"]))


def named_in(address: str, raw: bytes) -> list[str]:
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

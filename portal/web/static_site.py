"""The whole site as files: every address that can be reached is asked for, and its links made relative.

A page's file is its address with `.html`; a table or document keeps its name. What needs a server (finding by name,
comparing) says so on its page, and is linked nowhere else.
"""

import json
import posixpath
import re
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.files.declared import PACKAGE
from portal.places import Kind, all_of
from portal.web.crawlers import ALWAYS

FILES = ("csv", "json", "xlsx", "zip", "xml", "txt", "svg", "css", "js", "geojson", "SHA256SUMS")
NAMES = "href|src|data-here|data-charts|data-plotly|data-style|data-found"
LINK = re.compile(rf'\b(?P<name>{NAMES})="(?P<address>/[^"]*)"')
SEEDS = (*ALWAYS, "/london", "/boroughs", "/teams", "/bcus", "/forces", "/supplies", "/data", "/compare", "/feed.xml",
         "/openapi.json", "/robots.txt", "/sitemap.xml", "/data/datapackage.json")  # fmt: skip
NOT_FOUND = "/there-is-no-such-page"


class BrokenLink(ValueError):
    """A page leads nowhere: the text says which page, and where to."""


@dataclass(frozen=True)
class File:
    """A file of the site: its path, and its bytes."""

    path: str
    raw: bytes


def files(app: Flask) -> Iterator[File]:
    """Every file of the site, pages first found first. BrokenLink where an address of a page does not answer."""
    app.jinja_env.globals["as_files"] = True
    client = app.test_client()
    waiting = deque((address, "the list of beginnings") for address in [*SEEDS, *codes()])
    seen = {address for address, _ in waiting}
    while waiting:
        address, page = waiting.popleft()
        with closing(client.get(address)) as answer:
            if answer.status_code >= 400 and page != "the list of beginnings":
                raise BrokenLink(f"{page} leads to {address}, which answers {answer.status_code}")
            if answer.status_code >= 400:
                continue
            file, links = saved(address, answer)
        yield file
        if address.endswith(".csv"):
            yield from described(client, address)
        for link in links:
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))
    yield not_found(client)


def described(client: FlaskClient, address: str) -> Iterator[File]:
    """What describes a CSV, if anything does."""
    with closing(client.get(f"{address}-metadata.json")) as answer:
        if answer.status_code == HTTPStatus.OK:
            yield File(path_of(f"{address}-metadata.json"), answer.data)


def codes() -> list[str]:
    """The addresses that redirect to a borough's name: what a reader's device finds it by."""
    return [f"/boroughs/{place.code}" for place in all_of(Kind.BOROUGH)]


def saved(address: str, answer: TestResponse) -> tuple[File, list[str]]:
    """The answer as a file, and the addresses it links to."""
    path = path_of(address)
    if answer.location:
        target = urlsplit(answer.location).path
        return File(path, moved(relative(path, target)).encode()), [target]
    if answer.mimetype != "text/html":
        return File(path, answer.data), named_in(address, answer.data)
    return File(path, pointed(answer.text, path).encode()), links_of(answer.text)


def named_in(address: str, raw: bytes) -> list[str]:
    """What a file that is no page leads to: the catalogue to its tables and their schemas."""
    if address != f"/data/{PACKAGE}":
        return []
    resources = json.loads(raw)["resources"]
    return list(dict.fromkeys(f"/data/{each[name]}" for each in resources for name in ("path", "schema")))


def links_of(page: str) -> list[str]:
    """The addresses that a page names, without fragments, each once."""
    found = (whole_address(match["address"]) for match in LINK.finditer(page) if match["name"] != "data-found")
    return list(dict.fromkeys(found))


def whole_address(link: str) -> str:
    """Of a link: its path, and its question unless that only marks the version of a file."""
    parts = urlsplit(link.replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}" if parts.query and not is_file(parts.path) else parts.path


def is_file(path: str) -> bool:
    return path.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[-1] in FILES


def path_of(address: str) -> str:
    """`/boroughs/hackney/2018-19` is `boroughs/hackney/2018-19.html`; `?show=rate` comes before the `.html`."""
    parts = urlsplit(address)
    if parts.path == "/" and not parts.query:
        return "index.html"
    path = parts.path.strip("/") or "index"
    if is_file(path):
        return path
    asked = "".join(f".{word}" for word in re.findall(r"[A-Za-z0-9_-]+", parts.query))
    return f"{path}{asked}.html"


def pointed(page: str, path: str) -> str:
    """The page with every link of ours relative to the page's own file."""

    def turned(match: re.Match[str]) -> str:
        address = match["address"].replace("&amp;", "&")
        if match["name"] == "data-found":
            return f'data-found="{relative_folder(path, address)}" data-ending=".html"'
        mark = urlsplit(address).fragment
        found = relative(path, whole_address(address))
        return f'{match["name"]}="{escape(found)}{f"#{mark}" if mark else ""}"'

    return LINK.sub(turned, page)


def relative(path: str, address: str) -> str:
    return posixpath.relpath(path_of(address), posixpath.dirname(path) or ".")


def relative_folder(path: str, address: str) -> str:
    return posixpath.relpath(address.strip("/"), posixpath.dirname(path) or ".") + "/"


def moved(target: str) -> str:
    """A page that leads on: what a redirect is on a host of files."""
    to = escape(target)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>This page has moved</title>\n'
        f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{to}">\n</head>\n'
        f'<body>\n<main>\n<h1>This page has moved</h1>\n<p><a href="{to}">Go on</a></p>\n</main>\n</body>\n</html>\n'
    )


def not_found(client: FlaskClient) -> File:
    """The page that hosts of files show for an address they do not have; its links hang on the root."""
    with closing(client.get(NOT_FOUND)) as answer:
        return File("404.html", pointed(answer.text, "404.html").encode())

"""Every address of a published site is opened, and what it says is looked at for what no reader should see."""

import csv
import io
import json
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.export.crawl import beginnings

HTML = "{http://www.w3.org/1999/xhtml}"
ALONE = ("/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/feed.xml", "/find", "/method", "/words", "/api")
NOTHING = ("none", "nan", "null", "undefined", "inf", "-inf", "n/a")
"""What a program prints for what is not there."""


@dataclass
class Crawl:
    """`opened`: how many addresses; `faults`: what is wrong, each with its address."""

    opened: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def crawl(app: Flask, of_a_kind: int = 1_000_000) -> Crawl:
    """Every address that is promised or linked; of those that one rule answers for one kind, `of_a_kind` at most."""
    client = app.test_client()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    waiting = deque([*ALONE, *beginnings(app.extensions["shelf"])])
    seen, linked, found = set(waiting), set[str](), Crawl()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(app, address)
        found.kinds[kind] += 1
        if found.kinds[kind] > of_a_kind:
            continue
        found.opened += 1
        with closing(client.get(address)) as answer:
            if answer.status_code >= 500 or (answer.status_code in (400, 404) and address in linked):
                found.faults.append(f"{address} answers {answer.status_code}")
            if answer.status_code != 200:
                continue
            raw, media = answer.get_data(), answer.mimetype or ""
        found.faults += [f"{address} says {each!r}" for each in said(address, raw, media)]
        for link in links(address, raw, media):
            linked.add(link)
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


def kind_of(app: Flask, address: str) -> str:
    """The rule that answers, and for what kind of place, table or ending."""
    path, _, query = address.partition("?")
    try:
        endpoint, values = app.url_map.bind("").match(path)
    except HTTPException:
        return "no rule"  # promised by none of ours, or moved
    names = ("kind", "ending", "line")
    ending = path.rpartition(".")[2] if "path" in values else ""
    return " ".join([endpoint, *(str(values.get(name, "")) for name in names), ending, query.partition("=")[0]])


def links(address: str, raw: bytes, media: str) -> Iterator[str]:
    if media != "text/html":
        return
    for element in html5lib.parse(raw.decode()).iter():
        for name in ("href", "action"):
            if target := element.get(name):
                link = urlsplit(urljoin(address, target))
                if not link.netloc and not link.scheme:
                    yield f"{link.path}?{link.query}" if link.query else link.path


def said(address: str, raw: bytes, media: str) -> Iterator[str]:
    """Cells and words that are what a program prints for nothing."""
    match media:
        case "text/html" if address != "/method":  # whose formulas have ends that are infinite
            yield from in_page(html5lib.parse(raw.decode()))
        case "text/csv":
            yield from (cell for line in csv.reader(io.StringIO(raw.decode())) for cell in line if is_nothing(cell))
        case "application/json":
            schemas = address.startswith(("/openapi", "/standard", "/data/schemas"))  # where null is a type
            yield from [] if schemas else in_document(json.loads(raw, parse_constant=lambda name: name))


def in_page(tree: Any) -> Iterator[str]:
    """`None` is the lowest grade of grounds, and what a reader chooses who wants no month pointed out."""
    for element in tree.iter():
        if element.tag in (f"{HTML}script", f"{HTML}style", f"{HTML}code", f"{HTML}option"):
            continue
        for text in (element.text, *(child.tail for child in element)):
            words = (text or "").strip()
            if is_nothing(words) and not (words == "None" and element.tag == f"{HTML}th"):
                yield words


def in_document(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for name, each in value.items():
                if not (name == "label" and each == "None"):  # the lowest grade of grounds
                    yield from in_document(each)
        case list():
            for each in value:
                yield from in_document(each)
        case str() if is_nothing(value) or value in ("NaN", "Infinity", "-Infinity"):
            yield value


def is_nothing(text: str) -> bool:
    return text.strip().casefold() in NOTHING and text.strip() != "none"

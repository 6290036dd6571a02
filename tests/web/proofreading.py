"""A client that proof-reads: every page it fetches must parse and keep the house rules."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Proofreader:
    """Fetches pages; AssertionError names the rule a page breaks. `links`: where its pages lead."""

    client: FlaskClient
    links: set[str] = field(default_factory=set)

    def page(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, f"{address}: {response.status}"
        self.proof_read(address, response)
        return response.text

    def download(self, address: str) -> bytes:
        """The whole file at an address."""
        with self.client.get(address) as response:
            assert response.status_code == 200, f"{address}: {response.status}"
            return response.get_data()

    def proof_read(self, address: str, response: TestResponse) -> None:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        tree = html5lib.HTMLParser(strict=True).parse(response.text)
        headings = ["".join(h1.itertext()).strip() for h1 in tree.iter(f"{HTML}h1")]
        assert len(headings) == 1, f"{address}: {len(headings)} h1"
        title = tree.findtext(f".//{HTML}title", "")
        assert title.startswith(headings[0]), f"{address}: the title {title!r} does not begin with the h1"
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"{address}: an id stands twice"
        for table in tree.iter(f"{HTML}table"):
            assert "".join(table.find(f"{HTML}caption").itertext()).strip(), f"{address}: a table has no caption"
        self.look_at_pictures(address, tree)
        self.look_for_inline(address, tree)
        for anchor in [*tree.iter(f"{HTML}a"), *tree.iter(f"{SVG}a")]:
            self.links.add(urljoin(address, str(anchor.get("href"))))

    def look_at_pictures(self, address: str, tree: ET.Element) -> None:
        nested = {id(inner) for svg in tree.iter(f"{SVG}svg") for inner in svg.iter(f"{SVG}svg") if inner is not svg}
        for svg in tree.iter(f"{SVG}svg"):
            assert id(svg) in nested or svg.findtext(f"{SVG}title"), f"{address}: a picture has no name"

    def look_for_inline(self, address: str, tree: ET.Element) -> None:
        for element in tree.iter():
            assert not element.get("style"), f"{address}: an inline style"
            assert not any(name.startswith("on") for name in element.keys()), f"{address}: an inline handler"  # noqa: SIM118
            assert element.tag not in (f"{HTML}style", f"{HTML}font"), f"{address}: {element.tag}"

    def inner_links(self) -> set[str]:
        """Addresses of this site that the pages so far lead to, without fragments."""
        return {urlsplit(link).path for link in self.links if not urlsplit(link).netloc}

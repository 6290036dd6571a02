"""A client that proof-reads: every page it fetches must parse and keep the house rules."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import html5lib
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from portal.web.presentation.account_pages import PAGES
from tests.web.house_rules import HTML, RULES, SVG

__all__ = ["HTML", "SVG", "Proofreader"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@dataclass
class Proofreader:
    """Fetches pages; AssertionError names the rule a page breaks. `paths`: where its pages lead inside the site."""

    client: FlaskClient
    paths: set[str] = field(default_factory=set)

    def page(self, address: str, status: int = 200) -> str:
        """As a browser asks for it."""
        response = self.client.get(address, headers=BROWSER)
        assert response.status_code == status, f"{address}: {response.status}"
        self.proof_read(address, response.headers, response.text)
        return response.text

    def account(self, address: str) -> str:
        """All that is said of an account: its overview, and every page that hangs on it, one after the other."""
        first = self.page(address)
        names = "|".join(page.id for page in PAGES)
        found = dict.fromkeys(re.findall(rf'href="(/[^"#]+/(?:{names}))"', first))
        listed = [self.page(each) for each in found]
        for each in dict.fromkeys(re.findall(rf'<li><a href="(/[^"#]+/(?:{names}))"', "".join(listed))):
            if each not in found:
                listed.append(self.page(each))
        return "\n".join([first, *listed])

    def follow(self, address: str) -> None:
        """Whatever a link leads to, after its redirects: a page is proof-read, a file is there and not empty."""
        with self.client.get(address, follow_redirects=True) as response:
            assert response.status_code == 200, f"{address}: {response.status}"
            body = response.get_data()
            if response.mimetype == "text/html":
                self.proof_read(address, response.headers, body.decode())
            assert body, address

    def download(self, address: str) -> bytes:
        """The whole file at an address."""
        with self.client.get(address) as response:
            assert response.status_code == 200, f"{address}: {response.status}"
            return response.get_data()

    def proof_read(self, address: str, headers: Headers, text: str) -> None:
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        tree = html5lib.HTMLParser(strict=True).parse(text)
        broken = [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(tree)]
        assert broken == [], f"{address}: {broken[:5]}"
        for anchor in [*tree.iter(f"{HTML}a"), *tree.iter(f"{SVG}a")]:
            link = urlsplit(urljoin(address, str(anchor.get("href"))))
            if not link.netloc and not link.scheme:
                self.paths.add(link.path)

    def inner_links(self) -> set[str]:
        """Addresses of this site that the pages so far lead to, without fragments."""
        return set(self.paths)

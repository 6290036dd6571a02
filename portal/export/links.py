"""Which file of a host of files an address is, and how one file links to another.

A page is `<address>/index.html`, so that its address leads to it wherever files are served; a table or document keeps
its name. Links name `index.html`, so that they also lead on from a disk.
"""

import posixpath
import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from portal.tables.formats import FORMATS

FILES = (*FORMATS, "json", "zip", "xml", "txt", "svg", "css", "js", "woff2", "geojson", "SHA256SUMS")
NAMES = "href|src|data-here|data-charts|data-plotly|data-style|data-found"
LINK = re.compile(rf'\b(?P<name>{NAMES})="(?P<address>/[^"]*)"')
INDEX = "index.html"


def is_site_file(path: str) -> bool:
    return path.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[-1] in FILES


def path_of(address: str) -> str:
    """`/boroughs/hackney` is `boroughs/hackney/index.html`; with `?show=rate` it is `show.rate.html` beside that."""
    parts = urlsplit(address)
    if is_site_file(parts.path):
        return parts.path.strip("/")
    asked = re.findall(r"[A-Za-z0-9_-]+", parts.query)
    return posixpath.join(parts.path.strip("/"), f"{'.'.join(asked)}.html" if asked else INDEX)


def page_path(address: str) -> str:
    """Where a page stands that speaks for an address, also for a file's: hosts lead `/a.csv` on to `/a.csv/`."""
    return posixpath.join(address.strip("/"), INDEX) if is_site_file(address) else path_of(address)


def address_of(path: str) -> str:
    """The address that a file is of, without what was asked."""
    folder, name = posixpath.split(path)
    return f"/{folder if name.endswith('.html') else path}"


def links_of(page: str) -> list[str]:
    """The addresses that a page names, without fragments, each once."""
    found = (whole_address(match["address"]) for match in LINK.finditer(page) if match["name"] != "data-found")
    return list(dict.fromkeys(found))


def whole_address(link: str) -> str:
    """Of a link: its path, and its question unless that only marks the version of a file."""
    parts = urlsplit(link.replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}" if parts.query and not is_site_file(parts.path) else parts.path


def relative(path: str, address: str) -> str:
    """From one file to that of an address."""
    return relative_path(path, path_of(address))


def relative_path(path: str, target: str) -> str:
    return posixpath.relpath(target or ".", posixpath.dirname(path) or ".")


def make_links_relative(page: str, path: str) -> str:
    """The page with every link of ours relative to the page's own file."""
    return linked(page, lambda target: relative_path(path, target))


def rooted(page: str, root: str) -> str:
    """The page with every link of ours hung on the root, for a page that is shown at any address."""
    return linked(page, lambda target: f"{root}/{target}")


def linked(page: str, to: Callable[[str], str]) -> str:
    def turned(match: re.Match[str]) -> str:
        address = match["address"].replace("&amp;", "&")
        if match["name"] == "data-found":
            return f'data-found="{to(address.strip("/"))}/" data-ending="/{INDEX}"'
        mark = urlsplit(address).fragment
        found = to(path_of(whole_address(address)))
        return f'{match["name"]}="{escape(found)}{f"#{mark}" if mark else ""}"'

    return LINK.sub(turned, page)

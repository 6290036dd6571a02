"""Every kind of address through nginx is what Gunicorn answers: status, bytes and headers, as a file or not."""

import gzip
import re
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.required import ROOT
from tests.serving.front import HOST, Answer, Front
from tests.web.pinned import PINNED

pytestmark = pytest.mark.full
MADE_BY_THE_SERVER = {"Accept-Ranges", "Connection", "Content-Length", "Date", "ETag", "Keep-Alive", "Server",
                      "Strict-Transport-Security", "Transfer-Encoding"}  # fmt: skip
ODD = ["/boroughs/", "//boroughs", "/boroughs/index.html", "/boroughs.html", "/%62oroughs", "/words%2f", "/./words",
       "/words/../boroughs", "/boroughs/E09000012", "/boroughs/E09000012/2018-19.csv", "/boroughs/nowhere",
       "/nowhere.json", "/?show=searches", "/?%73how=per_1000", "/?utm_source=letter&show=per_1000", "/find?q=E8",
       "/compare?a=london", "/releases/1/pages/words.html", "/current/pages/words.html", "/pages/words.html",
       "/pages/words", "/made-of", "/.live", "/.stamp", "/dated/london.json", "/metadata.csv-metadata.json",
       "/nowhere/feed.xml", "/words.gz", "/words.html.gz", "/static/", "/static/site.css?v=000000000000",
       "/robots.txt/", "/words?a=1&b", "/feed.xml?show=", "/words?", "/?utm_source=letter&fbclid=a%20b",
       "/words?+show", "/?=show"]  # fmt: skip


def told(answer: Answer) -> dict[str, str]:
    """Every header but those each server makes for itself; `Vary` in any order."""
    kept = {name: value for name, value in answer.headers.items() if name not in MADE_BY_THE_SERVER}
    return kept | {"Vary": ", ".join(sorted(kept.get("Vary", "").split(", ")))}


def same(found: Front, address: str, method: str = "GET", **headers: str) -> Answer:
    ours, site = found.ask(address, method, **headers), found.ask_site(address, method, **headers)
    assert (ours.status, told(ours)) == (site.status, told(site)), address
    assert plain(ours) == plain(site), address
    return ours


def plain(answer: Answer) -> bytes:
    return (
        gzip.decompress(answer.raw) if answer.headers.get("Content-Encoding") == "gzip" and answer.raw else answer.raw
    )


def live_addresses(live: Path) -> list[str]:
    release = live / "current"
    found = []
    for path in sorted(path for path in release.rglob("*") if path.is_file() and path.suffix != ".gz"):
        name = str(path.relative_to(release))
        if name.startswith("pages/"):
            found.append(f"/{name.removeprefix('pages/').removesuffix('.html').removeprefix('-')}")
        elif name.startswith("versions/"):
            _, version, rest = name.split("/", 2)
            found.append(f"/{rest}?v={version}")
        elif name != "made-of":
            found.append(f"/{name.partition('/')[2]}")
    return found


def test_every_file_is_what_the_site_answers(served: Front, settings: Settings) -> None:
    assert settings.live_dir is not None
    addresses = live_addresses(settings.live_dir)
    assert {"/", "/london/2018-19", "/boroughs/hackney", "/feed.xml", "/london.json", "/compliance/2018-19",
            "/editions/2018-19/1.0/SHA256SUMS", "/static/site.css"} <= set(addresses)  # fmt: skip
    for address in addresses:
        answer = same(served, address)
        assert re.fullmatch(r'"[0-9a-f]{1,10}-[0-9a-f]+"', answer.headers["ETag"]), f"{address} was no file"


def test_every_file_is_the_same_compressed_and_without_its_body(served: Front, settings: Settings) -> None:
    assert settings.live_dir is not None
    for address in live_addresses(settings.live_dir)[::7]:
        plainly, answer = served.ask(address), same(served, address, Accept_Encoding="gzip")
        assert ("Content-Encoding" in answer.headers) == (len(plainly.raw) >= 1000 and not address.endswith(".zip"))
        head = same(served, address, "HEAD", Accept_Encoding="gzip")
        assert (head.raw, head.headers["Content-Length"]) == (b"", answer.headers["Content-Length"])


def test_every_promised_address_is_the_same(served: Front) -> None:
    for _, address in PINNED:
        if address != "/metrics" and "{" not in address:  # measures are of a moment; and of some we know no name
            same(served, address)


@pytest.mark.parametrize("address", ODD)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_odd_address_is_the_same(served: Front, address: str, accept: str) -> None:
    same(served, address, Accept=accept)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_the_sites_to_answer(served: Front, method: str) -> None:
    for address in ("/words", "/london.json", "/static/site.css", "/boroughs/hackney.csv"):
        same(served, address, method)


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=-7", "bytes=999999999-", "bytes=0-1,5-9", "rows=1-2"])
def test_parts_are_the_sites_to_answer(served: Front, asked: str) -> None:
    for address in ("/words", "/editions/2018-19/1.0/london.json", "/london.csv"):
        same(served, address, Range=asked, Accept_Encoding="gzip")


def test_what_is_held_is_not_sent_again(served: Front) -> None:
    for address in ("/", "/words", "/london.json", "/static/site.css", "/editions/2018-19/1.0/manifest.json"):
        for coding in ("identity", "gzip"):
            first = served.ask(address, Accept_Encoding=coding)
            again = served.ask(address, Accept_Encoding=coding, If_None_Match=first.headers["ETag"])
            assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
            for name in ("Cache-Control", "Vary", "Content-Security-Policy"):
                assert again.headers[name] == first.headers[name]
            other = served.ask(address, Accept_Encoding=coding, If_None_Match='"other"')
            assert other.status == 200


def test_a_date_counts_only_if_it_is_the_documents(served: Front) -> None:
    day = served.ask("/london.json").headers["Last-Modified"]
    held = served.ask("/london.json", If_Modified_Since=day)
    assert (held.status, held.raw, held.headers["Last-Modified"]) == (304, b"", day)
    assert served.ask_site("/london.json", If_Modified_Since=day).status == 304
    for other in ("Mon, 01 Jun 2009 09:00:00 GMT", "Mon, 01 Jun 2099 09:00:00 GMT"):
        assert same(served, "/london.json", If_Modified_Since=other).status == 200
        assert same(served, "/words", If_Modified_Since=other).status == 200


def test_what_a_page_knows_is_known_to_the_configuration() -> None:
    """A new question of a page is added to `map $args`, or nginx would answer it with the page unasked."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "portal" / "web").rglob("*.py"))
    sides = {f"{side}{of}" for side in "abcd" for of in ("", "_year")}
    known = set(re.findall(r'request\.args(?:\.get\(|\[)"([a-z_]+)"', code)) | sides
    known -= {"v"}  # of a static file: that has a map of its own
    found = re.search(r"\(\?:\^\|&\)\(\?:([a-z_|]+)\)", (ROOT / "deploy" / "nginx.conf").read_text("utf-8"))
    assert found is not None
    assert set(found[1].split("|")) == known
    assert HOST in (ROOT / "deploy" / "nginx.conf").read_text("utf-8")

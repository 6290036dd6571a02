"""Who asks for another host, who asks too much, and a whole council that asks at once."""

import concurrent.futures
import http.client
import socket
import ssl
from collections import Counter

import pytest

from portal.editions.stamp import CURRENT
from portal.settings import Settings
from tests.serving.front import HOST, Front, Named, asked

pytestmark = pytest.mark.full
STAFF, THINGS = 100, 10
LONG = "a" * 64


@pytest.mark.parametrize("host", ["other.example", f"{LONG}.example.org", "127.0.0.1", f"www.{HOST}"])
def test_another_host_gets_nothing(served: Front, host: str) -> None:
    assert served.ask("/london/2018-19", host=host).status == 421
    plain = asked(http.client.HTTPConnection("127.0.0.1", served.plain), "GET", "/", {"Host": host})
    assert plain.status == 421


@pytest.mark.parametrize("host", ["", "exa mple", "a..b", "a/b", "\xe4", "[zz]", "a:port", f"{LONG}.example.org", LONG])
def test_a_strange_host_is_never_a_defect(served: Front, host: str) -> None:
    assert served.ask("/london/2018-19", host=host).status in (400, 421)
    assert served.ask_site("/london/2018-19", host=host).status == 400


def test_another_name_is_not_even_spoken_to(served: Front) -> None:
    context = ssl._create_unverified_context()
    with socket.create_connection(("127.0.0.1", served.port)) as line, pytest.raises(ssl.SSLError):
        context.wrap_socket(line, server_hostname="other.example")


def test_without_tls_the_reader_is_led_to_our_own_name(served: Front) -> None:
    answer = asked(http.client.HTTPConnection("127.0.0.1", served.plain), "GET", "/words?a=1", {"Host": HOST})
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/words?a=1")


def opened(served: Front, addresses: list[str]) -> list[int]:
    """One reader opens these, one after the other, on a line that stays open."""
    line, found = Named("127.0.0.1", served.port, timeout=60), []
    for address in addresses:
        line.request("GET", address, headers={"Host": HOST})
        answer = line.getresponse()
        answer.read()
        found.append(answer.status)
    line.close()
    return found


def at_once(served: Front, readers: int, addresses: list[str]) -> Counter[int]:
    with concurrent.futures.ThreadPoolExecutor(readers) as pool:
        return Counter(
            status for found in pool.map(lambda _: opened(served, addresses), range(readers)) for status in found
        )


def test_a_council_behind_one_address_opens_pages_and_asks(served: Front, settings: Settings) -> None:
    pages = ["/", "/static/site.css", "/words", "/boroughs", "/london.json", "/charter", "/london/2018-19", "/feed.xml"]
    assert at_once(served, STAFF, pages * 3) == {200: STAFF * len(pages) * 3}
    assert settings.live_dir is not None
    link = settings.live_dir / CURRENT
    target = link.readlink()
    link.unlink()  # as while something is published
    try:
        assert at_once(served, STAFF, ["/robots.txt", "/static/site.css"] * (THINGS // 2)) == {200: STAFF * THINGS}
    finally:
        link.symlink_to(target)


def test_who_asks_without_end_is_told_to_wait(served: Front) -> None:
    """The burst of the council before may be used up: so much is refused in any case."""
    found = at_once(served, 20, ["/healthz"] * 150)
    assert set(found) == {200, 429}
    line = Named("127.0.0.1", served.port, timeout=60)
    answers = [asked_again(line) for _ in range(60)]
    line.close()
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].getheader("Cache-Control") == "no-store"
    assert refused[0].getheader("Retry-After") == "20"
    assert set(opened(served, ["/words", "/"] * 20)) == {200}  # files have no limit


def asked_again(line: Named) -> http.client.HTTPResponse:
    line.request("GET", "/healthz", headers={"Host": HOST})
    answer = line.getresponse()
    answer.read()
    return answer

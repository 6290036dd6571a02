"""Answers from memory are those that the application gives, in every form; and are of what is published now."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from portal.editions import stamp, withdraw
from portal.editions.archive import Edition, Shelf
from portal.export.crawl import beginnings
from portal.settings import Settings
from portal.web.app import HOME, create_app
from portal.web.responses import caching as answered
from portal.web.responses.kept import Kept, known_query
from tests.web.written_shelf import accounts, differs, edition, written

READERS: tuple[dict[str, str], ...] = ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip, deflate, br, zstd"},
           {"Accept-Encoding": "br;q=0.5, gzip;q=0.9"},
           {"Accept-Encoding": "identity"})  # fmt: skip
UNPACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
HACKNEY = "/boroughs/hackney/2018-19"
PAGES = ("/london/2018-19", HACKNEY, "/words")


class Counted:
    """The application, and how often it was asked."""

    def __init__(self, app: Flask) -> None:
        self.app, self.asked = app.wsgi_app, list[str]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self.app(environ, start_response)


class Site:
    """A shelf of its own, its application, and what answers from memory before it."""

    def __init__(self, root: Path, memory: int = 64_000_000) -> None:
        self.root = root
        settings = {"PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)}
        self.app = create_app(Settings.from_environ(settings))
        self.counted = Counted(self.app)
        self.kept = Kept(self.counted, self.app.extensions["shelf"], memory)
        self.client = Client(self.kept)

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers=headers)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(written(tmp_path))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(written(tmp_path_factory.mktemp("kept")))


def told(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "Content-Length")}
    return answer.status_code, headers, UNPACK[headers.get("Content-Encoding", "")](answer.data)


def addresses(site: Site) -> Iterator[str]:
    yield from beginnings(site.app.extensions["shelf"])
    yield from ("/static/site.css", "/boroughs/hackny", "/none",
                "/E09000012", "/boroughs/E09000012", "/compare", "/find?q=E8",
                "/boroughs/hackney/", f"{HACKNEY}?show=searches",
                "/london/2018-19?show=no&a=b", "/healthz")  # fmt: skip


@pytest.mark.parametrize("headers", READERS)
def test_every_answer_is_the_applications_own(lasting: Site, headers: dict[str, str]) -> None:
    bare = lasting.app.test_client()
    for address in addresses(lasting):
        for method in ("GET", "HEAD"):
            with closing(bare.open(address, method=method, headers=headers)) as plain:
                expected = told(plain) if method == "GET" else (plain.status_code, dict(plain.headers), plain.data)
            for _ in range(2):
                with closing(lasting.client.open(address, method=method, headers=headers)) as answer:
                    found = told(answer) if method == "GET" else (answer.status_code, dict(answer.headers), answer.data)
                assert without_length(found) == without_length(expected), (address, method)


def without_length(said: tuple[int, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
    """Two ways of compressing may differ in a byte or two."""
    return said[0], {name: value for name, value in said[1].items() if name not in ("Content-Length", "Date")}, said[2]


@pytest.mark.parametrize("headers", READERS)
def test_what_is_held_is_answered_as_the_application_does(lasting: Site, headers: dict[str, str]) -> None:
    bare = lasting.app.test_client()
    for address in (
        "/london/2018-19",
        HACKNEY,
        f"{HACKNEY}.json",
        f"{HACKNEY}.csv",
        "/supplies.json",
        "/words",
        "/static/site.css",
    ):
        with closing(lasting.get(address, **headers)) as first:
            tag = first.headers["ETag"]
        day = {"If-Modified-Since": first.headers.get("Last-Modified", "Mon, 01 Jul 2019 09:00:00 GMT")}
        for held in ({"If-None-Match": tag}, {"If-None-Match": f'W/{tag}, "x"'}, {"If-None-Match": '"x"'}, day,
                     {"If-None-Match": "*"}, {"If-None-Match": tag[:-1] + ':br"'}, {"If-None-Match": ""},
                     {"If-Modified-Since": "Mon, 01 Jul 2030 09:00:00 GMT"}, {"Range": "bytes=0-9"},
                     {"If-Match": tag}, {"If-Match": '"x"'}):  # fmt: skip
            plain, answer = bare.get(address, headers=headers | held), lasting.get(address, **headers, **held)
            with closing(plain), closing(answer):
                assert without_length(told(answer)) == without_length(told(plain)), (address, held)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip;q=0, *;q=0.5", "br"), ("*", "br"), ("br;q=0, *", "gzip"), ("gzip;q=0, br;q=0", ""), ("GZIP", "gzip"),
     ("zstd", ""), ("", ""), ("gzip;q=1.0, br;q=1.0", "br"), (";;,=;q=x", "")],
)  # fmt: skip
def test_the_best_coding_that_the_reader_takes_is_given(lasting: Site, accepted: str, coding: str) -> None:
    assert lasting.get(HACKNEY, **{"Accept-Encoding": accepted}).headers.get("Content-Encoding", "") == coding


def test_a_page_is_drawn_once_however_it_is_asked_for(site: Site) -> None:
    for headers in READERS:
        assert site.get(HACKNEY, **headers).status_code == 200
        assert site.get(f"{HACKNEY}?utm_source=x&{headers}", **headers).status_code == 200
        assert site.client.head(HACKNEY, headers=headers).status_code == 200
    assert site.counted.asked == [HACKNEY]


def test_many_who_ask_at_once_wait_for_one_drawing(site: Site) -> None:
    threads = [threading.Thread(target=site.get, args=(HACKNEY,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.counted.asked == [HACKNEY]
    assert not site.kept.drawing


def test_a_new_edition_is_there_at_once(site: Site) -> None:
    assert "9 times" in site.get("/london/2018-19").text
    with stamp.changing(site.root):
        edition(site.root, "2018-19", "2.1", accounts(7, 4) | differs("2.0", 9, 11), reason="corrected supplies")
    assert "11 times" in site.get("/london/2018-19").text


def test_what_is_withdrawn_is_gone_at_once_in_every_form(site: Site) -> None:
    addresses = [HACKNEY, f"{HACKNEY}.json", f"{HACKNEY}.csv", "/editions/2018-19/2.0/boroughs/hackney.csv"]
    held = {address: site.get(address).headers["ETag"] for address in addresses}
    order = withdraw.Order("A court ordered it.", "2026-11-29T10:00:00+00:00", lambda *_: None)
    for number in Shelf(site.root).numbers("2018-19"):
        shown = Edition(site.root / "2018-19" / number)
        withdraw.withdraw_edition_files(shown, [name for name in shown.manifest.files if "hackney" in name], order)
    for address, tag in held.items():
        for headers in ({}, {"If-None-Match": tag}, {"Accept-Encoding": "br"}, {"Range": "bytes=0-3"}):
            answer = site.get(address, **headers)
            assert answer.status_code == 410, (address, headers)
            assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_is_kept_while_the_directory_changes_or_after_a_kill(site: Site) -> None:
    site.get(HACKNEY)
    stamp.write_stamp(site.root, f"{stamp.CHANGING}9\n")
    for _ in range(3):
        assert site.get(HACKNEY).status_code == 200
    assert len(site.counted.asked) == 4
    stamp.settle_stamp(site.root)
    for _ in range(3):
        site.get(HACKNEY)
    assert len(site.counted.asked) == 5


def test_a_page_drawn_while_the_directory_changed_is_drawn_again(site: Site) -> None:
    inner = site.kept.app

    def changing_once(environ: dict[str, Any], start_response: Any) -> Any:
        answer = [*inner(environ, start_response)]
        if len(site.counted.asked) == 1:
            with stamp.changing(site.root):
                edition(site.root, "2018-19", "2.1", accounts(7, 4) | differs("2.0", 9, 11), reason="corrected")
        return answer

    site.kept.app = changing_once
    assert "11 times" in site.get("/london/2018-19").text
    assert len(site.counted.asked) == 2


@pytest.mark.parametrize(("times", "status"), [(1, 200), (9, 404)])
def test_an_error_amid_a_change_is_asked_for_again_and_no_page_is(site: Site, times: int, status: int) -> None:
    asked, counted = list[str](), site.counted

    def looked_up_too_early(environ: dict[str, Any], start_response: Any) -> Any:
        asked.append(environ["PATH_INFO"])
        return counted({**environ, "PATH_INFO": "/nowhere"} if len(asked) <= times else environ, start_response)

    site.kept.app = looked_up_too_early
    stamp.write_stamp(site.root, f"{stamp.CHANGING}9\n")
    assert site.get("/london/2018-19").status_code == status
    assert len(asked) == min(times + 1, 3)


def test_memory_is_bounded_and_endless_questions_push_out_no_page(tmp_path: Path) -> None:
    site = Site(written(tmp_path), memory=60_000)
    site.get(HACKNEY)
    for number in range(60):
        site.get(f"/editions/2018-19/1.0/boroughs/hackney?show=layer{number}")
    site.counted.asked.clear()
    site.get(HACKNEY)
    assert site.counted.asked == []
    for address in [*addresses(site)][:60]:
        with closing(site.get(address)):
            assert sum(answer.size for room in site.kept.rooms for answer in room.values()) <= 60_000


def test_layers_that_no_map_has_share_one_page(site: Site) -> None:
    for number in range(20):
        assert site.get(f"{HACKNEY}?show=layer{number}&x={number}").status_code == 200
    assert site.counted.asked.count(HACKNEY) == 1


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        ("/", "show=C05&x=1", "show=C05"),
        ("/words", "show=C05", ""),
        ("/boroughs", "show=C05", ""),
        ("/bcus/east", "show=C05", "show=C05"),
        ("/editions/2018/1.0/london", "show=of-then", "show=of-then"),
        ("/", "show=none-such", "show=-"),
        ("/", "x=1&y=2", ""),
        ("/", "show=&x=1", "show="),
        ("/", "show=C05&show=b", "show=C05"),
        ("/editions/2018/1.0/london", "show=" + "a" * 500, "show=" + "a" * 60),
        ("/", "&".join(f"a{n}=1" for n in range(500)) + "&show=C05", ""),
        ("/static/site.css", "v=123456789012", ""),
        ("/static/../wsgi.py", "v=1", ""),
        ("/", "show=%ff%00", "show=-"),
    ],
)
def test_only_what_a_page_knows_makes_a_page_of_its_own(path: str, query: str, kept: str) -> None:
    assert known_query(path, query, lambda: ("C05",)) == kept


@pytest.mark.parametrize(
    "address",
    ["/find/?q=hackney", "/compare/?a=boroughs/hackney&b=london", "/london/?show=per_1000&x=1", "/find?q=hackney",
     "/compare?a=boroughs/hackney&b=london&a_year=2018-19", "/compare.csv?a=boroughs/hackney&b=london",
     "/compare.csv-metadata.json?a=boroughs/hackney&b=london", "/boroughs/E09000012?show=x&y=1", "/none?x=1",
     "/words?show=x", "/reviews/plan?clips=60&target=95"],
)  # fmt: skip
def test_what_was_asked_is_answered(lasting: Site, address: str) -> None:
    with closing(lasting.app.test_client().get(address)) as plain, closing(lasting.get(address)) as answer:
        assert told(answer) == told(plain)
        assert answer.headers.get("Location") == plain.headers.get("Location")


def test_every_page_that_is_asked_something_is_known_here() -> None:
    """Whoever reads another argument must say so in portal/web/responses/kept.py."""
    reading = {path.name for path in (HOME / "web").rglob("*.py") if "request.args" in path.read_text()}
    assert reading == {"accounts.py", "one_account.py", "compare.py", "search.py", "plan.py", "caching.py"}


def test_a_page_drawn_below_another_path_is_kept_for_nobody(site: Site) -> None:
    site.client.get(f"/evil{HACKNEY}", environ_overrides={"SCRIPT_NAME": "/evil", "PATH_INFO": HACKNEY})
    assert "/evil" not in site.get(HACKNEY).text


def test_a_static_file_that_was_replaced_has_another_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answered, "STATIC", tmp_path)
    (tmp_path / "site.css").write_text("a")
    before = answered.static_mark("site.css")
    (tmp_path / "site.css").write_text("another")
    assert answered.static_mark("site.css") != before


def test_a_marked_static_file_may_be_held_for_ever_and_no_other(site: Site) -> None:
    page = site.get("/words").text
    marked = page.partition('href="/static/site.css?')[2].partition('"')[0]
    for query, is_for_ever in ((f"?{marked}", True), ("?v=0", False), ("", False)) * 2:
        with closing(site.get(f"/static/site.css{query}")) as answer:
            assert ("immutable" in answer.headers.get("Cache-Control", "")) is is_for_ever

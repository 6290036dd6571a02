"""Asking again: tags, dates, parts, compression, HEAD and OPTIONS, and who may read what."""

import gzip
import io
from email.utils import parsedate_to_datetime

import pytest
from flask.testing import FlaskClient

from portal.documents import canonical
from tests.web.conftest import BASE_URL
from tests.web.proofreading import BROWSER
from tests.web.written_shelf import ROWS

ACCOUNT, TABLE = "/boroughs/hackney/2018-19.json", "/boroughs/hackney/2018-19.csv"
DOCUMENTS = [ACCOUNT, TABLE, "/supplies.json", "/supplies.csv", "/editions/2018-19/1.0/manifest.json"]
PAGES = ["/corrections", "/words"]
BR, GZIP = {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}


def header_of(reader: FlaskClient, name: str, asked: dict[str, str]) -> str:
    """A header of the table's answer."""
    with reader.get(TABLE, headers=asked) as answer:
        return answer.headers[name]


@pytest.mark.parametrize("address", [*DOCUMENTS, *PAGES])
@pytest.mark.parametrize("coding", ["identity", "br", "gzip"])
def test_what_is_held_is_not_sent_again(reader: FlaskClient, address: str, coding: str) -> None:
    accepted = {"Accept-Encoding": coding}
    with reader.get(address, headers=accepted) as first:
        tag = first.headers["ETag"]
        assert first.status_code == 200
    with reader.get(address, headers=accepted | {"If-None-Match": tag}) as again:
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert "Accept-Encoding" in again.headers["Vary"]
    with reader.get(address, headers=accepted | {"If-None-Match": '"other"'}) as other:
        assert other.status_code == 200


def test_each_coding_has_a_tag_of_its_own(reader: FlaskClient) -> None:
    tags = {header_of(reader, "ETag", {"Accept-Encoding": coding}) for coding in ("", "br", "gzip")}
    assert tags == {f'"{canonical.sha256(ROWS)}{coding}"' for coding in ("", ":br", ":gzip")}


@pytest.mark.parametrize("address", [*DOCUMENTS, *PAGES])
@pytest.mark.parametrize("accepted", [{}, BR, GZIP])
def test_head_says_what_get_says_without_the_body(reader: FlaskClient, address: str, accepted: dict[str, str]) -> None:
    with reader.get(address, headers=accepted) as got, reader.head(address, headers=accepted) as head:
        assert head.get_data() == b""
        assert head.status_code == 200
        for name in ("ETag", "Last-Modified", "Content-Type", "Content-Encoding", "Content-Length", "Vary"):
            assert head.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_is_as_old_as_its_edition(reader: FlaskClient, address: str) -> None:
    with reader.get(address) as first:
        day = first.headers["Last-Modified"]
    assert parsedate_to_datetime(day).isoformat() in ("2019-07-01T09:00:00+00:00", "2019-05-01T09:00:00+00:00")
    with reader.get(address, headers={"If-Modified-Since": day}) as same:
        assert same.status_code == 304
    for other in ("Mon, 01 Jun 2009 09:00:00 GMT", "Mon, 01 Jun 2099 09:00:00 GMT"):  # of an edition withdrawn since
        with reader.get(address, headers={"If-Modified-Since": other}) as changed:
            assert changed.status_code == 200


def test_a_tag_counts_more_than_a_day(reader: FlaskClient) -> None:
    day = header_of(reader, "Last-Modified", {})
    with reader.get(TABLE, headers={"If-Modified-Since": day, "If-None-Match": '"other"'}) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("asked", "part"), [("0-9", ROWS[:10]), ("-7", ROWS[-7:]), ("9-3000", ROWS[9:3001]), ("4000-", ROWS[4000:])]
)
def test_a_part_is_plain_also_for_those_who_take_it_compressed(reader: FlaskClient, asked: str, part: bytes) -> None:
    with reader.get(TABLE, headers=BR | {"Range": f"bytes={asked}"}) as answer:
        assert (answer.status_code, answer.get_data()) == (206, part)
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Range"].endswith(f"/{len(ROWS)}")
        assert answer.headers["ETag"] == f'"{canonical.sha256(ROWS)}"'


def test_a_part_beyond_the_end_is_refused_with_the_length(reader: FlaskClient) -> None:
    with reader.get(TABLE, headers={"Range": "bytes=99999-"}) as answer:
        assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(ROWS)}")


@pytest.mark.parametrize("asked", ["rows=0-9", "bytes=0-1,5-9", "bytes=b-a", "bytes=-", "nonsense"])
def test_a_range_that_is_not_understood_is_no_range(reader: FlaskClient, asked: str) -> None:
    with reader.get(TABLE, headers={"Range": asked}) as answer:
        assert (answer.status_code, answer.get_data()) == (200, ROWS)


@pytest.mark.parametrize(("held", "status"), [("", 206), (":br", 200), (":other", 200)])
def test_a_part_is_added_only_to_the_same_bytes(reader: FlaskClient, held: str, status: int) -> None:
    asked = {"Range": "bytes=5-", "If-Range": f'"{canonical.sha256(ROWS)}{held}"'}
    with reader.get(TABLE, headers=asked) as answer:
        assert answer.status_code == status


def test_what_is_held_whole_needs_no_part(reader: FlaskClient) -> None:
    asked = {"Range": "bytes=5-", "If-None-Match": f'"{canonical.sha256(ROWS)}:br"'}
    with reader.get(TABLE, headers=BR | asked) as answer:
        assert answer.status_code == 304


def test_compressed_is_the_same_table(reader: FlaskClient) -> None:
    with reader.get(TABLE, headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.GzipFile(fileobj=io.BytesIO(answer.get_data())).read() == ROWS


@pytest.mark.parametrize("address", [*DOCUMENTS, "/outlines.geojson", "/boroughs/nowhere.json"])
def test_data_may_be_read_from_any_site(reader: FlaskClient, address: str) -> None:
    with reader.get(address) as got, reader.head(address) as head:
        for answer in (got, head):
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            exposed = answer.headers["Access-Control-Expose-Headers"]
            assert {"ETag", "Last-Modified", "Content-Disposition"} <= set(exposed.split(", "))


@pytest.mark.parametrize("address", [*PAGES, "/", "/boroughs/nowhere", "/static/site.css"])
def test_pages_may_not(reader: FlaskClient, address: str) -> None:
    with reader.get(address) as answer, reader.options(address) as asked:
        assert not [name for name in {**answer.headers, **asked.headers} if name.startswith("Access-Control")]


def test_a_browser_that_asks_first_is_told_what_it_may(reader: FlaskClient) -> None:
    answer = reader.options(ACCOUNT, headers={"Origin": "https://else.example", "Access-Control-Request-Method": "GET"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_nothing_but_reading_is_allowed(reader: FlaskClient) -> None:
    answer = reader.post(ACCOUNT)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.get_json()["type"] == "https://portal.example/api#method"


@pytest.mark.parametrize("address", [*DOCUMENTS, "/feed.xml"])
@pytest.mark.parametrize("coding", [{}, BR])
def test_what_is_not_held_any_more_is_said_in_a_few_words(
    reader: FlaskClient, address: str, coding: dict[str, str]
) -> None:
    with reader.get(address, headers=coding | {"If-Match": '"other"'}) as answer:
        assert (answer.status_code, answer.mimetype) == (412, "application/problem+json")
        assert answer.get_json()["type"] == f"{BASE_URL}/api#precondition"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not {"ETag", "Last-Modified", "Content-Disposition", "Content-Encoding"} & set(answer.headers.keys())
        assert answer.content_length == len(answer.get_data())
    with reader.get(address) as first, reader.get(address, headers={"If-Match": first.headers["ETag"]}) as held:
        assert held.status_code == 200


def test_a_browser_is_told_so_on_a_short_page(reader: FlaskClient) -> None:
    for address in (TABLE, "/words"):
        answer = reader.get(address, headers=BROWSER | {"If-Match": '"other"'})
        assert (answer.status_code, answer.mimetype) == (412, "text/html")
        assert "Ask without" in answer.text
        assert "Content-Security-Policy" in answer.headers

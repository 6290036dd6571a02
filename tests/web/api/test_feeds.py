"""The feeds, held against RFC 4287: what a feed and an entry must have, and that ids never change.

Section 4.1.1: a feed has exactly one id, title and updated, an author, and should have a link to itself.
Section 4.1.2: an entry has exactly one id, title and updated, and a link rel="alternate" where it has no content.
Section 4.2.6: ids are IRIs and differ. Section 3.3: days are RFC 3339 with a time zone.
"""

import shutil
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal import shipped
from portal.settings import Settings
from portal.web import whose
from portal.web.api import feeds
from portal.web.app import create_app
from tests.web.conftest import BASE_URL
from tests.web.written_shelf import DAYS, MAY, ODD, WHY, edition, resealed, supplies

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.xml", "/boroughs/hackney/feed.xml"]


def feed(reader: FlaskClient, address: str) -> ET.Element:
    answer = reader.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ET.fromstring(answer.get_data())


def text(element: ET.Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    assert found.text
    return found.text


def entries(reader: FlaskClient, address: str = "/feed.xml") -> dict[str, ET.Element]:
    """Id -> entry."""
    return {text(entry, "id"): entry for entry in feed(reader, address).iter(f"{ATOM}entry")}


def link(element: ET.Element, rel: str) -> str:
    (found,) = [each for each in element.findall(f"{ATOM}link") if each.get("rel") == rel]
    return str(found.get("href"))


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_what_the_standard_asks(reader: FlaskClient, address: str) -> None:
    whole = feed(reader, address)
    assert whole.tag == f"{ATOM}feed"
    assert text(whole, "title")
    assert whole.findtext(f"{ATOM}author/{ATOM}name") == "A & B"
    assert link(whole, "self") == f"{BASE_URL}{address}"
    found = whole.findall(f"{ATOM}entry")
    assert found
    days = [text(entry, "updated") for entry in found]
    assert days == sorted(days, reverse=True)
    assert text(whole, "updated") == days[0]
    ids = [text(part, "id") for part in [whole, *found]]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("tag:answerable,2026:") for each in ids)


@pytest.mark.parametrize("address", FEEDS)
def test_an_entry_has_what_the_standard_asks_and_leads_somewhere(reader: FlaskClient, address: str) -> None:
    for name, entry in entries(reader, address).items():
        assert datetime.fromisoformat(text(entry, "updated")).tzinfo, name
        assert text(entry, "title")
        assert text(entry, "summary").endswith((".", WHY)), name
        target = link(entry, "alternate")
        assert target.startswith(f"{BASE_URL}/")
        status = reader.get(target.removeprefix(BASE_URL), follow_redirects=True).status_code
        assert status == (410 if WHY in text(entry, "summary") else 200), target


def test_editions_corrections_and_findings_are_told(reader: FlaskClient) -> None:
    found = {name.removeprefix("tag:answerable,2026:/"): entry for name, entry in entries(reader).items()}
    assert set(found) == {
        "editions/2018-19/1.0", "editions/2018-19/1.1", "editions/2018-19/2.0", "editions/2018/1.0",
        f"supplies/{MAY}/points_missing",
    }  # fmt: skip
    corrected = found["editions/2018-19/1.1"]
    assert text(corrected, "title") == "London, April 2018 to March 2019: corrected (edition 1.1)"
    assert text(corrected, "updated") == DAYS["1.1"]
    assert text(corrected, "summary") == (
        "Invented records, not police data. Police searched people or vehicles in London 5 times. "
        "It covers 1 of 12 months. "
        "Why there is a new edition: corrected supplies. "
        "Metropolitan Police 2018-04: the file was replaced (0 rows gone, 1 new)."
    )
    kinds = {name: str(entry.find(f"{ATOM}category").get("term")) for name, entry in found.items()}  # type: ignore[union-attr]
    assert [kinds[name] for name in sorted(kinds)] == ["edition", "correction", "edition", "edition", "finding"]
    assert text(found[f"supplies/{MAY}/points_missing"], "summary").endswith(str(ODD["sentence"]))
    assert text(found[f"supplies/{MAY}/points_missing"], "updated") == "2019-06-30T22:00:00+00:00"


def test_what_was_withdrawn_is_news_of_that_day(reader: FlaskClient) -> None:
    gone = entries(reader)["tag:answerable,2026:/editions/2018/1.0"]
    assert text(gone, "updated") == "2019-08-01T09:00:00+00:00"
    assert text(gone, "title") == "London, January 2018 to December 2018: withdrawn (edition 1.0)"
    assert text(gone, "summary") == f"This was withdrawn on 2019-08-01: {WHY}"


def test_a_borough_is_not_told_of_editions_that_leave_it_as_it_was(reader: FlaskClient) -> None:
    found = {name.rsplit(":/", 1)[-1] for name in entries(reader, "/boroughs/hackney/feed.xml")}
    assert "boroughs/hackney/editions/2018-19/1.1" in found
    assert "boroughs/hackney/editions/2018-19/2.0" not in found  # May has no search in Hackney


def test_ids_hang_on_no_setting(reader: FlaskClient, shelf_root: Path) -> None:
    moved = Settings.from_environ({"PORTAL_HOME": str(shelf_root), "PORTAL_PUBLISHED_DIR": str(shelf_root),
                                   "PORTAL_BASE_URL": "https://moved.example"})  # fmt: skip
    other = create_app(moved).test_client()
    for address in FEEDS:
        assert set(entries(other, address)) == set(entries(reader, address))
        assert text(feed(other, address), "id") == text(feed(reader, address), "id")


@pytest.mark.parametrize(("invented", "says"), [(True, "They are not police data."), (False, "data.police.uk")])
def test_a_feed_says_whose_the_records_are(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch, invented: bool, says: str
) -> None:
    monkeypatch.setattr(whose, "are_invented", lambda: invented)
    assert says in text(feed(reader, "/feed.xml"), "rights")


def test_ids_stay_when_more_is_published(reader: FlaskClient, shelf_root: Path, tmp_path: Path) -> None:
    before = set(entries(reader))
    shelf = Path(shutil.copytree(shelf_root, tmp_path / "shelf"))
    newer = supplies() | {"supplies.csv": b"id\r\n"}
    edition(shelf, "supplies", "1.1", newer, reason="corrected supplies")
    settings = Settings.from_environ({"PORTAL_HOME": str(shelf), "PORTAL_PUBLISHED_DIR": str(shelf),
                                      "PORTAL_BASE_URL": BASE_URL})  # fmt: skip
    assert set(entries(create_app(settings).test_client())) == before


def test_a_sentence_that_xml_cannot_hold_breaks_no_feed(shelf_root: Path, tmp_path: Path) -> None:
    shelf = Path(shutil.copytree(shelf_root, tmp_path / "shelf"))
    path = shelf / "supplies" / "1.0" / "supplies.json"
    path.write_text(path.read_text().replace("39 of 40 rows", "\\u0000 <b>39 \\u000b&amp; of"))
    resealed(path.parent)
    settings = Settings.from_environ({"PORTAL_HOME": str(shelf), "PORTAL_PUBLISHED_DIR": str(shelf)})
    found = entries(create_app(settings).test_client())
    assert any(" <b>39 &amp; of do not say" in text(entry, "summary") for entry in found.values())


def test_what_is_announced_stands_in_every_feed(
    reader: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "announcements.toml"
    path.write_text('[[announcement]]\nid = "account-2"\nday = 2027-09-01\ntitle = "A second version"\n'
                    'says = "It comes."\npath = "/api"\n')  # fmt: skip
    announced = feeds.read_announcements(path)
    monkeypatch.setattr(feeds, "load_announcements", lambda: announced)
    for address, own in zip(FEEDS, ("", "/boroughs/hackney"), strict=True):
        entry = entries(reader, address)[f"tag:answerable,2026:{own}/announcements/account-2"]
        assert (text(entry, "updated"), text(entry, "summary")) == ("2027-09-01T00:00:00+00:00", "It comes.")
        assert link(entry, "alternate") == f"{BASE_URL}/api"
    assert feeds.read_announcements(shipped.data("announcements.toml")) == ()


def test_an_empty_shelf_has_a_feed_too(tmp_path: Path) -> None:
    settings = Settings.from_environ({"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": str(tmp_path)})
    assert entries(create_app(settings).test_client()) == {}


def test_a_code_leads_to_the_name_and_an_unknown_borough_nowhere(reader: FlaskClient) -> None:
    answer = reader.get("/boroughs/E09000012/feed.xml")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/boroughs/hackney/feed.xml")
    assert reader.get("/boroughs/nowhere/feed.xml").status_code == 404


def test_pages_tell_readers_of_the_feeds(reader: FlaskClient) -> None:
    assert 'type="application/atom+xml" title="Editions, corrections and findings: London" href="/feed.xml"' in (
        reader.get("/words").text
    )
    assert 'href="/boroughs/hackney/feed.xml"' in reader.get("/editions/2018-19/1.0/boroughs/hackney").text

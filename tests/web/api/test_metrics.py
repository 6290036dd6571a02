"""What monitoring reads, and what search engines read."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient

from portal import shipped
from portal.settings import Settings
from portal.web.app import create_app
from tests.web.written_shelf import DAYS

LINE = re.compile(r'portal_[a-z_]+(\{[a-z]+="[^"\\\n]*"\})? -?[0-9.e+]+')


def measured(reader: FlaskClient) -> dict[str, float]:
    answer = reader.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_the_shelf_is_counted(reader: FlaskClient) -> None:
    found = measured(reader)
    assert found["portal_periods"] == 2
    assert found['portal_editions{line="2018-19"}'] == 3
    assert found['portal_editions{line="supplies"}'] == 1
    newest = datetime.fromisoformat(DAYS["2.0"]).timestamp()
    assert found["portal_newest_timestamp_seconds"] == newest
    assert found['portal_published_timestamp_seconds{line="2018"}'] == datetime.fromisoformat(DAYS["1.0"]).timestamp()
    assert found['portal_months_supplied{period="2018-19"}'] == 2
    assert found['portal_supplies{state="current"}'] == 2
    assert found['portal_supplies{state="withdrawn"}'] == 1
    assert found['portal_supplies{state="held"}'] == 0
    assert found[f'portal_build_info{{version="{shipped.build()}"}}'] == 1


def test_every_measure_says_what_it_is(reader: FlaskClient) -> None:
    said = reader.get("/metrics").text
    for name in {name.partition("{")[0] for name in measured(reader)}:
        assert f"# HELP {name} " in said
        assert f"# TYPE {name} gauge\n" in said


def test_nothing_published_is_no_day_and_no_supply(tmp_path: Path) -> None:
    settings = Settings.from_environ({"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": str(tmp_path)})
    found = measured(create_app(settings).test_client())
    assert found["portal_periods"] == 0
    assert not any("timestamp" in name or "supplies" in name for name in found)


def test_the_same_whenever_it_is_asked(reader: FlaskClient) -> None:
    assert reader.get("/metrics").data == reader.get("/metrics").data


def test_search_engines_are_told_of_every_page(reader: FlaskClient) -> None:
    assert "Sitemap: https://portal.example/sitemap.xml\n" in reader.get("/robots.txt").text
    site = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ET.fromstring(reader.get("/sitemap.xml").data).findall(f"{site}url")
    days = {str(url.findtext(f"{site}loc")): url.findtext(f"{site}lastmod") for url in urls}
    assert days["https://portal.example/boroughs/hackney/2018-19"] == "2019-07-01"
    assert "https://portal.example/boroughs/hackney/2018" not in days  # withdrawn
    assert days["https://portal.example/words"] is None
    assert reader.get("/words").status_code == 200

"""`portal export`: the whole site as files, only what changed, nothing of anybody else's touched."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal.export.live import LIST
from portal.settings import Settings
from tests.conftest import LivingIn, run
from tests.samples import WESTMINSTER_BRIDGE, month_file, row

BASE_URL = "https://portal.example/london-searches"
LINK = re.compile(r'(?:href|src|data-here|data-charts)="([^"]+)"')
pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    with living_in(tmp_path_factory.mktemp("exporting")) as settings, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_BASE_URL", BASE_URL)
        run("ingest", month_file(settings.home / "in", [row(), row(Gender="Female"), row(**WESTMINSTER_BRIDGE)]))
        run("publish", "--period", "2018-19")
        yield settings


@pytest.fixture(scope="module")
def exported(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    ran = run("export", folder)
    assert (ran.code, ran.err) == (0, "")
    there = sum(path.is_file() for path in folder.rglob("*")) - 1
    assert ran.out == f"{folder}: {there:,} files written, 0 as they were, 0 taken away\n"
    return folder


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def served(folder: Path, path: str) -> Path | None:
    """What a host of files gives for a path: a file, or a folder's index."""
    there = folder / path.strip("/")
    return next((found for found in (there, there / "index.html") if found.is_file()), None)


def test_every_link_of_every_page_leads_to_a_file(exported: Path) -> None:
    broken = [
        (page.name, link)
        for page in pages(exported)
        if page.name != "404.html"
        for link in LINK.findall(page.read_text("utf-8"))
        if not link.startswith(("https://", "#")) and not (page.parent / link.partition("#")[0]).resolve().is_file()
    ]
    assert broken == []
    assert len(pages(exported)) > 200


def test_the_page_for_what_is_not_there_finds_its_style_and_its_links_at_any_depth(exported: Path) -> None:
    page = (exported / "404.html").read_text("utf-8")
    root = urlsplit(BASE_URL).path
    links = [link for link in LINK.findall(page) if not link.startswith(("#", "https://www.nationalarchives.gov.uk/"))]
    assert f"{root}/static/site.css" in links
    assert [link for link in links if not served(exported, link.removeprefix(root))] == []
    assert "there-is-no-such-page" not in page.split("<main")[1].split("</main>")[0].split("Contact")[0]


def test_no_page_has_an_address_of_this_machine_or_a_form_that_needs_a_server(exported: Path) -> None:
    for page in pages(exported):
        text = page.read_text("utf-8")
        assert not re.search(r'(href|src|action)="/(?!london-searches/)', text), page
        assert "<form" not in text, page


@pytest.mark.parametrize("name", ["sitemap.xml", "feed.xml", "boroughs/hackney/feed.xml"])
def test_every_address_of_the_sitemap_and_the_feeds_is_there(exported: Path, name: str) -> None:
    text = (exported / name).read_text("utf-8")
    found = re.findall(rf'(?:<loc>|href="){BASE_URL}([^"<]*)', text)
    assert len(found) >= 3
    assert [address for address in found if not served(exported, address)] == []


def test_the_promised_addresses_are_there(exported: Path) -> None:
    for name in ("index.html", "404.html", "london/2018-19/index.html", "boroughs/hackney/index.html",
                 "boroughs/E09000012/index.html", "boroughs/E09000012/2018-19/index.html", "boroughs/E09000012.csv",
                 "boroughs/hackney/2018-19.csv", "boroughs/hackney/2018-19.csv-metadata.json",
                 "charter/R07/index.html", "london.csv", "london.json", "london.xlsx", "boroughs/hackney.csv",
                 "boroughs/hackney.json", "compliance.csv", "compliance.json", "compliance.xlsx", "charter.json",
                 "data/2018-19/accounts.csv", "data/2018-19/searches-hackney.csv", "data/boroughs/hackney.zip",
                 "data/datapackage.json", "data/schemas/figures.json", "feed.xml", "openapi.json", "sitemap.xml",
                 "editions/2018-19/1.0/manifest.json", "editions/index.html",
                 "boroughs/E09000012/feed.xml", "data/bcus/central-east.csv"):  # fmt: skip
        assert (exported / name).is_file(), name


def test_a_code_leads_to_the_name_and_its_tables_are_the_same(exported: Path) -> None:
    page = (exported / "boroughs/E09000012/2018-19/index.html").read_text("utf-8")
    assert 'content="0; url=../../hackney/2018-19/index.html"' in page
    for name in ("2018-19.csv", "2018-19.json"):
        own = (exported / "boroughs/hackney" / name).read_bytes()
        assert (exported / "boroughs/E09000012" / name).read_bytes() == own
    assert (exported / "boroughs/hackney.csv").read_bytes() == (exported / "boroughs/hackney/2018-19.csv").read_bytes()


def test_without_an_address_of_its_own_the_export_says_what_its_feeds_will_name(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTAL_BASE_URL")
    monkeypatch.setattr("portal.export.crawl.site_files", lambda app: iter(()))
    ran = run("export", tmp_path / "out")
    assert ran.code == 0
    assert ran.err == (
        "portal: PORTAL_BASE_URL is not set: feeds, sitemap and openapi.json name http://127.0.0.1:8000\n"
    )


def test_tables_are_byte_for_byte_those_of_the_edition(exported: Path, settings: Settings) -> None:
    edition = settings.published_dir / "2018-19" / "1.0"
    assert (exported / "data/2018-19/accounts.csv").read_bytes() == (edition / "accounts.csv").read_bytes()
    assert (exported / "boroughs/hackney/2018-19.csv").read_bytes() == (edition / "boroughs/hackney.csv").read_bytes()


def test_a_second_export_writes_nothing_and_mends_what_was_lost(exported: Path, settings: Settings) -> None:
    times = {path: path.stat().st_mtime_ns for path in exported.rglob("*.*") if path.name != LIST}
    ran = run("export", exported)
    assert ": 0 files written" in ran.out
    assert {path: path.stat().st_mtime_ns for path in times} == times
    (exported / "index.html").unlink()
    assert ": 1 files written" in run("export", exported).out


def test_what_is_no_more_published_is_taken_away_and_strangers_stay(
    exported: Path, settings: Settings, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(exported, tmp_path / "copy"))
    held = json.loads((folder / LIST).read_bytes())
    (folder / LIST).write_text(json.dumps({**held, "old/page.html": "0" * 64}))
    (folder / "old").mkdir()
    (folder / "old" / "page.html").write_text("old")
    (folder / "CNAME").write_text("example.org")
    assert "1 taken away" in run("export", folder).out
    assert not (folder / "old").exists()
    assert (folder / "CNAME").read_text() == "example.org"


def test_a_folder_with_things_of_others_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    ran = run("export", tmp_path)
    assert ran.code == 2
    assert "no export wrote" in ran.err
    assert (tmp_path / "index.html").read_text() == "mine"


def test_with_nothing_published_there_is_nothing_to_export(tmp_path: Path, living_in: LivingIn) -> None:
    with living_in(tmp_path / "home"):
        ran = run("export", tmp_path / "out")
    assert ran.code == 3
    assert "nothing is published yet" in ran.err
    assert not (tmp_path / "out").exists()

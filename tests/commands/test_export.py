"""`portal export`: the whole site as files, only what changed, nothing of anybody else's touched."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.commands.exported_folder import LIST
from portal.settings import Settings
from tests.conftest import LivingIn, run
from tests.samples import WESTMINSTER_BRIDGE, month_file, row

LINK = re.compile(r'(?:href|src|data-here|data-charts)="([^"]+)"')
pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    with living_in(tmp_path_factory.mktemp("exporting")) as settings:
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


def test_every_link_of_every_page_leads_to_a_file(exported: Path) -> None:
    broken = [
        (page.name, link)
        for page in pages(exported)
        for link in LINK.findall(page.read_text("utf-8"))
        if not link.startswith(("https://", "#")) and not (page.parent / link.partition("#")[0]).resolve().is_file()
    ]
    assert broken == []
    assert len(pages(exported)) > 200


def test_no_page_has_an_address_of_this_machine_or_a_form_that_needs_a_server(exported: Path) -> None:
    for page in pages(exported):
        text = page.read_text("utf-8")
        assert not re.search(r'(href|src|action)="/', text), page
        assert "<form" not in text, page


def test_the_promised_addresses_are_there(exported: Path) -> None:
    for name in ("index.html", "404.html", "london/2018-19.html", "boroughs/hackney.html", "boroughs/E09000012.html",
                 "boroughs/hackney/2018-19.csv", "boroughs/hackney/2018-19.csv-metadata.json", "charter/R07.html",
                 "data/2018-19/accounts.csv", "data/2018-19/searches-hackney.csv", "data/boroughs/hackney.zip",
                 "data/datapackage.json", "data/schemas/figures.json", "feed.xml", "openapi.json", "sitemap.xml",
                 "editions/2018-19/1.0/manifest.json", "london/2018-19.show.searches.html"):  # fmt: skip
        assert (exported / name).is_file(), name


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

"""The export year after year: what was replaced stays, what was renamed leads on, what was withdrawn goes."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portal.documents import canonical
from portal.editions.archive import Edition, Shelf
from portal.export.links import path_of
from portal.settings import Settings
from portal.web import redirects
from portal.web.app import create_app
from portal.web.presentation.account_pages import PAGES
from portal.web.redirects import Renamed
from tests.conftest import LivingIn, run
from tests.samples import month_file, row
from tests.web.pinned import PINNED

pytestmark = pytest.mark.full
WHY = "A court ordered it."
HACKNEY = "/boroughs/hackney/2018-19"
NEEDS_A_SERVER = ("/compare.", "/embed/", "/picture/", "/find", "/healthz", "/metrics", "/readyz")
NAMES = "|".join(page.id for page in PAGES)
OF_A_SERVER = re.compile(
    rf"/(?:editions/.*|london|boroughs/hackney)(?:/2018(?:-19)?)?/(?:{NAMES}|report|changes)(?:\.[a-z-]+.*)?"
)
"""Pages of an account without a year or of its newest edition, and the tables of pages: links lead to none (D133)."""
OLD = Renamed("/boroughs/old", "/boroughs/hackney", date(2027, 1, 1), "It was renamed.")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    with living_in(tmp_path_factory.mktemp("over-time")) as settings, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_BASE_URL", "https://portal.example")
        run("ingest", month_file(settings.home / "1", [row(), row(Gender="Female")]))
        run("publish")
        yield settings


@pytest.fixture(scope="module")
def first(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the first editions."""
    folder = tmp_path_factory.mktemp("first")
    assert run("export", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def second(settings: Settings, first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder exported again, with a renamed borough, after a correction has replaced both editions."""
    run("ingest", month_file(settings.home / "2", [row(), row(Gender="Female"), row()]))
    run("publish")
    folder = Path(shutil.copytree(first, tmp_path_factory.mktemp("second") / "site"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redirects, "known_redirects", lambda: (OLD,))
        ran = run("export", folder)
    assert (ran.code, ran.err) == (0, "")
    return folder


def test_a_replaced_edition_keeps_its_page_and_every_byte_of_its_files(settings: Settings, second: Path) -> None:
    for period in ("2018-19", "2018", "series", "supplies", "catalogue"):
        edition = Edition(settings.published_dir / period / "1.0")
        own = second / "editions" / period / "1.0"
        for name, digest in edition.manifest.files.items():
            assert canonical.sha256((own / name).read_bytes()) == digest
        assert "It has been replaced." in (own / "index.html").read_text()
        assert "The edition before" in (own.parent / "1.1" / "index.html").read_text()
    assert (second / "editions/index.html").read_text().count("Replaced by") >= 2


def test_an_account_of_a_replaced_edition_stays_as_it_was(second: Path) -> None:
    page = (second / "editions/2018-19/1.0/boroughs/hackney/index.html").read_text()
    assert ": 2 searches in Hackney. This is not a year&#39;s figure.</strong>" in page
    assert (
        ": 3 searches in Hackney. This is not a year&#39;s figure."
        in (second / "boroughs/hackney/2018-19/index.html").read_text()
    )


def test_every_kind_of_address_that_is_promised_and_that_needs_no_server_is_there(
    settings: Settings, second: Path
) -> None:
    client = create_app(settings).test_client()
    promised = [address for _, address in PINNED if not address.startswith(NEEDS_A_SERVER) and "{" not in address]
    promised = [
        each
        for each in promised
        if not OF_A_SERVER.fullmatch(each) or (each.startswith(f"{HACKNEY}/") and "." not in each)
    ]
    missing = []
    for address in promised:
        with client.get(address, follow_redirects=True) as answer:
            if answer.status_code == 200 and not (second / path_of(address)).is_file():
                missing.append(address)
    assert missing == []


def test_a_renamed_address_leads_on_with_all_that_hangs_on_it(second: Path) -> None:
    for old, to in {
        "boroughs/old": "../hackney/index.html",
        "boroughs/old/2018-19": "../../hackney/2018-19/index.html",
        "editions/2018-19/1.0/boroughs/old": "../hackney/index.html",
    }.items():
        assert f'content="0; url={to}"' in (second / old / "index.html").read_text()
    for name in ("boroughs/{}.csv", "boroughs/{}/2018-19.json", "data/boroughs/{}.csv"):
        assert (second / name.format("old")).read_bytes() == (second / name.format("hackney")).read_bytes()


def test_what_was_withdrawn_goes_even_where_a_link_is_broken_and_a_page_says_when_and_why(
    settings: Settings, second: Path
) -> None:
    assert run("withdraw", "2018-19/1.1", "--reason", WHY).code == 0
    lost = settings.published_dir / "2018-19" / "1.0" / "map.json"
    raw = lost.read_bytes()
    lost.unlink()
    ran = run("export", second)
    lost.write_bytes(raw)
    assert ran.code == 3
    assert "the export is not whole" in ran.err
    assert "2018-19/1.0 is not whole, and is not shown" in ran.err
    assert left_of_withdrawn(settings, second) == []
    for name in ("boroughs/hackney/2018-19", "boroughs/hackney/2018-19.csv", "editions/2018-19/1.1/accounts.csv",
                 "boroughs/hackney/2018-19.json", "compliance/2018-19", "data/2018-19/accounts.csv"):  # fmt: skip
        page = (second / name / "index.html").read_text()
        assert "<h1>This has been withdrawn</h1>" in page
        assert WHY in page
    assert [*second.glob("boroughs/hackney/2018-19/*")] == [second / "boroughs/hackney/2018-19/index.html"]
    assert run("export", second).code == 0
    assert (second / "editions/2018-19/1.0/map.json").read_bytes() == raw  # nobody withdrew it
    page = (second / "boroughs/hackney/index.html").read_text()
    assert ": 3 searches in Hackney. This is not a year&#39;s figure." in page  # of 2018


def left_of_withdrawn(settings: Settings, folder: Path) -> list[Path]:
    """Files with the bytes of a withdrawn one that no other edition has."""
    editions = [Edition(path.parent) for path in settings.published_dir.glob("*/*/manifest.json")]
    living = {
        digest for each in editions for name, digest in each.manifest.files.items() if name not in each.tombstones
    }
    buried = {stone["sha256"] for each in editions for stone in each.tombstones.values()} - living
    assert len(buried) > 100
    return [path for path in folder.rglob("*") if path.is_file() and canonical.sha256(path.read_bytes()) in buried]


def test_a_withdrawn_edition_does_not_keep_the_export_from_being_whole(settings: Settings, second: Path) -> None:
    assert Shelf(settings.published_dir).newest("2018-19").tombstones
    ran = run("export", second)
    assert (ran.code, ran.err) == (0, "")
    assert ": 0 files written" in run("export", second).out

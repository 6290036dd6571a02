"""Every page says whose records it shows and whose outlines: what is invented is never taken for police data."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from ingest.outcome import Origin
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.samples import month_file, row
from tests.web.pinned import PINNED
from tests.web.proofreading import Proofreader

PAGES = sorted({each for _, each in PINNED if "." not in each.rpartition("/")[2] and "{" not in each})
BANNER = '<aside class="invented"'
OUTLINES = "National Statistics data and OS data © Crown copyright and database right"
LICENCE = "Open Government Licence v3.0"
POLICE = "Search records: police forces"
SEARCHES = ("/?show=per_1000", "/compare?a=boroughs/hackney&b=london", "/find?q=ha", "/london?show=nothing")
LOST = ("/nowhere", "/boroughs/nowhere", "/editions/2018-19/9.9")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Flask]:
    """The same small town as `real`, read in as the demo reads its records."""
    with living_in(tmp_path_factory.mktemp("invented")) as settings:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("portal.commands.ingest.Origin", partial(Origin, invented=True))
            app = town(settings)
        yield app


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Flask]:
    with living_in(tmp_path_factory.mktemp("real")) as settings:
        yield town(settings)


def town(settings: Settings) -> Flask:
    records = settings.home / "records"
    month_file(records, [row(), row()])
    month_file(records, [row()], force="city-of-london")
    assert run("ingest", records).code == 0
    assert run("publish").code == 0
    return create_app(settings)


def pages(app: Flask) -> dict[str, str]:
    """Every address of the list that answers with a page, those that ask for something, and some that are not there."""
    client, found = app.test_client(), {}
    for address in (*PAGES, *SEARCHES, *LOST):
        with closing(client.get(address, follow_redirects=True)) as answer:
            assert answer.status_code in (200, 404, 410), address
            if answer.mimetype == "text/html":
                found[address] = " ".join(answer.get_data(as_text=True).split())
    assert len(found) > 30
    return found


def test_every_page_of_invented_records_says_so(invented: Flask) -> None:
    for address, page in pages(invented).items():
        assert page.count(BANNER) == 1, address
        assert POLICE not in page, address
        foot = page.split("<footer")[1]
        assert "invented to show how the portal works" in foot, address
        assert OUTLINES in foot, address
        assert LICENCE in foot, address


def test_every_page_of_real_records_names_their_source(real: Flask) -> None:
    for address, page in pages(real).items():
        assert BANNER not in page, address
        foot = page.split("<footer")[1]
        assert POLICE in foot, address
        assert OUTLINES in foot, address


def test_a_page_that_fails_says_whose_records_these_are(invented: Flask) -> None:
    root = invented.extensions["shelf"].root
    app = create_app(Settings.from_environ({"PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)}))
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/broken")
    def broken() -> str:
        raise OSError("the disk is gone")

    page = Proofreader(app.test_client()).page("/broken", status=500)
    assert BANNER in page
    assert POLICE not in page


def test_before_anything_is_published_no_source_is_named(tmp_path: Path) -> None:
    page = Proofreader(create_app(Settings.from_environ({"PORTAL_HOME": str(tmp_path)})).test_client()).page("/words")
    assert BANNER not in page
    assert POLICE not in page
    assert OUTLINES in " ".join(page.split())

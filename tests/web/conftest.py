"""The site over a shelf written by hand, and a town published in full, for the tests of what programs read."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.web.app import create_app
from tests.accounts import returned_town
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.samples import NOWHERE, WINDSOR, month_file, row
from tests.web.pages.checks.review_shelf import with_review
from tests.web.written_shelf import written

BASE_URL = "https://portal.example"


@pytest.fixture(scope="session")
def shelf_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def application(shelf_root: Path) -> Flask:
    told = {"HOME": str(shelf_root), "PUBLISHED_DIR": str(shelf_root), "BASE_URL": BASE_URL, "PUBLISHER": "A & B"}
    return create_app(Settings.from_environ({f"PORTAL_{name}": value for name, value in told.items()}))


@pytest.fixture
def reader(application: Flask) -> FlaskClient:
    return application.test_client()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Settings:
    """April 2018, corrected once (edition 1.1), with the Met's return of that year; heavy, for tests marked full.

    Its year has a video review, written by hand.
    """
    with living_in(tmp_path_factory.mktemp("town")) as settings:
        records = settings.home / "records"
        city = [row(), row(**NOWHERE), row(**WINDSOR)]
        month_file(records / "1", city, force="city-of-london")
        returned_town.written(records / "1" / "returns", [returned()] * 150)
        month_file(records / "1", [row(), row(Latitude="abc")], month="2018-05")
        month_file(records / "2", [*city, row()], force="city-of-london")
        for folder in ("1", "2"):
            assert run("ingest", records / folder).code in (0, 3)
            assert run("publish").code == 0
    with_review(settings.published_dir)
    return settings

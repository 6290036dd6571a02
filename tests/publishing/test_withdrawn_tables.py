"""What is withdrawn is gone from every table that was made from it, and the chain still verifies."""

from collections.abc import Iterator

import pytest

from portal.editions.archive import Shelf
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.publishing.tabled_town import YEAR, published
from tests.samples import month_file, row

pytestmark = pytest.mark.full


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Shelf]:
    yield from published(tmp_path_factory, living_in, whole=False)


def test_a_withdrawn_edition_is_in_no_pack_and_in_no_table_of_all_periods(shelf: Shelf) -> None:
    before = shelf.newest("series").directory
    ran = run("withdraw", "2018-19/1.0", "--reason", "a name was in it")
    assert ran.code == 0
    assert not list(before.glob("packs/*.zip"))
    assert not list(before.glob("data/**/*.csv"))
    assert not list(before.glob("**/hackney.*"))
    assert run("verify").code == 0
    assert run("publish", "--period", "2018").code == 0
    whole = (shelf.newest("series").directory / "data/boroughs/hackney.csv").read_text("ascii")
    assert ",2018," in whole
    assert ",2018-19," not in whole


def test_a_withdrawn_supply_takes_its_searches_away(shelf: Shelf) -> None:
    run("ingest", month_file(shelf.root.parent / "more", [row(Date="2018-05-10T14:30:00+00:00")], month="2018-05"))
    assert run("publish").code == 0
    edition = shelf.newest(YEAR)
    supply = edition.manifest.supplies[0]["id"]
    assert run("withdraw", supply, "--reason", "a court asked for it").code == 0
    assert not list(edition.directory.glob("searches-*.csv"))
    assert (edition.directory / "accounts.csv").is_file()
    assert run("verify").code == 0
    app = create_app(Settings.from_environ({"PORTAL_HOME": str(shelf.root.parent.parent)}))
    answer = app.test_client().get("/data/2018-19/searches-hackney.csv")
    assert answer.status_code == 410
    assert "a court asked for it" in answer.text

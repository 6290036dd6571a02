"""Every edition stays in reach: one list of all, a link to the one before, and no link to what was withdrawn."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.editions import withdraw
from portal.editions.archive import Shelf
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.samples import month_file, row
from tests.web.proofreading import Proofreader
from tests.web.written_shelf import written

WHY = "A court ordered it."
ORDER = withdraw.Order(WHY, "2019-08-02T09:00:00+00:00", lambda manifest, digest: None)


@pytest.fixture
def pages(reader: FlaskClient) -> Proofreader:
    return Proofreader(reader)


def test_the_list_has_every_edition_of_every_period_newest_first(pages: Proofreader) -> None:
    page = pages.page("/editions")
    assert re.findall(r'<th scope="row"><a href="/editions/([^"]+)"', page) == [
        "2018-19/2.0", "2018-19/1.1", "supplies/1.0", "series/1.0", "catalogue/1.0", "2018-19/1.0", "2018/1.0",
    ]  # fmt: skip
    assert page.count("Replaced by") == 2
    assert page.count("<td>Current") == 4
    assert "1 June 2019</td><td>Corrected supplies" in page


def test_the_list_says_when_and_why_an_edition_was_withdrawn(pages: Proofreader) -> None:
    assert "Withdrawn on 1 August 2019: It named a person &amp; &lt;more&gt;." in pages.page("/editions")


def test_the_list_is_linked_from_the_corrections_and_from_every_edition_and_each_leads_to_the_one_before(
    pages: Proofreader,
) -> None:
    for address in ("/corrections", "/editions/2018-19/1.0", "/editions/2018-19/2.0"):
        assert 'href="/editions"' in pages.page(address)
    assert 'The edition before: <a href="/editions/2018-19/1.1">' in pages.page("/editions/2018-19/2.0")
    assert "The edition before" not in pages.page("/editions/2018-19/1.0")


def test_a_withdrawn_file_is_named_with_the_reason_and_not_linked(tmp_path: Path) -> None:
    root = written(tmp_path)
    withdraw.withdraw_edition_files(Shelf(root).newest("2018-19"), ["boroughs/hackney.csv"], ORDER)
    settings = Settings.from_environ({"PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)})
    site = Proofreader(create_app(settings).test_client())
    page = site.page("/editions/2018-19/2.0")
    assert "Withdrawn in part." in page
    assert f"withdrawn on 2 August 2019: {WHY}" in page
    assert 'href="/editions/2018-19/2.0/boroughs/hackney.csv"' not in page
    assert 'href="/editions/2018-19/2.0/boroughs/hackney.json"' in page
    assert f"1 of its files were withdrawn on 2 August 2019: {WHY}" in site.page("/editions")


def test_a_year_that_was_withdrawn_is_in_no_list_of_years(tmp_path: Path, living_in: LivingIn) -> None:
    with living_in(tmp_path) as settings:
        run("ingest", month_file(settings.home / "in", [row()]))
        run("publish")
        withdraw.withdraw_edition(Shelf(settings.published_dir), "2018/1.0", ORDER)
        site = Proofreader(create_app(settings).test_client())
        assert 'href="/compliance/2018-19"' in site.page("/compliance")
        assert 'href="/compliance/2018"' not in site.page("/compliance")
        assert 'href="/london/2018"' not in site.page("/boroughs")

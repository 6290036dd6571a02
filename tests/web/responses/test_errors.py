"""What a reader sees when something is not there, is gone, or broke."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.editions.archive import Withdrawn
from portal.settings import Settings
from portal.web.app import create_app
from tests.web.proofreading import Proofreader


class BrokenShelf:
    """Whatever is asked of it fails, as a full disk or a cut file would."""

    def __getattr__(self, name: str) -> None:
        raise OSError("the disk is gone")


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings)


def helpful(page: str, address: str) -> bool:
    """There is a way on: search, boroughs, and the address to name when reporting."""
    return all(part in page for part in ('action="/find"', 'href="/boroughs"', f"<code>{address}</code>"))  # fmt: skip


def test_not_found_leads_on(app: Flask) -> None:
    page = Proofreader(app.test_client()).page("/no-such-page", status=404)
    assert helpful(page, "/no-such-page")
    assert "It may be spelt wrong" in page


def test_the_address_asked_for_is_shown_as_text_only(app: Flask) -> None:
    page = Proofreader(app.test_client()).page("/<script>alert(1)</script>", status=404)
    assert "<script>alert" not in page


def test_withdrawn_says_when_and_why(app: Flask) -> None:
    def gone() -> str:
        raise Withdrawn("This was withdrawn on 2018-05-03: it named a person.")

    app.add_url_rule("/gone", view_func=gone)
    page = Proofreader(app.test_client()).page("/gone", status=410)
    assert "This was withdrawn on 3 May 2018: it named a person." in page
    assert "says when and why" in page
    assert helpful(page, "/gone")


@pytest.mark.parametrize("address", ["/", "/london", "/boroughs", "/compliance", "/supplies", "/corrections"])
def test_a_broken_shelf_is_our_fault_and_said_so(app: Flask, address: str) -> None:
    app.extensions["shelf"] = BrokenShelf()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = Proofreader(app.test_client()).page(address, status=500)
    assert "That is a fault of ours, not of yours" in page
    assert "the disk is gone" not in page
    assert helpful(page, address)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("portal@example.org", 'href="mailto:portal@example.org?subject=About%20/words"'),
        ("https://example.org/contact", 'href="https://example.org/contact"'),
        ("Room 4, Town Hall", "Tell us: Room 4, Town Hall"),
    ],
)
def test_an_error_can_be_reported_from_every_page(tmp_path: Path, contact: str, link: str) -> None:
    settings = Settings.from_environ({"PORTAL_HOME": str(tmp_path), "PORTAL_CONTACT": contact})
    site = Proofreader(create_app(settings).test_client())
    assert link in site.page("/words")
    assert link.replace("/words", "/nowhere") in site.page("/nowhere", status=404)
    silent = Settings.from_environ({"PORTAL_HOME": str(tmp_path)})
    assert "Is something wrong" not in Proofreader(create_app(silent).test_client()).page("/words")
    assert all(path.startswith("/") for path in site.inner_links())


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_table_of_teams_that_an_edition_has_not_is_not_found(reader: FlaskClient, ending: str) -> None:
    """Such an address names teams and no team."""
    assert reader.get(f"/teams.{ending}").status_code == 404

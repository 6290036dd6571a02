"""The six real months as pages: what is missing is said where it bears, and nothing is worked out of nothing."""

import json

import pytest

from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import Ran
from tests.web.proofreading import Proofreader

pytestmark = pytest.mark.full
PLACES = ["/london", "/boroughs/city-of-london", "/boroughs/hackney", "/forces/metropolitan", "/bcus/central-east"]


@pytest.fixture(scope="module")
def site(held: tuple[Settings, list[Ran]]) -> Proofreader:
    return Proofreader(create_app(held[0]).test_client())


def section(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].partition("</section>")[0]


@pytest.mark.parametrize("address", PLACES)
def test_six_of_twelve_months_everywhere(site: Proofreader, address: str) -> None:
    head = site.page(f"{address}/2018").split("<main")[1].split("<section")[0]
    assert "We have 6 full months of 12." in head
    sources, when = site.page(f"{address}/2018/sources"), site.page(f"{address}/2018/when")
    assert "We have 6 full months of 12." in section(sources, "missing")
    assert "6 of 12 months" in section(sources, "years")
    assert section(when, "months").count("<td>no file</td>") == 6
    assert json.loads(site.download(f"{address}/2018.json"))["period"]["months_supplied"] == 6


@pytest.mark.parametrize("address", ["/london/2018/where", "/london/2018/where?show=per_1000"])
def test_february_and_march_are_explained_beside_the_map(site: Proofreader, address: str) -> None:
    beside = section(site.page(address), "where")
    assert "24,751 of 70,196 searches have no borough" in beside
    for month, rows in (("2018-02", "10,237 of 10,771 rows (95 in 100)"), ("2018-03", "10,292 of 10,866 rows")):
        told = beside.split(f"/supplies/police-uk-metropolitan-{month}")[1].split("</li>")[0]
        assert f"{rows}" in told
        assert "do not say where the search was" in told
        opened = beside.split(f"/supplies/police-uk-metropolitan-{month}")[0]
        assert opened.rfind("<details") <= opened.rfind("</details>"), "a serious finding is not folded away"


def test_the_two_months_stand_by_the_months_of_every_borough(site: Proofreader) -> None:
    head = site.page("/boroughs/hackney/2018").split("<main")[1].split("<section")[0]
    assert "The place is missing: February 2018 and March 2018 (Metropolitan Police)." in head
    page = site.page("/boroughs/hackney/2018/when")
    assert "10,237 of 10,771 rows" in section(page, "months")
    assert section(page, "months").count("<td>part of the month</td>") == 2


def test_blank_ages_stand_beside_the_ages(site: Proofreader) -> None:
    who = section(site.page("/london/2018/who"), "who")
    assert "Age is blank on every one of its 10,771 rows" in who.split("<caption>Age,")[1].split("<caption>Gender")[0]


def test_the_rate_of_the_city_of_london_is_flagged(site: Proofreader) -> None:
    few = "Very few people live in the City of London"
    tile = site.page("/boroughs/city-of-london/2018").split('id="even"')[1].split("</div>")[0]
    assert "Not a fair measure here" in tile
    assert 'class="big"' not in tile
    assert few in site.page("/boroughs/city-of-london/2018/fairness")
    assert few in site.page("/boroughs/city-of-london/trends")
    assert "(in part, many people searched here live elsewhere)" in site.page("/london/2018/where?show=per_1000")
    row = site.page("/boroughs").split('<a href="/boroughs/city-of-london/')[1].split("</tr>")[0]
    assert "not a fair rate" in row


def test_without_a_year_the_site_opens_on_six_full_months(site: Proofreader) -> None:
    """Not on a part of a later month: no year is headed that has no full month."""
    assert "January 2018 to December 2018" in site.page("/london")
    assert "January 2018 to December 2018" in site.page("/boroughs/hackney").split("<title>")[1].split("</title>")[0]


def test_every_page_of_the_real_year_keeps_the_house_rules(site: Proofreader) -> None:
    site.page("/")
    for kind in ("boroughs", "bcus", "forces", "teams"):
        site.page(f"/{kind}")
    for link in sorted(link for link in site.inner_links() if link.endswith(("/2018", "/2018-19", "/2017-18"))):
        site.page(link)
    assert len(site.inner_links()) > 200

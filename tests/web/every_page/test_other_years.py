"""The list of years on each page of an account leads to the same question, or to that year's overview without one."""

import re
from collections.abc import Iterator

import pytest

from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, month_file, row
from tests.web.proofreading import Proofreader

HACKNEY = "/boroughs/hackney"
LINK = re.compile(rf'<li><a href="({HACKNEY}/[^"]+)"')
YEARS = {"2018", "2018-19", "2019", "2019-20"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    """A year with searches in Hackney, and one with none that is placed anywhere."""
    with living_in(tmp_path_factory.mktemp("years")) as settings:
        records = settings.home / "records"
        month_file(records, [row(), row(Outcome="Arrest"), row(**NOWHERE)])
        month_file(records, [row(**NOWHERE)] * 9, month="2019-05")
        run("ingest", records)
        run("publish")
        yield Proofreader(create_app(settings).test_client())


def listed(site: Proofreader, address: str) -> list[str]:
    picker = re.search(r'<details class="picker">.*?</details>', site.page(address), re.DOTALL)
    assert picker, address
    return LINK.findall(picker[0])


def test_every_page_of_every_year_leads_to_pages_that_are_there(site: Proofreader) -> None:
    seen: set[str] = set()
    for year in YEARS:
        overview = f"{HACKNEY}/{year}"
        pages = {overview, *re.findall(rf'href="({overview}/(?!trends)[a-z]+)"', site.page(overview))}
        for address in sorted(pages):
            found = listed(site, address)
            assert {each.split("/")[3] for each in found} == YEARS
            seen.update(found)
    for address in sorted(seen):
        site.page(address)
    assert f"{HACKNEY}/2018/results" in seen


def test_a_question_without_a_value_in_a_year_leads_to_its_overview(site: Proofreader) -> None:
    assert f"{HACKNEY}/2019-20" in listed(site, f"{HACKNEY}/2018-19/results")
    assert f"{HACKNEY}/2018" in listed(site, f"{HACKNEY}/2018-19")
    assert f"{HACKNEY}/2018/results" in listed(site, f"{HACKNEY}/2018-19/results")
    assert f"{HACKNEY}/2019/report" in listed(site, f"{HACKNEY}/2018-19/report")

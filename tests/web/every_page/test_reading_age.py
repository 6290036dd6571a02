"""Reading age 9 to 11: every kind of page is measured, and no sentence is long.

The words of others (the charter's promises, commentary) and pages for programmers are not held to it.
"""

from collections.abc import Iterator

import html5lib
import pytest

from portal.settings import Settings
from portal.web.app import create_app
from tests.accounts.returned_town import EAST, HACKNEY, TSG, written
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.samples import NOWHERE, month_file, row
from tests.web.every_page.readability import faults, paragraphs, reading
from tests.web.proofreading import Proofreader

STILL = [
    "/standard/review",
    "/standard/review/form",
    "/words",
    "/your-rights",
    "/accessibility",
    "/privacy",
    "/method",
    "/no-such-page",
]
DRAWN = ["/", "/london", "/boroughs", "/boroughs/hackney", "/boroughs/city-of-london", "/teams",
         "/teams/metropolitan-tsg", "/bcus", "/bcus/central-east", "/forces", "/forces/metropolitan", "/forces/btp",
         "/compliance", "/charter/C05", "/charter/R07", "/section-60", "/supplies", "/corrections", "/standard",
         "/editions", "/editions/2018-19/1.0", "/find?q=central"]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "lowest", "highest"),
    [
        ("The cat sat on the mat.", -2, 0),
        ("We count searches, not people. A person searched twice counts twice.", 0, 5),
        ("Disproportionate administration necessitates comprehensive institutional accountability.", 30, 60),
    ],
)
def test_the_measure_knows_plain_words_from_hard_ones(sentence: str, lowest: float, highest: float) -> None:
    assert lowest < reading([sentence]).grade < highest


def test_a_hard_page_is_told(settings: Settings) -> None:
    page = create_app(settings).test_client().get("/privacy").text
    hard = page.replace("The site sets no cookies,", "Our organisational infrastructure notwithstanding, " * 8)
    assert faults(list(paragraphs(html5lib.parse(page)))) == []
    assert len(faults(list(paragraphs(html5lib.parse(hard))))) == 2


@pytest.mark.parametrize("address", STILL)
def test_pages_to_read_are_plain(settings: Settings, address: str) -> None:
    response = create_app(settings).test_client().get(address)
    assert faults(list(paragraphs(html5lib.parse(response.text)))) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    """A year of a return with two teams, and of public files with oddities."""
    with living_in(tmp_path_factory.mktemp("site")) as settings:
        folder = settings.home / "records"
        powers = ("cjpoa_s60", "pace_s1")
        rows = [returned(team=team, borough=HACKNEY, power=powers[at > 4])
                for team in (EAST, TSG) for at in range(120)]  # fmt: skip
        month_file(folder, [row(Age_range="", **NOWHERE)] * 30, force="city-of-london")
        month_file(folder, [], force="btp")
        written(folder, rows)
        assert run("ingest", folder).code == run("publish").code == 0
        yield Proofreader(create_app(settings).test_client())


@pytest.mark.full
def test_drawn_pages_are_plain_and_in_order(site: Proofreader) -> None:
    pages = {address: list(paragraphs(html5lib.parse(site.page(address)))) for address in DRAWN}
    assert {address: found for address, texts in pages.items() if (found := faults(texts))} == {}
    assert sum(map(len, pages.values())) > 150

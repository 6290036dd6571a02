"""The pages of an account: tables as files, old anchors that lead on, and what changed, figure by figure."""

import csv
import io
import json
from collections.abc import Iterator

import html5lib
import pytest

from portal.documents.account import PeriodPart
from portal.editions.archive import Shelf, best_year
from portal.periods import Period
from portal.web.app import create_app
from portal.web.presentation.account_pages import PAGES
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, month_file, row
from tests.web.proofreading import Proofreader

YEAR = "/boroughs/hackney/2018-19"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    """Two editions of one year: the second has a month more and a search more in the first month."""
    with living_in(tmp_path_factory.mktemp("pages")) as settings:
        records = settings.home / "records"
        month_file(records, [row(), row(Outcome="Arrest"), row(**NOWHERE)])
        month_file(records, [row()], force="city-of-london")
        run("ingest", records)
        run("publish")
        later = settings.home / "later"
        month_file(later, [row(), row(), row(Outcome="Arrest"), row(**NOWHERE)])
        month_file(later, [row(Date="2018-05-03T10:00:00+00:00")], month="2018-05")
        month_file(later, [row(Date="2018-05-03T10:00:00+00:00")], force="city-of-london", month="2018-05")
        run("ingest", later)
        run("publish")
        assert len(Shelf(settings.published_dir).numbers("2018-19")) == 2
        yield Proofreader(create_app(settings).test_client())


def pages(site: Proofreader) -> list[str]:
    whole = site.account(YEAR)
    return [page.id for page in PAGES if f'href="{YEAR}/{page.id}"' in whole]


def test_the_tables_of_all_pages_together_are_the_table_of_the_account(site: Proofreader) -> None:
    """But for totals and comparisons, which the overview alone has; a figure may stand on two pages."""

    def rows(address: str) -> set[tuple[str, ...]]:
        return {tuple(line) for line in csv.reader(io.StringIO(site.download(address).decode()))}

    every = rows(f"{YEAR}.csv")
    found = set().union(*(rows(f"{YEAR}/{page}.csv") for page in pages(site) if page != "where"))
    assert found <= every
    left = {line[5] for line in every - found if line[6] != "comparison"}
    assert left <= {"searches", "person_searches", "vehicle_only"}


@pytest.mark.parametrize("page", ["results", "who", "sources"])
def test_csv_and_json_of_a_page_say_the_same(site: Proofreader, page: str) -> None:
    lines = list(csv.DictReader(io.StringIO(site.download(f"{YEAR}/{page}.csv").decode())))
    told = json.loads(site.download(f"{YEAR}/{page}.json"))
    assert [
        {name: str("" if cell is None else cell) for name, cell in each.items()} for each in told["figures"]
    ] == lines
    assert told["schema"] == "figures/1"
    assert site.download(f"{YEAR}/{page}.xlsx")


def test_the_cells_of_the_map_come_as_a_table(site: Proofreader) -> None:
    lines = list(csv.DictReader(io.StringIO(site.download(f"{YEAR}/where.csv").decode())))
    assert sum(int(line["searches"]) for line in lines) == int(lines[0]["of"]) == 6
    page = site.page(f"{YEAR}/where")
    assert "Every search has a location." in page or "searches have a public location" in page


def test_a_page_that_cannot_have_a_value_is_not_found(site: Proofreader) -> None:
    assert "There are no figures on this" in site.page("/forces/metropolitan/2018-19/fairness", status=404)
    assert "/forces/metropolitan/2018-19/fairness" not in site.account("/forces/metropolitan/2018-19")


def test_every_anchor_of_the_one_long_page_is_on_the_overview_and_leads_on(site: Proofreader) -> None:
    """Without a script the reader lands on the link; with one, on the page."""
    tree = html5lib.parse(site.page(YEAR), namespaceHTMLElements=False)
    ids = {each.get("id"): each for each in tree.iter() if each.get("id")}
    for anchor in ("outcome", "even", "team", "kept", "months", "where", "object", "power", "who", "apart", "hour",
                   "beside", "missing", "files", "download"):  # fmt: skip
        own = ids[anchor]
        links = [own, *own.iter("a")] if own.tag == "a" else list(own.iter("a"))
        assert any(str(link.get("href", "")).startswith(("/boroughs/hackney", "/compare")) for link in links), anchor


def test_a_replaced_edition_has_the_same_pages_under_its_own_address(site: Proofreader) -> None:
    old = "/editions/2018-19/1.0/boroughs/hackney"
    page = site.page(f"{old}/who")
    assert "This is edition 1.0, which has been replaced." in page
    assert f'href="{old}/results"' in page
    assert f'href="{YEAR}/results"' not in page
    before = json.loads(site.download(f"{old}/who.json"))["figures"]
    after = json.loads(site.download(f"{YEAR}/who.json"))["figures"]
    assert {each["edition"] for each in before} == {"1.0"}
    assert before != after
    newest = site.client.get("/editions/2018-19/2.0/boroughs/hackney/who")
    assert newest.status_code in (302, 404)


def test_what_changed_is_told_figure_by_figure(site: Proofreader) -> None:
    page = site.page(f"{YEAR}/changes")
    assert "New months" in page
    assert "Searches: May 2018" in page.replace("\n", "") or "May 2018" in page
    assert "Edition 1.0 is the first" not in page
    assert "Edition 1.0 is the first of this year" in site.page("/editions/2018-19/1.0/boroughs/hackney/changes")


def test_all_years_have_their_months_and_their_measures(site: Proofreader) -> None:
    page = site.page("/boroughs/hackney/trends")
    assert "Hackney over the years" in page
    assert "Searches each month, 2018-19" in page


def test_the_report_has_every_part_and_how_to_cite_it(site: Proofreader) -> None:
    page = site.page(f"{YEAR}/report")
    for part in ("Who was searched, and for what?", "What happened after?", "Which teams?", "Was the charter kept?",
                 "Questions to ask", "What is missing", "SHA-256 of the edition"):  # fmt: skip
        assert part in page, part


def part(year: str, months: int, *, complete: bool = False) -> tuple[Period, PeriodPart]:
    told = PeriodPart.model_validate({"id": year, "from": "", "to": "", "months_expected": 12,
                                      "months_supplied": months,
                                      "complete": complete})  # fmt: skip
    return Period.named(year), told


def test_a_year_is_chosen_that_says_something() -> None:
    """Newest complete; else the one with most full months, of equals the newest; one without a full month last."""
    assert best_year([part("2024-25", 0), part("2019", 6), part("2018-19", 3), part("2018", 6)]).id == "2019"
    assert best_year([part("2024-25", 3), part("2018-19", 12, complete=True)]).id == "2018-19"
    assert best_year([part("2024-25", 12), part("2018-19", 12, complete=True)]).id == "2018-19"
    assert best_year([part("2024-25", 0), part("2023-24", 0)]).id == "2024-25"

"""Pages of the charter over a shelf written by hand: three years, one of them corrected, each with its own charter."""

import pytest

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.measured import Links
from tests.web.every_page.readability import faults, paragraphs
from tests.web.page_tables import table, tree, words
from tests.web.pages.checks.charter_shelf import CHECKS, NOT_PUBLISHED, charter, edition
from tests.web.proofreading import HTML, Proofreader

OLD = "/editions/2018-19/1.0"
AUTHORISED = {"reference": "S60/1", "starts": "2019-08-26T14:00:00", "ends": "2019-08-27T14:00:00",
              "area": ["E09000012", "E09000033"], "rank": "superintendent", "publisher": "The Met"}  # fmt: skip
READ = "https://police.example/s60"
TARGET = {"value": 0.9, "set_by": "The Mayor", "set_on": "2019-04-01", "note": ""}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Proofreader:
    home = tmp_path_factory.mktemp("charters")
    told = {"means": {"not_recorded": "Nobody graded it."}}
    edition(home, "2018-19", "1.0", charter(R02={"title": "An older title"}, C06={"parameters": {}}))
    edition(home, "2018-19", "1.1", charter(C06={"parameters": {}}))
    listed = [AUTHORISED | {"source": READ}, AUTHORISED | {"reference": "S60/2", "source": "The Met's notice board"}]
    edition(home, "2019-20", "1.0", charter(R05=told, R02={"target": TARGET}) | {"authorisations": listed})
    edition(home, "2017-18", "1.0", None)
    return Proofreader(create_app(Settings.from_environ({"PORTAL_HOME": str(home)})).test_client())


def told(site: Proofreader, address: str) -> str:
    return words(next(tree(site, address).iter(f"{HTML}main")))


PAGES = ["/charter", *(f"/charter/{check}" for check in CHECKS), "/compliance", "/section-60", f"{OLD}/compliance",
         f"{OLD}/compliance/all",
         f"{OLD}/charter/C05", "/editions/2018-19/1.1/charter/C05", "/boroughs/hackney",
         "/forces/city-of-london"]  # fmt: skip


def test_every_page_keeps_the_house_rules_and_names_nothing_by_a_title_alone(site: Proofreader) -> None:
    for address in PAGES:
        body = next(tree(site, address).iter(f"{HTML}body"))
        assert [each for each in body.iter() if each.get("title")] == [], address


def test_pages_of_the_charter_are_plain_but_for_what_they_quote(site: Proofreader) -> None:
    for address in PAGES[:-2]:
        page = tree(site, address)
        for parent in page.iter():
            for quoted in [each for each in parent if each.tag == f"{HTML}blockquote"]:
                parent.remove(quoted)
        assert faults(list(paragraphs(page))) == [], address


def test_an_account_has_every_rate_with_bounds_and_counts_and_all_six_states(site: Proofreader) -> None:
    rows = {
        name[:3]: cells
        for name, cells in table(tree(site, "/forces/city-of-london/2019-20/charter"), "Every check").items()
    }
    assert rows["C05"] == ["● 80.0% to 90.0% 93 to 101 of 106 to 118", "93 to 101", "13 to 17", "3 to 7", "0",
                           "8 to 12", "0"]  # fmt: skip
    assert rows["C06"] == ["● 100.0% 900 of 900 (91.8% to 100.0%)", "900", "0", "25", "0", "35", "0"]
    assert rows["R02"][0] == "✓ Kept. 90.0% 900 of 1,000"
    assert rows["S04"] == ["○ Not published", NOT_PUBLISHED, "1,000"]


def test_the_same_cell_stands_in_every_table(site: Proofreader) -> None:
    page = tree(site, "/compliance/all")
    cells = {name[:3]: cells for name, cells in table(page, "All checks: London and police forces").items() if cells}
    assert cells["C06"] == ["● 100.0% 1,800 of 1,800 (91.8% to 100.0%)", "● 100.0% 900 of 900 (91.8% to 100.0%)"]
    listed = table(tree(site, "/charter"), "What the officer did")
    assert [found for name, found in listed.items() if name.startswith("C06")] == [cells["C06"][:1]]
    assert table(tree(site, "/charter/C06"), "Boroughs")["Hackney"][1:] == ["100.0%900 of 900", "25"]
    plain = cells["C06"][1].removeprefix("● ")  # of thousands of cells, a rate without a target has no mark
    assert table(page, "Boroughs. What the officer did")["Hackney"][1] == plain
    written = table(page, "Boroughs. What was written")["Westminster"]
    assert written == ["✓ Kept. 89.0% 890 of 1,000", "✗ Not kept. 80.0% 40 of 50 (70.0% to 90.0%), the records' word"]


def test_a_replaced_edition_leads_to_its_own_checks_and_says_what_replaced_it(site: Proofreader) -> None:
    site.paths.clear()
    site.page(f"{OLD}/boroughs/hackney")
    site.page(f"{OLD}/boroughs/hackney/charter")
    assert {link for link in site.inner_links() if "/charter/" in link} == {f"{OLD}/charter/{each}" for each in CHECKS}
    page = site.page(f"{OLD}/charter/R02")
    assert "R02: An older title" in page
    assert "This is edition 1.0, which has been replaced." in page
    assert f'<a href="{OLD}/boroughs/hackney">' in page
    assert f'<a href="{OLD}/checks/R02.csv">' in page
    assert "Over the years" not in page
    assert site.download(f"{OLD}/checks/R02.csv")
    table_of_year = site.page(f"{OLD}/compliance/all")
    assert "This is edition 1.0, which has been replaced." in table_of_year
    assert f'<a href="{OLD}/charter/R02">' in table_of_year
    assert f'<a href="{OLD}/compliance.json">' in table_of_year


@pytest.mark.parametrize(
    ("address", "status", "leads_to"),
    [
        ("/editions/2019-20/1.0/charter/C05", 302, "/charter/C05"),
        ("/editions/2019-20/1.0/compliance", 302, "/compliance/2019-20"),
        ("/editions/2018-19/1.1/compliance", 302, "/compliance/2018-19"),
        (f"{OLD}/charter/c05", 301, f"{OLD}/charter/C05"),
        (f"{OLD}/charter/ZZ9", 404, None),
        ("/editions/2018-19/9.0/charter/C05", 404, None),
        ("/editions/2017-18/1.0/charter/C05", 404, None),
        ("/compliance/2017-18", 404, None),
    ],
)
def test_the_newest_edition_leads_to_the_live_page(
    site: Proofreader, address: str, status: int, leads_to: str | None
) -> None:
    answer = site.client.get(address)
    assert (answer.status_code, answer.headers.get("Location")) == (status, leads_to)


def test_the_newest_edition_of_another_year_has_pages_of_its_own(site: Proofreader) -> None:
    """The live page of a check shows the newest year: what an account of another year leads to is that year's."""
    page = site.page("/editions/2018-19/1.1/charter/C05")
    assert "As it was measured for April 2018 to March 2019, edition 1.1" in page
    assert "has been replaced" not in page
    assert '<a href="/boroughs/hackney/2018-19">' in page
    site.paths.clear()
    site.page("/boroughs/hackney/2018-19/charter")
    assert "/editions/2018-19/1.1/charter/C05" in site.inner_links()
    site.page("/boroughs/hackney/2017-18")  # it was measured against no charter


def test_a_team_that_is_listed_no_more_has_no_account_to_lead_to() -> None:
    links = Links("/charter", "/charter", "/compliance/2018-19", "/reviews/2018-19", "", "/2018-19")
    assert links.place("team", "metropolitan-disbanded") is None
    assert links.place("borough", "E09000012") == "/boroughs/hackney/2018-19"


def test_years_by_another_rule_say_so(site: Proofreader) -> None:
    years = {check: table(tree(site, f"/charter/{check}"), "London, financial years") for check in ("C06", "R02")}
    assert [cells[1] for cells in years["C06"].values()] == ["another rule", "same rule"]
    assert [cells[1] for cells in years["R02"].values()] == ["same rule"] * 2  # a target is no rule
    assert "/editions/2018-19/1.1/charter/C06" in site.inner_links()
    assert "what changes may be the rule, not the police" in site.page("/charter/C06")


def test_every_standard_says_who_asks_where_it_stands_and_which_law_was_in_force(site: Proofreader) -> None:
    page = tree(site, "/charter/C05")
    asked = table(page, "Who asks what")
    met = asked["The Met's own charter, as reported"]
    assert "As reported. Full text not seen. Source: Press reports of the Met's stop and search charter" in met[0]
    assert "In force in this year: Code A of 2015, from 19 March 2015 to 16 January 2023." in asked["The law"][0]
    assert [cells[1] for cells in asked.values()] == ["No", "Yes", "No"]
    assert table(page, "Its sources")["December 2023"][:2] == ["PACE Code A, the text", "Not yet"]
    links = {str(each.get("href")) for each in page.iter(f"{HTML}a")}
    sources = {source["id"]: source for source in charter()["sources"]}
    assert {sources[name]["address"] for name in ("pnld-2020", "code-a", "charter-reported", "code-a-days")} <= links
    assert table(tree(site, "/charter"), "Standards side by side")


def test_the_mets_charter_nowhere_reads_as_if_it_had_been_seen(site: Proofreader) -> None:
    for address in ("/charter", "/charter/C05"):
        page = tree(site, address)
        items = [words(each) for each in page.iter(f"{HTML}li")]
        own = [each["says"] for each in charter()["commitments"] if each["by"] == "met_charter"]
        seen = [item for item in items if any(says in item for says in own)]
        assert seen
        assert all("full text not seen" in item for item in seen), address
        assert "The Met's own charter, as reported" in [words(each) for each in page.iter(f"{HTML}h3")]


def test_the_page_of_a_figure_shows_it_by_object(site: Proofreader) -> None:
    rows = table(tree(site, "/charter/S08"), "Searches that led to police action")
    assert rows == {"All searches": ["30.0% 25.0% to 35.0%", "300", "1,000", "7"],
                    "Controlled drugs": ["30.0% 25.0% to 35.0%", "210", "700", "7"]}  # fmt: skip
    assert "no figure" not in told(site, "/charter/S08")
    assert "● 30.0% 300 of 1,000 led to police action" in told(site, "/charter")


def test_a_funnel_of_a_check_is_of_its_records(site: Proofreader) -> None:
    page = site.page("/charter/R02")
    assert "Records where what they were looking for is written down: boroughs by their number of" in page
    assert table(tree(site, "/charter/R02"), "Records where what they were looking for")["Hackney"][:3] == [
        "1,000",
        "900",
        "90.0%",
    ]
    assert "police action" not in page.split("<main")[1]


def test_left_blank_is_said_in_the_charters_own_words(site: Proofreader) -> None:
    counts = table(tree(site, "/charter/R05"), "Records in the review")
    blank = "Nobody graded it Nobody looked at it. It is outside the sample and the percentage."
    assert counts[blank] == ["4,000"]
    older = table(tree(site, "/editions/2018-19/1.1/charter/R05"), "Records in the review")
    assert any(name.startswith("Blank ") for name in older)
    assert "The range shows what the blanks could change." in told(site, "/charter/C05")


def test_authorisations_are_told_in_days_and_names_with_their_source(site: Proofreader) -> None:
    rows = table(tree(site, "/section-60"), "Authorisations")
    assert rows["S60/1"] == ["26 August 2019, 14:00", "27 August 2019, 14:00", "Hackney, Westminster",
                             "superintendent", "The Met", "Its source of S60/1"]  # fmt: skip
    assert rows["S60/2"][-1] == "The Met's notice board"
    assert f'<a href="{READ}">' in site.page("/section-60")
    boroughs = table(tree(site, "/section-60"), "Searches under section 60 by borough, April 2019 to March 2020")
    assert boroughs == {name: ["60", "1,000", "2"] for name in ("Hackney", "Westminster")}

"""The charter, its checks and what they found, as pages: words and shapes beside colour, one figure everywhere."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from portal.charter.definitions import STATES
from portal.charter.validation import published_charter
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.settings import Settings
from portal.tables.rows import slug
from portal.web.app import create_app
from portal.web.presentation.checks import NAMES
from portal.web.presentation.formatting import format_share
from tests.accounts.returned_town import EAST, HACKNEY, MONTHS, TSG, WEST, WESTMINSTER, written
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.samples import NOWHERE, month_file, row
from tests.web.page_tables import table, tree, words
from tests.web.proofreading import HTML, Proofreader

RULE = " ".join(disclosure_sentences(disclosure_settings()))
YEAR, CITY = "2018-19", {"Latitude": "51.515500", "Longitude": "-0.092200"}
MARKS = {"unknown": "?", "not-published": "○", "withheld": "◌", "missing": "-", "too-few": "-", "kept": "✓",
         "not-kept": "✗", "too-close": "≈"}  # fmt: skip
LABELS = {"pass": "Done", "fail": "Not done", "not_recorded": "Blank", "cannot_tell": "Not clear",
          "not_applicable": "Does not apply", "not_published": "Not published"}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    """The Met's return of two boroughs, with teams, receipts and five section 60 searches; the City's public file."""
    with living_in(tmp_path_factory.mktemp("site")) as settings:
        folder = settings.home / "records"
        counts = {(EAST, HACKNEY): 150, (TSG, HACKNEY): 110, (WEST, WESTMINSTER): 240}
        rows = [
            returned(team=team, borough=place, power=("cjpoa_s60", "pace_s1")[at > 4],
                     receipt=("not_offered", "issued", "", "emailed", "declined")[at % 5])
            for (team, place), searches in counts.items() for at in range(searches)
        ]  # fmt: skip
        placed = [
            row(**CITY, Outcome_linked_to_object_of_search="True", Outcome="Arrest"),
            row(**CITY, Object_of_search=""),
        ]
        public = [*[placed[0]] * 20, *[placed[1]] * 20, *[row(**NOWHERE)] * 4]
        for at, month in enumerate(MONTHS):
            month_file(folder, public[at :: len(MONTHS)], month=month, force="city-of-london")
        written(folder, rows)
        assert run("ingest", folder).code == run("publish").code == 0
        yield Proofreader(create_app(settings).test_client())


def grid(page: Element, kind: str) -> dict[str, dict[str, str]]:
    """Every place of a kind in the tables of a year: its name -> check -> the words of the cell."""
    found: dict[str, dict[str, str]] = {}
    for each in page.iter(f"{HTML}table"):
        if words(next(each.iter(f"{HTML}caption"))).startswith(f"{kind}. "):
            checks = [words(cell)[:3] for cell in next(each.iter(f"{HTML}thead")).iter(f"{HTML}th")][1:]
            for row in next(each.iter(f"{HTML}tbody")).iter(f"{HTML}tr"):
                cells = [words(cell) for cell in row]
                found.setdefault(cells[0], {}).update(zip(checks, cells[1:], strict=True))
    return found


NO_RATE = {**NAMES, "value": "A figure, not a check"}


def without_figures(page: Element, section: str) -> dict[str, str]:
    """The checks that no table of a kind has: check -> what every place says."""
    own = next(each for each in page.iter(f"{HTML}section") if each.get("aria-labelledby") == section)
    told = [(said.find(f"{HTML}strong"), checks) for said, checks in pairwise(own) if checks.tag == f"{HTML}ul"]
    return {words(link): words(why) for why, checks in told if why is not None for link in checks.iter(f"{HTML}a")}


def document(site: Proofreader, address: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.download(address))
    return found


def rows_of(site: Proofreader, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.download(address).decode("ascii"))))


SOME = ("C05", "C06", "R02", "R07", "R13", "V01", "S07", "S08", "P01", "P05")
ADDRESSES = ["/charter", "/compliance", "/compliance/all", f"/compliance/{YEAR}", f"/compliance/{YEAR}/all",
             "/compliance/2018", "/section-60",
             *(f"/charter/{check}" for check in SOME)]  # fmt: skip


def test_every_page_is_in_order_and_says_in_shape_and_words_what_it_colours(site: Proofreader) -> None:
    seen = set()
    for address in ADDRESSES:
        for element in tree(site, address).iter():
            kinds = (element.get("class") or "").split()
            if kinds[:1] == ["verdict"]:
                seen.add(kinds[1])
                shape, text = words(next(element.iter(f"{HTML}span"))), words(element)
                assert next(element.iter(f"{HTML}span")).get("aria-hidden") == "true"
                assert shape == MARKS.get(kinds[1], "●"), (address, text)
                assert len(text.removeprefix(shape).strip()) > 3, (address, text)
                assert kinds[1] not in ("not-published", "withheld") or "%" not in text
    assert seen == {
        "unknown",
        "no-target",
        "not-published",
        "withheld",
        "missing",
        "too-few",
        "kept",
        "not-kept",
        "too-close",
    }
    legend = site.page("/compliance/all")
    assert all(f">{shape}</span>" in legend for shape in {*MARKS.values(), "●"})


def test_addresses_in_small_letters_lead_to_the_check_and_unknown_ones_nowhere(site: Proofreader) -> None:
    response = site.client.get("/charter/r07")
    assert (response.status_code, response.headers["Location"]) == (301, "/charter/R07")
    assert "There is no check ZZ9" in site.page("/charter/ZZ9", status=404)
    for address in ("/compliance/2011", "/compliance/2018-20"):
        site.page(address, status=404)
    for ending in ("csv", "json"):
        assert site.client.get(f"/charter/ZZ9.{ending}").status_code == 404


def test_before_anything_is_published_there_is_no_charter_page(settings: Settings) -> None:
    bare = Proofreader(create_app(settings).test_client())
    for address in ("/charter", "/charter/R07", "/compliance", "/section-60"):
        bare.page(address, status=404)


@pytest.mark.parametrize("check", ["R02", "R07", "C05", "V01"])
def test_page_json_and_csv_tell_the_same_counts(site: Proofreader, check: str) -> None:
    london = document(site, f"/charter/{check}.json")["rows"][0]["found"][0]
    listed = table(tree(site, f"/charter/{check}"), "Searches by what was found, London")
    counts = {label: cells for label in LABELS.values() for name, cells in listed.items() if name.startswith(label)}
    own = [line for line in rows_of(site, f"/charter/{check}.csv") if line["place_kind"] == "london"]
    told = [line for line in own if not line["measure"].startswith("check_by")]
    lines = {line["key"]: line for line in told if line["measure"] != "check_verdict"}
    assert [line["key"] for line in told if line not in lines.values()] == [slug(london["verdict"])]
    assert len(counts) == len(listed) == len(LABELS)
    for state in STATES:
        assert lines[state]["searches"] == text(london[state])
        assert (lines[state]["low"], lines[state]["high"]) == ("", "")
        assert counts[LABELS[state]][0] == ("no figure" if london[state] is None else f"{london[state]:,}")
    assert [lines[""][name] for name in ("value", "low", "high")] == [text(london[n]) for n in ("rate", "low", "high")]
    if london["rate"] is not None and london["low"] is None:
        assert f"London, April 2018 to March 2019: {format_share(london['rate'])}." in site.page(f"/charter/{check}")


def text(value: object) -> str:
    return "" if value is None else str(value)


def test_a_check_of_a_borough_is_one_rate_and_two_counts(site: Proofreader) -> None:
    """Of Hackney's 260 searches a fifth each had no receipt offered, or say nothing of it."""
    rows = table(tree(site, "/charter/C05"), "Boroughs")
    assert rows["Hackney"][-2:] == ["75.0%156 of 208", "52"]
    found = {row["place"]["name"]: row["found"][0] for row in document(site, "/charter/C05.json")["rows"]}
    assert (found["Hackney"]["fail"], found["Hackney"]["ranges"]) == (52, None)
    assert rows["City of London"][0].startswith("○ Not published")


def test_a_figure_of_some_forces_only_says_whose_it_is_not(site: Proofreader) -> None:
    """R13 of London is that of the City's 20 arrests: never a bare 100% of the Met's searches."""
    whole = document(site, f"/compliance/{YEAR}.json")
    assert whole["rows"][0]["found"][whole["checks"].index("R13")]["without"] == ["metropolitan"]
    assert "Measured without Metropolitan Police" in site.page("/charter/R13")
    page = tree(site, "/charter")
    found = {name[:3]: cells[-1] for title in ("What the officer did and said", "What was written down")
             for name, cells in table(page, title).items()}  # fmt: skip
    assert found["R13"] == "● 100.0% 20 of 20, without Metropolitan Police"
    assert found["C05"].endswith(" without City of London Police")
    lines = table(tree(site, f"/compliance/{YEAR}/all"), "All checks: London and police forces")
    assert next(cells for name, cells in lines.items() if name.startswith("R13"))[0] == found["R13"]


def test_the_table_of_a_year_is_every_account_beside_every_other(site: Proofreader) -> None:
    whole = document(site, f"/compliance/{YEAR}.json")
    assert whole["checks"] == [check.id for check in published_charter().checks]
    for place in whole["rows"][:3] + whole["rows"][-2:]:
        kind, code = place["place"]["kind"], place["place"]["code"]
        address = "/london" if kind == "london" else f"/{kind}s/{code}"
        response = site.client.get(f"{address}/{YEAR}.json", follow_redirects=True)
        assert json.loads(response.data)["compliance"] == place["found"]
    lines = rows_of(site, f"/compliance/{YEAR}.csv")
    assert len(lines) == len(whole["rows"]) * len(whole["checks"]) * (len(STATES) + 2)
    page = tree(site, f"/compliance/{YEAR}/all")
    boroughs = grid(page, "Boroughs")
    of_places = [check.id for check in published_charter().checks if not check.id.startswith("P")]
    alike = without_figures(page, "of-borough")
    found = [row["found"] for row in whole["rows"] if row["place"]["kind"] == "borough"]
    said = {check: {(each[at]["rate"], each[at]["status"]) for each in found}
            for at, check in enumerate(whole["checks"]) if check in of_places}  # fmt: skip
    assert alike == {check: NO_RATE[status] for check, told in said.items() if len(told) == 1
                     for rate, status in told if rate is None}  # fmt: skip
    assert list(boroughs["Hackney"]) == [check for check in of_places if check not in alike]
    assert boroughs["Hackney"]["R01"] == "100.0% 260 of 260"
    assert "P01 to P05 are asked of the police and of this portal, not of a place." in words(page)
    assert len(grid(page, "Teams")) == 3


def test_section_60_says_how_many_where_and_that_no_authorisation_is_entered(site: Proofreader) -> None:
    page = site.page("/section-60")
    assert "15 of 544 searches" in page
    assert "None has been entered here. So this portal cannot say" in page
    rows = table(tree(site, "/section-60"), "Searches under section 60 by borough, April 2018 to March 2019")
    whole = document(site, "/section-60.json")
    assert (whole["edition"]["number"], whole["months_expected"]) == ("1.0", 12)
    figures = [each for each in whole["figures"] if each["measure"] == "section_60"]
    told = {each["place"]["name"]: [f"{each[name]:,}" for name in ("searches", "of")] for each in figures
            if each["place"]["kind"] == "borough" and not each["breakdown"]}  # fmt: skip
    assert {name: cells[:2] for name, cells in rows.items()} == told
    assert rows["Hackney"] == ["10", "260", "0"]
    for check in ("S04", "S05"):
        assert page.split(f'href="/charter/{check}"')[1].split("</li>")[0].endswith(": Not published")


def test_home_names_every_field_that_is_missing_and_since_when(site: Proofreader) -> None:
    rows = table(tree(site, "/"), "Facts that police have not published")
    fields = {field["name"]: field["title"] for field in document(site, "/charter.json")["fields"]}
    account = document(site, f"/london/{YEAR}.json")["fields"]
    assert len(rows) == len(account["missing"]) + len(account["partly"]) > 20
    for names, nobody in ((account["missing"], True), (account["partly"], False)):
        for name in names:
            (found,) = (cells for title, cells in rows.items() if title.startswith(fields[name]))
            assert found[0].startswith("Nobody") is nobody, name
            assert found[1] == "Never published"
    assert not any("%" in cell for cells in rows.values() for cell in cells)
    assert {"/charter/V01", "/charter/C01"} <= {link for link in site.inner_links() if link.startswith("/charter/")}


def test_the_rule_stands_beside_what_only_a_return_tells_and_nowhere_else(site: Proofreader) -> None:
    told = [
        f"/boroughs/hackney/{YEAR}",
        f"/boroughs/hackney/{YEAR}/teams",
        f"/boroughs/hackney/{YEAR}/charter",
        f"/boroughs/hackney/{YEAR}/report",
        f"/teams/{TSG}/{YEAR}",
        f"/teams/{TSG}/{YEAR}/where",
        f"/compliance/{YEAR}",
        "/charter/C05",
    ]
    others = [f"/boroughs/city-of-london/{YEAR}", "/boroughs/hackney/2018", "/charter/P01", "/compliance/2018"]
    assert [address for address in told if RULE not in words(tree(site, address))] == []
    assert [address for address in others if RULE in words(tree(site, address))] == []


def test_the_corrections_say_what_the_check_of_them_found(site: Proofreader) -> None:
    told = words(tree(site, "/corrections"))
    assert "Does every correction say why? There is none yet. This is check P05, judged over all editions." in told

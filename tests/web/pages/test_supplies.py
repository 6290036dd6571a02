"""The list of supplies, a page for each, rejected rows, tombstones, and the standard."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import return_standard
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.returns import as_file, returned
from tests.samples import month_file, row
from tests.web.proofreading import Proofreader


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    """Two months of the Met, one of the City, one replaced, one return, one odd file: for tests that only read."""
    with living_in(tmp_path_factory.mktemp("supplies")) as settings:
        yield supplied(tmp_path_factory.mktemp("files"), settings)


def supplied(tmp_path: Path, settings: Settings) -> Proofreader:
    month_file(tmp_path / "1", [row(), row(Latitude="abc"), row(Object_of_search="=1+1"), row(Date="=cmd")])
    month_file(tmp_path / "2", [row()] * 30, month="2018-06")
    month_file(tmp_path / "3", [row()] * 29, month="2018-06")
    month_file(tmp_path / "3", [], force="city-of-london")
    (tmp_path / "3" / "return.csv").write_bytes(as_file([returned(), returned(video="x")]))
    for folder in ("1", "2", "3"):
        run("ingest", tmp_path / folder)
    run("publish")
    return Proofreader(create_app(settings).test_client())


def listed(site: Proofreader) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.download("/supplies.csv").decode("ascii"))))


def test_coverage_tells_missing_empty_and_held_apart(site: Proofreader) -> None:
    page = site.page("/supplies")
    assert "Empty file" in page
    assert "Missing" in page  # the City's June
    assert "29 rows" in page
    assert "Replaced" not in page
    assert "Replaced" in site.page("/supplies/all")


def test_the_matrix_has_every_supply_that_counts_or_waits_once(site: Proofreader) -> None:
    """Beside the CSV of all supplies."""
    page = site.page("/supplies")
    matrix = page[page.index("<caption>Rows kept") : page.index("</table>", page.index("<caption>Rows kept"))]
    linked = re.findall(r'href="/supplies/([^"]+)"', matrix)
    shown = [supply for supply in listed(site) if supply["state"] in ("current", "held", "refused")]
    assert sorted(linked) == sorted(supply["id"] for supply in shown)
    for supply in listed(site):
        assert f'href="/supplies/{supply["id"]}"' in site.page("/supplies/all")


def test_files_with_a_serious_problem_stand_first(site: Proofreader) -> None:
    """Beside the documents of the supplies."""
    page = site.page("/supplies")
    first = page[: page.index("<caption>Rows kept")]
    for supply in listed(site):
        document = json.loads(site.download(f"/supplies/{supply['id']}.json"))
        serious = any(finding["severity"] == "serious" for finding in document["findings"])
        waits = supply["state"] in ("held", "refused")
        named = waits or (supply["state"] == "current" and serious)
        assert (f'href="/supplies/{supply["id"]}"' in first) == named, supply["id"]


def test_every_supply_has_a_page_that_says_what_is_odd(site: Proofreader) -> None:
    for supply in listed(site):
        page = site.page(f"/supplies/{supply['id']}")
        document = json.loads(site.download(f"/supplies/{supply['id']}.json"))
        assert document["sha256"] in page
        for finding in document["findings"]:
            assert finding["sentence"].split(":")[0][:30].split("'")[0] in page.replace("&#39;", "'")


def test_rejected_rows_of_a_public_source_can_be_had_and_run_in_no_spreadsheet(site: Proofreader) -> None:
    met = next(
        s["id"]
        for s in listed(site)
        if s["month"] == "2018-04" and s["source"] == "police-uk" and s["rows_rejected"] == "2"
    )
    assert "The rejected rows as CSV" in site.page(f"/supplies/{met}")
    rows = list(csv.reader(io.StringIO(site.download(f"/supplies/{met}/rejected.csv").decode("ascii"))))
    assert rows[0] == ["line", "column", "reason", "row_text"]
    assert [cells[:2] for cells in rows[1:]] == [["3", "Latitude"], ["5", "Date"]]
    assert not any(cell[:1] in ("=", "+", "-", "@") for cells in rows for cell in cells)


def test_rejected_rows_of_a_return_cannot(site: Proofreader) -> None:
    returned_ = next(s["id"] for s in listed(site) if s["source"] == "charter-return")
    assert "this source is not public" in site.page(f"/supplies/{returned_}")
    refused = site.client.get(f"/supplies/{returned_}/rejected.csv")
    assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")


def test_a_withdrawn_supply_and_edition_answer_410_with_the_reason(tmp_path: Path, settings: Settings) -> None:
    site = supplied(tmp_path, settings)
    supply = listed(site)[0]["id"]
    assert run("withdraw", supply, "--reason", "It named a person.").code == 0
    assert "It named a person." in site.page(f"/supplies/{supply}", status=410)
    assert run("withdraw", "2018-19/1.0", "--reason", "A court ordered it.").code == 0
    assert "A court ordered it." in site.page("/boroughs/hackney/2018-19", status=410)
    assert site.client.get("/boroughs/hackney/2018-19.csv").status_code == 410
    for address in ("/", "/boroughs", "/boroughs/hackney"):  # the other year stands in
        assert "January 2018 to December 2018" in site.page(address)


def test_the_standard_is_shown_from_the_schema_itself(site: Proofreader) -> None:
    page = site.page("/standard")
    for field in return_standard.return_fields():
        assert f'id="{field.name}"' in page
        assert field.title in page.replace("&#39;", "'")
        row = page.split(f'id="{field.name}"')[1].split("</tr>")[0]
        assert f"<td>{field.tells_of}</td>" in row
    assert json.loads(site.download("/standard/schema.json"))["version"] in page
    assert site.download("/standard/template.csv").startswith(b"force,date,")


def test_no_such_supply(site: Proofreader) -> None:
    assert "There is no supply" in site.page("/supplies/nonsense", status=404)
    assert "There is no supply" in site.page("/supplies/supplies", status=404)

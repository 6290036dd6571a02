"""The checks on six real months: those that the feed can answer have counts, and nothing unpublished has a rate."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient

from portal import places
from portal.charter.validation import published_charter
from portal.editions.archive import Edition, is_document
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.web.proofreading import HTML

pytestmark = pytest.mark.full

FEED = {"C06", "R01", "R02", "R03", "R06", "R07", "R08", "R11", "R12"}
ASKED = [check.id for check in published_charter().checks if check.measured]
DRAWN = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "judged", "rate", "low", "high", "ranges")
KINDS = ("boroughs", "forces", "bcus")
Entry = Mapping[str, Any]
Statuses = Mapping[tuple[str, str], str]
"""(address of a place, check) -> status."""


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, folders: list[Path], living_in: LivingIn
) -> Iterator[tuple[Path, FlaskClient]]:
    """The year 2018 published: its edition's folder, and a reader of its pages."""
    with living_in(tmp_path_factory.mktemp("checked")) as settings:
        assert run("ingest", *folders).code == run("publish", "--period", "2018").code == 0
        yield settings.published_dir / "2018/1.0", create_app(settings).test_client()


def entries(folder: Path, stem: str) -> dict[str, Entry]:
    document = json.loads((folder / f"{stem}.json").read_bytes())
    return {entry["check"]: entry for entry in document["compliance"]}


def statuses(folder: Path) -> Statuses:
    found = [path for kind in KINDS for path in folder.glob(f"{kind}/*.json") if is_document(path.name)]
    stems = ["london", *(f"{path.parent.name}/{path.stem}" for path in found)]
    return {
        (f"/{stem}/2018", check): entry["status"]
        for stem in stems
        for check, entry in entries(folder, stem).items()
    }  # fmt: skip


def test_the_checks_that_the_feed_can_answer_have_counts_and_all_others_say_not_published(
    site: tuple[Path, FlaskClient],
) -> None:
    for stem, answered in (("london", FEED | {"R13"}), ("forces/metropolitan", FEED),
                           ("forces/city-of-london", FEED | {"R13"}), ("boroughs/sutton", FEED)):  # fmt: skip
        found = entries(site[0], stem)
        assert len(found) == len(published_charter().checks)
        counted = {check for check in ASKED if found[check]["status"] in ("value", "too_few")}
        assert counted == answered, stem
        for check in set(ASKED) - answered:
            assert (found[check]["status"], found[check]["verdict"]) == ("not_published", "Not published"), check
            assert found[check]["not_published"] > 0
        assert all(found[check]["not_published"] == 0 for check in FEED)


def test_the_states_of_the_six_months_are_those_of_the_files(site: tuple[Path, FlaskClient]) -> None:
    london, met, city = (entries(site[0], stem) for stem in ("london", "forces/metropolitan", "forces/city-of-london"))
    assert (london["R07"]["not_recorded"], london["R07"]["judged"]) == (24_751, 70_196)
    assert london["R07"]["rate"] == pytest.approx(london["R07"]["pass"] / 70_196, abs=1e-6)
    assert (met["R13"]["status"], met["R13"]["not_published"]) == ("not_published", 69_568)
    assert (city["R13"]["status"], city["R13"]["not_published"]) == ("value", 0)
    assert (london["R13"]["without"], london["R13"]["not_published"]) == (["metropolitan"], 69_568)
    for check in FEED | {"R13"}:
        whole = [london[check][state] for state in (*DRAWN[:5], "not_published")]
        assert sum(whole) == 70_196, check
        assert (
            whole == [met[check][state] or 0 for state in (*DRAWN[:5], "not_published")]
            or check == "R13"
            or (whole == [met[check][state] + city[check][state] for state in (*DRAWN[:5], "not_published")])
        )


def test_nothing_that_is_not_published_has_a_rate_anywhere(site: tuple[Path, FlaskClient]) -> None:
    folder, client = site
    found = statuses(folder)
    silent = {key for key, status in found.items() if status == "not_published"}
    assert len({place for place, _ in found}) == 1 + 33 + 2 + 12
    assert len(silent) > 48 * 20
    faults, seen = [], [0, 0, 0, 0]
    for at, told in enumerate(
        (in_documents(folder), in_tables(folder), in_pages(client, found), in_map(folder, silent))
    ):
        for where, fault in told:
            seen[at] += 1
            faults += [(where, fault)] if fault else []
    assert faults == []
    assert seen[0] > 3 * len(silent) * 0.99
    assert seen[1] > 3 * 7 * len(silent) * 0.99
    assert seen[2] > 2 * len(silent) * 0.85  # the page of the year tells of some but once
    assert seen[3] > 3 * 33
    boroughs = {place for place, _ in found if place.startswith("/boroughs/")}
    nowhere = {check for check in ASKED if all((place, check) in silent for place in boroughs)}
    once = told_once(html5lib.parse(client.get("/compliance/2018/all").text), "Not published")
    assert len(nowhere) > 20
    assert once == nowhere


def in_map(folder: Path, silent: set[tuple[str, str]]) -> Iterator[tuple[str, object]]:
    """Every area of every layer of the map: none has a value where nothing is published, or one force alone tells."""
    for path in sorted(folder.rglob("map.json")):
        for layer in json.loads(path.read_bytes())["layers"]:
            for figure in layer["figures"]:
                page = f"{places.boroughs()[figure['code']].address}/2018"
                is_silent = (page, layer["id"]) in silent or figure["status"] == "not_published"
                has = figure["value"] is not None or figure["shade"] is not None
                yield f"{path} {layer['id']} {figure['code']}", is_silent and has


def in_documents(folder: Path) -> Iterator[tuple[str, object]]:
    """Every entry of a check that is not published, in any document: where, and what it has that it may not."""
    for path in sorted(folder.rglob("*.json")):
        if path.name not in ("manifest.json", "charter.json"):
            for entry in every_dict(json.loads(path.read_bytes())):
                if "verdict" in entry and entry["status"] == "not_published":
                    drawn = {name: entry[name] for name in DRAWN if entry[name] is not None}
                    yield (
                        f"{path} {entry['check']}",
                        drawn or (entry["verdict"] != "Not published" and entry["verdict"]),
                    )


def every_dict(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every_dict(child)


def in_tables(folder: Path) -> Iterator[tuple[str, object]]:
    for path in sorted(folder.rglob("*.csv")):
        for row in csv.DictReader(io.StringIO(path.read_text("ascii"))):
            if row.get("measure") in ("check", "check_rate", "grounds") and row["status"] == "not_published":
                figures = (row["value"], row["low"], row["high"], row["searches"])
                shown = figures[:3] if row["key"] == "not_published" else figures
                yield f"{path} {row['place_code']} {row['breakdown']} {row['key']}", "".join(shown)


def in_pages(client: FlaskClient, found: Statuses) -> Iterator[tuple[str, object]]:
    """Every row or cell of a page that is about a check that is not published: it has no % sign."""
    places = [place for place, _ in found if place.startswith(("/london", "/boroughs"))]
    of_places = [f"{place}/charter" for place in dict.fromkeys(places)]
    for address in ["/", "/charter", "/compliance/2018/all", *of_places, *(f"/charter/{id_}" for id_ in ASKED)]:
        tree = html5lib.parse(client.get(address).text)
        about = "/london/2018" if address in ("/", "/charter") else address.removesuffix("/charter")
        for place, check, text in told(tree, address, about):
            status = found.get((place, check), "not_published" if address == "/" else "")
            assert status, (address, place, check)
            if status == "not_published":
                yield f"{address} {place} {check}", "%" in text and text


def told(tree: Element, address: str, about: str) -> Iterator[tuple[str, str, str]]:
    """The place, the check and the words of every row or cell that says what a check found."""
    own = address.removeprefix("/charter/")
    for lead in tree.iter(f"{HTML}p"):
        if "verdict" in lead.get("class", "").split():
            yield "/london/2018", own, words(lead)
    for table in tree.iter(f"{HTML}table"):
        heads = [link(cell) for cell in next(table.iter(f"{HTML}thead")).iter(f"{HTML}th")]
        for row in next(table.iter(f"{HTML}tbody")).iter(f"{HTML}tr"):
            cells, of = list(row), link(row[0])
            if heads[1:] and all(head.startswith("/charter/") for head in heads[1:]):
                yield from ((of, head[9:], words(cell)) for head, cell in zip(heads[1:], cells[1:], strict=True))
            elif of.startswith("/charter/") and "Who" not in words(next(table.iter(f"{HTML}thead"))):
                yield about, of[9:], words(row)
            elif address.startswith("/charter/") and of.count("/") == 3:
                yield of, own, words(row)


def told_once(tree: Element, said: str) -> set[str]:
    """The checks that the boroughs' part of a year's page lists below its tables as `said`, of all places alike."""
    part = next(each for each in tree.iter(f"{HTML}section") if each.get("aria-labelledby") == "of-borough")
    return {
        link(item).rpartition("/")[2]
        for before, after in pairwise(part)
        if after.tag == f"{HTML}ul" and said in words(before) and "in no table" in words(before)
        for item in after.iter(f"{HTML}li")
    }


def link(cell: Element) -> str:
    return next((str(anchor.get("href")) for anchor in cell.iter(f"{HTML}a")), "")


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_edition_says_which_charter_measured_it(site: tuple[Path, FlaskClient]) -> None:
    manifest = Edition(site[0]).manifest
    charter = json.loads((site[0] / "charter.json").read_bytes())
    assert [check["id"] for check in charter["checks"]] == [check.id for check in published_charter().checks]
    assert manifest.charter == manifest.beside["charter"]
    assert {
        f"checks/{check.id}.{end}" for check in published_charter().checks for end in ("json", "csv")
    } <= manifest.files.keys()

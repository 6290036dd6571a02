"""A corrected month makes a new edition that says what changed and why; nothing changes without news or unseen."""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal import shipped
from portal.settings import Settings
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, WESTMINSTER_BRIDGE, month_file, row

pytestmark = pytest.mark.full

FIGURES = ("searches", "of", "value", "low", "high", "unit", "status")
Table = dict[tuple[str, ...], list[tuple[str, ...]]]
CORRECTED = "Metropolitan Police 2018-05: the file was replaced (1 rows gone, 2 new)"


def stops(month: str, more: int = 0) -> list[str]:
    """Thirty in Hackney and ten in Westminster, one in five an arrest; `more`: searches by which it was corrected."""
    when = f"{month}-10T12:00:00+00:00"
    rows = [row(Date=when, Outcome="Arrest" if at % 5 == 0 else "A no further action disposal") for at in range(30)]
    added = [row(Date=when, Object_of_search="Firearms", Outcome="Arrest")] * more
    return [*rows[1 if more else 0 :], *added, *[row(Date=when, **WESTMINSTER_BRIDGE)] * 10]


def months(folder: Path, **more: int) -> Path:
    for month in ("2017-04", "2018-04", "2018-05"):
        month_file(folder, stops(month, more.get(f"m{month.replace('-', '_')}", 0)), month=month)
        month_file(folder, [row(Date=f"{month}-10T12:00:00+00:00", **NOWHERE)] * 3, month=month, force="city-of-london")
    return folder


def publish(*periods: str) -> str:
    ran = run("publish", *(word for period in periods for word in ("--period", period)))
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@dataclass(frozen=True)
class Story:
    """What was published, what each run said, and whether the runs without news left every byte as it was."""

    published: Path
    said: list[str]
    is_quiet: bool


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Story:
    """April 2017, April and May 2018; May is corrected (one row gone, two new), then April of the year before."""
    folder = tmp_path_factory.mktemp("corrected")
    corrections = [{}, {"m2018_05": 2}, {"m2018_05": 2, "m2017_04": 2}]
    with living_in(folder) as settings:
        said = []
        for at, more in enumerate(corrections):
            assert run("ingest", months(folder / f"{at}", **more)).code == 0
            said.append(publish("2017-18", "2018-19"))
        before = every_file(settings)
        said.append(publish("2017-18", "2018-19"))
        run("ingest", folder / "2")
        said.append(publish("2017-18", "2018-19"))
        return Story(settings.published_dir, said, every_file(settings) == before)


@pytest.fixture(scope="module")
def corrected(story: Story) -> Path:
    return story.published


def every_file(settings: Settings) -> dict[str, bytes]:
    root = settings.published_dir
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def figures(edition: Path) -> Table:
    """Every row of every place's table in an edition, by place and name, without the edition's number."""
    found: Table = {}
    for path in [edition / "london.csv", *edition.glob("forces/*.csv"), *edition.glob("b*s/*.csv")]:
        with path.open(encoding="ascii", newline="") as file:
            for line in csv.DictReader(file):
                key = tuple(line[name] for name in ("place_kind", "place_code", "measure", "breakdown", "key"))
                found.setdefault(key, []).append(tuple(line[name] for name in FIGURES))
    return found


def told(edition: Path) -> list[dict[str, str]]:
    with (edition / "differences.csv").open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def name_of(line: dict[str, str]) -> tuple[str, ...]:
    return tuple(line[name] for name in ("place_kind", "place_code", "measure", "breakdown", "key"))


def test_the_table_of_differences_has_exactly_the_figures_that_differ(corrected: Path) -> None:
    old, new = (figures(corrected / "2018-19" / number) for number in ("1.0", "1.1"))
    differing = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    lines = told(corrected / "2018-19/1.1")
    assert len(differing) > 100
    assert Counter(map(name_of, lines)) == Counter(differing)
    for line in lines:
        for when, table in (("before", old), ("now", new)):
            searches, _, value, _, _, _, status = table.get(name_of(line), [("", "", "", "", "", "", "missing")])[-1]
            found = (line[f"searches_{when}"], line[f"value_{when}"], line[f"status_{when}"])
            assert found == (searches, value, status), line


def test_places_that_the_correction_does_not_touch_are_not_named(corrected: Path) -> None:
    lines = told(corrected / "2018-19/1.1")
    of_their_own = [line for line in lines if line["measure"] not in ("london_then", "left_out")]
    named = {line["place_code"] for line in of_their_own}
    assert named == {"E12000007", "metropolitan", "central-east", "E09000012"}
    (searches,) = (each for each in lines if name_of(each) == ("borough", "E09000012", "searches", "", ""))
    assert (searches["searches_before"], searches["searches_now"], searches["since"]) == ("60", "61", "1.0")


def test_each_figure_has_a_reason_that_names_the_month_and_the_force(corrected: Path) -> None:
    own = [line for line in told(corrected / "2018-19/1.1") if line["place_code"] != "city-of-london"]
    assert {line["reason"] for line in own} == {CORRECTED}


def test_a_force_beside_london_is_told_which_file_changed_london(corrected: Path) -> None:
    beside = [line for line in told(corrected / "2018-19/1.1") if line["place_code"] == "city-of-london"]
    assert {line["measure"] for line in beside} == {"london_then"}
    assert {line["reason"] for line in beside} == {CORRECTED}


def test_no_table_has_two_rows_of_one_name(corrected: Path) -> None:
    assert [key for key, rows in figures(corrected / "2018-19/1.1").items() if len(rows) > 1] == []


def test_the_document_counts_what_the_table_has(corrected: Path) -> None:
    found: dict[str, Any] = json.loads((corrected / "2018-19/1.1/differences.json").read_bytes())
    lines = told(corrected / "2018-19/1.1")
    assert (found["since"], found["figures"]) == ("1.0", len(lines))
    assert found["places"] == len({line["place_code"] for line in lines})
    assert (found["london_before"], found["london_now"]) == (86, 87)
    (cause,) = found["causes"]
    assert (cause["what"], cause["force"], cause["month"]) == ("replaced", "metropolitan", "2018-05")
    assert (cause["rows_gone"], cause["rows_new"]) == (1, 2)
    assert not (corrected / "2018-19/1.0/differences.json").exists()


def test_a_correction_raises_the_second_number_and_nothing_else_makes_an_edition(story: Story) -> None:
    assert "2018-19 edition 1.1 (corrected supplies)" in story.said[1]
    assert "2017-18" not in story.said[1]
    assert story.said[3:] == ["nothing new\n", "nothing new\n"]
    assert story.is_quiet


def test_a_corrected_year_before_makes_a_new_edition_that_says_so(story: Story) -> None:
    why = "the account of the year before was published or corrected"
    assert "2017-18 edition 1.1 (corrected supplies)" in story.said[2]
    assert f"2018-19 edition 1.2 ({why})" in story.said[2]
    lines = told(story.published / "2018-19/1.2")
    assert {line["measure"] for line in lines} == {"year_before_then", "year_before_change"}
    assert {line["reason"] for line in lines} == {why}


@pytest.mark.full
def test_what_no_comparison_shows_makes_no_new_edition_of_the_year_after(tmp_path: Path, living_in: LivingIn) -> None:
    with living_in(tmp_path):
        run("ingest", months(tmp_path / "first"))
        publish("2017-18", "2018-19")
        first, *others = stops("2017-04")
        rows = [first.replace("Controlled drugs", "Fireworks"), *others]
        run("ingest", month_file(tmp_path / "second", rows, month="2017-04"))
        said = publish("2017-18", "2018-19")
        assert "2017-18 edition 1.1" in said
        assert "2018-19" not in said


@pytest.mark.full
def test_a_changed_rule_is_told_apart_from_a_corrected_file(
    tmp_path: Path, living_in: LivingIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R02 takes drugs for no object any more, and the City's April is corrected: of the Met only the rule is new."""
    stricter = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
    stricter = stricter.replace('placeholders = ["object_unavailable"]', 'placeholders = ["controlled_drugs"]')
    (tmp_path / "stricter.toml").write_text(stricter, "utf-8")
    with living_in(tmp_path / "home") as settings:
        run("ingest", months(tmp_path / "first"))
        publish("2018-19")
        rows = [row(Date="2018-04-10T12:00:00+00:00", **NOWHERE)] * 4
        run("ingest", month_file(tmp_path / "second", rows, month="2018-04", force="city-of-london"))
        monkeypatch.setenv("PORTAL_CHARTER", str(tmp_path / "stricter.toml"))
        assert "corrected supplies; the charter changed" in publish("2018-19")
        lines = told(settings.published_dir / "2018-19/2.0")
    charter, city = (
        "the charter changed, not the police's records",
        "City of London Police 2018-04: the file was replaced",
    )
    assert reasons(lines, "metropolitan", "R02") == {charter}
    assert reasons(lines, "E12000007", "R02") == {f"{city} (0 rows gone, 1 new); {charter}"}
    assert reasons(lines, "E12000007", "R11") == {f"{city} (0 rows gone, 1 new)"}


def reasons(lines: list[dict[str, str]], place: str, check: str) -> set[str]:
    return {line["reason"] for line in lines if (line["place_code"], line["breakdown"]) == (place, check)}

"""Figures by team in a second edition: what two editions tell together is no more than one may."""

import json
from pathlib import Path

import pytest

from portal.accounts.shelf import is_document
from portal.settings import Settings
from tests.accounts.attacker import Attacker, Reading
from tests.accounts.returned_town import (
    CROYDON,
    EAST,
    HACKNEY,
    TOWER_HAMLETS,
    TOWN,
    TRIDENT,
    TSG,
    WEST,
    WESTMINSTER,
    Counts,
    document,
    out,
    shown,
)
from tests.conftest import Portal
from tests.samples import month_file, row

LAMBETH, SOUTH = "E09000022", "metropolitan-response-central-south"
STAY = "Figures by team stay as they were"


@pytest.fixture
def editions(portal: Portal, settings: Settings, tmp_path: Path) -> Path:
    """The town's first edition; a test adds others with `again`."""
    assert out(portal, tmp_path, TOWN).code == 0
    return settings.published_dir


def again(portal: Portal, folder: Path, *worlds: Counts) -> None:
    for counts in worlds:
        ran = out(portal, folder, counts)
        assert (ran.code, ran.err) == (0, "")


def test_one_row_more_would_give_a_seven_away_so_the_figures_stay(
    portal: Portal, tmp_path: Path, editions: Path
) -> None:
    again(portal, tmp_path, {**TOWN, (TSG, HACKNEY): 8})
    for name in ("london", "boroughs/hackney", "boroughs/westminster", "forces/metropolitan"):
        before, now = (document(editions, f"2018-19/{number}/{name}") for number in ("1.0", "1.1"))
        assert now["breakdowns"]["team"] == before["breakdowns"]["team"]
        assert STAY in now["withheld"]["team"]
    assert document(editions, "2018-19/1.1/boroughs/hackney")["totals"]["searches"] == 158
    before, now = (document(editions, f"2018-19/{number}/teams/{TSG}") for number in ("1.0", "1.1"))
    assert (now["totals"], now["breakdowns"]) == (before["totals"], before["breakdowns"])
    assert STAY in now["withheld"]["update"]


def test_so_few_rows_leave_the_figures_whatever_they_say(portal: Portal, tmp_path: Path, editions: Path) -> None:
    """A row more of the largest team gives nothing away; that figures stay must not tell that something would."""
    again(portal, tmp_path, {**TOWN, (EAST, HACKNEY): 151})
    before, now = (document(editions, f"2018-19/{number}/boroughs/hackney") for number in ("1.0", "1.1"))
    assert now["breakdowns"]["team"] == before["breakdowns"]["team"]
    assert STAY in now["withheld"]["team"]


def test_three_rows_more_leave_five_six_and_seven_so_the_figures_change(
    portal: Portal, tmp_path: Path, editions: Path
) -> None:
    again(portal, tmp_path, {**TOWN, (TSG, HACKNEY): 8, (EAST, HACKNEY): 152})
    found = document(editions, "2018-19/1.1/boroughs/hackney")
    assert shown(found)[TSG] == (8, 12, "rounded")
    assert found["withheld"] == {}
    attacker = Attacker(read(editions, "1.0"), read(editions, "1.1"))
    assert attacker.left(attacker.cells(0, TSG, [HACKNEY])) == [5, 6, 7]


def read(published: Path, number: str) -> Reading:
    folder = f"2018-19/{number}"
    found = {f"{path.relative_to(published).with_suffix('')}": json.loads(path.read_bytes())
             for path in (published / folder).rglob("*.json") if is_document(path.name)}  # fmt: skip
    by_code = [
        {each["place"]["code"]: each for name, each in found.items() if name.startswith(f"{folder}/{kind}/")}
        for kind in ("boroughs", "teams")
    ]
    changed = {
        key: (rows[0], rows[1]) for key, rows in found.get(f"{folder}/differences", {}).get("rows_changed", {}).items()
    }
    return Reading(found[f"{folder}/london"], by_code[0], by_code[1], changed)


@pytest.mark.full
def test_a_correction_elsewhere_after_figures_that_stayed_is_published(
    portal: Portal, tmp_path: Path, editions: Path
) -> None:
    eight = {**TOWN, (TSG, HACKNEY): 8}
    again(portal, tmp_path, eight, {**eight, (WEST, WESTMINSTER): 141})
    assert shown(document(editions, "2018-19/1.2/boroughs/hackney"))[TSG] == (1, 7, "withheld")


@pytest.mark.full
def test_changes_since_figures_that_stayed_add_up(portal: Portal, tmp_path: Path, editions: Path) -> None:
    """One row, then two more: three since the figures that are shown."""
    again(portal, tmp_path, {**TOWN, (TSG, HACKNEY): 8}, {**TOWN, (TSG, HACKNEY): 8, (EAST, HACKNEY): 152})
    assert shown(document(editions, "2018-19/1.2/boroughs/hackney"))[TSG] == (8, 12, "rounded")


@pytest.mark.full
@pytest.mark.parametrize(
    ("counts", "changed"),
    [
        pytest.param(
            {("", HACKNEY): 20, ("", ""): 130, (TSG, ""): 50},
            {(WEST, WESTMINSTER): 145},
        ),
        ({("squad", HACKNEY): 97, (TRIDENT, HACKNEY): 50}, {("squad", HACKNEY): 101}),
        ({("squad", HACKNEY): 101, (TRIDENT, HACKNEY): 50}, {("squad", HACKNEY): 97}),
        ({(TSG, CROYDON): 60, (TSG, TOWER_HAMLETS): 60}, {(TSG, CROYDON): 68}),
        ({(TSG, CROYDON): 97}, {(TSG, CROYDON): 103}),
        ({(TSG, CROYDON): 20}, {(TSG, CROYDON): 24}),
    ],
    ids=["no team and no place", "a team reaches 100", "a team falls below 100", "small places together change",
         "a place reaches 100", "one small place changes"],
)  # fmt: skip
def test_a_corrected_return_is_published(
    portal: Portal, settings: Settings, tmp_path: Path, counts: Counts, changed: Counts
) -> None:
    first = {**TOWN, **counts}
    again(portal, tmp_path, first, {**first, **changed})
    assert document(settings.published_dir, "2018-19/1.1/london")["withheld"] == {}
    two = Attacker(read(settings.published_dir, "1.0"), read(settings.published_dir, "1.1"))
    assert two.given_away() == []


@pytest.mark.full
def test_one_row_more_in_small_places_together_gives_nothing_away(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    first = {**TOWN, (TSG, CROYDON): 7, (TRIDENT, CROYDON): 60, (TRIDENT, TOWER_HAMLETS): 60}
    again(portal, tmp_path, first, {**first, (TSG, CROYDON): 8})
    assert given_away(settings.published_dir) == []


def given_away(published: Path) -> list[list[int]]:
    """What the second edition, if its figures are new, tells beside the first."""
    if STAY in document(published, "2018-19/1.1/london")["withheld"].get("team", ""):
        return []
    return Attacker(read(published, "1.0"), read(published, "1.1")).given_away()


@pytest.mark.full
def test_the_hundred_of_an_earlier_edition_is_known_too(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """93 and 7 make 100; a row less in Westminster, and ten elsewhere, would tell that the seven are seven."""
    first = {(EAST, HACKNEY): 300, (TSG, HACKNEY): 7, (WEST, WESTMINSTER): 300, (TSG, WESTMINSTER): 93,
             (SOUTH, LAMBETH): 300}  # fmt: skip
    again(portal, tmp_path, first, {**first, (TSG, WESTMINSTER): 92, (TSG, LAMBETH): 10})
    assert given_away(settings.published_dir) == []


@pytest.mark.full
def test_a_return_that_must_be_held_back_does_not_leave_teams_as_public_files_had_them(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path / "public", [row()] * 200))
    portal("publish", "--period", "2018-19")
    again(portal, tmp_path, {(EAST, HACKNEY): 150, (TSG, HACKNEY): 7, (TSG, WESTMINSTER): 82, (TSG, CROYDON): 12,
                             (WEST, WESTMINSTER): 150, (EAST, CROYDON): 150})  # fmt: skip
    hackney = document(settings.published_dir, "2018-19/2.0/boroughs/hackney")
    assert [(each["key"], each["searches"]) for each in hackney["breakdowns"]["team"]] == [("held_back", 157)]
    assert (hackney["withheld"]["team"].startswith(STAY), "teams" in hackney["guarded"]) == (False, False)

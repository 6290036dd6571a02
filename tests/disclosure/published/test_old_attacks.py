"""Four attacks that broke the rule before this one, on the rows that they broke it with.

Each took a range, a "1 to 7" or a hash, and one more figure. Now counts over groups of 100 or more are exact and there
is nothing to take apart; of people there is what London has, drawn once; and nothing follows from a return's bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.reading.batch import lines_sha256
from portal.settings import Settings
from tests.conftest import LivingIn
from tests.disclosure.published.returned_years import YEAR, Row
from tests.disclosure.published.uniform_year import (
    CROYDON,
    EAST,
    STATES,
    TSG,
    USUAL,
    WEST,
    WESTMINSTER,
    accounts,
    check,
    document,
    states,
    year_of,
)
from tests.disclosure.published.whole import comparable, differing, everything, files, publish_year
from tests.returns import NAMES, as_file

pytestmark = pytest.mark.full

PEOPLE = ("S01", "S02")
OF_RETURNS = ("C01", "C02", "C03", "C04", "C05", "R04", "R05", "R09", "R10", "R14", "R15", "V01", "V02", "V03", "V04",
              "V05", "S03", "S06")  # fmt: skip


def look_at_every_figure(root: Path, number: str = "1.0") -> int:
    """No range, no figure of the police over fewer than 100, none of people outside London; how many are told."""
    told = 0
    for account in accounts(root, number):
        of = account["place"]["name"]
        for entry in account["compliance"]:
            counts = [entry[state] for state in STATES]
            assert not entry.get("ranges"), (of, entry)
            if entry["check"] in PEOPLE and account["place"]["kind"] != "london":
                assert counts == [None] * 5, (of, entry)
            elif entry["check"] in PEOPLE:
                assert all(count is None or (count >= 10 and count % 5 == 0) for count in counts), entry
                assert entry["not_applicable"] is None
            elif entry["check"] in OF_RETURNS and any(counts):
                assert sum(filter(None, counts)) >= 100, (of, entry)
                told += 1
        for figure in account["breakdowns"].get("team", []):
            assert figure["low"] is figure["high"] is None, (of, figure)
        if account["place"]["kind"] == "team":
            assert account["totals"]["searches"] is None or account["totals"]["searches"] >= 100, of
    return told


@pytest.fixture
def home(tmp_path: Path, living_in: LivingIn) -> Iterator[Settings]:
    with living_in(tmp_path) as settings:
        yield settings


def test_a_teams_total_and_its_boroughs_are_exact_so_no_small_cell_is_left_to_work_out(home: Settings) -> None:
    """411 rows, a team with 88, 13 and 1: its total was 98 to 102, so that "1 to 7" was 1."""
    stripped = {"clothing": "intimate_parts"}
    rows = year_of(
        (88, {"team": TSG}), (13, {"team": TSG, "borough": WESTMINSTER}), (1, {"team": TSG, "borough": CROYDON}),
        (105, {}), (102, {"team": WEST, "borough": WESTMINSTER}), (102, {"team": WEST, "borough": CROYDON}),
    )  # fmt: skip
    rows[:12] = [row | stripped for row in rows[:12]]
    root = publish_year(home, rows, YEAR)
    assert len(rows) == 411
    assert look_at_every_figure(root) > 0
    london, team = document(root, "london"), document(root, f"teams/{TSG}")
    assert team["totals"]["searches"] == 102
    assert states(team, "S01") == dict.fromkeys(STATES)
    assert states(team, "C05") == {**dict.fromkeys(STATES, 0), "pass": 102}
    assert check(london, "S01")["pass"] == 10
    assert [check(london, "S01")[state] for state in STATES[1:]] == [None] * 4
    teams = {each["key"]: each["searches"] for each in london["breakdowns"]["team"]}
    assert teams == {TSG: 102, EAST: 105, WEST: 204}


def test_seven_unattended_vehicles_are_a_count_of_what_the_police_did_among_410(home: Settings) -> None:
    """C03 "does not apply" was 8 to 12, less one under section 60: exactly the 7 that C01 and C04 held back."""
    rows = year_of(
        (7, {"type": "vehicle", "vehicle_attended": "no"}),
        (20, {"type": "vehicle", "vehicle_attended": "yes"}),
        (1, {"power": "cjpoa_s60", "object": "offensive_weapons"}),
        (382, {}),
    )
    root = publish_year(home, rows, YEAR)
    assert len(rows) == 410
    assert look_at_every_figure(root) > 0
    for place in ("london", "forces/metropolitan", "boroughs/hackney", f"teams/{EAST}"):
        account = document(root, place)
        assert [check(account, name)["not_applicable"] for name in ("C01", "C03", "C04")] == [7, 8, 7]
        assert [check(account, name)["pass"] for name in ("C01", "C03", "C04")] == [403, 402, 403]


def test_three_more_searches_change_exact_counts_of_the_police_and_nothing_of_people(home: Settings) -> None:
    """499 rows, then 3 more, two of them arrests: C05 was held back, then "8 to 12", exactly 7. And people are drawn
    once: among the three is the tenth search that exposed intimate parts.
    """
    failed = {"receipt": "not_offered"}
    rows = year_of((7, failed), (20, {"outcome": "arrest"}), (9, {"clothing": "intimate_parts"}), (463, {}))
    root = publish_year(home, rows, YEAR)
    assert len(rows) == 499
    assert look_at_every_figure(root) > 0
    first = document(root, "london")
    assert states(first, "C05") == {"pass": 472, "fail": 7, "not_recorded": 0, "cannot_tell": 0, "not_applicable": 20}
    more = [{**USUAL, "date": "2024-03-30", "outcome": outcome, "clothing": "intimate_parts"}
            for outcome in ("arrest", "arrest", "no_further_action")]  # fmt: skip
    publish_year(home, [*rows, *more], YEAR, day=1)
    number = sorted(path.name for path in (root / YEAR).iterdir() if path.name[0].isdigit())[-1]
    assert number != "1.0"
    assert look_at_every_figure(root, number) > 0
    second = document(root, "london", number)
    assert states(second, "C05") == {"pass": 473, "fail": 7, "not_recorded": 0, "cannot_tell": 0, "not_applicable": 22}
    for name in PEOPLE:
        assert states(first, name) == states(second, name) == dict.fromkeys(STATES)


def guesses(rows: Sequence[Row]) -> list[str]:
    """Every hash that somebody who guessed the month's rows could compute: of the file, of its lines, of each row."""
    raw = as_file(rows, NAMES)
    header, *lines = raw.decode().splitlines()
    plain = [raw, raw.replace(b"\r\n", b"\n"), raw.replace(b"\n", b"\r\n"), *(line.encode() for line in lines)]
    parsed = list(csv.reader(io.StringIO(raw.decode())))
    joined = [",".join(cells) for cells in parsed]
    return [*(hashlib.sha256(each).hexdigest() for each in plain), lines_sha256([header, *lines]), lines_sha256(joined)]


def test_no_hash_of_a_return_is_anywhere_so_no_guess_of_a_months_only_search_can_be_tried(home: Settings) -> None:
    """A month of one search: its SHA-256 was published, and about a thousand guesses gave the whole record."""
    rows = [row for row in year_of((420, {})) if not row["date"].startswith("2024-01")]
    lonely = {**USUAL, "date": "2024-01-09", "time": "23:10", "clothing": "intimate_parts", "receipt": "not_offered"}
    root = publish_year(home, [*rows, lonely], YEAR)
    with_marks = [mark for guess in guesses([lonely]) for mark in (guess, guess[:16], guess[:8])]
    found = {mark for _, raw in files(root) for mark in with_marks if mark.encode() in raw}
    assert found == set()


def test_the_same_return_has_another_id_in_another_home(tmp_path: Path, living_in: LivingIn) -> None:
    """Its id and its hash are keyed, so that not even their being equal says that two returns are."""
    ids = []
    for name in ("one", "other"):
        with living_in(tmp_path / name) as settings:
            root = publish_year(settings, year_of((12, {})), YEAR)
        supplies = json.loads((root / "supplies/1.0/supplies.json").read_bytes())["supplies"]
        ids.append({each[key] for each in supplies if each["source"] == "charter-return" for key in ("id", "sha256")})
    assert len(ids[0]) == len(ids[1]) == 24
    assert ids[0] & ids[1] == set()


# ------------------------------------------------------------------------------------------------- a team of one search


SMALL, OTHERS = "metropolitan-sceptre", ("metropolitan-vctf", "metropolitan-rtpc")


def with_a_team_of_one(of: str) -> list[Row]:
    """411 searches: 300, two teams of 55, and one search of a small team; `of`: who has that without a receipt."""
    rows = year_of(
        (300, {}), (54, {"team": OTHERS[0]}), (1, {"team": OTHERS[0], "receipt": "not_offered"}),
        (55, {"team": OTHERS[1]}), (1, {"team": SMALL}),
    )  # fmt: skip
    if of == SMALL:
        rows[354]["team"], rows[410]["team"] = SMALL, OTHERS[0]
    return rows


def test_a_team_of_one_search_stands_in_a_group_and_nothing_singles_it_out(tmp_path: Path, living_in: LivingIn) -> None:
    """Whichever of the group's searches is the small team's, the same is published, byte for byte."""
    found = []
    for of in (OTHERS[0], SMALL):
        rows = with_a_team_of_one(of)
        assert (len(rows), sum(row["team"] == SMALL for row in rows)) == (411, 1)
        with living_in(tmp_path / of, whole=True) as settings:
            root = publish_year(settings, rows, YEAR)
            assert look_at_every_figure(root) > 0
            found.append(comparable(everything(settings)))
    assert differing(*found) == []
    teams = {each["key"]: each["searches"] for each in document(root, "london")["breakdowns"]["team"]}
    assert sorted(teams.values()) == [111, 300]
    assert teams[EAST] == 300
    assert not teams.keys() & {SMALL, *OTHERS}

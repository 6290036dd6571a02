"""The commands of `portal review`: what each does, refuses, and does a second time."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.review.drawing import Asked
from portal.settings import Settings
from tests.conftest import Portal
from tests.review.drawn_town import QUESTION_COLUMNS, as_panel_file, draw_and_enter, promise, reviewed
from tests.samples import WESTMINSTER_BRIDGE, month_file, row

MONTH = "2018-04"


@pytest.fixture
def drawn(portal: Portal, home: Path, engine: Engine, settings: Settings) -> list[str]:
    """The items of a drawn month."""
    month_file(home / "sent", [row()] * 30 + [row(**WESTMINSTER_BRIDGE)] * 20)
    month_file(home / "sent", [row()] * 8, force="city-of-london")
    assert portal("ingest", home / "sent").code == 0
    promise(engine, settings, [MONTH])
    return [each.item for each in draw_and_enter(engine, settings, MONTH, Asked(4)).items]


@pytest.mark.parametrize("name", ["plan", "seed", "draw", "list", "check", "add", "verify"])
def test_every_command_has_help(portal: Portal, name: str) -> None:
    ran = portal("review", name, "--help")
    assert (ran.code, "Usage:" in ran.out) == (0, True)
    assert name in portal("review", "--help").out


def test_seeds_are_promised_once_and_published(portal: Portal, settings: Settings) -> None:
    first = portal("review", "seed", "--months", 3)
    assert first.code == 0
    months = [line.partition(":")[0] for line in first.out.splitlines()[:3]]
    again = portal("review", "seed", "--months", 3)
    assert all("promised on" in line for line in again.out.splitlines()[:3])
    assert portal("publish").code == 0
    told = json.loads((settings.published_dir / "draws" / "1.0" / "draws.json").read_bytes())
    assert [each["month"] for each in told["promises"]] == months
    assert "seed" not in told["promises"][0]


BAD_SEEDS = (
    ("--month", "2018-04"),
    ("--month", "2018-04", "--promised", "0" * 64),
    ("--month", "2099-01", "--promised", "x"),
    ("--months", "0"),
)


@pytest.mark.parametrize("words", BAD_SEEDS)
def test_a_seed_that_cannot_be_promised(portal: Portal, words: tuple[str, ...]) -> None:
    assert portal("review", "seed", *words).code == 2


def test_a_panel_may_keep_its_seed(portal: Portal) -> None:
    ran = portal("review", "seed", "--month", "2099-01", "--promised", "a" * 64)
    assert ran.out.splitlines()[0] == f"2099-01: {'a' * 64}"


def test_a_draw_writes_a_list_and_a_receipt_and_is_refused_a_second_time(
    portal: Portal, home: Path, engine: Engine, settings: Settings
) -> None:
    month_file(home / "sent", [row()] * 30)
    assert portal("ingest", home / "sent").code == 0
    promise(engine, settings, [MONTH])
    ran = portal("review", "draw", "--month", MONTH)
    assert (ran.code, "nothing is held of city-of-london" in ran.err) == (3, True)
    ran = portal("review", "draw", "--month", MONTH, "--incomplete", "--a-borough", 3)
    assert ran.code == 0, ran.err
    with (home / "reviews" / f"list-{MONTH}-1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["item"] for each in rows] == ["R1804-001", "R1804-002", "R1804-003"]
    assert list(rows[0]) == ["item", "force", "supply", "line"]
    receipt = json.loads((home / "reviews" / f"receipt-{MONTH}-1.json").read_bytes())
    assert (receipt["searches"], receipt["drawn"], receipt["is_public"]) == (30, 3, True)
    again = portal("review", "draw", "--month", MONTH, "--incomplete", "--a-borough", 3)
    assert (again.code, "a month is drawn once" in again.err) == (3, True)
    written = portal("review", "list", "--month", MONTH, "--to", home / "again")
    assert written.code == 0
    assert (home / "again" / f"list-{MONTH}-1.csv").read_bytes() == (
        home / "reviews" / f"list-{MONTH}-1.csv"
    ).read_bytes()
    assert portal("review", "list", "--month", "2018-05").code == 3
    assert portal("review", "draw", "--month", "2018").code == 2


def test_activations_are_a_sample_of_their_own(portal: Portal, home: Path, engine: Engine, settings: Settings) -> None:
    promise(engine, settings, [MONTH])
    home.mkdir(exist_ok=True)
    list_ = home / "cameras.csv"
    list_.write_text("date,time,borough,team\n" + f"{MONTH}-03,16:40,E09000012,\n" * 20)
    ran = portal("review", "draw", "--month", MONTH, "--activations", list_, "--a-borough", 4)
    assert ran.code == 0, ran.err
    assert (home / "reviews" / f"list-{MONTH}-1-activations.csv").read_text().splitlines()[1].startswith("A1804-001,")
    assert portal("review", "verify").code == 0
    for text, said in [
        ("date,time,borough,team,name\n", "and no others"),
        (f"date,time,borough,team\n{MONTH}-33,16:40,,\n", "line 2, column date"),
        ("date,time,borough,team\n2018-05-01,16:40,,\n", "not of 2018-04"),
        (f"date,time,borough,team\n{MONTH}-03,tea,,\n", "column time"),
        (f"date,time,borough,team\n{MONTH}-03,16:40,Smith,\n", "column borough"),
        (f"date,time,borough,team\n{MONTH}-03,16:40\n", "2 cells"),
    ]:
        list_.write_text(text)
        ran = portal("review", "draw", "--month", MONTH, "--activations", list_)
        assert (ran.code, said in ran.err, "Smith" in ran.err) == (3, True, False)


def test_a_file_is_taken_whole_or_not_at_all(portal: Portal, drawn: list[str], tmp_path: Path) -> None:
    rows = [reviewed(item) for item in drawn]
    bad = as_panel_file(tmp_path / "bad.csv", [*rows, reviewed("R1804-999")])
    ran = portal("review", "add", bad)
    assert (ran.code, f"line {len(rows) + 2}, column item: was not drawn" in ran.err) == (3, True)
    good = as_panel_file(tmp_path / "good.csv", rows)
    assert f"{len(rows)} reviews taken" in portal("review", "add", good).out
    assert "nothing new" in portal("review", "add", good).out
    other = as_panel_file(tmp_path / "other.csv", [reviewed(drawn[0], receipt="not_offered"), *rows[1:]])
    assert "1 reviews taken, 1 of them in place of an earlier version" in portal("review", "add", other).out


def test_leaving_a_failed_item_out_of_a_later_file_takes_nothing_away(
    portal: Portal, drawn: list[str], tmp_path: Path, settings: Settings
) -> None:
    whole = [reviewed(drawn[0], receipt="not_offered"), *(reviewed(item) for item in drawn[1:])]
    assert portal("review", "add", as_panel_file(tmp_path / "one.csv", whole)).code == 0
    assert "nothing new" in portal("review", "add", as_panel_file(tmp_path / "two.csv", whole[1:])).out
    assert portal("publish").code == 0
    document = json.loads((settings.published_dir / "2018-19" / "1.0" / "review.json").read_bytes())
    assert document["places"][0]["reviewed"]["viewed"] == len(drawn)


def test_questions_are_kept_and_answered_later(portal: Portal, home: Path, tmp_path: Path) -> None:
    asked = {"panel": "hackney", "topic": "receipt", "asked_on": "2018-05-04", "answered_on": "", "outcome": ""}
    file = as_panel_file(tmp_path / "q.csv", [asked], QUESTION_COLUMNS)
    assert "1 questions taken" in portal("review", "add", file).out
    answered = {**asked, "answered_on": "2018-06-01", "outcome": "accepted"}
    assert "1 questions taken" in portal("review", "add", as_panel_file(file, [answered], QUESTION_COLUMNS)).out
    assert "nothing new" in portal("review", "add", file).out


def test_a_comment_column_refuses_the_file(portal: Portal, drawn: list[str], tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    as_panel_file(file, [reviewed(drawn[0])])
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([f"{lines[0]},comment", f"{lines[1]},John Smith was rude"]))
    ran = portal("review", "add", file)
    assert (ran.code, "John" in ran.err + ran.out) == (3, False)


def test_a_running_year_tells_how_much_was_viewed_and_not_what_was_seen(
    portal: Portal, drawn: list[str], tmp_path: Path, settings: Settings
) -> None:
    assert portal("review", "add", as_panel_file(tmp_path / "one.csv", [reviewed(item) for item in drawn])).code == 0
    assert portal("publish").code == 0
    document = json.loads((settings.published_dir / "2018-19" / "1.0" / "review.json").read_bytes())
    london = document["places"][0]
    assert (london["seen"], london["answers"], document["people"], document["agreed"]) == ([], [], [], [])
    assert london["reviewed"]["reason_code"] == "year_running"
    assert [each["viewed"] for each in document["months"] if each["place"] == "london"] == [len(drawn)]
    assert not (settings.published_dir / "2018" / "1.0" / "review.json").exists()


def test_a_plan_says_what_it_cannot_show(portal: Portal) -> None:
    ran = portal("review", "plan", "--target", "0.95", "--viewed", "60", "--viewed", "100")
    assert ran.code == 0
    assert "60    cannot show it" in ran.out
    assert "60 clips or fewer can never show that 95.0% is met" in ran.out
    assert portal("review", "plan", "--target", "2").code == 2
    assert "cannot" not in portal("review", "plan", "--target", "0.95", "--viewed", "60", "--searches", "300").out

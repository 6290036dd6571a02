"""Nothing published ties what a video shows of a person to a search: dealt anew over London, no byte changes.

As tests/disclosure has it for returns. Also: no group, and no difference, of fewer than 30 viewed.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.periods import Period
from portal.review.drawing import Asked
from portal.store import database
from tests.conftest import LivingIn, run
from tests.review.drawn_town import as_panel_file, draw_and_enter, invented_rows, promise
from tests.samples import WESTMINSTER_BRIDGE, month_file, row

MONTHS = Period.named("2018-19").months
PERSON = ("clothing", "vulnerability", "force_used")
Rows = list[dict[str, str]]


def with_persons(rows: Rows) -> Rows:
    """Answers about persons of every kind."""
    chance = random.Random(3)
    kinds = {"clothing": ["outer", "more_than_outer", "intimate_parts"], "vulnerability": ["none_seen", "noticed"],
             "force_used": ["yes", "no"]}  # fmt: skip
    seen = [each for each in rows if each["footage"] != "none"]
    for each in seen:
        each.update({name: chance.choice(values) for name, values in kinds.items()})
    return rows


def dealt_anew(rows: Rows, names: Sequence[str]) -> Rows:
    """The columns, together, dealt anew among all that were viewed."""
    seen = [each for each in rows if each["footage"] != "none"]
    hands = [{name: each[name] for name in names} for each in seen]
    random.Random(4).shuffle(hands)
    dealt = {each["item"]: {**each, **hand} for each, hand in zip(seen, hands, strict=True)}
    return [dealt.get(each["item"], each) for each in rows]


def published(folder: Path, living_in: LivingIn, change: Sequence[str]) -> tuple[dict[str, bytes], Rows]:
    """Every document of the year of a town, with those columns dealt anew; and what was sent."""
    with living_in(folder / "home") as settings:
        for month in MONTHS:
            moments = [f"{month}-{1 + at % 28:02}T{at % 24:02}:10:00+00:00" for at in range(60)]
            days = [row(Date=at, **({} if number % 3 else WESTMINSTER_BRIDGE)) for number, at in enumerate(moments)]
            month_file(settings.home / "sent", days, month=month)
            month_file(settings.home / "sent", days[:5], month=month, force="city-of-london")
        assert run("ingest", settings.home / "sent").code == 0
        engine = database.open_database(settings.database_url)
        promise(engine, settings, MONTHS)
        items = [each.item for month in MONTHS for each in draw_and_enter(engine, settings, month, Asked(6)).items]
        engine.dispose()
        rows = with_persons(invented_rows(items))
        sent = dealt_anew(rows, change) if change else rows
        file = as_panel_file(folder / "sent.csv", sent)
        assert run("review", "add", file).code == 0
        assert run("publish", "--period", "2018-19").code == 0
        edition = settings.published_dir / "2018-19" / "1.0"
        wanted = [path for path in edition.rglob("*") if path.is_file() and path.name not in ("manifest.json",)]
        return {str(path.relative_to(edition)): path.read_bytes() for path in wanted}, sent


@pytest.mark.full
def test_persons_dealt_anew_change_no_byte_and_the_police_do(tmp_path: Path, living_in: LivingIn) -> None:
    files, sent = published(tmp_path / "one", living_in, ())
    anew, dealt = published(tmp_path / "two", living_in, PERSON)
    assert sent != dealt
    assert files == anew
    other, _ = published(tmp_path / "three", living_in, ("name_given",))
    assert files["review.json"] != other["review.json"], "a planted leak has to be found by the same comparison"


@pytest.mark.full
def test_what_is_left_of_london_is_no_small_group(tmp_path: Path, living_in: LivingIn) -> None:
    files, _ = published(tmp_path / "one", living_in, ())
    document = json.loads(files["review.json"])
    london, *places = document["places"]
    told = [each["reviewed"]["viewed"] for each in places if each["kind"] == "borough" and each["seen"]]
    assert sum(told) == london["reviewed"]["viewed"]
    assert min(told) >= 30

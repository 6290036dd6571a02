"""A stranger's program, which shares no code with ours, draws again from what is published."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from portal.editions.archive import Shelf
from portal.review.drawing import Asked
from portal.settings import Settings
from tests.conftest import Portal
from tests.required import ROOT
from tests.review.drawn_town import draw_and_enter, promise
from tests.samples import NOWHERE, WESTMINSTER_BRIDGE, month_file, row

MONTH, PROGRAM = "2018-04", ROOT / "docs" / "draw_again.py"


def drawn_again(draws: Path, tables: list[Path]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), str(draws), MONTH, *map(str, tables)]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=draws.parent)


def test_the_published_program_draws_the_same_list(
    portal: Portal, home: Path, engine: Engine, settings: Settings
) -> None:
    rows = [row()] * 40 + [row(**WESTMINSTER_BRIDGE)] * 25 + [row(**NOWHERE)] * 9 + [row(Type="Vehicle search")] * 3
    month_file(home / "sent", rows)
    month_file(
        home / "sent", [row(Date=f"{MONTH}-{day:02}T12:00:00+00:00") for day in range(1, 9)], force="city-of-london"
    )
    assert portal("ingest", home / "sent").code == 0
    promise(engine, settings, [MONTH])
    one = draw_and_enter(engine, settings, MONTH, Asked(5))
    more = draw_and_enter(engine, settings, MONTH, Asked(7), supplement="another evening")
    assert portal("publish").code == 0
    edition = settings.published_dir / "2018-19" / "1.0"
    draws = Shelf(settings.published_dir).newest("draws").directory / "draws.json"
    found = drawn_again(draws, sorted(edition.glob("searches-*.csv")))
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == sorted(each.key for each in (*one.items, *more.items))
    without = [path for path in sorted(edition.glob("searches-*.csv")) if path.name != "searches-no-point.csv"]
    assert "are not the searches that were drawn from" in drawn_again(draws, without).stderr


def test_a_receipt_with_another_seed_is_told(portal: Portal, tmp_path: Path) -> None:
    told = {"month": MONTH, "sample": "records", "seed": "x", "promised": "0" * 64, "a_borough": 1}
    draws = tmp_path / "draws.json"
    draws.write_text(json.dumps({"draws": [told]}), "utf-8")
    assert "not the seed" in drawn_again(draws, []).stderr


def test_the_program_has_twenty_lines_and_stands_in_the_document_as_it_is() -> None:
    program = PROGRAM.read_text("utf-8")
    assert len([line for line in program.splitlines() if line.strip() and not line.startswith('"""')]) <= 20
    assert program.strip() in (ROOT / "docs" / "review.md").read_text("utf-8")
    assert "portal." not in program
    assert program == (ROOT / "portal" / "static" / "draw_again.txt").read_text("utf-8"), "the page hands this one out"

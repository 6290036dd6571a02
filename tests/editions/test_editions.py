"""Editions: numbered, frozen whole, the same bytes from the same inputs, and none without news."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.editions.archive import PublishingDefect, Shelf
from portal.editions.freeze import Draft, FilesInTurn, publish_edition
from portal.periods import Period
from portal.records import Edition
from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.samples import month_file, row

YEAR = Period.named("2018-19")


def test_the_numbers_follow_the_news(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    shelf = Shelf(settings.published_dir)
    portal("ingest", month_file(tmp_path / "1", [row()]))
    portal("publish", "--period", "2018-19")
    assert portal("publish", "--period", "2018-19").out == "nothing new\n"
    assert shelf.numbers(YEAR) == ["1.0"]
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    assert "edition 1.1 (corrected supplies): 2 searches" in portal("publish", "--period", "2018-19").out
    portal("ingest", month_file(tmp_path / "3", [row()], month="2018-05"))
    assert "edition 2.0 (new months or sources)" in portal("publish", "--period", "2018-19").out
    assert shelf.numbers(YEAR) == ["1.0", "1.1", "2.0"]


def test_the_manifest_names_every_byte_and_chains_to_the_one_before(
    portal: Portal, tmp_path: Path, settings: Settings, engine: Engine
) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()]))
    portal("publish", "--period", "2018-19")
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    portal("publish", "--period", "2018-19")
    first, second = (settings.published_dir / "2018-19" / number for number in ("1.0", "1.1"))
    manifest = Shelf(settings.published_dir).newest(YEAR).manifest
    on_disk = {str(path.relative_to(second)) for path in second.rglob("*") if path.is_file()}
    assert on_disk == {*manifest.files, "manifest.json"}
    for name, digest in manifest.files.items():
        assert sha256((second / name).read_bytes()).hexdigest() == digest
    assert manifest.previous == json.loads((first / "manifest.json").read_bytes())["sha256"]
    assert manifest.sha256 == manifest.own_hash()
    with Session(engine) as session:
        rows = session.exec(select(Edition).where(Edition.period == "2018-19"))
        register = {row.number: row.manifest_sha256 for row in rows}
    assert register["1.1"] == sha256((second / "manifest.json").read_bytes()).hexdigest()


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, living_in: LivingIn) -> None:
    found = []
    for name in ("a", "b"):
        path = month_file(tmp_path / "records", [row(), row(Gender="Female")])
        with living_in(tmp_path / name) as settings:
            run("ingest", path)
            run("publish")
        published = settings.published_dir
        files = {str(p.relative_to(published)): p.read_bytes() for p in published.rglob("*") if p.is_file()}
        found.append({k: v for k, v in files.items() if not k.endswith("manifest.json")})
    assert found[0] == found[1]


def test_what_a_killed_run_left_behind_is_no_edition(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    unfinished = settings.published_dir / "2018-19" / ".1.0.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "london.json").write_text("{")
    assert Shelf(settings.published_dir).periods() == []
    portal("ingest", month_file(tmp_path, [row()]))
    portal("publish")
    assert not unfinished.exists()
    assert Shelf(settings.published_dir).numbers(YEAR) == ["1.0"]


def test_the_document_holds_no_time_and_no_number_until_it_is_served(
    portal: Portal, tmp_path: Path, settings: Settings
) -> None:
    portal("ingest", month_file(tmp_path, [row()]))
    portal("publish")
    document = json.loads((settings.published_dir / "2018" / "1.0" / "london.json").read_bytes())
    assert document["edition"] is None
    manifest = Shelf(settings.published_dir).newest(Period.named("2018")).manifest
    assert datetime.fromisoformat(manifest.published_at) <= datetime.now(UTC)


def test_a_year_of_which_nothing_is_held_is_said(portal: Portal) -> None:
    ran = portal("publish", "--period", "2018")
    assert ran.code == 3
    assert "no supply is held for 2018" in ran.err
    assert portal("publish").out == "nothing new\n"


def draft_of(london: bytes, files: FilesInTurn) -> Draft:
    return Draft("2018-19", {"london.json": london}, lambda number: files, (), "a test")


def test_a_table_of_searches_in_parts_is_one_file_and_shares_its_bytes_with_the_edition_before(tmp_path: Path) -> None:
    shelf, name = Shelf(tmp_path / "published"), "searches-hackney.csv"
    for news, parts in ((b"1\n", [b"a\r\n", b"b\r\n"]), (b"2\n", [b"a\r\nb\r\n"])):
        files = [(name, parts[0]), ("other.csv", b"c\r\n"), *((name, part) for part in parts[1:])]
        made = publish_edition(shelf, draft_of(news, files), datetime.now(UTC))
        assert made is not None
        assert (made.directory / name).read_bytes() == b"a\r\nb\r\n"
        assert made.manifest.files[name] == sha256(b"a\r\nb\r\n").hexdigest()
    first, second = (shelf.root / "2018-19" / number for number in shelf.numbers("2018-19"))
    assert (first / name).samefile(second / name)
    assert not (first / "other.csv").samefile(second / "other.csv")


def test_no_other_file_is_made_twice_and_nothing_stays_of_an_edition_that_tried(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "published")
    with pytest.raises(PublishingDefect, match=r"london\.json is made twice"):
        publish_edition(shelf, draft_of(b"1\n", [("london.json", b"2\n")]), datetime.now(UTC))
    assert list(shelf.root.rglob("*")) == []

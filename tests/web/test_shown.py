"""One bad thing on the shelf: what it costs, what it leaves standing, and who is told."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from portal.editions import stamp
from portal.settings import Settings
from portal.web import published
from portal.web.app import create_app
from portal.web.published import Shown
from portal.web.responses.kept import Kept
from tests.web.written_shelf import accounts, differs, edition, written

LONDON, HACKNEY = "/london/2018-19", "/boroughs/hackney/2018-19"
NEWEST = "2018-19/2.0"
TOTAL = re.compile(r"in London (\d+) times")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path)


def reader_of(root: Path) -> FlaskClient:
    settings = {"PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)}
    return create_app(Settings.from_environ(settings)).test_client()


def no_manifest(root: Path) -> None:
    (root / NEWEST / "manifest.json").unlink()


def half_a_manifest(root: Path) -> None:
    path = root / NEWEST / "manifest.json"
    path.write_bytes(path.read_bytes()[:-50])


def an_altered_manifest(root: Path) -> None:
    path = root / NEWEST / "manifest.json"
    path.write_text(path.read_text().replace("new months or sources", "nothing to see"))


def another_editions_manifest(root: Path) -> None:
    shutil.copy(root / "2018-19/1.0/manifest.json", root / NEWEST)


def a_missing_file(root: Path) -> None:
    (root / NEWEST / "boroughs/hackney.json").unlink()


def broken_tombstones(root: Path) -> None:
    (root / NEWEST / "withdrawn.json").write_text("{")


def an_empty_folder(root: Path) -> None:
    (root / "2018-19/3.0").mkdir()


HALVES = (no_manifest, half_a_manifest, an_altered_manifest, another_editions_manifest, a_missing_file,
          broken_tombstones, an_empty_folder)  # fmt: skip


@pytest.mark.parametrize("broken", HALVES)
def test_an_edition_that_is_not_whole_does_not_count(root: Path, broken: Callable[[Path], None]) -> None:
    broken(root)
    reader = reader_of(root)
    shown_now = "9 times" if broken is an_empty_folder else "5 times"
    assert shown_now in reader.get(LONDON).text
    for address in (HACKNEY, "/words", "/corrections", "/editions", "/feed.xml", "/metrics", f"{LONDON}.json"):
        with reader.get(address) as answer:
            assert answer.status_code == 200, address
    number = "3.0" if broken is an_empty_folder else "2.0"
    assert reader.get(f"/editions/2018-19/{number}").status_code == 404
    ready = reader.get("/readyz")
    assert (ready.status_code, ready.text) == (200, f"ready\n2018-19/{number} is not whole, and is not shown\n")
    assert "portal_faults 1\n" in reader.get("/metrics").text


def test_an_edition_counts_as_soon_as_it_is_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = root.parent / "aside.json"
    path = root / NEWEST / "boroughs/hackney.json"
    shutil.move(path, aside)
    reader = reader_of(root)
    assert "5 times" in reader.get(LONDON).text
    shutil.move(aside, path)
    monkeypatch.setattr(published, "PAUSE", 0.0)
    reader.application.extensions["shelf"].held.look_again = 0.0
    assert "9 times" in reader.get(LONDON).text


def test_a_copy_that_arrives_file_by_file_is_never_shown_by_half(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As rsync does it: names in order, each file whole, here looked at after each of them."""
    other = tmp_path_factory.mktemp("other")
    reader, seen = reader_of(other), list[str]()
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        target = other / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        reader.application.extensions["shelf"].held.look_again = 0.0
        answer = reader.get(LONDON)
        assert answer.status_code in (200, 404)
        seen += TOTAL.findall(answer.text)[:1]
    assert list(dict.fromkeys(seen)) == ["4", "5", "9"]


@pytest.mark.parametrize("name", ["map.json", "charter.json", "differences.json"])
@pytest.mark.parametrize("cut", [0, 40])
def test_a_broken_part_leaves_the_page_standing_and_is_told(root: Path, name: str, cut: int) -> None:
    path = root / NEWEST / name
    path.write_bytes(path.read_bytes()[:cut])
    reader = reader_of(root)
    for address in (LONDON, HACKNEY, "/corrections", "/feed.xml", "/words"):
        assert reader.get(address).status_code == 200, address
    with reader.get(f"/editions/{NEWEST}/{name}") as answer:
        assert answer.status_code == 503
    if name == "map.json":
        page = reader.get(LONDON)
        assert "Part of this page cannot be shown." in page.text
        assert f"{NEWEST}/map.json" in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert "portal_altered_files 1\n" in reader.get("/metrics").text


@pytest.mark.parametrize("ending", ["", ".json"])
def test_a_flipped_byte_costs_its_own_page(root: Path, ending: str) -> None:
    path = root / NEWEST / "boroughs/hackney.json"
    raw = bytearray(path.read_bytes())
    raw[raw.index(b'"searches":5') + 11] ^= 1  # another number, and still a document
    path.write_bytes(raw)
    reader = reader_of(root)
    answer = reader.get(f"{HACKNEY}{ending}")
    assert answer.status_code == 503
    assert "damaged or lost on our side" in answer.text
    assert reader.get(LONDON).status_code == 200
    assert "portal_altered_files 1\n" in reader.get("/metrics").text
    if ending:
        assert json.loads(answer.data)["status"] == 503


def test_a_flipped_byte_in_a_table_is_never_sent_under_the_old_hash(root: Path) -> None:
    path = root / NEWEST / "boroughs/hackney.csv"
    reader = reader_of(root)
    with reader.get(f"{HACKNEY}.csv") as answer:
        assert answer.status_code == 200
    raw = bytearray(path.read_bytes())
    raw[-3] ^= 1
    path.write_bytes(raw)
    for headers in ({}, {"Range": "bytes=0-9"}, {"Accept-Encoding": "br"}):
        assert reader.get(f"{HACKNEY}.csv", headers=headers).status_code == 503


def test_without_londons_newest_account_the_rest_stands_and_the_year_before_leads(root: Path) -> None:
    path = root / NEWEST / "london.json"
    path.write_bytes(path.read_bytes().replace(b"searches", b"Searches", 1))
    reader = reader_of(root)
    assert reader.get(LONDON).status_code == 503
    assert reader.get(HACKNEY).status_code == 200
    ready = reader.get("/readyz")
    assert ready.status_code == 503
    assert f"{NEWEST}/london.json is not the file that was published" in ready.text
    with stamp.changing(root):
        edition(root, "2018-19", "2.1", accounts(7, 4) | differs("2.0", 9, 11), reason="corrected supplies")
    assert reader.get("/readyz").status_code == 200


def a_loop(path: Path) -> None:
    remove(path)
    path.symlink_to(path.name)


def a_pipe(path: Path) -> None:
    remove(path)
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    remove(path)
    path.mkdir()


def no_words(path: Path) -> None:
    remove(path)
    path.write_bytes(b"\xff\xfe\x00 {")


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


ODD = ("2018-19/2.0/london.json", "2018-19/2.0/boroughs/hackney.json", "2018-19/2.0/map.json",
       "2018-19/2.0/charter.json", "2018-19/2.0/withdrawn.json", "2018-19/2.0/manifest.json", "stray",
       "supplies/1.0/supplies.json", "supplies/1.0/manifest.json", "2018-19/stray", "2018-19/3.0", "2017-18",
       "2018/1.0/withdrawn.json")  # fmt: skip
HARMS = (a_loop, a_pipe, a_folder, no_words)


@pytest.mark.parametrize(("harm", "name"), [*zip(HARMS * 4, ODD, strict=False)])
def test_whatever_lies_there_takes_down_no_other_page(root: Path, name: str, harm: Callable[[Path], None]) -> None:
    check_harm(root, name, harm, is_warm=True)


@pytest.mark.full
@pytest.mark.parametrize("is_warm", [False, True])
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", ODD)
def test_every_harm_to_every_file(root: Path, name: str, harm: Callable[[Path], None], is_warm: bool) -> None:
    check_harm(root, name, harm, is_warm=is_warm)


def check_harm(root: Path, name: str, harm: Callable[[Path], None], *, is_warm: bool) -> None:
    """`is_warm`: in a worker that had seen it whole."""
    reader = reader_of(root)
    if is_warm:
        ask_all(reader)
    harm(root / name)
    found = ask_all(reader if is_warm else reader_of(root))
    assert not {address: status for address, status in found.items() if status == 500}
    assert found["/healthz"] == found["/words"] == found["/metrics"] == 200
    assert found["/readyz"] == 200 or "london.json" in name
    standing = [address for address, status in found.items() if status in (200, 404, 410)]
    assert len(standing) > len(found) / 2


def ask_all(reader: FlaskClient) -> dict[str, int]:
    found = {}
    reader.application.extensions["shelf"].held.look_again = 0.0
    for address in ("/healthz", "/readyz", "/metrics", "/words", LONDON, HACKNEY, "/london", f"{LONDON}.json",
                    f"{HACKNEY}.csv",
                    "/editions", "/corrections", "/feed.xml", "/supplies", "/editions/2018-19/2.0", "/boroughs",
                    "/editions/2018/1.0", "/sitemap.xml"):  # fmt: skip
        with reader.get(address) as answer:
            found[address] = answer.status_code
    return found


@pytest.mark.parametrize("harm", [*HARMS, lambda path: path.write_text("changing é")])
def test_a_stamp_that_cannot_be_read_keeps_nothing_and_is_told(root: Path, harm: Callable[[Path], None]) -> None:
    harm(stamp.stamp_of(root))
    reader = reader_of(root)
    assert reader.get(LONDON).status_code == 200
    assert "every page is drawn anew" in reader.get("/readyz").text
    remove(stamp.stamp_of(root))
    with stamp.changing(root):
        pass
    assert reader.get("/readyz").text == "ready\n"


@pytest.mark.parametrize(
    "note",
    [b'{"finished_at": 5}', b'{"finished_at": "x"}', b'{"finished_at": "0001-01-01T00:00:00"}', b"[" * 200_000, b"[]",
     b'{"succeeded_at": "2026-01-01T00:00:00+00:00", "succeeded": []}', b"\xff", b"",
     b'{"succeeded_at": "2026-01-01T00:00:00+00:00", "succeeded": {"a": null}}'],
)  # fmt: skip
def test_an_odd_note_of_the_last_run_leaves_the_other_measures(root: Path, note: bytes) -> None:
    stamp.last_run_note(root).write_bytes(note)
    measured = reader_of(root).get("/metrics")
    assert measured.status_code == 200
    assert "portal_faults 0" in measured.text


def test_tombstones_replaced_in_place_are_seen(root: Path) -> None:
    """As `cp` does it, from another machine, without a stamp."""
    path = root / "2018-19/2.0/withdrawn.json"
    path.write_text("{}")
    reader = reader_of(root)
    kept = Client(Kept(reader.application.wsgi_app, reader.application.extensions["shelf"]))
    assert kept.get(HACKNEY).status_code == 200
    digest = json.loads((root / "2018-19/2.0/manifest.json").read_bytes())["files"]["boroughs/hackney.json"]
    stone = {"sha256": digest, "when": "2026-11-29T10:00:00+00:00", "reason": "A court ordered it."}
    path.write_text(json.dumps({"boroughs/hackney.json": stone}))
    reader.application.extensions["shelf"].held.look_again = 0.0
    assert kept.get(HACKNEY).status_code == 410


def test_the_best_year_is_looked_for_again_once_a_file_is_mended(root: Path) -> None:
    path = root / NEWEST / "london.json"
    whole = path.read_bytes()
    path.write_bytes(b"{}")
    reader = reader_of(root)
    assert reader.get("/london").status_code == 503
    path.write_bytes(whole)
    assert "9 times" in reader.get("/london").text


def test_nothing_published_is_not_ready(tmp_path: Path) -> None:
    reader = reader_of(tmp_path / "none")
    assert (reader.get("/readyz").status_code, reader.get("/").status_code) == (503, 200)
    (tmp_path / "none" / "2018-19" / "1.0").mkdir(parents=True)
    assert "2018-19/1.0 is not whole" in reader.get("/readyz").text


def test_a_look_costs_little_and_sees_every_change(root: Path) -> None:
    shelf = Shown(root)
    first = shelf.look()
    assert shelf.look() == first
    with stamp.changing(root):
        assert shelf.look() is None
    second = shelf.look()
    assert second not in (None, first)
    (root / "2018-19" / "3.0").mkdir()
    assert shelf.look() not in (None, first, second)

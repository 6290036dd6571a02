"""The folder of an export: killed runs, damaged files, right counts, and nothing of anybody else's touched."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.export.live import JOURNAL, LIST, NotOurs, Saved, held_before, saved, taken_away, write_export_list


class Killed(BaseException):
    """The process is gone."""


def export(folder: Path, *site: tuple[str, bytes]) -> Saved:
    """A whole run, as the command does it."""
    held = held_before(folder)
    run = saved(folder, site, held)
    taken_away(folder, held - run.found.keys())
    write_export_list(folder, run.found)
    return run


def killed_after(folder: Path, *site: tuple[str, bytes]) -> None:
    def until_killed() -> Iterator[tuple[str, bytes]]:
        yield from site
        raise Killed

    with pytest.raises(Killed):
        saved(folder, until_killed(), held_before(folder))


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {LIST}


def test_what_a_killed_run_wrote_is_removed_by_the_next_if_it_is_no_more_published(tmp_path: Path) -> None:
    export(tmp_path, ("index.html", b"1"), ("old.csv", b"1"))
    killed_after(tmp_path, ("index.html", b"2"), ("leaked/page.html", b"2"))
    killed_after(tmp_path, ("also.html", b"3"))
    assert names(tmp_path) == {"index.html", "old.csv", "leaked/page.html", "also.html", JOURNAL}
    export(tmp_path, ("index.html", b"4"))
    assert names(tmp_path) == {"index.html"}
    assert list(json.loads((tmp_path / LIST).read_bytes())) == ["index.html"]


def test_a_first_run_that_is_killed_can_be_done_again(tmp_path: Path) -> None:
    killed_after(tmp_path / "new", ("index.html", b"1"))
    assert export(tmp_path / "new", ("index.html", b"1")).same == 1


def test_a_name_is_in_the_journal_before_its_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = held_before(tmp_path)

    def killed(path: Path, raw: bytes) -> None:
        raise Killed

    monkeypatch.setattr("portal.export.live.replaced", killed)
    with pytest.raises(Killed):
        saved(tmp_path, [("a/b.html", b"")], held)
    assert (tmp_path / JOURNAL).read_text() == "a/b.html\n"


def test_files_that_a_killed_run_had_begun_are_swept(tmp_path: Path) -> None:
    export(tmp_path, ("a/index.html", b"1"))
    (tmp_path / "a" / ".data.csv.writing").write_bytes(b"hal")
    (tmp_path / f".{LIST}.writing").write_bytes(b"{")
    export(tmp_path, ("a/index.html", b"1"))
    assert names(tmp_path) == {"a/index.html"}


def test_a_file_that_was_damaged_and_kept_its_size_is_mended(tmp_path: Path) -> None:
    export(tmp_path, ("table.csv", b"searches\r\n12\r\n"), ("index.html", b"1"))
    (tmp_path / "table.csv").write_bytes(b"searches\r\n21\r\n")
    run = export(tmp_path, ("table.csv", b"searches\r\n12\r\n"), ("index.html", b"1"))
    assert (run.written, run.same) == (1, 1)
    assert (tmp_path / "table.csv").read_bytes() == b"searches\r\n12\r\n"


def test_a_file_that_comes_twice_is_counted_once(tmp_path: Path) -> None:
    run = export(tmp_path, ("a.json", b"1"), ("a.json", b"2"), ("b.json", b"1"))
    assert (run.written, run.same) == (2, 0)


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    export(tmp_path, ("gone.csv", b"1"), ("back.csv/index.html", b"1"))
    export(tmp_path, ("gone.csv/index.html", b"2"), ("back.csv", b"2"))
    assert names(tmp_path) == {"gone.csv/index.html", "back.csv"}


def test_a_folder_of_strangers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(NotOurs):
        held_before(tmp_path)

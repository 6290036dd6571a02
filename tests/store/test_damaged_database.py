"""A damaged database file: every command that would build on it says which file it is, and nothing is written."""

from pathlib import Path

import pytest

from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.samples import month_file, row
from tests.towns import fill_home

pytestmark = pytest.mark.sqlite_only(reason="a server looks after its own files")
PAGE = 4096


def publish_many(sent: Path) -> None:
    rows = [row(Policing_operation=f"Operation {number}") for number in range(600)]
    run("ingest", month_file(sent, rows))
    assert run("publish").code == 0


@pytest.fixture
def file(settings: Settings, tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """The file of a database with enough rows for many pages."""
    fill_home("many-searches", publish_many, settings, tmp_path_factory, living_in)
    return Path(settings.database_url.removeprefix("sqlite:///"))


def overwrite(file: Path, pages: list[int], with_: bytes) -> None:
    with file.open("r+b") as opened:
        for page in pages:
            opened.seek(page * PAGE)
            opened.write(with_ * PAGE)


@pytest.mark.parametrize("with_", [b"\x00", b"\xff", b"a"])
@pytest.mark.parametrize("where", [0.3, 0.6])
def test_overwritten_pages_are_noticed_by_every_command(
    portal: Portal, file: Path, settings: Settings, tmp_path: Path, where: float, with_: bytes
) -> None:
    first = int(file.stat().st_size // PAGE * where)
    overwrite(file, [first, first + 1, first + 2], with_)
    damaged, shelf = file.read_bytes(), tree(settings.published_dir)
    newer = month_file(tmp_path / "2", [row()], month="2018-05")
    for words in (["ingest", newer], ["publish"], ["verify"], ["accept", "x"]):
        ran = portal(*words)
        assert (ran.code, f"The database file {file} is damaged" in ran.err) == (6, True), (words, ran.err)
        assert "backup" in ran.err
    assert file.read_bytes() == damaged
    assert tree(settings.published_dir) == shelf


@pytest.mark.parametrize("pages", [[0], [0, 1, 2]])
def test_a_file_that_is_no_database_any_more_is_named(portal: Portal, file: Path, pages: list[int]) -> None:
    overwrite(file, pages, b"\xff")
    for words in (["publish"], ["verify"]):
        ran = portal(*words)
        assert (ran.code, f"The database file {file} is damaged" in ran.err) == (6, True), ran.err


def test_withdrawing_is_not_stopped_by_it(portal: Portal, file: Path, settings: Settings) -> None:
    """Rows that leak have to go from what is served, whatever else is broken."""
    size = file.stat().st_size // PAGE
    broken = [page for page in range(size) if b"Operation 599" in file.read_bytes()[page * PAGE : (page + 1) * PAGE]]
    overwrite(file, broken[:1], b"\xff")
    assert portal("verify").code == 6
    assert portal("withdraw", "2018/1.0", "--reason", "A court ordered it.").code == 0
    assert not (settings.published_dir / "2018/1.0/london.json").exists()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

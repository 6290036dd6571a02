"""Every byte that is published: a flipped one is named by `portal verify`, and the same records give the same again."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.settings import Settings
from tests.accounts.returned_town import EAST, HACKNEY, TOWN, TSG, Counts, sent
from tests.conftest import LivingIn, run
from tests.returns import same_key
from tests.samples import month_file, row

pytestmark = pytest.mark.full

OF_THE_MOMENT = {"published_at", "arrived"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """One year in two editions, with its series and supplies: rejected rows, a commentary, teams and differences."""
    folder = tmp_path_factory.mktemp("small")
    with living_in(folder) as settings:
        words = settings.commentary_dir / "2018-19" / "london.md"
        words.parent.mkdir(parents=True)
        words.write_text("---\nrole: Mayor\ndate: 2019-04-30\nstatus: final\n---\nHello.\n")
        run("ingest", month_file(folder / "public", [row(), row(Latitude="abc")], force="city-of-london"))
        for counts in (TOWN, {**TOWN, (TSG, HACKNEY): 8, (EAST, HACKNEY): 152}):
            sent(run, folder / "returned", counts)
            assert run("publish", "--period", "2018-19").code == 0
        assert run("verify").code == 0
        yield settings.published_dir


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flipped(path: Path) -> bytes:
    """The file with one bit of one byte turned, always the same one; answers what it was."""
    whole = path.read_bytes()
    dice = random.Random(path.name)
    at = dice.randrange(len(whole))
    written(path, whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :])
    return whole


def written(path: Path, raw: bytes) -> None:
    """A file of its own: two editions may share one."""
    path.unlink()
    path.write_bytes(raw)


def test_there_is_a_file_of_every_kind(published: Path) -> None:
    names = {str(path.relative_to(published)) for path in files(published)}
    assert {line.split("/")[0] for line in names} == {"2018-19", "catalogue", "series", "supplies"}
    kinds = ("/teams/", "/boroughs/", "/bcus/", "/forces/", "london.csv", "map.json", "differences.csv",
             "differences.json", "-rejected.csv", "supplies.csv", "manifest.json")  # fmt: skip
    assert [kind for kind in kinds if not any(kind in name for name in names)] == []
    assert len(names) > 300


def test_a_flipped_byte_in_every_file_at_once_is_named_in_each(published: Path) -> None:
    documents = [path for path in files(published) if path.name != "manifest.json"]
    whole = {path: flipped(path) for path in documents}
    ran = run("verify")
    for path, raw in whole.items():
        written(path, raw)
    assert ran.code == 6
    assert [path for path in documents if f"{path}:" not in ran.err] == []
    assert run("verify").code == 0


def test_a_flipped_byte_in_any_manifest_is_named(published: Path) -> None:
    manifests = [path for path in files(published) if path.name == "manifest.json"]
    assert len(manifests) == 8
    for path in manifests:
        seen_alone(path)


def seen_alone(path: Path) -> None:
    raw = flipped(path)
    ran = run("verify")
    written(path, raw)
    assert (ran.code, f"{path}:" in ran.err) == (6, True), path


def test_a_flipped_byte_in_one_file_alone_is_named(published: Path) -> None:
    """One of every kind: line, folder and ending. The test of all at once looks at every file."""
    kinds: dict[tuple[str, str, str], list[Path]] = {}
    for path in files(published):
        line, _, *folders = path.relative_to(published).parts
        kinds.setdefault((line, "/".join(folders[:-1]), "".join(path.suffixes)), []).append(path)
    assert len(kinds) > 30
    dice = random.Random("one of each")
    for paths in kinds.values():
        seen_alone(dice.choice(paths))


def drawn(folder: Path, living_in: LivingIn, *worlds: Counts) -> dict[str, bytes]:
    """Everything published from scratch in a home of its own, by the same key."""
    with living_in(folder / "home") as settings:
        same_key(settings.database_url)
        run("ingest", month_file(folder / "public", [row(), row(Latitude="abc")], force="city-of-london"))
        for counts in worlds:
            sent(run, folder / "returned", counts)
            assert run("publish", "--period", "2018-19").code == 0
        return contents(settings)


def contents(settings: Settings) -> dict[str, bytes]:
    root = settings.published_dir
    return {str(path.relative_to(root)): path.read_bytes() for path in files(root)}


def test_two_homes_publish_the_same_bytes_but_for_the_moment(tmp_path: Path, living_in: LivingIn) -> None:
    one, other = (drawn(tmp_path / name, living_in, TOWN) for name in ("a", "b"))
    assert one.keys() == other.keys()
    differing = [name for name in one if one[name] != other[name]]
    assert [name for name in differing if not name.endswith("manifest.json")] == []
    for name in [name for name in one if name.endswith("manifest.json")]:
        assert lasting(one[name]) == lasting(other[name])
        assert json.loads(one[name]).keys() >= OF_THE_MOMENT


def lasting(raw: bytes) -> dict[str, Any]:
    return {key: value for key, value in json.loads(raw).items() if key not in OF_THE_MOMENT}


def test_after_a_correction_too_documents_do_not_depend_on_the_moment(tmp_path: Path, living_in: LivingIn) -> None:
    corrected = {**TOWN, (TSG, HACKNEY): 8, (EAST, HACKNEY): 152}
    one, other = (drawn(tmp_path / name, living_in, TOWN, corrected) for name in ("a", "b"))
    differing = [name for name in one if one[name] != other[name] and not name.endswith("manifest.json")]
    assert differing == []

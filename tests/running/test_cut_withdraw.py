"""`portal withdraw` cut off before any of its steps: verify says so, and any command that writes ends it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import outside
from tests.commands.killing import KILLS
from tests.conftest import LivingIn, run
from tests.required import ROOT
from tests.running.withdrawal import WHY
from tests.samples import month_file, row

pytestmark = pytest.mark.sqlite_only(reason="looks into the file of the database")
CANARY = "Zebedee"
CUT_OFF = """
import os, sys
from pathlib import Path
from ingest.findings import examine
from portal.commands.main import main
from portal.editions import stamp, withdraw
from portal.store import register, supplies

left = int(sys.argv[1])
STEPS = ((register, "start_withdrawal_entry"), (supplies, "withdraw"), (examine, "update_findings"),
         (supplies, "overwrite_journal"), (register, "record_tombstones_hash"), (withdraw, "write_flushed_file"),
         (stamp, "write_stamp"), (withdraw, "flush_folder"), (Path, "unlink"), (register, "end_withdrawal_entry"))
FILES = ("london.json", "searches-no-point.csv", "supplies.json")

def counted(of, name):
    step = getattr(of, name)

    def cut(*words, **more):
        global left
        if name != "unlink" or words[0].name in FILES:
            if left == 0:
                os._exit(9)
            left -= 1
        return step(*words, **more)

    setattr(of, name, cut)

for step in STEPS:
    counted(*step)
sys.exit(main(sys.argv[2:]))
"""
NEXT = (["ingest", "."], ["publish"], ["accept", "nothing"], ["withdraw", "nothing", *WHY])
"""Commands that write; the last two have nothing to do, and mend first all the same."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> tuple[Path, str]:
    """2018 and 2018-19; of 2018 nothing is held but the supply that will go, and a row of it was rejected."""
    folder, home = tmp_path_factory.mktemp("sent"), tmp_path_factory.mktemp("prepared")
    month_file(folder, [row(), row(), row(Date=CANARY)])
    month_file(folder, [row(Date="2019-01-10T12:00:00+00:00")], month="2019-01")
    with living_in(home) as settings:
        assert run("ingest", folder).code == 3
        assert run("publish", "--period", "2018", "--period", "2018-19").code == 0
        (april,) = (path.stem for path in (settings.published_dir / "supplies/1.0").glob("*2018-04-????????.json"))
    return home, april


def cut_off(home: Path, steps: int, supply: str) -> bool:
    """Withdraw in a process that ends before the step of that number; whether it did."""
    words = [sys.executable, "-c", CUT_OFF, str(steps), "withdraw", supply, *WHY]
    environ = {**os.environ, "PORTAL_HOME": str(home)}
    killed = subprocess.run(words, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert killed.returncode in (0, 9), killed.stderr
    return killed.returncode == 9


def mends(prepared: tuple[Path, str], folder: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the process was cut off before that step. If so, the next command has to make it good."""
    before, april = prepared
    home = Path(shutil.copytree(before, folder / f"home-{steps}"))
    is_cut = cut_off(home, steps, april)
    monkeypatch.setenv("PORTAL_HOME", str(home))
    (folder / "nothing").mkdir(exist_ok=True)
    monkeypatch.chdir(folder / "nothing")
    ran = run("verify")
    if not is_cut or steps == 0:
        assert ran.code == 0
    else:
        assert (ran.code, f"the withdrawal of {april}" in ran.err) == (6, True), steps
        next_one = NEXT[steps % len(NEXT)]
        after = run(*next_one)
        assert (after.code, f"The withdrawal of {april}" in after.err) == (2 if "nothing" in next_one else 0, True)
        assert run("verify").code == 0, steps
    if steps:
        assert outside.holders(home, CANARY) == [], steps
        assert not (home / "instance/published/2018/1.0/london.json").exists()
        assert not list((home / "instance/published/series/1.0").glob("*.csv"))
    assert outside.faults(home) == [], steps
    return is_cut


@pytest.mark.parametrize("steps", [0, 4, 16])
def test_cut_off_before_a_step(
    prepared: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    assert mends(prepared, tmp_path, steps, monkeypatch)


@pytest.mark.full
def test_cut_off_before_many_a_step(
    prepared: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third; with PORTAL_KILLS at 200, as for the long run, every one."""
    steps = 1
    while mends(prepared, tmp_path, steps, monkeypatch):
        shutil.rmtree(tmp_path / f"home-{steps}")
        steps += 1 if KILLS >= 200 else 3
    assert steps > 25


def test_withdrawing_again_after_a_cut_ends_it_and_is_no_error(
    prepared: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, april = prepared
    home = Path(shutil.copytree(before, tmp_path / "home"))
    assert cut_off(home, 8, april)
    monkeypatch.setenv("PORTAL_HOME", str(home))
    again = run("withdraw", april, *WHY)
    assert (again.code, "it is finished now" in again.err) == (0, True)
    assert run("withdraw", april, *WHY).code == 2
    assert outside.faults(home) == []

"""Every command that writes, killed with -9 at random moments: nothing lost, doubled, or public that was withdrawn.

After each kill `portal verify` is clean, or names what the next command that writes mends; after that an outside
comparison of register, folder and rows finds nothing. PORTAL_KILLS says how often each is killed.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.commands import outside
from tests.commands.killing import KILLS, Killer
from tests.conftest import Portal
from tests.running.withdrawal import WHY
from tests.samples import month_file, row

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only(reason="looks into the file of the database")]
MENDED = re.compile(r"was cut off; the next run|the next command that writes takes it away|was cut off, run it again"
                    r"|it is not part of the edition|it holds what was withdrawn")  # fmt: skip
"""What verify may say after a kill: a withdrawal that is not finished, and what it left half done."""
PERIOD = ("--period", "2018")
FEWEST = 40  # rows


@dataclass
class World:
    """One month of one force, sent again and again; each file has a canary in a row that is rejected."""

    portal: Portal
    folder: Path
    round: int = 0
    rows: int = FEWEST
    canary: str = ""
    due: dict[tuple[str, str], int] = field(default_factory=dict)

    def file(self, rows: int) -> Path:
        """Other bytes each time."""
        self.round += 1
        self.rows, self.canary = rows, f"Zebedee{self.round}x"
        late = row(Date="2018-04-11T10:00:00+00:00", Policing_operation=str(self.round))
        return month_file(self.folder / str(self.round), [*[row()] * (rows - 1), late, row(Date=self.canary)])

    def supply(self, state: str) -> str:
        """The newest in that state."""
        listed = json.loads(self.portal("status", "--json").out)["supplies"]
        return [str(supply["id"]) for supply in listed if supply["state"] == state][-1]

    def held(self) -> Path:
        """A month is current, and then comes one that loses too many of its rows."""
        more = self.file(200)
        self.portal("ingest", more)
        return self.file(FEWEST)


Prepared = Callable[[World], tuple[object, ...]]
"""Gets everything ready, and answers the command to be killed."""


def ingest(world: World) -> tuple[object, ...]:
    return "ingest", world.file(FEWEST + world.round)


def publish(world: World) -> tuple[object, ...]:
    assert world.portal("ingest", world.file(FEWEST + world.round)).code in (0, 3)  # one bad row of 99 is too many
    return "publish", *PERIOD


def accept(world: World) -> tuple[object, ...]:
    world.portal("ingest", world.held())
    return "accept", world.supply("held")


def withdraw_supply(world: World) -> tuple[object, ...]:
    world.portal("ingest", world.file(FEWEST + world.round))
    assert world.portal("publish", *PERIOD).code == 0
    return "withdraw", world.supply("current"), *WHY


def withdraw_edition(world: World) -> tuple[object, ...]:
    world.portal("ingest", world.file(FEWEST + world.round))
    assert world.portal("publish", *PERIOD).code == 0
    shelf = world.folder.parent / "home" / "instance" / "published" / "2018"
    newest = max((path.name for path in shelf.iterdir()), key=lambda name: [int(part) for part in name.split(".")])
    return "withdraw", f"2018/{newest}", *WHY


@pytest.mark.parametrize("prepared", [ingest, publish, accept, withdraw_supply, withdraw_edition])
def test_killed_at_random_moments(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: Prepared
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PORTAL_HOME", str(home))
    killer = Killer({"PORTAL_HOME": str(home)}, random.Random(13))
    world = World(portal, tmp_path / "sent")
    (tmp_path / "nothing").mkdir()
    portal("ingest", world.file(FEWEST))
    assert portal("publish", *PERIOD).code == 0
    while killer.kills < KILLS:
        words = prepared(world)
        killer.killed(*words)
        is_mended(portal, tmp_path / "nothing")
        assert outside.faults(home) == []
        finished(world, home, words)
        assert outside.faults(home) == []


def is_mended(portal: Portal, nothing: Path) -> None:
    """What verify says after the kill, the next command that writes makes good."""
    ran = portal("verify")
    strange = [line for line in ran.err.splitlines() if not MENDED.search(line)]
    assert (ran.code in (0, 6), strange) == (True, [])
    assert portal("ingest", nothing).code == 0
    ran = portal("verify")
    assert (ran.code, ran.err) == (0, "")


def finished(world: World, home: Path, words: tuple[object, ...]) -> None:
    """The command again, to its end: what it was to do is done, once."""
    code = world.portal(*words).code
    assert code in ((2, 0) if words[0] in ("accept", "withdraw") else (0, 3)), words
    if words[0] != "withdraw":
        assert outside.rows_by_month(home) == {("metropolitan", "2018-04"): world.rows}
    elif "/" in str(words[1]):
        assert [path.name for path in (home / "instance/published" / str(words[1])).glob("*.csv")] == []
    else:
        assert outside.rows_by_month(home) == {}
        assert outside.holders(home, world.canary) == []


def test_an_export_killed_at_random_moments(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, folder = tmp_path / "home", tmp_path / "site"
    monkeypatch.setenv("PORTAL_HOME", str(home))
    killer = Killer({"PORTAL_HOME": str(home)}, random.Random(14), usual=20.0)
    world = World(portal, tmp_path / "sent")
    while killer.kills < max(1, KILLS // 2):  # an export takes twice as long as anything else here
        portal("ingest", world.file(FEWEST + world.round))
        assert portal("publish", *PERIOD).code == 0
        killer.killed("export", folder)
        killer.ran("export", folder)
        assert list(outside.of_export(folder)) == []

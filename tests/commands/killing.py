"""A command in a process of its own, killed with -9 at a random moment of the time it usually takes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.required import ROOT

KILLS = int(os.environ.get("PORTAL_KILLS", "2"))
"""Kills of each command; the long run has 200."""
COMMAND = """
import sys
from dataclasses import replace
from portal.commands.main import main
from portal.packs import pack
from portal.tables.formats import FORMATS
for each in [each for each in FORMATS.values() if not each.is_text]:
    FORMATS[each.ending] = replace(each, write=lambda sheet: b"left out")
pack.borough_pack = lambda *parts: b"left out"
sys.exit(main(sys.argv[1:]))
"""
"""Without workbooks and packs, which take as long as all the rest."""


@dataclass
class Killer:
    """`usual`: the seconds that a run takes; learned from runs that were over before they were killed."""

    environ: Mapping[str, str]
    dice: random.Random
    program: str = COMMAND
    usual: float = 3.0
    kills: int = 0

    def started(self, words: tuple[object, ...]) -> subprocess.Popen[bytes]:
        told = [sys.executable, "-c", self.program, *(str(word) for word in words)]
        environ = {**os.environ, **self.environ, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.Popen(told, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def killed(self, *words: object) -> bool:
        """Run the command; whether it was killed before it ended."""
        begun = time.monotonic()
        with self.started(words) as process:
            try:
                process.wait(timeout=self.dice.uniform(0.2, self.usual))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                self.usual *= 1.1  # too short a time would kill the same early steps for ever
                self.kills += 1
                return True
        self.usual = max(0.5, 1.1 * (time.monotonic() - begun))
        return False

    def ran(self, *words: object) -> None:
        """The same run to its end."""
        with self.started(words) as process:
            assert process.wait(timeout=300) == 0

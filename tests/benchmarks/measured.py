"""What one piece of work took, told from a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Measured:
    """`megabytes`: the most that the process held at once."""

    rows: int
    seconds: float
    megabytes: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def tell(work: Callable[[], int]) -> None:
    """Do the work in this process, which answers with its rows, and print what it took."""
    begun = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - begun
    print(json.dumps(asdict(Measured(rows, seconds, peak()))))


def peak() -> float:
    """MB that this program held at the most; ru_maxrss would begin with the memory of the process that started it."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def alone(what: str, *words: object) -> Measured:
    """A module below this folder, run by itself."""
    command = [sys.executable, "-m", f"tests.benchmarks.{what}", *map(str, words)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(ran.stdout.splitlines()[-1]))


def typical(times: list[Measured]) -> Measured:
    """Of several times the same work: the medians."""
    seconds, megabytes = (median(getattr(one, name) for one in times) for name in ("seconds", "megabytes"))
    return Measured(times[0].rows, seconds, megabytes)

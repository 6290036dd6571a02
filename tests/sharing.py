"""Which tests run on one worker: those of a file, and those of rooms that share what is costly to make.

With `--dist loadfile` alone each worker starts a demo's server and a browser, and reads the real
months in, for the other half of the files.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/", "tests/shared/test_")
"""Where the names of tests begin that one worker takes."""


class ByRoom(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """As `--dist loadfile`, but that a room of `TOGETHER` counts as one file; the most tests go first."""

    def _split_scope(self, nodeid: str) -> str:
        room = next((room for room in TOGETHER if nodeid.startswith(room)), None)
        return room or nodeid.partition("::")[0]

"""What a supply is measured against: earlier supplies that are sound, and lasting breaks that are known.

A supply that is itself bad never counts as usual: else a long row of cut months would in time look normal.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from ingest.findings.model import Earlier, Seen, month_distance
from portal import shipped

MOST_MONTHS = 12
OLDEST = 36  # months: what was usual longer ago says little of today


@dataclass(frozen=True)
class VolumeBreak:
    """From that month on the force makes another number of searches, and will: `why`, and who says so."""

    force: str
    since: str
    why: str
    source: str


@dataclass(frozen=True)
class Retired:
    """A label's meaning (a key of the vocabulary) that is written no more from that month on; "" = by any force.

    `verified`: its absence was seen in real files.
    """

    field: str
    key: str
    force: str
    since: str
    why: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Occasional:
    """A label's meaning that comes and goes by its nature, as searches under an authorisation do."""

    field: str
    key: str
    why: str


@dataclass(frozen=True)
class Breaks:
    volume: tuple[VolumeBreak, ...] = ()
    retired: tuple[Retired, ...] = ()
    occasional: tuple[Occasional, ...] = ()

    def volume_since(self, force: str, month: str) -> str:
        """The month of the force's last declared break in volume up to that month; "" without one."""
        return max((each.since for each in self.volume if each.force == force and each.since <= month), default="")

    def is_retired(self, force: str, field: str, key: str, month: str) -> bool:
        return any(
            (each.field, each.key) == (field, key) and each.force in ("", force) and each.since <= month
            for each in self.retired
        )

    def is_occasional(self, field: str, key: str) -> bool:
        return any((each.field, each.key) == (field, key) for each in self.occasional)


@cache
def known_breaks() -> Breaks:
    """data/breaks.toml."""
    raw = tomllib.loads(shipped.data("breaks.toml").read_text("utf-8"))
    renamed = {kind: [{"since": row.pop("from", ""), **row} for row in rows] for kind, rows in raw.items()}
    return Breaks(
        volume=tuple(VolumeBreak(**row) for row in renamed.get("volume", [])),
        retired=tuple(Retired(**{"force": "", **row}) for row in renamed.get("retired", [])),
        occasional=tuple(Occasional(row["field"], row["key"], row["why"]) for row in renamed.get("occasional", [])),
    )


def usual_volume(seen: Seen) -> list[Earlier]:
    """The last twelve sound supplies, at most 36 months old, since the force's last declared break in volume.

    Bad supplies held in between do not make them older: after three years of cut months the last whole ones
    are still the measure, for nothing better has come.
    """
    since, bad = known_breaks().volume_since(seen.force, seen.month), 0
    found: list[Earlier] = []
    for each in reversed(seen.before):
        too_old = month_distance(each.month, seen.month) - bad > OLDEST
        if too_old or each.month < since or len(found) == MOST_MONTHS:
            break
        if each.is_unfit:
            bad += 1
        else:
            found.append(each)
    return found


def usual_labels(seen: Seen, field: str) -> list[Earlier]:
    """The last twelve supplies with nothing seriously wrong with their rows or with that field, however old."""
    return [each for each in seen.before if each.tells_of(field)][-MOST_MONTHS:]

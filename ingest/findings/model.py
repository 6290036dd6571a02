"""A finding about a supply, and what a check may look at to make one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.documents.supplies import Affects, Severity

UNFIT = ("rows", "doubled")
"""What a serious finding affects where a supply's number of rows is no measure for other months."""


@dataclass(frozen=True)
class Finding:
    """What a check makes, and the database keeps as JSON; documents have it as portal.documents.supplies says."""

    id: str
    severity: Severity
    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)
    affects: Affects = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Earlier:
    """A current supply of an earlier month: its figures, and what is seriously wrong with it."""

    month: str
    profile: Mapping[str, Any]
    serious: Sequence[Finding] = ()

    @property
    def rows(self) -> int:
        return int(self.profile["rows_kept"])

    @property
    def is_unfit(self) -> bool:
        """Rows are missing or doubled: other months are not measured against it."""
        return any(finding.affects in UNFIT for finding in self.serious)

    def tells_of(self, field: str) -> bool:
        """Its labels of that field are what they usually are, or have become so: what ended is missed no more.

        Not where those who did not state it are gone: that is never usual.
        """
        own = [finding for finding in self.serious if finding.figures.get("field") == field]
        return not self.is_unfit and all(finding.id == VANISHED and not lacks_unstated(finding) for finding in own)


VANISHED = "category_vanished"


def lacks_unstated(finding: Finding) -> bool:
    return "not_stated" in finding.figures.get("keys", ())


@dataclass(frozen=True)
class Seen:
    """One supply's profile, and the current supplies of the same source and force before it, by month."""

    source: str
    force: str
    month: str
    now: Mapping[str, Any]
    before: Sequence[Earlier]

    @property
    def rows(self) -> int:
        return int(self.now["rows_kept"])

    @property
    def recent(self) -> list[Mapping[str, Any]]:
        """The profiles of the last twelve months before this one, as many as are held."""
        return [each.profile for each in self.before if month_distance(each.month, self.month) <= 12]

    @property
    def last_twelve(self) -> list[Mapping[str, Any]]:
        """The last twelve profiles held before this one, however old: for what does not change with the years."""
        return [each.profile for each in self.before[-12:]]


Check = Iterator[Finding]


def month_distance(earlier: str, later: str) -> int:
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:]) - int(earlier[5:])


def many(count: int, noun: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def rows_in_100(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} in 100"

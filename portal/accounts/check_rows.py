"""What checks found as rows: of a place, of a group of people, and the flags of written grounds."""

from collections.abc import Iterator

from portal.accounts.compliance_document import Compliance, ComplianceBy, GroundsFlag
from portal.accounts.figures import FigureStatus
from portal.accounts.row import Row, row
from portal.charter.states import DOES_NOT_APPLY, PASS, STATES, TOO_FEW, UNPUBLISHED

SAID: dict[str, FigureStatus] = {UNPUBLISHED: "not_published", TOO_FEW: "too_few", DOES_NOT_APPLY: "missing"}
"""Verdicts that say why there is none; every other is one."""


def compliance_rows(entry: Compliance) -> Iterator[Row]:
    """A row a state, the rate, and the verdict: that has no number, its key says it."""
    return rows_of(entry, "check", entry.check, "")


def group_rows(group: ComplianceBy) -> Iterator[Row]:
    """The same for one group of people, all of London: `R07.age`, `10_to_17.fail`."""
    entry = group.compliance
    return rows_of(entry, "check_by", f"{entry.check}.{group.by}", group.key)


def rows_of(entry: Compliance, measure: str, breakdown: str, group: str) -> Iterator[Row]:
    for state in STATES:
        count, (low, high) = count_of(entry, state), (entry.ranges or {}).get(state, (None, None))
        name = (measure, breakdown, key(group, state))
        yield row(name, entry.status, searches=count, low=low, high=high, unit=entry.unit)
    yield row(
        (f"{measure}_rate", breakdown, group),
        entry.status,
        searches=entry.passed if entry.judged is not None else None,
        of=entry.judged,
        value=entry.rate,
        low=entry.low,
        high=entry.high,
        unit="share",
    )
    verdict = (f"{measure}_verdict", breakdown, key(group, slug(entry.verdict)))
    yield Row(*verdict, None, None, SAID.get(entry.verdict, "value"), "verdict")


def count_of(entry: Compliance, state: str) -> int | None:
    """None where there is nothing to count: 0 of no records is no figure."""
    if entry.status == "missing":
        return None
    count: int | None = getattr(entry, "passed" if state == PASS else state)
    return count


def key(group: str, told: str) -> str:
    return f"{group}.{told}" if group else told


def slug(verdict: str) -> str:
    """`too_close_to_call`"""
    return verdict.lower().replace(" ", "_")


def grounds_rows(flag: GroundsFlag, breakdown: str = "flag") -> Iterator[Row]:
    """How many records have the flag, and which share that is of those whose grounds were looked at."""
    count = flag.searches
    key = flag.flag if breakdown == "flag" else f"{breakdown}_{flag.flag}"  # a bare 0 reads as a number
    yield row(("grounds", breakdown, key), flag.status, searches=count, of=flag.of, low=flag.low, high=flag.high)
    yield row(
        ("grounds_share", breakdown, key),
        flag.status,
        searches=count if flag.of is not None else None,
        of=flag.of,
        value=flag.share,
        low=flag.share_low,
        high=flag.share_high,
        unit="share",
    )

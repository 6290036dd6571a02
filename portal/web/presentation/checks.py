"""What a check found, in words and in a shape: never by colour alone, never a rate where none is published, and never
a rate without its two counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor, sqrt
from statistics import NormalDist

from portal.charter.definitions import FAIL, KEPT, MEANINGS, NOT_KEPT, NOT_RECORDED, PASS, TOO_CLOSE, TOO_FEW, Check
from portal.documents.account import Compliance, GroundsFlag
from portal.documents.checks import CheckedPlace
from portal.web.presentation.figures import Mark, Scale, with_reference
from portal.web.presentation.formatting import (
    NO_FIGURE,
    NOT_KNOWN,
    force_name,
    format_day,
    format_number,
    format_share,
    join_names,
)

SHAPES = {"unknown": "?", "not_published": "○", "withheld": "◌", "missing": "-", "too_few": "-"}
VERDICTS = {KEPT: "✓", NOT_KEPT: "✗", TOO_CLOSE: "≈"}
RULINGS = (KEPT, NOT_KEPT, TOO_CLOSE, TOO_FEW)
NAMES = {
    "unknown": NOT_KNOWN,
    "not_published": "Not published",
    "withheld": "Hidden",
    "missing": "Does not apply",
    "too_few": "Nothing to judge",
}
LABELS = {
    "pass": "Done",
    "fail": "Not done",
    "not_recorded": "Blank",
    "cannot_tell": "Not clear",
    "not_applicable": "Does not apply",
    "not_published": "Not published",
}
"""The six states, in the order of pages."""

Rule = Check | None
"""A check as the charter of an edition has it; None where the edition has no charter that can be read."""

Ends = tuple[int, int]
"""A count: its lowest and highest, which differ only in editions published by an older rule."""


Z = NormalDist().inv_cdf(0.975)


def interval_of(entry: Compliance) -> tuple[float, float] | None:
    """What chance alone leaves open (95%); None where there are no two counts."""
    if entry.rate is None or entry.passed is None or not entry.judged:
        return None
    return share_interval(entry.passed, entry.judged)


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """The 95% Wilson interval, as charter.tally has it: without SciPy, which no worker of the site loads."""
    share, weight = part / whole, Z**2 / whole
    middle = (share + weight / 2) / (1 + weight)
    reach = Z * sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2)) / (1 + weight)
    return max(0.0, middle - reach), min(1.0, middle + reach)


TENTHS = 10


def check_scale(rows: Sequence[CheckedPlace], london: Compliance) -> Scale | None:
    """From the tenth below the lowest interval to 100%, with London's rate as what the others stand beside.

    None where no place has a rate.
    """
    ends = [ends[0] for row in rows if (ends := interval_of(row.found[0]))]
    if not ends:
        return None
    least = min(floor(TENTHS * min(ends)), TENTHS - 1) / TENTHS
    scale = Scale(least, 1.0, is_log=False, low=f"{100 * least:.0f}", high="100")
    return scale if london.rate is None else with_reference(scale, max(london.rate, least))


def check_mark(found: Compliance, scale: Scale | None) -> Mark | None:
    """Its rate as a dot, with its interval; None where it has none."""
    ends = interval_of(found)
    return scale.mark(*ends, found.rate) if scale and ends else None


def blanks_beside(found: Compliance, rule: Rule) -> str:
    """`blank: 120`, of a check whose rate leaves blanks out; empty where there are none."""
    blank = found.not_recorded or 0
    return f"{state_label(rule, NOT_RECORDED).lower()}: {format_number(blank)}" if blank else ""


def check_shape(found: Compliance) -> str:
    """One character that goes with the words."""
    return SHAPES.get(found.status) or VERDICTS.get(found.verdict, "●")


def check_class(found: Compliance) -> str:
    """The class of a cell: how it is coloured, beside its words and shape."""
    if found.status in SHAPES:
        return found.status.replace("_", "-")
    return {KEPT: "kept", NOT_KEPT: "not-kept", TOO_CLOSE: "too-close"}.get(found.verdict, "no-target")


def format_check(found: Compliance) -> str:
    """`87.1%`; of an older rule between what it lies, `91.8% to 100.0%`; or why there is no rate."""
    if found.status in NAMES:
        return NAMES[found.status]
    if found.rate is not None:
        return format_share(found.rate)
    return interval(found) or "A figure, not a check"


def interval(found: Compliance) -> str:
    """`84.9% to 86.1%`: between what blanks, or chance, leave the rate; `85.0%` where both ends read the same."""
    if found.low is None or found.high is None:
        return ""
    least, most = format_share(found.low), format_share(found.high)
    return least if least == most else f"{least} to {most}"


def bounds(found: Compliance) -> str:
    """The interval beside a rate; empty where there is none, or where it reads as the rate does."""
    beside = interval(found)
    return "" if found.status in NAMES or beside == format_check(found) else beside


def rate_and_bounds(found: Compliance) -> str:
    """`85.1% (84.9% to 86.1%)`, or the rate alone."""
    beside = bounds(found)
    return f"{format_check(found)} ({beside})" if beside else format_check(found)


def two_counts(found: Compliance, rule: Rule) -> str:
    """`2,207 of 2,207`: what the rate is made of."""
    done = state_ends(found, PASS)
    if found.status in NAMES or done is None:
        return ""
    whole = judged(found, rule)
    return f"{format_ends(done)} done" if whole is None else f"{format_ends(done)} of {format_ends(whole)}"


def counts_and_bounds(found: Compliance, rule: Rule) -> str:
    """`84,964 of 99,901 (84.9% to 86.1%)`: what stands below a rate."""
    counts, beside = two_counts(found, rule), bounds(found)
    return f"{counts} ({beside})" if counts and beside else counts or beside


def judged(found: Compliance, rule: Rule) -> Ends | None:
    """Done and not done, and blank where to write it down is the duty; None where that cannot be said."""
    if found.judged is not None:
        return found.judged, found.judged
    if rule is None:
        return None
    states = (PASS, FAIL, NOT_RECORDED) if rule.counts_not_recorded else (PASS, FAIL)
    parts = [each for state in states if (each := state_ends(found, state)) is not None]
    return (sum(low for low, _ in parts), sum(high for _, high in parts)) if len(parts) == len(states) else None


def state_ends(found: Compliance, state: str) -> Ends | None:
    if found.ranges and state in found.ranges:
        return found.ranges[state]
    count = found.count(state)
    return None if count is None else (count, count)


def format_ends(count: Ends) -> str:
    low, high = count
    return format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"


def state_count(found: Compliance, state: str) -> str:
    """How many records are in a state, `no figure` where it is not published."""
    count = state_ends(found, state)
    return NO_FIGURE if count is None else format_ends(count)


def has_counts(found: Compliance) -> bool:
    """Whether there is a count of records done and not done, be it nought."""
    return state_ends(found, PASS) is not None


def state_label(rule: Rule, state: str) -> str:
    """What a state is called: for a blank the check's own words, where the charter has them."""
    own = rule.means.get(NOT_RECORDED, "") if rule and state == NOT_RECORDED else ""
    return own.strip().removesuffix(".") or LABELS[state]


def state_means(rule: Check, state: str) -> str:
    """What a state says of a record under this check, and of a blank what becomes of it in the rate."""
    if not rule.measured:
        return rule.means.get(state, "")
    if state != NOT_RECORDED:
        return rule.means.get(state, MEANINGS[state])
    if rule.counts_not_recorded:
        return "Officers must write this down, so blank counts as not done."
    if rule.leaves_open:
        return "Left out of the percentage. It could be either, so it makes the range wider."
    return "Nobody looked at it. It is outside the sample and the percentage."


def rate_rule(rule: Check) -> str:
    """How the rate of a check is made, and what its range allows for."""
    if rule.counts_not_recorded:
        blanks = "Percent: done, of done, not done and blank. Officers must write this down."
    else:
        blanks = "Percent: done, of done and not done. Blank is left out."
    if rule.leaves_open:
        blanks += " The range shows what the blanks could change."
    if rule.sampled:
        blanks += " Only some were looked at, so the range allows for chance too."
    return blanks


def forces_missing(found: Compliance) -> str:
    """Who does not publish it, where others do, or only for some months: the figure is that of the rest."""
    without, partly = (join_names([force_name(force) for force in forces]) for forces in (found.without, found.partly))
    told = [f"without {without}" if without else "", f"{partly} for some months only" if partly else ""]
    return ", ".join(each for each in told if each)


def verdict(found: Compliance) -> str:
    return NAMES.get(found.status, found.verdict)


def ruling(found: Compliance) -> str:
    """The verdict where somebody set a target; nothing where nobody did, or where there is no figure."""
    return found.verdict if found.status not in NAMES and found.verdict in RULINGS else ""


def format_flag(flag: GroundsFlag) -> str:
    """The share of records with a flag, or its range, or how many they are, or why there is none."""
    if flag.status in NAMES:
        return NAMES[flag.status]
    if flag.share is not None:
        return format_share(flag.share)
    if flag.share_low is not None and flag.share_high is not None:
        return f"{format_share(flag.share_low)} to {format_share(flag.share_high)}"
    if flag.status == "rounded" and flag.searches is not None:  # of how many is not told
        return f"{format_number(flag.searches)} searches"
    return NAMES["too_few"]


def moment(when: datetime) -> str:
    """26 August 2024, 14:00."""
    return f"{format_day(when)}, {when:%H:%M}"


FILTERS = {
    each.__name__: each
    for each in (
        check_shape,
        check_class,
        format_check,
        rate_and_bounds,
        counts_and_bounds,
        two_counts,
        has_counts,
        state_count,
        state_label,
        state_means,
        rate_rule,
        forces_missing,
        verdict,
        ruling,
        format_flag,
        moment,
        check_scale,
        check_mark,
        blanks_beside,
    )
}


# Checks of one kind together: what they are about, and in parts that fit on a page.

SECTIONS = {
    "C": "What the officer did and said",
    "R": "What was written down",
    "V": "Video, supervisors and reviews from outside",
    "S": "Safeguards, and what searches are for",
    "P": "What those who publish owe",
}
"""The letter that a check's id begins with -> what such checks are about."""


@dataclass(frozen=True)
class Section:
    """Checks about one thing, in the order of the charter; `id`: what anchors begin with."""

    id: str
    title: str
    checks: list[Check]

    @property
    def ids(self) -> str:
        """`C01 to C06`; where one between is not here, all of them: `S03 and S06`."""
        names = [check.id for check in self.checks]
        if len(names) < 2 or int(names[-1][1:]) - int(names[0][1:]) != len(names) - 1:
            return join_names(names)
        return f"{names[0]} to {names[-1]}"


def check_sections(checks: Sequence[Check], *, widest: int = 0) -> list[Section]:
    """The checks by their letter; with `widest`, in parts alike in size of at most so many."""
    found = []
    for letter in dict.fromkeys(check.id[:1] for check in checks):
        own = [check for check in checks if check.id.startswith(letter)]
        parts = -(-len(own) // widest) if widest else 1
        size = -(-len(own) // parts)
        for at in range(parts):
            part = own[at * size : (at + 1) * size]
            found.append(Section(part[0].id.lower(), SECTIONS.get(letter, f"Checks {letter}"), part))
    return found

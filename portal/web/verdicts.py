"""What a check found, in words and in a shape: never by colour alone, and never a rate where none is published."""

from portal.accounts.compliance_document import Compliance, GroundsFlag
from portal.charter.states import KEPT, NOT_KEPT, TOO_CLOSE
from portal.web.words import force_name, joined, number, share

SHAPES = {"not_published": "○", "withheld": "◌", "missing": "-", "too_few": "-"}
VERDICTS = {KEPT: "✓", NOT_KEPT: "✗", TOO_CLOSE: "≈"}
NAMES = {
    "not_published": "Not published",
    "withheld": "Held back",
    "missing": "Does not apply",
    "too_few": "Nothing to judge",
}


def shape(found: Compliance) -> str:
    """One character that goes with the words."""
    return SHAPES.get(found.status) or VERDICTS.get(found.verdict, "●")


def mark(found: Compliance) -> str:
    """The class of a cell: how it is coloured, beside its words and shape."""
    if found.status in SHAPES:
        return found.status.replace("_", "-")
    return {KEPT: "kept", NOT_KEPT: "not-kept"}.get(found.verdict, "no-target")


def checked(found: Compliance) -> str:
    """`87.1%`, `87.0% to 87.3%`, or why there is no rate."""
    if found.status in NAMES:
        return NAMES[found.status]
    if found.low is not None and found.high is not None and found.rate is None:
        return f"{share(found.low)} to {share(found.high)}"
    return share(found.rate) if found.rate is not None else "A figure, not a check"


def partly(found: Compliance) -> str:
    """Of how many, and who does not publish it, where others do: the figure is the others' alone."""
    names = joined([force_name(force) for force in found.without])
    of = "" if found.judged is None else f"of {number(found.judged)}, "
    return f"{of}without {names}" if names else ""


def verdict(found: Compliance) -> str:
    return NAMES.get(found.status, found.verdict)


def state_count(found: Compliance, state: str) -> str:
    """How many records are in a state, exactly or as a range; `no figure` where it is not published."""
    if found.ranges and state in found.ranges:
        low, high = found.ranges[state]
        return number(low) if low == high else f"{number(low)} to {number(high)}"
    return number(getattr(found, "passed" if state == "pass" else state))


def raised(flag: GroundsFlag) -> str:
    """The share of records with a flag, or its range, or why there is none."""
    if flag.status in NAMES:
        return NAMES[flag.status]
    if flag.share is not None:
        return share(flag.share)
    if flag.share_low is not None and flag.share_high is not None:
        return f"{share(flag.share_low)} to {share(flag.share_high)}"
    return NAMES["too_few"]


FILTERS = {each.__name__: each for each in (shape, mark, checked, partly, verdict, state_count, raised)}

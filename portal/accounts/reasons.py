"""Why a figure differs from the edition before: what changed of all that this figure follows from.

A figure follows from the supplies of its place, of all places where London stands beside it; a check's from its rule
too, its verdict from its target; what stands beside the year before from that year's account.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.charter_document import rules_of
from portal.accounts.difference_document import Cause
from portal.accounts.numbering import BESIDE, GONE, NEW_METHOD, as_sentence
from portal.accounts.reason_codes import EditionReason
from portal.accounts.shelf import Edition, NotPublished, Withdrawn

MEASURED_BY = frozenset({BESIDE["charter"].code, NEW_METHOD.code})
YEAR_BEFORE = frozenset({BESIDE["year before"].code, GONE["year before"].code})
ALSO = ("counts_not_recorded", "sampled")
"""What makes another rate of the same states."""
USED = {
    "power_in_force": ("powers",),
    "suspicion_needed": ("powers",),
    "authorised": ("authorisations",),
    "inside_authorisation": ("authorisations",),
    "in_rationale": ("rationales",),
}
"""A function's name in a charter -> the parts of the charter's document that it looks at."""

Name = tuple[str, str, str]
"""Measure, breakdown and key of a figure."""


@dataclass(frozen=True)
class Why:
    """`causes`: supplies that differ. `reasons`: the edition's own. `rules`, `targets`: checks whose rule or target is

    another than it was; None where the edition before no longer tells: then any may be.
    """

    causes: Sequence[Cause]
    reasons: Sequence[EditionReason]
    rules: Collection[str] | None = ()
    targets: Collection[str] | None = ()

    def of(self, name: Name, own: Sequence[Cause]) -> str:
        """The causes that can have changed a figure, files first; else the edition's reasons. `own`: of its place."""
        return "; ".join(dict.fromkeys(self.found(name, own))) or as_sentence(self.reasons)

    def found(self, name: Name, own: Sequence[Cause]) -> Iterator[str]:
        measure, breakdown, key = name
        if measure.startswith("london_"):
            yield from sentences(self.causes)
        elif measure.startswith("year_before_"):
            yield from self.beside_the_year_before(measure, own)
        else:
            of_month = [cause for cause in own if breakdown == "month" and key == f"month_{cause.month}"]
            yield from sentences(of_month or own)
            if self.is_measured_anew(name):
                yield from (reason.sentence for reason in self.reasons if reason.code in MEASURED_BY)

    def beside_the_year_before(self, measure: str, own: Sequence[Cause]) -> Iterator[str]:
        """The figure of the year before follows from files of this one only through the months that both have."""
        years = [reason.sentence for reason in self.reasons if reason.code in YEAR_BEFORE]
        same_months = all(cause.what == "replaced" for cause in own)
        if not (years and same_months and measure == "year_before_then"):
            yield from sentences(own)
        yield from years

    def is_measured_anew(self, name: Name) -> bool:
        """Whether it is a figure of a check (or flag) whose rule is another, or a verdict whose target is."""
        measure, breakdown, key = name
        if measure == "grounds":
            return self.rules is None or key in self.rules
        if measure == "check_verdict" and (self.targets is None or breakdown in self.targets):
            return True
        return measure.startswith("check") and (self.rules is None or breakdown in self.rules)


def sentences(causes: Sequence[Cause]) -> Iterator[str]:
    yield from (cause.sentence for cause in causes)


def why(
    previous: Edition, charter: Mapping[str, Any], causes: Sequence[Cause], edition_reasons: Sequence[EditionReason]
) -> Why:
    """`charter`: the document of the charter that the new edition measures by."""
    try:
        then = json.loads(previous.read("charter.json", "This edition has no charter."))
    except (NotPublished, Withdrawn):
        return Why(causes, edition_reasons, None, None)
    of_rules, of_targets = (differing(of(then), of(charter)) for of in (rules, targets))
    return Why(causes, edition_reasons, of_rules, of_targets)


def differing(then: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {name for name in then.keys() | now.keys() if then.get(name) != now.get(name)}


def rules(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Check (or flag) -> all that decides its figures but its target."""
    of_states = rules_of(charter)
    return {check["id"]: [of_states[check["id"]], *beside(charter, check)] for check in asked(charter)}


def beside(charter: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Any]:
    yield from (check[name] for name in ALSO)
    for function in (check["function"], *(each["function"] for each in check["applies"])):
        yield from (charter[part] for part in USED.get(function, ()))


def targets(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Check -> the share that is enough."""
    return {check["id"]: check["target"] and check["target"]["value"] for check in asked(charter)}


def asked(charter: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*charter["checks"], *charter["flags"]]

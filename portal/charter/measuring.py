"""Records get their states: one for every record under every check that is asked of records."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from portal.charter.agreements import Known
from portal.charter.claims import Claims, either, first_claimed_state, is_between_days, is_not_published, merge_claims
from portal.charter.definitions import NOT_APPLICABLE, NOT_PUBLISHED, STATES, Charter, Check, LawVersion
from portal.charter.rules import APPLICABILITY, RULES, ruled

STATE = pl.Enum(list(STATES))


def states(charter: Charter, known: Known, frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states under the id of every check asked of records, in the order of the frame's rows.

    `frame`: store.facts.measuring_frame, whole or any rows of it; a record's state hangs on its own row alone.
    """
    return frame.select(check_state_column(charter, known, check) for check in charter.checks if check.measured)


def check_state_column(charter: Charter, known: Known, check: Check) -> pl.Expr:
    """The state of each record under the check: not published, else not applicable, and so on (charter.states)."""
    return first_claimed_state(merge_claims(claims(charter, known, check))).cast(STATE).alias(check.id)


def claims(charter: Charter, known: Known, check: Check) -> Iterator[Claims]:
    """What is claimed by the columns it needs, by its law on that day, by who and what it is for, and by its rule."""
    yield {NOT_PUBLISHED: either(is_not_published(name) for name in check.fields)}
    for one in check.applies:
        yield ruled(APPLICABILITY[one.function], known, one.parameters)
    versions = charter.versions(check)
    if versions:
        yield {NOT_APPLICABLE: ~either(is_under_law_version(version) for version in versions)}
    for parameters, on_days in judged_by(check, versions):
        found = ruled(RULES[check.function], known, parameters)
        yield {name: condition & on_days for name, condition in found.items()}


def judged_by(check: Check, versions: tuple[LawVersion, ...]) -> list[tuple[dict[str, Any], pl.Expr]]:
    """The check's parameters and the days they hold: always, but for versions of its law that change them."""
    changed = [version for version in versions if check.id in version.changes]
    usual = ~either(is_under_law_version(version) for version in changed) if changed else pl.lit(True)
    others = [({**check.parameters, **version.changes[check.id]}, is_under_law_version(version)) for version in changed]
    return [(check.parameters, usual), *others]


def is_under_law_version(version: LawVersion) -> pl.Expr:
    return is_between_days(version.valid_from, version.valid_until)

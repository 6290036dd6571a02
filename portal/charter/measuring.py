"""Records get their states: one for every record under every check that is asked of records."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from portal.charter.definitions import Charter, Check, LawVersion
from portal.charter.known import Known
from portal.charter.rules.claims import Claims, either, state, together, unpublished
from portal.charter.rules.days import between
from portal.charter.rules.registry import APPLICABILITY, RULES, ruled
from portal.charter.states import NOT_APPLICABLE, NOT_PUBLISHED, STATES

STATE = pl.Enum(list(STATES))


def states(charter: Charter, known: Known, frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states under the id of every check asked of records, in the order of the frame's rows.

    `frame`: store.facts.measuring_frame, whole or any rows of it; a record's state hangs on its own row alone.
    """
    return frame.select(state_of(charter, known, check) for check in charter.checks if check.measured)


def state_of(charter: Charter, known: Known, check: Check) -> pl.Expr:
    """The state of each record under the check: not published, else not applicable, and so on (charter.states)."""
    return state(together(claims(charter, known, check))).cast(STATE).alias(check.id)


def claims(charter: Charter, known: Known, check: Check) -> Iterator[Claims]:
    """What is claimed by the columns it needs, by its law on that day, by who and what it is for, and by its rule."""
    yield {NOT_PUBLISHED: either(unpublished(name) for name in check.fields)}
    for one in check.applies:
        yield ruled(APPLICABILITY[one.function], known, one.parameters)
    versions = charter.versions(check)
    if versions:
        yield {NOT_APPLICABLE: ~either(days(version) for version in versions)}
    for parameters, on_days in judged_by(check, versions):
        found = ruled(RULES[check.function], known, parameters)
        yield {name: condition & on_days for name, condition in found.items()}


def judged_by(check: Check, versions: tuple[LawVersion, ...]) -> list[tuple[dict[str, Any], pl.Expr]]:
    """The check's parameters and the days they hold: always, but for versions of its law that change them."""
    changed = [version for version in versions if check.id in version.changes]
    usual = ~either(days(version) for version in changed) if changed else pl.lit(True)
    others = [({**check.parameters, **version.changes[check.id]}, days(version)) for version in changed]
    return [(check.parameters, usual), *others]


def days(version: LawVersion) -> pl.Expr:
    return between(version.valid_from, version.valid_until)

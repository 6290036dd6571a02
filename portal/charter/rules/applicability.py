"""Which records a check is not for.

A label that nobody has listed neither takes a record out nor keeps it in: of that record nobody can tell.
"""

from collections.abc import Sequence

import polars as pl

from portal.charter.known import Known
from portal.charter.rules.claims import Claims, blank, in_a_return, is_one_of, missing, unlisted
from portal.charter.rules.powers import without_suspicion
from portal.charter.states import CANNOT_TELL, NOT_APPLICABLE, NOT_RECORDED

VEHICLE_ONLY = "vehicle"


def someone_there() -> Claims:
    """Not for a vehicle that nobody was in charge of.

    Only a return says whether somebody was; in other sources no search of a vehicle alone is asked about.
    """
    vehicle = pl.col("kind") == VEHICLE_ONLY
    nobody = (pl.col("vehicle_attended") == "no") | ~in_a_return()
    return {
        NOT_APPLICABLE: vehicle & nobody,
        NOT_RECORDED: blank("kind") | (vehicle & in_a_return() & missing("vehicle_attended")),
        CANNOT_TELL: unlisted("kind"),
    }


def suspicion_needed(known: Known) -> Claims:
    """Not for a search under a power that, on that day, needed no suspicion."""
    return {NOT_APPLICABLE: without_suspicion(known), NOT_RECORDED: blank("power"), CANNOT_TELL: unlisted("power")}


def receipt_due(*, arrests: Sequence[str]) -> Claims:
    """Not for somebody arrested, whose record is the custody record, whatever became of a receipt in the street."""
    return {NOT_APPLICABLE: is_one_of("outcome", arrests), CANNOT_TELL: unlisted("outcome")}


def only(*, field: str, values: Sequence[str]) -> Claims:
    """Only for these values; where the cell is blank nobody knows, which is the record's failing."""
    return {
        NOT_APPLICABLE: ~is_one_of(field, values) & ~missing(field) & ~unlisted(field),
        NOT_RECORDED: blank(field),
        CANNOT_TELL: unlisted(field),
    }


def unless(*, field: str, values: Sequence[str]) -> Claims:
    """For all but these values."""
    return {NOT_APPLICABLE: is_one_of(field, values), CANNOT_TELL: unlisted(field)}

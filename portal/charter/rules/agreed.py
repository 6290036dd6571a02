"""What had to be agreed or published beforehand: the rationale, and section 60 authorisations."""

from datetime import datetime, timedelta

import polars as pl

from portal.charter.known import Known
from portal.charter.rules.claims import Claims, blank, either, is_one_of, unlisted
from portal.charter.rules.days import between, number
from portal.charter.states import CANNOT_TELL, FAIL, NOT_PUBLISHED, NOT_RECORDED

VAGUE = ("object_unavailable",)
"""Words in place of an object, which do not say what it was."""
FIRST_HOUR, LAST_HOUR = 0, 23


def in_rationale(known: Known) -> Claims:
    """The object is one that the rationale in force that day agrees on; without one, nobody can say."""
    spans = [(between(one.valid_from, one.valid_until), one.keys) for one in known.rationales]
    agreed = either(days & pl.col("object").is_in(keys) for days, keys in spans)
    return {
        NOT_PUBLISHED: ~either(days for days, _ in spans),
        NOT_RECORDED: blank("object"),
        CANNOT_TELL: unlisted("object") | is_one_of("object", VAGUE),
        FAIL: ~agreed,
    }


def authorised(known: Known) -> Claims:
    """The record names a published authorisation; while none at all is published, nobody can say."""
    return {
        NOT_PUBLISHED: pl.lit(not known.authorisations),
        NOT_RECORDED: blank("section_60_reference"),
        FAIL: ~listed(known),
    }


def inside_authorisation(known: Known, *, most_hours: int) -> Claims:
    """The search was in the authorisation's time and area. Of a reference that nobody published, nobody can tell.

    Hours are whole, so the hours in which an authorisation starts and ends count as inside. Without an hour, a day
    that is only partly inside cannot be told. No authorisation lasts longer than `most_hours` (as extended).
    """
    begins, ends = bound(known, "starts", most_hours), bound(known, "ends", most_hours)
    hour = pl.col("hour").str.strip_prefix("hour_").cast(pl.Int64, strict=False)
    earliest = pl.col("london_date").cast(pl.Int64) * 100 + hour.fill_null(FIRST_HOUR)
    latest = pl.col("london_date").cast(pl.Int64) * 100 + hour.fill_null(LAST_HOUR)
    outside = ((latest < begins) | (earliest > ends)).fill_null(False) | ~in_area(known)
    inside = ((earliest >= begins) & (latest <= ends)).fill_null(False)
    return {
        NOT_PUBLISHED: pl.lit(not known.authorisations),
        NOT_RECORDED: blank("section_60_reference") | blank("area"),
        CANNOT_TELL: ~listed(known) | (~inside & ~outside),
        FAIL: outside,
    }


def listed(known: Known) -> pl.Expr:
    return pl.col("section_60_reference").is_in([one.reference for one in known.authorisations])


def bound(known: Known, name: str, most_hours: int) -> pl.Expr:
    """When the record's authorisation starts or ends, as a number of day and hour; null where there is none."""
    moments = {}
    for one in known.authorisations:
        ends = min(one.ends, one.starts + timedelta(hours=most_hours))
        moments[one.reference] = at(one.starts if name == "starts" else ends)
    reference = pl.col("section_60_reference")
    return reference.replace_strict(list(moments), list(moments.values()), default=None, return_dtype=pl.Int64)


def at(moment: datetime) -> int:
    return number(moment.date()) * 100 + moment.hour


def in_area(known: Known) -> pl.Expr:
    pairs = [f"{one.reference} {code}" for one in known.authorisations for code in one.area]
    return pl.concat_str("section_60_reference", "area", separator=" ").is_in(pairs)

"""Powers to search, by the day of the search."""

import polars as pl

from portal.charter.definitions import Power
from portal.charter.known import Known
from portal.charter.rules.claims import Claims, blank, either, unlisted
from portal.charter.rules.days import between
from portal.charter.states import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_RECORDED


def without_suspicion(known: Known) -> pl.Expr:
    """Whether the record's power needed no reasonable suspicion on the record's day."""
    return either(used(power) & in_force(power) for power in known.powers if not power.suspicion)


def used(power: Power) -> pl.Expr:
    return pl.col("power") == power.key


def in_force(power: Power) -> pl.Expr:
    return between(power.valid_from, power.valid_until)


def power_in_force(known: Known) -> Claims:
    """Written down, in the vocabulary, and in force on that day."""
    dated: dict[str, list[pl.Expr]] = {}
    for power in known.powers:
        dated.setdefault(power.key, []).append(in_force(power))
    not_yet = either((pl.col("power") == key) & ~either(spans) for key, spans in dated.items())
    return {NOT_RECORDED: blank("power"), FAIL: unlisted("power") | not_yet}


def fits_power(*, pairs: dict[str, list[str]]) -> Claims:
    """The object is one that the power is for. Powers without a list, and labels of no use, cannot be told."""
    told = either((pl.col("power") == power) & pl.col("object").is_in(objects) for power, objects in pairs.items())
    vague = unlisted("power") | unlisted("object") | (pl.col("object") == "object_unavailable")
    return {
        NOT_APPLICABLE: blank("power") | blank("object"),
        CANNOT_TELL: vague | ~pl.col("power").is_in(list(pairs)),
        FAIL: ~told,
    }

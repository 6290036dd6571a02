"""Shares of the twelve grounds flags in returns that carry them: worth a look, never a verdict, and never text.

Each flag goes through the same tables as a check: raised stands as fail, not raised as the rest.
"""

import tomllib
from functools import cache

import polars as pl

from portal import shipped
from portal.accounts.compliance_document import Compliance, GroundsFlag
from portal.charter.definitions import RECORD, Check
from portal.charter.states import FAIL, NOT_PUBLISHED, NOT_RECORDED, PASS, STATES
from portal.standard import PERSON

FIELD = "grounds_flags"


def asked(name: str, title: str, question: str, reference: str, field: str, about: str = "") -> Check:
    """What goes through the tables as a check of records does, and is none of the charter's."""
    return Check(
        id=name,
        title=title,
        question=question,
        unit=RECORD,
        commitments=(),
        function="flagged",
        counts_not_recorded=False,
        sampled=False,
        sources=(),
        reference=reference,
        verified=True,
        fields=(field,),
        about=about,
    )


@cache
def flags() -> tuple[Check, ...]:
    """The flags of data/grounds/rules.toml as checks of records, G1 first."""
    raw = tomllib.loads(shipped.data("grounds", "rules.toml").read_text("utf-8"))
    return tuple(
        asked(flag["id"], flag["title"], flag["asks"], "data/grounds/rules.toml", FIELD, flag.get("about", PERSON))
        for flag in raw["flag"]
    )


def states(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states a flag, for the rows of a measuring frame."""
    return frame.select(state_of(flag.id) for flag in flags())


def state_of(flag: str) -> pl.Expr:
    told = pl.col(FIELD)
    raised = told.str.split(";").list.contains(flag)
    state = (
        pl.when(told.is_in([NOT_PUBLISHED, NOT_RECORDED]))
        .then(told)
        .otherwise(pl.when(raised).then(pl.lit(FAIL)).otherwise(pl.lit(PASS)))
    )
    return state.cast(pl.Enum(list(STATES))).alias(flag)


def told(flag: Check, found: Compliance) -> GroundsFlag:
    """Records with the flag, of those with flags at all, as they may be shown."""
    low, high = (found.ranges or {}).get(FAIL, (None, None))
    of = None if found.ranges or found.passed is None else found.passed + (found.fail or 0)
    share = round((found.fail or 0) / of, 6) if of else None
    ends = (None, None) if found.low is None or found.high is None else (1 - found.high, 1 - found.low)
    return GroundsFlag(
        flag=flag.id,
        label=flag.title,
        searches=found.fail,
        low=low,
        high=high,
        share=share,
        share_low=None if ends[0] is None else round(ends[0], 6),
        share_high=None if ends[1] is None else round(ends[1], 6),
        status=found.status,
        reason=found.reason,
        reason_code=found.reason_code,
        of=of,
    )

"""Shares of the twelve grounds flags in returns that carry them: worth a look, never a verdict, and never text.

Each flag is counted as a check is: raised stands as fail, not raised as pass.
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
FLAGGED = "flagged"
"""The function of what is counted as a check is, and is none of the charter's."""


def asked(name: str, title: str, question: str, reference: str, field: str, about: str = "") -> Check:
    """What is counted as a check of records is, and is none of the charter's."""
    return Check(
        id=name,
        title=title,
        question=question,
        unit=RECORD,
        commitments=(),
        function=FLAGGED,
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
    """Records with the flag, of those with flags at all; of a flag about people only the records with it."""
    raised, others = found.fail, found.passed
    of = None if raised is None or others is None else raised + others
    return GroundsFlag(
        flag=flag.id,
        label=flag.title,
        searches=raised,
        share=round(raised / of, 6) if raised is not None and of else None,
        status="rounded" if found.status in ("rounded", "withheld") and raised is not None else found.status,
        reason=found.reason,
        reason_code=found.reason_code,
        of=of,
        is_returned=found.is_returned,
    )

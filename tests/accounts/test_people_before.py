"""Figures about people stay as an edition first told them: read back from its account of London."""

import polars as pl

from portal.accounts import compliance
from portal.accounts.grounds_shares import flags, told
from portal.accounts.people_before import of_account
from portal.charter.reading import published
from portal.disclosure.people import people_figures
from portal.disclosure.rounding import Rounding
from tests.web.small_account import check, small

RULE = Rounding(base=5, fewest=10)
FIRST = {"pass": 40, "fail": None, "not_recorded": 10, "cannot_tell": None}
RAISED = {"pass": None, "fail": 15, "not_recorded": None, "cannot_tell": None}


def test_what_an_edition_told_is_read_back_and_stays_whatever_is_corrected() -> None:
    s01 = compliance.of_people(published().named("S01"), FIRST)
    g04 = told(flags()[3], compliance.of_people(flags()[3], RAISED))
    london = small(compliance=[s01.model_dump(by_alias=True), check("C05")], grounds=[g04.model_dump()])
    drawn = of_account(london)
    assert drawn == {"S01": FIRST, "G4": RAISED}
    corrected = pl.DataFrame({"S01": ["pass"] * 10 + ["fail"] * 90})
    assert people_figures(corrected, ["S01"], RULE, drawn) == {"S01": FIRST}


def test_an_edition_of_the_rule_before_told_none() -> None:
    assert of_account(small(compliance=[check("S01", "withheld"), check("S02", "rounded")])) == {}

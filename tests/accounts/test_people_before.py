"""Figures about people stay as an edition first told them: read back from its account of London."""

import polars as pl

from portal.accounts.checks import entries
from portal.accounts.checks.grounds import grounds_flag
from portal.charter.definitions import flags
from portal.charter.validation import published_charter
from portal.disclosure.people import people_figures
from portal.disclosure.rounding import Rounding
from portal.editions.history import account_people_figures
from tests.web.small_account import check, small

RULE = Rounding(base=5, fewest=10)
FIRST = {"pass": 40, "fail": None, "not_recorded": 10, "cannot_tell": None}
RAISED = {"pass": None, "fail": 15, "not_recorded": None, "cannot_tell": None}


def test_what_an_edition_told_is_read_back_and_stays_whatever_is_corrected() -> None:
    s01 = entries.people_compliance(published_charter().named("S01"), FIRST)
    g04 = grounds_flag(flags()[3], entries.people_compliance(flags()[3], RAISED))
    london = small(compliance=[s01.model_dump(by_alias=True), check("C05")], grounds=[g04.model_dump()])
    drawn = account_people_figures(london)
    assert drawn == {"S01": FIRST, "G4": RAISED}
    corrected = pl.DataFrame({"S01": ["pass"] * 10 + ["fail"] * 90})
    assert people_figures(corrected, ["S01"], RULE, drawn) == {"S01": FIRST}


def test_an_edition_of_the_rule_before_told_none() -> None:
    assert account_people_figures(small(compliance=[check("S01", "withheld"), check("S02", "rounded")])) == {}

"""The deals of whole returns against the pure rule: what the rule counts is the same, so a difference is a leak."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from sqlmodel import Session

from portal.charter import rules
from portal.charter.agreements import known_facts as known
from portal.charter.validation import published_charter
from portal.disclosure.grouping import group_searches, team_parents
from portal.disclosure.people import people_figures
from portal.disclosure.settings import disclosure_settings
from portal.periods import Period
from portal.return_standard import PERSON
from portal.settings import Settings
from portal.store import database, return_columns, searches
from tests.charter.tallies import tallies
from tests.conftest import LivingIn
from tests.disclosure.published.dealing import DEALS, SEED, dealt
from tests.disclosure.published.returned_years import PERSON_FLAGS, POLICE_FLAGS, YEAR, Row, returned_year
from tests.disclosure.published.whole import ingested

DIMENSIONS = ("borough", "team", "self_defined_ethnicity", "age")
BESIDE_A_TEAM = ("month", "object", "power", "outcome", "gender", "officer_defined_ethnicity", *DIMENSIONS)

Tables = dict[str, object]


def counted(settings: Settings, rows: list[Row]) -> Tables:
    """Everything that the rule counts of a return: checks and flags by group, the team beside others, people."""
    ingested(settings, rows)
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        returns = [each for each in searches.current_supplies(session) if each.source == "charter-return"]
        frame = return_columns.measuring_frame(session, Period.named(YEAR), returns)
    engine.dispose()
    return tables(frame)


def tables(frame: pl.DataFrame) -> Tables:
    rule, charter = disclosure_settings(), published_charter()
    checks = [check for check in charter.checks if check.measured]
    people = [check.id for check in checks if rule.about_check(check) == PERSON]
    police = [check.id for check in checks if check.id not in people]
    grouping = group_searches(frame, DIMENSIONS, rule.fewest_searches, {"team": team_parents(frame["team"].unique())})
    kept = grouping.searches
    states = rules.states(charter, known(charter), kept).select(police).hstack(kept.select(flagged(POLICE_FLAGS)))
    groups = {name: kept.select(f"{name}_group") for name in DIMENSIONS}
    by_group = {name: sorted(map(str, tallies(states, groups[name]).rows())) for name in DIMENSIONS}
    beside = {name: sorted(kept.group_by("team_group", name).len().rows()) for name in BESIDE_A_TEAM}
    whole = rules.states(charter, known(charter), frame).hstack(frame.select(flagged(PERSON_FLAGS)))
    told = people_figures(whole, [*people, *PERSON_FLAGS], rule.people)
    return {"groups": by_group, "team": beside, "people": told, "who": grouping.joined.rows(), "out": grouping.left_out}


def flagged(flags: tuple[str, ...]) -> Iterator[pl.Expr]:
    """A state a flag, as a check has: not raised passes."""
    cell = pl.col("grounds_flags")
    for flag in flags:
        raised = pl.when(cell.str.contains(rf"\b{flag}\b")).then(pl.lit("fail")).otherwise(pl.lit("pass"))
        yield pl.when(cell == "not_recorded").then(cell).otherwise(raised).cast(rules.STATE).alias(flag)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Tables:
    with living_in(tmp_path_factory.mktemp("before")) as settings:
        return counted(settings, returned_year(SEED))


@pytest.mark.parametrize("deal", DEALS)
def test_a_deal_changes_nothing_that_the_rule_counts(
    tmp_path: Path, living_in: LivingIn, before: Tables, deal: str
) -> None:
    with living_in(tmp_path) as settings:
        after = counted(settings, dealt(returned_year(SEED), deal))
    for name, table in before.items():
        assert after[name] == table, name

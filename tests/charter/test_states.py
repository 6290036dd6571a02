"""Every record has one state under every check: by example, and by a second judge over any rows."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charter import definitions, rules
from portal.charter.agreements import Known
from portal.charter.validation import published_charter
from tests.charter.examples.every import EXAMPLES
from tests.charter.rows import BESIDE, Row, any_row, as_frame, row
from tests.charter.second.judge import judged
from tests.charter.tallies import tallies, whole_tally
from tests.conftest import examples

MEASURED = [check.id for check in published_charter().checks if check.measured]


def measured(rows: list[Row]) -> pl.DataFrame:
    return rules.states(published_charter(), BESIDE, as_frame(rows))


def test_there_are_examples_of_every_check() -> None:
    assert sorted(EXAMPLES) == sorted(MEASURED)


@pytest.mark.parametrize("check", MEASURED)
def test_each_example_has_its_state(check: str) -> None:
    expected = [(state, changed) for state, examples in EXAMPLES[check].items() for changed in examples]
    rows = [row(**changed) for _, changed in expected]
    found = measured(rows)[check].to_list()
    assert [(state, changed) for state, (_, changed) in zip(found, expected, strict=True)] == expected
    assert [judged(check, one) for one in rows] == found


@pytest.mark.parametrize("check", MEASURED)
def test_a_check_says_what_its_own_states_mean(check: str) -> None:
    told = set(published_charter().named(check).means)
    possible = set(EXAMPLES[check]) - {definitions.NOT_PUBLISHED, definitions.NOT_RECORDED}
    by_law = {definitions.NOT_APPLICABLE} if published_charter().named(check).law else set()
    assert possible - by_law <= told <= possible


@given(st.lists(any_row(), min_size=1, max_size=30))
@settings(max_examples=examples(60))
def test_the_second_judge_agrees_on_any_rows(rows: list[Row]) -> None:
    found = measured(rows)
    for check in MEASURED:
        assert found[check].to_list() == [judged(check, one) for one in rows], check


@given(st.lists(any_row(), max_size=30))
@settings(max_examples=examples(30))
def test_states_are_six_and_add_up_to_the_records(rows: list[Row]) -> None:
    found = measured(rows)
    counted = tallies(found, pl.DataFrame({"even": [at % 2 for at in range(len(rows))]}))
    assert all(kind == rules.STATE for kind in found.schema.values())
    assert found.null_count().transpose().to_series().sum() == 0
    totals = counted.group_by("check").agg(pl.sum_horizontal(pl.col(definitions.STATES).sum()).alias("records"))
    assert set(totals["records"]) <= {len(rows)}
    for check in MEASURED:
        assert whole_tally(found, check).records == len(rows)


def test_a_state_hangs_on_the_record_alone() -> None:
    rows = [row(**changed) for examples in EXAMPLES.values() for some in examples.values() for changed in some]
    together = measured(rows)
    assert together[::-1].equals(measured(rows[::-1]))
    assert pl.concat([measured(rows[:7]), measured(rows[7:])]).equals(together)


def test_without_a_rationale_or_an_authorisation_nobody_can_say() -> None:
    sixty = as_frame([row(power="cjpoa_s60", section_60_reference="S60/1"), row()])
    found = rules.states(published_charter(), Known(published_charter().powers), sixty)
    assert {check: found[check].to_list() for check in ("S04", "S05", "S07")} == dict.fromkeys(
        ("S04", "S05", "S07"), ["not_published"] * 2
    )


def test_a_law_may_ask_more_of_some_days_or_less() -> None:
    """A version changes a check's limit from 10 to 100 minutes, for its own days only."""
    charter = published_charter()
    laws = [replace(one, changes={"R14": {"most": 100}}) if one.id == "code-a-2015" else one for one in charter.laws]
    strict = replace(charter.named("R14"), parameters={"field": "minutes_to_record", "most": 10})
    days = [20150318, 20150319, 20180410, 20230116, 20230117, 20250410]
    found = rules.states(
        replace(charter, laws=tuple(laws), checks=(strict,)),
        BESIDE,
        as_frame([row(london_date=day, minutes_to_record=50) for day in days]),
    )
    assert found["R14"].to_list() == ["fail", "pass", "pass", "pass", "fail", "fail"]

"""Every file that travels with the code is in order, and every function it may name is there and used."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from portal import return_standard, shipped
from portal.charter import agreements, duties, functions, rules, validation
from portal.charter.claims import Claims
from portal.charter.definitions import MEANINGS, STATES, Check, check_ids_in
from portal.charter.functions import Takes
from tests.charter.rows import BESIDE
from tests.required import ROOT

CHARTER = validation.published_charter()
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **rules.RULES,
    **rules.APPLICABILITY,
    "account_published": duties.account_published,
    "corrections_explained": duties.corrections_explained,
    "published_on_time": duties.published_on_time,
    "fields_supplied": duties.fields_supplied,
}
CITED = [
    *((one.source, one.verified) for one in CHARTER.commitments),
    *((one.source, one.verified) for one in CHARTER.standards),
    *((one.source, one.verified) for one in CHARTER.laws),
    *((one.source, one.verified) for one in CHARTER.powers),
]
ALWAYS_THERE = {"source", "london_date", "midnight_share"}
"""What every supply has, whatever it publishes: no check lists them."""

NAMED = {**functions.RULES, **functions.APPLICABILITY, **functions.FIGURES, **functions.SUPPLIES}


@pytest.mark.parametrize("path", sorted(shipped.data("charter").glob("*.toml")), ids=lambda path: path.name)
def test_every_charter_is_in_order(path: Any) -> None:
    assert validation.read_charter(path).checks


def test_the_checks_are_those_of_the_design() -> None:
    expected = [f"{letter}{number:02}" for letter, count in zip("CRVSP", (6, 15, 5, 8, 5), strict=True)
                for number in range(1, count + 1)]  # fmt: skip
    assert [check.id for check in CHARTER.checks] == expected


def test_every_rationale_and_every_list_of_authorisations_is_in_order() -> None:
    found = {path.name: agreements.read_rationale(path).status for path in shipped.data("rationale").glob("*.toml")}
    assert found == {"example.toml": "example"}
    lists = {path.name: agreements.read_authorisations(path) for path in shipped.data("section_60").glob("*.toml")}
    assert {name: (one.status, len(one.entries)) for name, one in lists.items()} == {
        "authorisations.toml": ("published", 0), "example.toml": ("example", 1)}  # fmt: skip


def test_an_example_counts_for_nothing() -> None:
    assert agreements.agreed() == ()
    assert agreements.published_authorisations() == ()


def test_no_target_is_shipped() -> None:
    assert [check.id for check in CHARTER.checks if check.target] == []


def test_the_names_known_without_a_frame_are_the_functions_and_their_parameters() -> None:
    of_functions = {name: one for name, one in NAMED.items() if name != "found"}  # an account counts it itself
    assert {name: takes(function, name) for name, function in FUNCTIONS.items()} == of_functions


def takes(function: Callable[..., Any], name: str) -> Takes:
    """What the function takes by name, in the words of names.py."""
    own = {key: one for key, one in inspect.signature(function).parameters.items() if one.kind is one.KEYWORD_ONLY}
    words = NAMED[name].every
    needs = {key: words[key] for key, one in own.items() if one.default is one.empty}
    return replace(NAMED[name], needs=needs, may={key: words[key] for key in own if key not in needs})


@pytest.mark.parametrize("check", [one for one in CHARTER.checks if one.measured], ids=lambda check: check.id)
def test_the_columns_known_without_a_frame_are_those_that_the_functions_read(check: Check) -> None:
    rule = functions.OF_UNIT[check.unit][check.function], rules.RULES[check.function], check.parameters
    calls = [rule, *((functions.APPLICABILITY[one.function], rules.APPLICABILITY[one.function], one.parameters)
                     for one in check.applies)]  # fmt: skip
    for takes, function, given in calls:
        read = columns_of(rules.ruled(function, BESIDE, given))
        told = [given[name] for name in given if takes.every[name] in (*functions.JUDGED, functions.EXCUSE)]
        assert read - ALWAYS_THERE == {*takes.fields, *takes.also, *told}, function


def columns_of(claims: Claims) -> set[str]:
    return {name.removesuffix("_state") for claim in claims.values() for name in claim.meta.root_names()}


def test_every_function_is_used() -> None:
    used = {check.function for check in CHARTER.checks} | {one.function for c in CHARTER.checks for one in c.applies}
    assert used == set(NAMED)


def test_every_commitment_is_checked_and_every_source_is_cited() -> None:
    assert {name for check in CHARTER.checks for name in check.commitments} == {one.id for one in CHARTER.commitments}
    cited = {name for check in CHARTER.checks for name in check.sources} | {source for source, _ in CITED}
    assert {source.id for source in CHARTER.sources} - cited <= {"met-charter-2025"}


@pytest.mark.parametrize("check", CHARTER.checks, ids=lambda check: check.id)
def test_a_check_speaks_to_residents(check: Check) -> None:
    assert check.question.endswith("?")
    is_duty_to_write = (check.id.startswith("R") and check.id != "R05") or check.id in ("C06", "V03", "V05")
    assert check.counts_not_recorded == is_duty_to_write
    assert all(text.strip().endswith(".") for text in check.means.values())


def test_what_rests_on_no_source_that_was_read_is_not_called_verified() -> None:
    read = {source.id for source in CHARTER.sources if source.verified}
    for source, verified in CITED:
        assert source in read or not verified, source
    for check in CHARTER.checks:
        assert set(check.sources) & read or not check.verified, check.id


def test_the_three_standards_of_the_receipt_stand_side_by_side() -> None:
    receipt = [one for one in CHARTER.standards if one.check == "C05"]
    assert [one.by for one in receipt] == ["casey", "law", "met_charter"]
    assert [one.by for one in receipt if one.used] == ["law"]
    assert "Full text not seen" in receipt[2].note


def test_every_column_of_the_return_can_be_checked() -> None:
    assert {field.name for field in return_standard.return_fact_fields()} <= functions.NAMES
    assert set(MEANINGS) == set(STATES)


def test_definitions_load_no_frames_and_no_database() -> None:
    program = (
        "import sys; from portal.charter import agreements, validation; "
        "agreements.known_facts(validation.published_charter());"
        "print([name for name in ('polars', 'numpy', 'scipy', 'sqlalchemy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_text_names_checks_whatever_their_letter_and_no_grounds_flags() -> None:
    assert check_ids_in("Asked by R07 and E01, beside flag G03; XR07 and R070 are none") == ["R07", "E01"]

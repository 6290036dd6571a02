"""Whom columns, checks and flags tell of. The list is held here: who makes one tell of less has to change a test."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal import return_standard, shipped
from portal.charter import about, functions, validation
from portal.charter.about import check_about, column_about, exceptions, strictest
from portal.charter.definitions import Check, flags
from portal.charter.parser import BadCharter
from portal.return_standard import ALREADY_PUBLIC, PERSON, POLICE
from tests.charter.files import saved

CHARTER = validation.published_charter()
TEXT = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
OF_PERSON = {
    "clothing", "search_authoriser", "appropriate_adult", "safeguarding", "force_used", "force_recorded",
    "grounds_flags",
}  # fmt: skip
IN_THE_PUBLIC_FILES = {
    "force", "date", "time", "type", "borough", "ward", "latitude", "longitude", "bcu", "operation", "age_band",
    "gender", "self_defined_ethnicity", "officer_defined_ethnicity", "power", "object", "outcome", "outcome_linked",
}  # fmt: skip
CHECKS_OF_PERSON = {"S01", "S02"}
CHECKS_IN_PUBLIC = {"R01", "R02", "R03", "R06", "R07", "R08", "R12", "R13", "S07"}


def test_the_columns_of_the_return() -> None:
    found = {field.name: field.about for field in return_standard.return_fields()}
    assert {name for name, whom in found.items() if whom == PERSON} == OF_PERSON
    assert {name for name, whom in found.items() if whom == ALREADY_PUBLIC} == IN_THE_PUBLIC_FILES
    assert all("about" in raw for raw in return_standard.return_schema()["fields"])
    assert found["team"] == POLICE


def test_a_column_that_says_nothing_or_that_nobody_listed_tells_of_a_person() -> None:
    raw = {"name": "x", "title": "X", "description": "X.", "type": "string", "serves": "R01"}
    assert return_standard.as_field(raw).about == PERSON
    assert column_about("a_column_nobody_listed") == PERSON
    with pytest.raises(ValueError, match=r"x is about 'nobody': write one of already_public, police, person"):
        return_standard.as_field({**raw, "about": "nobody"})


def test_every_column_that_a_check_may_read_is_known_by_a_column_of_the_return() -> None:
    known = {field.name for field in return_standard.return_fields()}
    ours = {return_standard.CORE.get(name, name) for name in known}
    assert sorted(name for name in functions.NAMES if about.DERIVED.get(name, name) not in known | ours) == []
    assert column_about("clothing_level") == PERSON
    assert column_about("self_defined_code") == POLICE
    assert column_about("minutes_to_record_state") == POLICE
    assert {column_about(name) for name in ("kind", "age", "linked", "hour", "area", "point")} == {ALREADY_PUBLIC}


def test_the_checks_of_the_charter() -> None:
    found = {check.id: check_about(check) for check in CHARTER.checks if check.measured}
    assert {name for name, whom in found.items() if whom == PERSON} == CHECKS_OF_PERSON
    assert {name for name, whom in found.items() if whom == ALREADY_PUBLIC} == CHECKS_IN_PUBLIC
    assert all(check.about == found[check.id] for check in CHARTER.checks if check.measured)


def test_the_grounds_flags_one_by_one() -> None:
    assert {flag.id for flag in flags() if check_about(flag) == PERSON} == {"G4", "G8"}
    assert {check_about(replace(flag, about="")) for flag in flags()} == {PERSON}
    assert check_about(replace(flags()[0], fields=("clothing_level",))) == PERSON


def test_two_exceptions_each_with_its_reason_and_no_more() -> None:
    assert {one.check: one.columns for one in exceptions()} == {
        "S03": ("safeguarding",), "S06": ("force_used", "force_recorded")}  # fmt: skip
    assert all(len(one.reason.split()) > 15 for one in exceptions())


S03, S06 = CHARTER.named("S03"), CHARTER.named("S06")


@pytest.mark.parametrize(
    "check",
    [
        replace(S03, parameters={"field": "safeguarding", "yes": ["referral"]}),
        replace(S03, fields=(*S03.fields, "appropriate_adult")),
        replace(S03, id="S09"),
        replace(S03, law="code-a"),
        replace(S03, applies=()),
        replace(S06, function="written"),
        replace(S06, fields=(*S06.fields, "clothing_level")),
        replace(S06, about=PERSON),
    ],
)
def test_an_exception_holds_for_the_check_exactly_as_it_was_judged(check: Check) -> None:
    assert (check_about(S03), check_about(S06)) == (POLICE, POLICE)
    assert check_about(check) == PERSON


CLAIMS = [
    ("S01", "police", "check S01 reads clothing_level, search_authoriser, so its about is person, not police"),
    ("S02", "already_public", "check S02 reads clothing_level, appropriate_adult, so its about is person"),
    ("C05", "already_public", "check C05 reads receipt, vehicle_attended, so its about is police, not already_public"),
    ("C05", "nobody", "there is no about nobody: write already_public, police, person, or leave it out"),
]


@pytest.mark.parametrize(("check", "claim", "said"), CLAIMS, ids=[" ".join(one[:2]) for one in CLAIMS])
def test_a_charter_that_claims_to_tell_of_less_is_refused_by_line(
    tmp_path: Path, check: str, claim: str, said: str
) -> None:
    text, line = claimed(check, f'about = "{claim}"\n')
    with pytest.raises(BadCharter) as bad:
        validation.read_charter(saved(tmp_path, text))
    (fault,) = bad.value.faults
    assert said in fault.sentence
    assert fault.line == line


def test_a_changed_exception_has_to_be_judged_again(tmp_path: Path) -> None:
    with pytest.raises(BadCharter, match="check S03 reads safeguarding, so its about is person, not police"):
        validation.read_charter(saved(tmp_path, TEXT.replace('yes = ["referral", "decision"]', 'yes = ["referral"]')))


@pytest.mark.parametrize("words", ["", 'about = "person"\n'])
def test_a_charter_may_leave_it_out_or_protect_more(tmp_path: Path, words: str) -> None:
    text, _ = claimed("C05", words)
    found = check_about(validation.read_charter(saved(tmp_path, text)).named("C05"))
    assert found == (PERSON if words else POLICE)


def claimed(check: str, words: str) -> tuple[str, int]:
    """The charter with other words for the claim of a check, and their line."""
    at = TEXT.index('about = "', TEXT.index(f'id = "{check}"'))
    return TEXT[:at] + words + TEXT[TEXT.index("\n", at) + 1 :], TEXT[:at].count("\n") + 1


def test_an_exception_of_a_column_that_needs_none_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, '[[exception]]\ncheck = "C05"\ncolumns = ["receipt", "none"]\nfunction = "answered"\n'
                           'reason = "Invented."\n')  # fmt: skip
    with pytest.raises(BadCharter) as bad:
        exceptions(path)
    assert [str(fault) for fault in bad.value.faults] == [
        "line 3: receipt does not tell of a person: it needs no exception",
        "line 3: there is no column none",
    ]


@pytest.mark.parametrize(("abouts", "found"), [((), ALREADY_PUBLIC), ((POLICE, PERSON, ALREADY_PUBLIC), PERSON)])
def test_the_strictest_counts(abouts: Any, found: str) -> None:
    assert strictest(abouts) == found


def test_the_page_of_the_standard_says_whom_a_column_tells_of() -> None:
    assert {field.tells_of for field in return_standard.return_fields()} == {
        "What the police did", "The person searched", "Already in the public files"}  # fmt: skip

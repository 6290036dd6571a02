"""A wording is never a key: old editions are read by their sentences, new ones by codes, whatever the words are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents import canonical
from portal.documents.account import Account, GroundsFlag
from portal.documents.differences import Cause
from portal.documents.manifest import Manifest
from portal.documents.reason_codes import (
    CHECK_FEW,
    CHECK_STAYS,
    TEAMS_STAY,
    EditionReason,
    code_before_codes,
    codes_before_codes,
    reason_code,
)
from portal.editions import numbering
from portal.publishing.differences import Why
from tests.web.small_account import small

AS_PUBLISHED = {
    "Figures by team stay as they were: new ones would let somebody work out a small number.": TEAMS_STAY,
    "Stays as it was: too few records have changed since to tell anything new.": CHECK_STAYS,
    "Held back: fewer than 100 searches, or a number of 1 to 7 among what was found.": CHECK_FEW,
    "first edition": "first",
    "new months or sources": "new_supplies",
    "months or sources were taken out": "taken_out",
    "corrected supplies": "correction",
    "findings drawn anew, as other months arrived or were corrected": "new_findings",
    "the portal's own code or data changed": "new_method",
    "the charter changed, not the police's records": "charter",
    "the account of the year before was published or corrected": "year_before",
    "the account of the year before was withdrawn": "year_before_withdrawn",
    "commentary was added or changed": "commentary",
    "new or corrected accounts of 2017-18": "other_accounts",
    "the accounts of 2017-18 were withdrawn": "other_accounts_withdrawn",
    "Held back: from what is published, a small number of searches could be worked out.": "",
}
"""Sentences as editions without codes have them. Those are frozen, so nothing here is ever changed or taken out."""


@pytest.mark.parametrize("sentence", AS_PUBLISHED)
def test_sentences_of_old_editions_have_their_codes(sentence: str) -> None:
    assert code_before_codes(sentence) == AS_PUBLISHED[sentence]


def test_the_reasons_of_an_old_manifest_are_told_apart() -> None:
    old = "new months or sources; corrected supplies; the portal's own code or data changed"
    assert codes_before_codes(old) == ["new_supplies", "correction", "new_method"]
    assert codes_before_codes("") == []


def every_reason() -> list[EditionReason]:
    named = [numbering.FIRST, numbering.NEW_SUPPLIES, numbering.TAKEN_OUT, numbering.CORRECTION,
             numbering.NEW_FINDINGS, numbering.NEW_METHOD]  # fmt: skip
    return [*named, *numbering.BESIDE.values(), *numbering.GONE.values()]


def test_every_reason_has_a_code_of_its_own_that_old_editions_had_too() -> None:
    codes = [reason.code for reason in every_reason()]
    assert len(set(codes)) == len(codes)
    assert set(codes) - set(AS_PUBLISHED.values()) <= {"review", "wards", "places"}  # reasons that came after the codes


OLD: dict[str, Any] = {
    "schema": "manifest/1", "period": "2018", "number": "1.1", "published_at": "2026-05-01T00:00:00+00:00",
    "reason": "corrected supplies; the charter changed, not the police's records", "supplies": [], "charter": None,
    "code": "0.1.0 aa", "files": {}, "previous": "ab", "arrived": {}, "inputs": "", "beside": {},
}  # fmt: skip


def test_a_manifest_published_before_codes_keeps_its_hash_and_tells_why() -> None:
    content = {key: value for key, value in OLD.items() if key not in ("published_at", "arrived")}
    manifest = Manifest.model_validate({**OLD, "sha256": canonical.sha256(canonical.as_bytes(content))})
    assert manifest.own_hash() == manifest.sha256
    assert manifest.why == ["correction", "charter"]


def test_a_new_manifest_vouches_for_its_codes() -> None:
    manifest = Manifest.model_validate({**OLD, "reason": "Reworded", "reason_codes": ["correction"], "sha256": ""})
    assert manifest.why == ["correction"]
    assert manifest.own_hash() != manifest.model_copy(update={"reason_codes": ["charter"]}).own_hash()


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_causes_of_a_figure_do_not_follow_from_wording(charter: str, method: str) -> None:
    """Also where a sentence has the mark in it that joins them."""
    reworded = [numbering.CORRECTION, replace(numbering.BESIDE["charter"], sentence=f"{charter}; {charter}")]
    why = Why([], [*reworded, replace(numbering.NEW_METHOD, sentence=method)], rules={"C05"})
    own = [Cause(what="replaced", force="metropolitan", month="2018-05", id="b", was="a")]
    found = why.of(("check", "C05", "fail"), own).removeprefix("Metropolitan Police 2018-05: the file was replaced; ")
    assert found == "; ".join(dict.fromkeys([f"{charter}; {charter}", method]))


NOTHING: dict[str, Any] = dict.fromkeys(
    ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published", "rate")
)


def told(reasons: dict[str, str], no_team: str, **codes: Any) -> Account:
    """An account as read: a check C05, a flag, and why no team is told; `codes` only where it was published with."""
    entry = {**NOTHING, "check": "C05", "verdict": "No target set", "status": "withheld", "reason": reasons["C05"]}
    flag = {"flag": "G3", "label": "Smell", "searches": None, "status": "withheld", "reason": reasons["G3"]}
    if codes:
        entry["reason_code"], flag["reason_code"] = codes["C05"], codes["G3"]
    whole = small().as_json() | {"compliance": [entry], "grounds": [flag], "withheld": {"team": no_team}}
    whole.pop("withheld_codes")
    return Account.model_validate(whole | ({"withheld_codes": codes["team"]} if codes else {}))


def test_codes_of_old_sentences_are_read_whatever_is_said_today() -> None:
    few, stays, teams_stay = (sentence for code in (CHECK_FEW, CHECK_STAYS, TEAMS_STAY)
                              for sentence, own in AS_PUBLISHED.items() if own == code)  # fmt: skip
    old = told({"C05": few, "G3": stays}, teams_stay)
    codes = {"C05": CHECK_FEW, "G3": CHECK_STAYS, "team": {"team": TEAMS_STAY}}
    new = told({"C05": "Suppressed.", "G3": "Kept."}, "Kept as well.", **codes)
    for each in (old, new):
        assert (each.compliance[0].reason_code, each.grounds[0].reason_code) == (CHECK_FEW, CHECK_STAYS)
        assert each.withheld_codes == {"team": TEAMS_STAY}


def test_a_sentence_that_no_code_knows_has_none() -> None:
    assert reason_code(next(iter(AS_PUBLISHED))) == TEAMS_STAY
    flag = {"flag": "G3", "label": "", "searches": None, "status": "withheld"}
    assert GroundsFlag.model_validate(flag | {"reason": "None that code knows."}).reason_code == ""

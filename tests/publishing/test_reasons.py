"""Why a figure differs: its own files, its check's rule or target, the year before; else all that the edition says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.charter.definitions import Charter, Target, flags
from portal.charter.validation import published_charter as charter
from portal.documents import canonical
from portal.documents.charter import CharterDocument, build_charter_document
from portal.documents.differences import Cause
from portal.editions.numbering import BESIDE, CORRECTION, GONE, NEW_METHOD, NEW_SUPPLIES
from portal.publishing.differences import Why, differing, rules, targets

MET = Cause(what="replaced", force="metropolitan", month="2018-05", id="b", was="a")
CITY = Cause(what="was added", force="city-of-london", month="2018-06", id="c", was=None)
MAY, JUNE = "Metropolitan Police 2018-05: the file was replaced", "City of London Police 2018-06: a file was added"
CHARTER, YEAR, WITHDRAWN = (each.sentence for each in (BESIDE["charter"], BESIDE["year before"], GONE["year before"]))
METHOD, BOTH = NEW_METHOD.sentence, f"{CORRECTION.sentence}; {CHARTER}"
MEASURED_ANEW = Why([MET], [CORRECTION, BESIDE["charter"]], rules={"C05", "flag"}, targets={"R01"})
BESIDE_A_NEW_YEAR = Why([MET], [CORRECTION, BESIDE["year before"]])


@pytest.mark.parametrize(
    ("why", "name", "own", "reason"),
    [
        (MEASURED_ANEW, ("check", "C05", "fail"), [], CHARTER),
        (MEASURED_ANEW, ("check_rate", "C05", ""), [MET], f"{MAY}; {CHARTER}"),
        (MEASURED_ANEW, ("grounds", "flag", "flag"), [MET], f"{MAY}; {CHARTER}"),
        (MEASURED_ANEW, ("check_verdict", "R01", ""), [MET], f"{MAY}; {CHARTER}"),
        (MEASURED_ANEW, ("check_verdict", "R01", ""), [], CHARTER),
        (MEASURED_ANEW, ("check_rate", "R01", ""), [MET], MAY),
        (MEASURED_ANEW, ("check", "R02", "fail"), [MET], MAY),
        (MEASURED_ANEW, ("searches", "", ""), [MET], MAY),
        (MEASURED_ANEW, ("searches", "month", "month_2018-05"), [MET, CITY], MAY),
        (MEASURED_ANEW, ("searches", "", ""), [], BOTH),
        (MEASURED_ANEW, ("london_then", "comparison", "per_1000"), [], MAY),
        (Why([MET], [CORRECTION, BESIDE["charter"]], rules=None, targets=None), ("check", "R02", "fail"), [], CHARTER),
        (Why([], [NEW_METHOD], rules={"flag"}), ("grounds", "flag", "flag"), [], METHOD),
        (BESIDE_A_NEW_YEAR, ("year_before_then", "comparison", "searches"), [MET], YEAR),
        (BESIDE_A_NEW_YEAR, ("year_before_now", "comparison", "searches"), [MET], f"{MAY}; {YEAR}"),
        (BESIDE_A_NEW_YEAR, ("year_before_change", "comparison", "searches"), [MET], f"{MAY}; {YEAR}"),
        (BESIDE_A_NEW_YEAR, ("year_before_then", "comparison", "searches"), [CITY], f"{JUNE}; {YEAR}"),
        (BESIDE_A_NEW_YEAR, ("year_before_then", "comparison", "searches"), [], YEAR),
        (BESIDE_A_NEW_YEAR, ("searches", "", ""), [MET], MAY),
        (Why([], [GONE["year before"]]), ("year_before_then", "comparison", "searches"), [], WITHDRAWN),
        (Why([CITY], [NEW_SUPPLIES]), ("year_before_then", "comparison", "searches"), [CITY], JUNE),
        (Why([], [BESIDE["charter"], NEW_METHOD]), ("rate", "", ""), [], f"{CHARTER}; {METHOD}"),
    ],
)  # fmt: skip
def test_a_figure_has_the_causes_it_follows_from(
    why: Why, name: tuple[str, str, str], own: list[Cause], reason: str
) -> None:
    assert why.of(name, own) == reason


def document(**changed: Any) -> CharterDocument:
    """The charter as an edition freezes it, check C05 changed."""
    ours = charter()
    return as_read(
        replace(ours, checks=tuple(replace(one, **changed) if one.id == "C05" else one for one in ours.checks))
    )


def as_read(of: Charter) -> CharterDocument:
    return CharterDocument.model_validate_json(canonical.as_bytes(build_charter_document(of, flags()).as_json()))


def test_rule_and_target_are_compared_apart() -> None:
    enough = Target(0.9, "A committee", date(2026, 5, 1))
    cases: list[tuple[dict[str, Any], set[str], set[str]]] = [
        ({"title": "Another", "note": "Another"}, set(), set()),
        ({"parameters": {"yes": ["emailed"]}}, {"C05"}, set()),
        ({"sampled": not charter().named("C05").sampled}, {"C05"}, set()),
        ({"target": enough}, set(), {"C05"}),
    ]
    for changed, other_rules, other_targets in cases:
        then, now = document(), document(**changed)
        assert differing(rules(then), rules(now)) == other_rules
        assert differing(targets(then), targets(now)) == other_targets
    assert differing(targets(document(target=enough)), targets(document(target=replace(enough, note="Why")))) == set()


def test_what_is_agreed_beside_the_charter_is_part_of_the_rules_that_look_at_it() -> None:
    assert changed_by(rationales=[{}]) == {"S07"}
    assert changed_by(authorisations=[{}]) == {"S04", "S05"}
    assert "R01" in changed_by(powers=[])


def changed_by(**parts: Any) -> set[str]:
    then = document()
    return differing(rules(then), rules(then.model_copy(update=parts)))

"""Why there is a new edition, and what that makes of its number: all reasons, and the first number if any asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from portal.documents.manifest import Manifest
from portal.documents.reason_codes import EditionReason
from portal.documents.references import EditionRef, SupplyRef
from portal.editions.numbering import (
    BESIDE,
    CORRECTION,
    GONE,
    NEW_FINDINGS,
    NEW_METHOD,
    NEW_SUPPLIES,
    RENAMED,
    TAKEN_OUT,
    Numbered,
    next_edition_number,
)
from portal.return_names import NOT_RENAMED, Renamed, SupplyName

HELD = {"id": "a", "sha256": "a", "of": "a"}
CORRECTED, ADDED = {**HELD, "sha256": "b"}, {**HELD, "of": "b"}
CHARTER, YEAR = BESIDE["charter"], BESIDE["year before"]
OF_2017 = EditionReason("other_accounts", "new or corrected accounts of 2017", raises_first=True)


@dataclass(frozen=True)
class Due:
    sources: list[dict[str, str]] = field(default_factory=lambda: [HELD])
    beside: Mapping[str, str] = field(default_factory=dict)
    code: str = "1"
    renamed: Renamed = NOT_RENAMED


OLD = Manifest.model_validate(
    {"period": "2018", "number": "1.2", "code": "1", "supplies": [HELD], "files": {}, "published_at": "", "reason": "",
     "sha256": "", "charter": None, "previous": None}
)  # fmt: skip


@pytest.mark.parametrize(
    ("due", "number", "reasons"),
    [
        (Due(), "1.3", [NEW_FINDINGS]),
        (Due([CORRECTED]), "1.3", [CORRECTION]),
        (Due([CORRECTED, ADDED]), "2.0", [NEW_SUPPLIES, CORRECTION]),
        (Due([]), "2.0", [TAKEN_OUT]),
        (Due([ADDED]), "2.0", [NEW_SUPPLIES, TAKEN_OUT]),
        (Due([CORRECTED], {"charter": "new"}), "2.0", [CORRECTION, CHARTER]),
        (Due([CORRECTED], {"year before": "new"}), "1.3", [CORRECTION, YEAR]),
        (Due([CORRECTED], code="2"), "2.0", [CORRECTION, NEW_METHOD]),
        (Due(beside={"charter": "new"}), "2.0", [CHARTER]),
        (Due(beside={"charter": "new"}, code="2"), "2.0", [CHARTER, NEW_METHOD]),
        (Due([CORRECTED], renamed=Renamed({"a": SupplyName("a", "b")})), "1.3", [RENAMED]),
        (Due([{**HELD, "sha256": "c"}], renamed=Renamed({"a": SupplyName("a", "b")})), "1.3", [CORRECTION, RENAMED]),
        (Due(beside={"2017": "new"}), "2.0", [OF_2017]),
    ],
)
def test_every_reason_is_told_and_the_largest_numbers_the_edition(
    due: Due, number: str, reasons: list[EditionReason]
) -> None:
    found = next_edition_number(OLD, due)
    assert found == Numbered(number, tuple(reasons))
    assert found.reason == "; ".join(reason.sentence for reason in reasons)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("year before", GONE["year before"]),
        ("2017", EditionReason("other_accounts_withdrawn", "the accounts of 2017 were withdrawn")),
        ("commentary", BESIDE["commentary"]),
    ],
)
def test_what_stands_beside_no_more_is_told(name: str, reason: EditionReason) -> None:
    old = OLD.model_copy(update={"beside": {name: "old"}})
    assert next_edition_number(old, Due()) == Numbered("1.3", (reason,))


def test_what_a_manifest_refers_to_is_read_as_it_is_written() -> None:
    supply = SupplyRef("police-uk", "metropolitan", "2018-04")
    assert (str(supply), SupplyRef.parse(str(supply))) == ("police-uk metropolitan 2018-04", supply)
    for beside in (EditionRef("2017-18/1.0", "ab"), EditionRef("1.0", "ab")):
        assert EditionRef.parse(str(beside)) == beside
    assert str(EditionRef("2017-18/1.0", "ab")) == "2017-18/1.0 ab"


def test_a_text_that_refers_to_nothing_is_read_as_nothing() -> None:
    assert SupplyRef.parse("") == SupplyRef("", "", "")
    assert SupplyRef.parse("odd") == SupplyRef("odd", "", "")
    assert EditionRef.parse("") == EditionRef("", "")

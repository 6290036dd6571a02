"""What is published of a return itself: no count of a few of its rows, and nothing that stood in a cell."""

import json
import re
from pathlib import Path

import pytest

from ingest.findings.examine import CHECKS
from portal.accounts import supplies
from portal.accounts.supplies import OPEN, WORDS, published_findings, published_supply
from portal.documents.supplies import SupplyFinding
from portal.publishing.differences import causes
from portal.settings import Settings
from tests.accounts.returned_town import EAST, HACKNEY, document
from tests.accounts.supplied import held
from tests.conftest import Portal
from tests.returns import as_file, returned

LINKS = {
    "id": "contradictory_links", "severity": "note", "affects": "",
    "sentence": "The outcome and its link contradict each other in 2 rows (0 in 100 that say): 0, and 2 arrests.",
    "figures": {"no_further_action_linked": 0, "arrest_not_linked": 2},
}  # fmt: skip
BOROUGH = {
    "id": "unknown_borough", "severity": "note", "affects": "", "sentence": "These are none: 'E09000099' (3).",
    "figures": {"names": {"E09000099": 3}},
}  # fmt: skip
LABEL = {
    "id": "unlisted_label", "severity": "warning", "affects": "", "sentence": "Object of search: the label 'x' (1)",
    "figures": {"field": "object", "label": "x", "rows": 1},
}  # fmt: skip


def test_every_finding_has_words_without_counts_or_is_made_of_public_totals() -> None:
    assert {check.__name__ for check in CHECKS} == set(WORDS) | set(OPEN)


def test_findings_of_a_return_tell_no_count_and_no_cell() -> None:
    supply = held("metropolitan", "2018-04", source="charter-return", findings=[LINKS, BOROUGH, LABEL, LABEL])
    told = published_findings(supply)
    assert [each.id for each in told] == ["contradictory_links", "unknown_borough", "unlisted_label"]
    assert [each.figures for each in told] == [{}, {}, {"field": "object"}]
    assert not re.search(r"\d|'x'", " ".join(each.sentence for each in told))
    assert [each.severity for each in told] == ["note", "note", "warning"]


def test_findings_of_a_public_file_are_told_as_they_are() -> None:
    told = published_findings(held("metropolitan", "2018-04", findings=[LINKS, LABEL]))
    assert [each.model_dump(mode="json") for each in told] == [LINKS, LABEL]


@pytest.mark.parametrize(("rejected", "told", "read"), [(0, 0, 9), (3, None, None), (11, None, None)])
def test_rows_of_a_return_that_could_not_be_read(rejected: int, told: int | None, read: int | None) -> None:
    known = {"source": "charter-return", "rows_read": 9 + rejected, "rows_rejected": rejected, "state": "current",
             "sha256": "", "invented": True, "public_id": "x"}  # fmt: skip
    found = published_supply(held("metropolitan", "2018-04", **known))
    assert (found.rows_rejected, found.rows_read, found.rows_kept) == (told, read, 9)


def test_how_many_rows_of_a_return_were_corrected_is_not_told() -> None:
    """Of one row, with no figure of the police that changed: a fact about a person was."""
    known = {"rows_read": 9, "rows_rejected": 0, "state": "current", "sha256": "", "invented": True, "public_id": "new",
             "supersedes": "old", "rows_gone": 1, "rows_new": 1}  # fmt: skip
    for source, told in (("charter-return", (None, None)), ("police-uk", (1, 1))):
        supply = held("metropolitan", "2018-04", **(known | {"source": source}))
        (cause,) = causes([{"of": f"{source} metropolitan 2018-04", "id": "old"}], [supply])
        for found in (published_supply(supply), cause):
            assert (found.rows_gone, found.rows_new) == told


def test_a_finding_that_nobody_put_into_words_is_only_said_to_be_there() -> None:
    told = supplies.without_counts(SupplyFinding.model_validate({**LINKS, "id": "something_new"}))
    assert (told.figures, re.search(r"\d", told.sentence)) == ({}, None)


def test_nothing_published_says_how_many_rows_of_a_return_were_odd(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """Three rows cannot be read, and four arrests are said not to be linked."""
    rows = [returned(team=EAST, borough=HACKNEY, outcome="no_further_action") for _ in range(150)]
    for each in rows[:4]:
        each |= {"outcome": "arrest", "outcome_linked": "no"}
    for each in rows[4:7]:
        each["video"] = "bogus"
    (tmp_path / "return.csv").write_bytes(as_file(rows))
    portal("ingest", tmp_path / "return.csv")
    portal("publish", "--period", "2018-19")
    london = document(settings.published_dir, "2018-19/1.0/london")
    (supply,) = london["supplies"]
    assert {each["id"] for each in supply["findings"]} >= {"contradictory_links", "rejected_rows"}
    (left,) = london["left_out"]
    assert (left["id"], left["rows"], left["of"]) == ("unreadable", 0, 0)
    (path,) = settings.published_dir.glob("supplies/*/charter-return-*.json")
    found = json.loads(path.read_bytes())
    assert [(each["column"], each["rows"]) for each in found["rejections"]] == [("video", None)]
    assert (found["rows_rejected"], found["rows_read"], found["rows_kept"]) == (None, None, 147)

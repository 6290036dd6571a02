"""What has to be agreed or published beforehand: rationales and authorisations are read, or refused with the line."""

from pathlib import Path

import pytest

from portal import shipped
from portal.charter import agreements
from portal.charter.parser import BadCharter
from tests.charter.files import line_of, saved

AGREED = """id = "a"
title = "A"
status = "agreed"
agreed_by = ["Somebody"]
source = "Invented"
valid_from = 2025-04-01
"""
OBJECT = '[[object]]\nkey = "firearms"\nreason = "Invented."\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"agreed"', '"settled"', 3, "the status is example or agreed"),
        ('["Somebody"]', "[]", 4, "names who agreed"),
        ("valid_from", "valid_until = 2025-03-31\nvalid_from", 6, "ends before it begins"),
        ('"firearms"', '"guns"', 8, "there is no object guns"),
        (OBJECT, OBJECT + OBJECT, 10, "stands here a second time"),
        ('source = "Invented"\n', "", 1, "the file has no source"),
        (OBJECT, "object = 3\n", 7, "object has to be a list of tables"),
    ],
)
def test_a_rationale_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    path = saved(tmp_path, (AGREED + OBJECT).replace(old, new, 1))
    with pytest.raises(BadCharter) as bad:
        agreements.read_rationale(path)
    assert (line, True) in [(fault.line, said in fault.sentence) for fault in bad.value.faults]


def test_rationales_follow_one_another(tmp_path: Path) -> None:
    saved(tmp_path, AGREED + OBJECT, "b.toml")
    older = AGREED.replace("valid_from = 2025-04-01", "valid_from = 2024-04-01\nvalid_until = 2025-03-31")
    saved(tmp_path, older + OBJECT, "a.toml")
    assert [one.valid_from.year for one in agreements.agreed(tmp_path)] == [2024, 2025]
    saved(tmp_path, AGREED + OBJECT, "c.toml")
    with pytest.raises(ValueError, match="both in force on 2025-04-01"):
        agreements.agreed(tmp_path)


EXAMPLE = shipped.data("section_60", "example.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('status = "example"', 'status = "maybe"', "the status is example or published"),
        ("ends = 2024-08-27", "ends = 2024-08-25", "ends before it begins"),
        ("ends = 2024-08-27T14:00:00", "ends = 2024-08-27", "ends has to be a London day and time"),
        ("ends = 2024-08-27T14:00:00", "ends = 2024-08-27T14:00:00Z", "ends has to be a London day and time"),
        ('"E09000020", ', '"E09000099", ', "there is no borough E09000099"),
        ('["E09000020", "E09000033"]', "[]", "at least one borough"),
        ('rank = "superintendent"', 'name = "x"', "has no use for a key name"),
    ],
)
def test_an_authorisation_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = saved(tmp_path, EXAMPLE.replace(old, new, 1))
    with pytest.raises(BadCharter) as bad:
        agreements.read_authorisations(path)
    assert (line_of(EXAMPLE, old), True) in [(fault.line, said in fault.sentence) for fault in bad.value.faults]


def test_published_authorisations_are_used_and_none_twice(tmp_path: Path) -> None:
    text = EXAMPLE.replace('"example"', '"published"')
    saved(tmp_path, text, "a.toml")
    assert [one.reference for one in agreements.published_authorisations(tmp_path)] == ["S60/2024/0101"]
    saved(tmp_path, text, "b.toml")
    with pytest.raises(ValueError, match="S60/2024/0101 stands in two files"):
        agreements.published_authorisations(tmp_path)

"""A charter with a fault is refused with the fault's line; all faults are told, not only the first."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import shipped
from portal.charter.parser import BadCharter, CharterFault, toml_line_numbers
from portal.charter.validation import published_charter, read_charter
from tests.charter.faults import FAULTS
from tests.charter.files import line_of, saved

SHIPPED = shipped.data("charter", "casey-2023.toml").read_text("utf-8")


def faults(path: Path) -> list[CharterFault]:
    with pytest.raises(BadCharter) as bad:
        read_charter(path)
    return list(bad.value.faults)


@pytest.mark.parametrize(("what", "old", "new", "said"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_each_kind_of_fault_is_refused_with_its_line(tmp_path: Path, what: str, old: str, new: str, said: str) -> None:
    assert old in SHIPPED, what
    text = SHIPPED.replace(old, new, 1)
    found = [fault for fault in faults(saved(tmp_path, text)) if said in fault.sentence]
    near = line_of(SHIPPED, old)
    assert len(found) == 1
    assert header_above(SHIPPED, near) <= found[0].line <= near + new.count("\n")
    if "missing" not in what and "no word" not in what and "duplicate" not in what:
        assert found[0].line in (near, near + new.count("\n"))


def header_above(text: str, line: int) -> int:
    """The line of the nearest `[[...]]` at or above the line, or the first."""
    return max((at for at, words in enumerate(text.split("\n")[:line], start=1) if words.startswith("[[")), default=1)


def test_every_fault_is_told_in_the_order_of_lines(tmp_path: Path) -> None:
    text = SHIPPED
    for _, old, new, _ in FAULTS[:5]:
        text = text.replace(old, new, 1)
    found = faults(saved(tmp_path, text))
    assert len(found) == 5
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    assert str(found[0]) == f"line {found[0].line}: {found[0].sentence}"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the file has no id"),
        ('id = "x"\ntitle = ', 2, "this is not TOML"),
        ("id = 1\nid = 2\n", 2, "this is not TOML"),
        ("[[law]]\nvalid_from = 2015-02-30\n", 2, "this is not TOML"),
        ("check = 3\n", 1, "check has to be a list of tables"),
        ("law = {}\n[[check]]\napplies = 1\nmeans = 2\nparameters = []\n", 3, "applies has to be a table"),
        ('[[check]]\nunit = "record"\nfields = 7\nfunction = "written"\nparameters = {field = "power"}', 3, "fields"),
        ('[[check]]\nunit = "record"\nfunction = "written"\nparameters = {field = [1], listed = true}',
         4, "field has to be the name of a column"),
        ("check = [3]\n", 1, "check has to be a table"),
        ("[[source]]\nid = 3\n", 2, "id has to be a text"),
        ("id = 'a'\n\udcff = 3\n", 2, "this is not UTF-8"),
        ("[check]\nid = 'x'\n", 1, "check has to be a list of tables"),
    ],
)  # fmt: skip
def test_what_is_no_charter_is_refused(tmp_path: Path, text: str, line: int, said: str) -> None:
    assert (line, True) in [(fault.line, said in fault.sentence) for fault in faults(saved(tmp_path, text))]


@given(st.data())
def test_no_broken_file_is_met_with_anything_but_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any stretch of the shipped file is taken out: it is read, or refused, never a defect."""
    first = data.draw(st.integers(0, len(SHIPPED)))
    text = SHIPPED[:first] + SHIPPED[first + data.draw(st.integers(1, 400)) :]
    path = saved(tmp_path_factory.mktemp("broken"), text)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in faults_or_none(path))


def faults_or_none(path: Path) -> tuple[CharterFault, ...]:
    try:
        read_charter(path)
    except BadCharter as bad:
        return bad.faults
    return ()


def test_a_power_may_come_back_but_never_twice_at_once(tmp_path: Path) -> None:
    again = '\n[[power]]\nkey = "psychoactive_s36"\nsuspicion = false\nsource = "osr"\nverified = true\n'
    ended = SHIPPED.replace("valid_from = 2016-05-26\n", "valid_from = 2016-05-26\nvalid_until = 2020-01-01\n", 1)
    text = ended + again + "valid_from = 2020-01-02\n"
    assert [one.suspicion for one in read_charter(saved(tmp_path, text)).powers if one.key == "psychoactive_s36"] == [
        True,
        False,
    ]
    (fault,) = faults(saved(tmp_path, text.replace("2020-01-02", "2020-01-01")))
    assert fault.line == text.count("\n")
    assert fault.sentence == "two versions of the power psychoactive_s36 are in force on 2020-01-01"


def test_a_column_that_only_one_version_of_a_law_looks_at_is_listed_for_it(tmp_path: Path) -> None:
    """The Code of 2013 takes a reason for a late record; the later ones do not."""
    most, version = (
        'most = 720, reason = "late_reason_recorded" }',
        'source = "code-a-2013"\nverified = false\n\n[[law]]',
    )
    text = SHIPPED.replace(most, "most = 720 }", 1)
    changes = 'changes = { R14 = { reason = "late_reason_recorded" } }\n\n[[law]]'
    changed = text.replace(version, version.replace("\n[[law]]", changes), 1)
    assert read_charter(saved(tmp_path, changed)).named("R14").also == ("late_reason_recorded",)
    (unread,) = faults(saved(tmp_path, text))
    assert unread.sentence == "nothing in the check reads late_reason_recorded: take it out of also"
    (unlisted,) = faults(saved(tmp_path, changed.replace('also = ["late_reason_recorded"]\n', "", 1)))
    assert unlisted.line == line_of(changed, "changes = { R14")


def test_every_answer_may_be_a_yes_only_where_a_blank_fails(tmp_path: Path) -> None:
    assert "R13" in [
        check.id for check in published_charter().checks if check.parameters.get("yes") == ["true", "false"]
    ]
    written = 'parameters = { field = "linked"'
    at = SHIPPED.index("counts_not_recorded = true", SHIPPED.index(written))
    (fault,) = faults(saved(tmp_path, SHIPPED[:at] + SHIPPED[at:].replace("true", "false", 1)))
    assert (fault.line, "so no search can fail" in fault.sentence) == (line_of(SHIPPED, written), True)


def test_the_file_is_read_the_same_with_other_ends_of_lines(tmp_path: Path) -> None:
    assert read_charter(saved(tmp_path, SHIPPED.replace("\n", "\r\n"))) == published_charter()


def test_a_target_is_read(tmp_path: Path) -> None:
    text = SHIPPED + '\n[check.target]\nvalue = 0.9\nset_by = "Somebody"\nset_on = 2026-04-01\n'
    target = read_charter(saved(tmp_path, text)).named("P05").target
    assert target is not None
    assert (target.value, target.set_by, target.set_on) == (0.9, "Somebody", date(2026, 4, 1))


def test_where_things_stand() -> None:
    text = 'a = """\nb = 1 # [[x]]\n"""\n[[x]]\n  c = [ # {\n 1,\n]\n[x.y]\nd = "[["\n[[x]]\n[[x.z]]\ne = {f = 1}\n'
    found = toml_line_numbers(text)
    assert found.at == {("a",): 1, ("x",): 4, ("x", 0): 4, ("x", 0, "c"): 5, ("x", 0, "y"): 8, ("x", 0, "y", "d"): 9,
                        ("x", 1): 10, ("x", 1, "z"): 11, ("x", 1, "z", 0): 11, ("x", 1, "z", 0, "e"): 12}  # fmt: skip
    assert found.of(("x", 1, "z", 0, "e", "f")) == 12
    assert found.of(("nothing",)) == 1

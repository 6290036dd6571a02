"""`portal charter check` as an operator meets it."""

import json
from pathlib import Path

from portal import shipped
from tests.charter.files import line_of, saved
from tests.conftest import Portal

CHARTER = shipped.data("charter", "casey-2023.toml")
TEXT = CHARTER.read_text("utf-8")
TITLE = 'title = "The outcome is written down"'
SPOILT = TEXT.replace('function = "power_in_force"', 'function = "power"').replace('id = "R12"', 'id = "R11"')


def test_the_shipped_charter_is_in_order(portal: Portal) -> None:
    ran = portal("charter", "check", CHARTER)
    assert (ran.code, ran.out, ran.err) == (0, "27 commitments, 39 checks: in order\n", "")


def test_each_fault_is_a_line_with_its_place(portal: Portal, tmp_path: Path) -> None:
    path = saved(tmp_path, SPOILT)
    ran = portal("charter", "check", path)
    first, second = ran.err.splitlines()
    assert (ran.code, ran.out) == (3, "")
    line = line_of(SPOILT, 'function = "power"\n')
    assert first.startswith(f"{path}:{line}: there is no function power here; ")
    assert second == f"{path}:{line_of(SPOILT, TITLE) - 2}: the check R11 stands here a second time"


def test_for_programs(portal: Portal, tmp_path: Path) -> None:
    good = json.loads(portal("charter", "check", "--json", CHARTER).out)
    assert good == {"file": str(CHARTER), "charter": "casey-2023", "edition": "1", "commitments": 27, "checks": 39,
                    "faults": []}  # fmt: skip
    ran = portal("charter", "check", "--json", saved(tmp_path, SPOILT))
    bad = json.loads(ran.out)
    assert (ran.code, bad["checks"], len(bad["faults"]), sorted(bad["faults"][0])) == (3, None, 2, ["line", "sentence"])


def test_wrong_usage_and_help(portal: Portal, tmp_path: Path) -> None:
    for words in (["check"], ["check", tmp_path / "none.toml"], ["check", tmp_path], ["chek", CHARTER], []):
        assert portal("charter", *words).code == 2
    for words in (["charter", "--help"], ["charter", "check", "--help"]):
        ran = portal(*words)
        assert (ran.code, "Usage: portal charter" in ran.out) == (0, True)
    assert "charter" in portal("--help").out

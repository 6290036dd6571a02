"""The stamp: another for every state, none while something changes, and settled after a run that was cut off."""

from pathlib import Path

import pytest

from portal.editions import stamp


def test_every_change_has_a_stamp_of_its_own_and_none_while_it_lasts(tmp_path: Path) -> None:
    seen = {stamp.settled(tmp_path)}
    assert seen == {stamp.NEVER}
    for number in range(1, 30):
        with stamp.changing(tmp_path):
            assert stamp.settled(tmp_path) is None
        assert stamp.stamp_of(tmp_path).read_text() == f"{number}\n"
        seen.add(stamp.settled(tmp_path))
    assert len(seen) == 30
    assert None not in seen


def test_a_change_that_was_cut_off_is_settled_by_the_next_run(tmp_path: Path) -> None:
    stamp.write_stamp(tmp_path, "changing 7\n")
    assert stamp.settled(tmp_path) is None
    stamp.settle_stamp(tmp_path)
    assert stamp.stamp_of(tmp_path).read_text() == "7\n"
    before = stamp.settled(tmp_path)
    stamp.settle_stamp(tmp_path)
    assert stamp.settled(tmp_path) == before


def test_an_error_ends_the_change_too(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), stamp.changing(tmp_path):
        raise OSError("full")
    assert (stamp.settled(tmp_path) or "").startswith("1 ")


def test_a_directory_that_lost_its_stamp_counts_anew_and_is_another(tmp_path: Path) -> None:
    with stamp.changing(tmp_path):
        pass
    before = stamp.settled(tmp_path)
    (tmp_path / "kept").write_text("")
    stamp.stamp_of(tmp_path).rename(tmp_path / "gone")
    with stamp.changing(tmp_path):
        pass
    assert stamp.stamp_of(tmp_path).read_text() == (tmp_path / "gone").read_text()
    assert stamp.settled(tmp_path) != before

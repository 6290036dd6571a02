"""Months that cannot be, in a source's list: not asked for, not called vanished, and told to the operator."""

from pathlib import Path

import pytest

from tests.ingest.fetching.quick_fetch import FILE, MONTH, names, run, stop
from tests.ingest.fetching.upstream_server import Source


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_month_to_come_and_one_from_long_ago_are_not_asked_for(source: Source, tmp_path: Path, dry_run: bool) -> None:
    source.lists(MONTH, "2024-11", "2024-12", "2099-01", "1999-01")
    for month in (MONTH, "2024-11", "2024-12", "2099-01", "1999-01"):
        source.month(month, [stop()])
    report = run(source, tmp_path, dry_run=dry_run)
    assert [path.name for path in report.new] == [FILE, FILE.replace(MONTH, "2024-11")]
    (warning,) = report.warnings
    assert "2024-12 is still to come; 2099-01 is still to come" in warning
    assert "1999-01 is before 2008-01" in warning
    assert {month for _, month in report.listed} == {MONTH, "2024-11"}
    assert not any("2099" in path or "1999" in path or "2024-12" in path for path in source.paths())


def test_a_list_of_years_to_come_is_one_sentence(source: Source, tmp_path: Path) -> None:
    months = [f"2099-{number:02}" for number in range(1, 13)]
    source.lists(MONTH, *months)
    source.month(MONTH, [stop()])
    report = run(source, tmp_path)
    assert report.warnings[0].endswith("2099-03 is still to come, and 9 months more")
    assert FILE in names(tmp_path)


def test_a_file_of_such_a_month_that_lies_there_has_not_vanished(source: Source, tmp_path: Path) -> None:
    (tmp_path / FILE.replace(MONTH, "2099-01")).write_text("[]")
    source.lists(MONTH)
    source.month(MONTH, [stop()])
    assert run(source, tmp_path).vanished == ()

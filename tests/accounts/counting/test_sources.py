"""Several sources for one month: each figure from the first that can answer it, never added up."""

from pathlib import Path

import pytest

from portal.settings import Settings
from tests.accounts.town import accounts
from tests.conftest import Portal
from tests.ingest.sources.rows_of_sources import AGGREGATED, COUNTED
from tests.returns import as_file, returned
from tests.samples import month_file, row

HACKNEY, LONDON = "E09000012", "E12000007"


@pytest.fixture
def both(portal: Portal, tmp_path: Path, settings: Settings) -> Settings:
    """April 2018: four searches by police.uk, three by the return, which has teams but no clothing."""
    month_file(tmp_path, [row(Removal_of_more_than_just_outer_clothing="True")] * 4)
    rows = [returned(), returned(team="metropolitan-tsg"), returned(team="", time="", date="2018-04-11")]
    (tmp_path / "return.csv").write_bytes(as_file(rows))
    portal("ingest", tmp_path)
    return settings


def test_the_return_comes_first_and_is_not_added(both: Settings) -> None:
    found = accounts(both, "2018-19")
    assert found[LONDON].totals.searches == 3
    assert found[HACKNEY].totals.searches == 3
    assert found["metropolitan"].totals.searches == 3


def test_teams_come_from_the_return(both: Settings) -> None:
    teams = {f.key: (f.searches, f.status) for f in accounts(both, "2018-19")[LONDON].breakdowns["team"]}
    of_one_force_only = "partial"  # the City of London Police sent nothing
    assert teams == {"metropolitan-tsg": (2, of_one_force_only), "not_recorded": (1, of_one_force_only)}


def test_hours_come_from_the_first_source_that_has_them(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    month_file(tmp_path, [row(Date="2018-05-01T10:00:00+00:00")], month="2018-05")
    (tmp_path / "extract.csv").write_text("\r\n".join([AGGREGATED, COUNTED.replace("2022", "2018"), ""]))
    portal("ingest", tmp_path)
    london = accounts(settings, "2018-19")[LONDON]
    assert london.totals.searches == 7
    assert [(f.key, f.searches, f.of) for f in london.breakdowns["hour"]] == [("hour_11", 1, 1)]
    assert sum(f.searches or 0 for f in london.breakdowns["outcome"]) == 7


def test_an_account_names_the_supplies_of_every_source(both: Settings) -> None:
    supplies = accounts(both, "2018-19")[LONDON].supplies
    assert {supply.source for supply in supplies} == {"police-uk", "charter-return"}


def test_a_return_is_measured_for_completeness_not_the_odd_file_beside_it(
    portal: Portal, tmp_path: Path, settings: Settings
) -> None:
    month_file(tmp_path, [row(Age_range="", Latitude="", Longitude="")] * 60)
    (tmp_path / "return.csv").write_bytes(
        as_file([returned(date=f"2018-04-{1 + at % 30:02}", time=f"1{at // 30}:30") for at in range(60)])
    )
    portal("ingest", tmp_path)
    assert accounts(settings, "2018-19")["metropolitan"].monthly[0].status == "value"

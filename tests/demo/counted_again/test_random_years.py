"""Small random years are counted again as the demo's is: with boroughs, teams, ethnic and age groups under 100.

Of the seeds, 7 has a figure about people that is too small to be told, 2 a small ethnic group, 4 a small age group.
"""

from pathlib import Path

import pytest

from tests.conftest import LivingIn
from tests.demo.counted_again import looking, searches, teams
from tests.disclosure.published.returned_years import YEAR, returned_year
from tests.disclosure.published.whole import publish_year


@pytest.mark.full
@pytest.mark.parametrize("seed", [7, 2, 4])
def test_a_random_years_figures_are_what_its_files_say(tmp_path: Path, living_in: LivingIn, seed: int) -> None:
    with living_in(tmp_path) as settings:
        root = publish_year(settings, returned_year(seed), YEAR)
        sent = settings.home / "sent-0"
        year = searches.year_of([sent / "return.csv"], sorted(sent.glob("*-stop-and-search.csv")))
        accounts = looking.accounts(root / YEAR / "1.0")
    assert looking.look_at_checks(accounts, year).wrong == []
    assert looking.look_at_grounds(accounts, year).wrong == []
    own = {place: account for place, account in accounts.items() if not year.is_small(place)}
    assert teams.look_at_team_tables(own, year).wrong == []
    assert teams.look_at_team_accounts(accounts, year).wrong == []
    assert looking.look_at_groups(accounts["london", searches.LONDON]["compliance_by"], year).wrong == []
    assert year.small
    assert min(year.raised[flag] for flag in ("G4", "G8")) > 0
    assert any(code.startswith("all_others") for _, code in year.counts)

"""What a year adds up to, in a town small enough to count on one's fingers."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.settings import Settings
from tests.accounts.town import accounts, sums
from tests.conftest import LivingIn, Portal, run
from tests.samples import HACKNEY, NOWHERE, WESTMINSTER_BRIDGE, WINDSOR, month_file, row

HACKNEY_CODE, WESTMINSTER, LONDON = "E09000012", "E09000033", "E12000007"


def keyed(account: object, breakdown: str) -> dict[str, int | None]:
    return {figure.key: figure.searches for figure in account.breakdowns[breakdown]}  # type: ignore[attr-defined]


@pytest.fixture
def town(portal: Portal, tmp_path: Path, settings: Settings) -> Settings:
    """April 2018: seven searches by the Met, one by the City, in Hackney and beyond."""
    met = [
        row(),
        row(Gender="Female", Outcome="Suspect arrested"),
        row(Self_defined_ethnicity="Other ethnic group - Not stated", Age_range=""),
        row(Type="Vehicle search", Gender="", Age_range="", Self_defined_ethnicity=""),
        row(**WESTMINSTER_BRIDGE, Outcome="Arrest"),
        row(**WINDSOR),
        row(**NOWHERE, Object_of_search="Spray paint"),
    ]
    month_file(tmp_path, met)
    month_file(tmp_path, [row(**HACKNEY, Outcome="")], force="city-of-london")
    portal("ingest", tmp_path)
    return settings


def test_london_counts_everything_and_says_what_has_no_borough(town: Settings) -> None:
    london = accounts(town, "2018-19")[LONDON]
    assert london.totals.searches == 8
    assert london.totals.person_searches == 7
    assert london.totals.vehicle_only == 1
    assert london.totals.placed_by_nearness == 1
    assert keyed(london, "borough") == {HACKNEY_CODE: 5, WESTMINSTER: 1, "outside_london": 1, "no_point": 1}


def test_a_borough_counts_every_forces_searches_a_force_its_own(town: Settings) -> None:
    found = accounts(town, "2018-19")
    assert found[HACKNEY_CODE].totals.searches == 5
    assert found["metropolitan"].totals.searches == 7
    assert found["city-of-london"].totals.searches == 1
    assert found["E09000001"].totals.searches == 0


def test_old_and_new_wording_count_together_and_a_blank_is_not_no_further_action(town: Settings) -> None:
    found = accounts(town, "2018-19")
    assert keyed(found[LONDON], "outcome") == {"no_further_action": 5, "arrest": 2, "not_published": 1}
    assert keyed(found["city-of-london"], "outcome") == {"not_published": 1}
    assert keyed(found["metropolitan"], "age") == {"18_to_24": 5, "not_recorded": 1}


def test_people_are_counted_over_searches_of_a_person(town: Settings) -> None:
    london = accounts(town, "2018-19")[LONDON]
    assert keyed(london, "gender") == {"male": 6, "female": 1}
    assert keyed(london, "self_defined_ethnicity") == {"white": 6, "not_stated": 1}
    assert keyed(london, "age") == {"18_to_24": 6, "not_recorded": 1}


def test_an_unlisted_label_is_counted_as_written(town: Settings) -> None:
    assert keyed(accounts(town, "2018-19")[LONDON], "object") == {
        "controlled_drugs": 7,
        "unlisted_spray_paint": 1,
    }


def test_a_column_blank_throughout_is_not_published_and_has_no_share(town: Settings) -> None:
    (figure,) = accounts(town, "2018-19")["city-of-london"].breakdowns["outcome"]
    assert (figure.key, figure.status, figure.share) == ("not_published", "not_published", None)


def test_months_not_supplied_are_missing_and_the_year_says_so(town: Settings) -> None:
    account = accounts(town, "2018-19")[HACKNEY_CODE]
    assert (account.period.months_supplied, account.period.complete) == (1, False)
    assert [(m.searches, m.status) for m in account.monthly] == [(5, "value"), *[(None, "missing")] * 11]


def test_a_month_with_one_of_two_forces_is_partial(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    month_file(tmp_path, [row()])
    portal("ingest", tmp_path)
    found = accounts(settings, "2018-19")
    assert (found[LONDON].monthly[0].status, found[LONDON].period.months_supplied) == ("partial", 0)
    assert (found["metropolitan"].monthly[0].status, found["metropolitan"].period.months_supplied) == (
        "value",
        1,
    )


def test_what_is_left_out_is_told_with_its_rows(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    month_file(tmp_path, [row(), row(Latitude="abc"), row(**NOWHERE)])
    month_file(tmp_path, [row(), row(**WINDSOR), row(**NOWHERE)], force="btp")
    portal("ingest", tmp_path)
    found = accounts(settings, "2018-19")
    assert found[LONDON].totals.searches == 3
    assert found["btp"].totals.searches == 1
    assert [left.rows for left in found[LONDON].left_out] == [1, 2]
    assert [left.rows for left in found[HACKNEY_CODE].left_out] == [1, 2, 1]


def test_a_row_of_another_year_counts_in_its_own(portal: Portal, tmp_path: Path, settings: Settings) -> None:
    month_file(tmp_path, [row(), row(Date="2017-12-31T12:00:00+00:00")])
    portal("ingest", tmp_path)
    assert accounts(settings, "2018")[LONDON].totals.searches == 1
    stray = accounts(settings, "2017-18")[LONDON]
    assert stray.totals.searches == 1
    assert [(m.month, m.searches, m.status) for m in stray.monthly if m.searches] == [("2017-12", 1, "partial")]


CELL = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(["Person search", "Vehicle search", "Person and Vehicle search", "", "Odd"]),
        "Age_range": st.sampled_from(["10-17", "", "over 34"]),
        "Outcome": st.sampled_from(["Arrest", "", "Strange"]),
        "Date": st.sampled_from(["2018-04-01T00:00:00+00:00", "2018-03-31T22:59:00+00:00", "bad"]),
        "place": st.sampled_from([HACKNEY, NOWHERE, WINDSOR, WESTMINSTER_BRIDGE]),
        "force": st.sampled_from(["metropolitan", "city-of-london", "btp"]),
    }
)


@hypothesis_settings(max_examples=5, deadline=None)
@given(st.lists(CELL, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_parts_always_add_up_whatever_the_order_of_rows(
    living_in: LivingIn, cells: list[dict[str, object]], random: object
) -> None:
    found = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder, living_in(Path(folder)) as settings:
            by_force: dict[str, list[str]] = {}
            for cell in cells:
                changed = {**cell, **cell["place"]}  # type: ignore[dict-item]
                del changed["place"], changed["force"]
                by_force.setdefault(str(cell["force"]), []).append(row(**changed))  # type: ignore[arg-type]
            for force, rows in by_force.items():
                month_file(Path(folder, "records"), rows, force=force)
            run("ingest", Path(folder, "records"))
            drawn = {
                (period, code): account
                for period in ("2018", "2018-19", "2017-18")
                for code, account in accounts(settings, period).items()
            }
        for account in drawn.values():
            sums(account)
        found.append({key: account.model_dump(exclude={"supplies"}) for key, account in drawn.items()})
        random.shuffle(cells)  # type: ignore[attr-defined]
    assert found[0] == found[1]

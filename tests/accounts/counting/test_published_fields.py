"""Which fields are published, and by which force not: from supplies with plain lists of columns."""

import polars as pl

from portal.accounts.counting.fields import charter_fields, published_fields
from portal.accounts.counting.searches import View, Year
from portal.charter.validation import published_charter as charter
from portal.documents.account import Fields
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.records import Supply
from tests.accounts.supplied import held

MET, CITY = "metropolitan", "city-of-london"


def fields_of(*supplies: Supply, place: Place = LONDON) -> Fields:
    year = Year(
        Period.named("2018-19"), pl.DataFrame(), supplies, lambda supply, field: field in supply.columns_present
    )
    return published_fields(View(year, place))


def having(force: str, month: str, *columns: str, **known: int) -> Supply:
    return held(force, month, columns_present=list(columns), **known)


def test_a_field_that_one_force_lacks_is_told_with_that_force() -> None:
    found = fields_of(having(MET, "2018-04", "object"), having(CITY, "2018-04", "object", "gender"))
    assert (found.published, found.partly) == (["object"], ["gender"])
    assert "gender" in found.without[MET]
    assert "gender" not in found.without[CITY]
    assert {*found.published, *found.partly, *found.missing} == set(charter_fields())
    assert all(name in found.without[force] for name in found.missing for force in (MET, CITY))


def test_a_field_of_some_months_only_is_partly_there_and_a_second_source_of_the_month_counts() -> None:
    found = fields_of(having(MET, "2018-04", "object", "gender"), having(MET, "2018-05", "object"))
    assert (found.published, found.partly) == (["object"], ["gender"])
    both = fields_of(having(MET, "2018-04", "object"), having(MET, "2018-04", "gender"))
    assert {"object", "gender"} <= set(both.published)
    assert not {"object", "gender"} & set(both.without[MET])


def test_what_a_force_with_every_field_publishes_is_without_nothing() -> None:
    assert fields_of(having(MET, "2018-04", *charter_fields(), "kind", "age", "linked")).without == {}


def test_a_file_without_a_row_says_nothing_of_its_fields_and_no_file_leaves_all_missing() -> None:
    assert fields_of(having(MET, "2018-04", "object", rows_kept=0)).missing == charter_fields()
    assert fields_of().without == {}


def test_a_force_is_asked_for_its_own_files_alone() -> None:
    files = (having(MET, "2018-04", "object"), having(CITY, "2018-04", "gender"))
    assert fields_of(*files, place=find_place(Kind.FORCE, CITY)).published == ["gender"]


def test_a_charter_of_fewer_checks_asks_for_fewer_fields() -> None:
    every, few = charter_fields(), charter_fields(["R07", "C05"])
    assert "receipt" in few
    assert set(few) < set(every)
    assert "video" not in few
    assert charter_fields([check.id for check in charter().checks]) == every

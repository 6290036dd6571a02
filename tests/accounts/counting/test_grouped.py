"""How searches stand in groups before anything is counted: returns of a whole financial year, and nothing else."""

import polars as pl
import pytest

from portal.accounts.counting.grouped import alike_of_people, group_return_searches
from portal.periods import Period
from portal.records import Supply
from tests.accounts.supplied import held

YEAR = Period.named("2018-19")


def supplies(source: str, months: tuple[str, ...] = YEAR.months, force: str = "metropolitan") -> list[Supply]:
    return [held(force, month, source=source, public_id=f"{source}-{force}-{month}") for month in months]


def searches(counts: dict[tuple[str, str, str], int], force: str = "metropolitan") -> pl.DataFrame:
    """(source, borough, team) -> searches, all of April."""
    rows = [
        {"supply": f"{source}-{force}-2018-04", "force": force, "placed": 4, "borough": borough, "team": team,
         "self_defined_ethnicity": "white", "age": "18_to_24"}
        for (source, borough, team), many in counts.items()
        for _ in range(many)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def by(frame: pl.DataFrame, *names: str) -> dict[tuple[str, ...], int]:
    return {tuple(row[:-1]): row[-1] for row in frame.group_by(names).len().rows()}


BOTH = {
    ("police-uk", "E1", "not_published"): 150,
    ("charter-return", "E1", "tsg"): 140,
    ("charter-return", "E2", "x"): 9,
}


def test_public_searches_stand_as_they_are_and_returned_ones_in_groups() -> None:
    frame, returns = group_return_searches(YEAR, searches(BOTH), [*supplies("police-uk"), *supplies("charter-return")])
    assert by(frame, "stands", "team", "borough_group") == {
        ("public", "not_published", "E1"): 150, ("grouped", "tsg", "E1"): 140, ("no_group", "no_group", "no_group"): 9,
    }  # fmt: skip
    assert (set(returns.told), set(returns.waiting)) == ({"metropolitan"}, set())
    assert (returns.searches, returns.in_no_group) == ({"metropolitan": 149}, {"metropolitan": 9})
    assert returns.small("team") == {"x": None}
    assert frame.select("supply", "borough").equals(searches(BOTH).select("supply", "borough"))


@pytest.mark.parametrize(
    ("period", "months"),
    [("2018-19", YEAR.months[:-1]), ("2018-19", YEAR.months[:3] + YEAR.months[4:]), ("2018", YEAR.months)],
)
def test_a_return_waits_for_the_whole_of_a_financial_year(period: str, months: tuple[str, ...]) -> None:
    frame, returns = group_return_searches(Period.named(period), searches(BOTH), supplies("charter-return", months))
    own = frame.filter(pl.col("supply").str.starts_with("charter-return"))
    assert (set(returns.told), set(returns.waiting)) == (set(), {"metropolitan"})
    assert set(own["team"]) == {"not_published"}
    assert set(own["stands"]) == {"untold"}


def test_one_force_waits_and_the_other_is_told() -> None:
    two = pl.concat([searches(BOTH), searches({("charter-return", "E1", "x"): 120}, "city-of-london")])
    whole = supplies("charter-return", force="city-of-london")
    frame, returns = group_return_searches(YEAR, two, [*supplies("charter-return", YEAR.months[:3]), *whole])
    assert (set(returns.told), set(returns.waiting)) == ({"city-of-london"}, {"metropolitan"})
    assert by(frame.filter(pl.col("stands") == "grouped"), "force", "team") == {("city-of-london", "x"): 120}


def test_without_a_return_nothing_is_changed() -> None:
    public = searches({("police-uk", "E1", "tsg"): 3})
    frame, returns = group_return_searches(YEAR, public, supplies("police-uk"))
    assert frame is public
    assert returns.joined.is_empty()


def test_a_month_without_a_word_on_people_has_the_columns_of_the_others() -> None:
    """Else an account would say that nobody was there in that month; of the police it says what the month has."""
    april, may, june = supplies("charter-return", YEAR.months[:3])
    (public,) = supplies("police-uk", YEAR.months[:1])
    (city,) = supplies("charter-return", YEAR.months[:1], "city-of-london")
    april.columns_present = ["appropriate_adult", "clothing", "receipt"]
    for other in (may, june, public, city):
        other.columns_present = ["outcome"]
    found = alike_of_people([april, may, june, public, city])
    assert [each.columns_present for each in found] == [
        ["appropriate_adult", "clothing", "receipt"],
        *[["appropriate_adult", "clothing", "outcome"]] * 2,
        *[["outcome"]] * 2,
    ]
    assert may.columns_present == ["outcome"]
    assert [each.public_id for each in found] == [each.public_id for each in (april, may, june, public, city)]

"""Every group has its number of searches; parts are the whole without what is left out; who is where can be asked."""

import random
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import places, vocabulary
from portal.disclosure.grouping import group_searches, team_parents
from portal.disclosure.words import OTHERS, OTHERS_OF
from tests.conftest import examples
from tests.disclosure.worlds import DIMENSIONS, FEWEST, PARENTS, worlds

World = tuple[pl.DataFrame, random.Random]
Rows = list[dict[str, str]]


def returned(teams: dict[str, int], borough: str = "b") -> pl.DataFrame:
    """A force's searches: so many of each team, all in one borough."""
    names = [name for name, count in teams.items() for _ in range(count)]
    return pl.DataFrame({"force": ["f"] * len(names), "team": names, "borough": [borough] * len(names)})


def groups(searches: pl.DataFrame, parents: dict[str, str] | None = None) -> dict[str, str | None]:
    found = group_searches(searches, ["team"], 100, {"team": parents or {}})
    return dict(found.joined.select("name", "group").rows())


def test_a_hundred_stand_alone_and_ninety_nine_do_not() -> None:
    assert groups(returned({"a": 100, "b": 99, "c": 1})) == {"a": "a", "b": OTHERS, "c": OTHERS}


def test_small_teams_join_their_command_first_then_all_others() -> None:
    parents = {"a": f"{OTHERS_OF}east", "b": f"{OTHERS_OF}east", "c": f"{OTHERS_OF}west", "d": f"{OTHERS_OF}west"}
    found = groups(returned({"a": 60, "b": 40, "c": 90, "d": 9, "e": 1}), parents)
    assert found == {"a": f"{OTHERS_OF}east", "b": f"{OTHERS_OF}east", "c": OTHERS, "d": OTHERS, "e": OTHERS}


def test_a_team_of_ninety_nine_goes_to_its_command_and_one_of_a_hundred_does_not() -> None:
    parents = dict.fromkeys(("a", "b", "c"), f"{OTHERS_OF}east")
    assert groups(returned({"a": 99, "b": 1, "c": 100}), parents) == {
        "a": f"{OTHERS_OF}east", "b": f"{OTHERS_OF}east", "c": "c"}  # fmt: skip


def test_what_is_too_small_together_is_in_no_figure_and_stays_listed() -> None:
    found = group_searches(returned({"a": 100, "b": 99}), ["team"], 100)
    assert (found.searches.height, found.left_out) == (100, 99)
    assert found.joined.rows() == [("f", "team", "a", "a"), ("f", "team", "b", None)]
    assert found.together("f", "team") == {}


def test_the_old_attack_by_a_team_with_one_search_in_a_borough_finds_no_group_under_a_hundred() -> None:
    """88, 13 and 1 searches of one team in three boroughs, beside 309 of another: 411 rows gave away a single one."""
    rows = [("x", "b1", 88), ("x", "b2", 13), ("x", "b3", 1), ("y", "b1", 309)]
    searches = pl.DataFrame(
        [("f", team, borough) for team, borough, count in rows for _ in range(count)],
        schema=["force", "team", "borough"],
        orient="row",
    )
    found = group_searches(searches, ["team", "borough"], 100)
    assert (found.searches.height, found.left_out) == (309, 102)
    assert found.searches["team_group"].unique().to_list() == ["y"]


def test_leaving_some_out_is_repeated_until_nothing_changes() -> None:
    """The small borough's searches leave; without them team a has 99; without those, nobody is left to join it to."""
    searches = pl.concat([returned({"a": 99, "b": 200}), returned({"a": 1}, borough="small")])
    found = group_searches(searches, ["team", "borough"], 100)
    assert found.searches.group_by("team_group").len().rows() == [("b", 200)]
    assert found.left_out == 100


def test_each_force_is_grouped_by_itself() -> None:
    met, city = returned({"a": 150}), returned({"a": 60}).with_columns(force=pl.lit("g"))
    found = group_searches(pl.concat([met, city]), ["team"], 100)
    assert found.joined.rows() == [("f", "team", "a", "a"), ("g", "team", "a", None)]
    assert found.left_out == 60


def test_who_was_counted_together_can_be_asked() -> None:
    found = group_searches(returned({"a": 100, "b": 60, "c": 50}), ["team"], 100)
    assert found.together("f", "team") == {OTHERS: ("b", "c")}


def test_a_year_without_a_search_has_no_groups() -> None:
    found = group_searches(returned({"a": 1}).clear(), ["team", "borough"], 100)
    assert (found.searches.columns, found.searches.height, found.joined.height, found.left_out) == (
        ["force", "team", "borough", "team_group", "borough_group"], 0, 0, 0)  # fmt: skip


def test_a_search_without_a_name_or_with_that_of_a_group_is_refused() -> None:
    with pytest.raises(ValueError, match="1 searches have no team: write not_recorded there"):
        group_searches(returned({"a": 1}).with_columns(team=pl.lit(None, pl.String)), ["team"], 100)
    with pytest.raises(ValueError, match="a team is called all_others"):
        group_searches(returned({"all_others_of_east": 1}), ["team"], 100)


def test_no_word_of_a_vocabulary_and_no_team_is_called_as_a_group() -> None:
    fields = ("age", "self_defined_ethnicity", "officer_defined_ethnicity", "gender", "object", "outcome", "power")
    words = {key for field in fields for key in vocabulary.field_vocabulary(field).labels} | set(places.listed_teams())
    assert [word for word in words if word.startswith(OTHERS)] == []


def test_the_group_of_a_team_is_of_its_command() -> None:
    known = next(team for team in places.listed_teams().values() if team.bcu)
    central = next(team for team in places.listed_teams().values() if not team.bcu)
    assert team_parents([known.id, central.id, "nobody"]) == {known.id: f"all_others_of_{known.bcu}"}


@settings(max_examples=examples(80), deadline=None)
@given(worlds())
def test_no_group_is_under_the_number_and_parts_are_the_whole_without_what_is_left_out(world: World) -> None:
    searches, _ = world
    found = group_searches(searches, DIMENSIONS, FEWEST, PARENTS)
    for name in DIMENSIONS:
        sizes = [size for *_, size in found.searches.group_by("force", f"{name}_group").len().rows()]
        assert all(size >= FEWEST for size in sizes)
        assert sum(sizes) == searches.height - found.left_out
    again = group_searches(found.searches.select(searches.columns), DIMENSIONS, FEWEST, PARENTS)
    assert again.left_out == 0


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_a_second_count_in_plain_python_agrees(world: World) -> None:
    searches, _ = world
    found = group_searches(searches, DIMENSIONS, FEWEST, PARENTS)
    rows = [
        row for force in sorted(searches["force"].unique()) for row in plain(searches.filter(force=force).to_dicts())
    ]
    columns = ["force", *DIMENSIONS, *(f"{name}_group" for name in DIMENSIONS)]
    assert Counter(found.searches.select(columns).rows()) == Counter(
        tuple(row[name] for name in columns) for row in rows
    )


def plain(rows: Rows) -> Rows:
    """The rule once more, a row at a time."""
    for row in rows:
        for name in DIMENSIONS:
            row[f"{name}_group"] = row[name]
    for step in ("parent", "others", "out"):
        for name in DIMENSIONS:
            sizes = Counter(row[f"{name}_group"] for row in rows)
            for row in rows:
                if sizes[row[f"{name}_group"]] < FEWEST:
                    parent = PARENTS.get(name, {}).get(row[name], OTHERS)
                    row[f"{name}_group"] = {"parent": parent, "others": OTHERS, "out": ""}[step]
    kept = [row for row in rows if all(row[f"{name}_group"] for name in DIMENSIONS)]
    return rows if len(kept) == len(rows) else plain(kept)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 250), min_size=1))
def test_a_name_stands_in_one_group_only(sizes: dict[str, int]) -> None:
    found = groups(returned(sizes))
    assert set(found) == set(sizes)
    assert all(found[name] == name for name, size in sizes.items() if size >= 100)

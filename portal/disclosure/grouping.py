"""Groups before counting: every search of a force's return stands in large groups only, or in no figure.

A search has a name in each dimension (a borough, a team, an ethnic group, an age group). A name with few searches is
counted together with others; the source of the rule is docs/method.md, its number data/disclosure.toml.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from portal import places
from portal.disclosure.words import OTHERS, OTHERS_OF

Parents = Mapping[str, Mapping[str, str]]
"""Dimension -> name -> the group that it joins first where it is too small; the others join OTHERS at once."""


@dataclass(frozen=True)
class Grouping:
    """Which group every name is counted in.

    `searches`: the rows that figures may count, force by force, with a column of text `<dimension>_group` for each
    dimension. `joined`: a row a force, dimension and name, sorted: text columns `force`, `dimension`, `name`, `group`;
    `group` is null where none of the name's searches is in a figure. `left_out`: rows that are in no figure.
    """

    searches: pl.DataFrame
    joined: pl.DataFrame
    left_out: int

    def together(self, force: str, dimension: str) -> dict[str, tuple[str, ...]]:
        """Group of small names -> those that were counted in it, sorted: what is listed without figures."""
        own = self.joined.filter(
            pl.col("group").is_not_null() & (pl.col("force") == force) & (pl.col("dimension") == dimension)
        )
        found: dict[str, tuple[str, ...]] = {}
        for name, group in own.select("name", "group").rows():
            if name != group:
                found[group] = (*found.get(group, ()), name)
        return found


def group_searches(
    searches: pl.DataFrame, dimensions: Sequence[str], fewest: int, parents: Parents | None = None
) -> Grouping:
    """Group a complete financial year's searches, for each force's return by itself.

    `searches`: a row a search, with a text column `force` and one for each dimension; `fewest`: searches of a group.
    A blank is a name like others (`not_recorded`). ValueError where a cell is null, or a name is that of a group.
    """
    refuse_odd_names(searches, dimensions)
    parts = [of_one_force(part, dimensions, fewest, parents or {}) for part in returns_apart(searches)]
    if not parts:
        parts = [of_one_force(searches, dimensions, fewest, {})]
    kept = pl.concat([part.searches for part in parts])
    joined = pl.concat([part.joined for part in parts]).sort("force", "dimension", "name")
    return Grouping(kept, joined, searches.height - kept.height)


def refuse_odd_names(searches: pl.DataFrame, dimensions: Sequence[str]) -> None:
    for name in ("force", *dimensions):
        column = searches[name]
        if column.null_count():
            raise ValueError(f"{column.null_count()} searches have no {name}: write not_recorded there")
        if name != "force" and column.str.starts_with(OTHERS).any():
            raise ValueError(f"a {name} is called {OTHERS}..., which is what small ones are counted under")


def returns_apart(searches: pl.DataFrame) -> list[pl.DataFrame]:
    return searches.partition_by("force", maintain_order=True) if searches.height else []


def of_one_force(searches: pl.DataFrame, dimensions: Sequence[str], fewest: int, parents: Parents) -> Grouping:
    """What stands in no group in some dimension is left out, so that no group can be had by taking others from a
    whole. That can make a group too small: it is done until nothing changes.
    """
    kept = searches
    while True:
        groups = {name: groups_of(kept[name], fewest, parents.get(name, {})) for name in dimensions}
        placed = kept.with_columns(
            pl.col(name).replace_strict(groups[name], default=None, return_dtype=pl.String).alias(f"{name}_group")
            for name in dimensions
        )
        in_groups = placed.filter(pl.all_horizontal(pl.col(f"{name}_group").is_not_null() for name in dimensions))
        if in_groups.height == kept.height:
            return Grouping(in_groups, joined_names(searches, groups), searches.height - kept.height)
        kept = in_groups.select(searches.columns)


def groups_of(names: pl.Series, fewest: int, parents: Mapping[str, str]) -> dict[str, str | None]:
    """Name -> the group that counts it: itself if large enough, else its parent, else OTHERS; else None."""
    sizes = dict(names.value_counts().rows())
    groups = {name: name if size >= fewest else parents.get(name, OTHERS) for name, size in sizes.items()}
    groups = {name: group if sized(groups, sizes)[group] >= fewest else OTHERS for name, group in groups.items()}
    last = sized(groups, sizes)
    return {name: group if last[group] >= fewest else None for name, group in groups.items()}


def sized(groups: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, int]:
    """Group -> searches in it."""
    found: dict[str, int] = {}
    for name, group in groups.items():
        found[group] = found.get(group, 0) + sizes[name]
    return found


def joined_names(searches: pl.DataFrame, groups: Mapping[str, Mapping[str, str | None]]) -> pl.DataFrame:
    """A row for every name of the whole return: one that has lost all its searches stands with a null."""
    force = searches["force"].first() or ""
    rows = [
        (force, dimension, name, found.get(name))
        for dimension, found in groups.items()
        for name in searches[dimension].unique().sort()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("force", "dimension", "name", "group"), pl.String), orient="row")


def team_parents(names: Iterable[str]) -> dict[str, str]:
    """Listed teams of a command -> the command's group of small teams (`all_others_of_central-east`)."""
    known = places.listed_teams()
    return {name: f"{OTHERS_OF}{known[name].bcu}" for name in names if name in known and known[name].bcu}

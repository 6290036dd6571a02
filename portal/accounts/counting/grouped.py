"""A year's searches put into groups before anything is counted: from here on there is nothing left to protect.

What a force's return says is told over groups of searches (portal.disclosure), once it has come for every month of a
financial year. Until then only what public files have too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from portal import places, sources
from portal.disclosure.grouping import group_searches, team_parents
from portal.disclosure.settings import disclosure_settings
from portal.periods import Period
from portal.places import HOW_PLACED
from portal.records import Supply
from portal.return_standard import PERSON
from portal.vocabulary import NO_GROUP, NOT_PUBLISHED

# Which rows count for London.


def counts_for_london() -> pl.Expr:
    """A force of the whole country counts only where the search is known to be in London."""
    national = [force.id for force in places.forces_by_id().values() if force.located_only]
    in_london = [HOW_PLACED[how] for how in ("inside an outline", "by nearness", "as supplied")]
    return ~pl.col("force").is_in(national) | pl.col("placed").is_in(in_london)


DIMENSIONS = ("borough", "team", "self_defined_ethnicity", "age")
STANDS = "stands"
PUBLIC, GROUPED, UNTOLD = "public", "grouped", "untold"
"""How a search stands: in a public file, in groups, in no group (NO_GROUP), or in a return that waits."""
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
JOINED_SCHEMA = dict.fromkeys(("force", "dimension", "name", "group"), pl.String)


@dataclass(frozen=True)
class Returns:
    """What of a year's returns is told. `told`, `waiting`: forces; `searches`, `in_no_group`: force -> searches.

    `joined`: which group every name is counted in (disclosure.grouping.Grouping.joined). `tells_teams`: whether teams
    are told at all, or tell of a person where the operator wants it so.
    """

    told: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    searches: dict[str, int] = field(default_factory=dict)
    in_no_group: dict[str, int] = field(default_factory=dict)
    joined: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=JOINED_SCHEMA))
    tells_teams: bool = True

    def small(self, dimension: str) -> dict[str, str | None]:
        """Name -> the group that it is counted in with others, None for no figure; not those that have their own."""
        own = self.joined.filter((pl.col("dimension") == dimension) & pl.col("name").ne_missing(pl.col("group")))
        alone = self.joined.filter((pl.col("dimension") == dimension) & pl.col("name").eq_missing(pl.col("group")))
        large = set(alone["name"])
        return {name: group for name, group in own.select("name", "group").rows() if name not in large}


def is_return(supply: Supply) -> bool:
    """Whether it is a force's own, which is not public."""
    return not sources.known_sources()[supply.source].public


def alike_of_people(supplies: Sequence[Supply]) -> list[Supply]:
    """Supplies of a year, each return with every column about a person that one of its force's returns has.

    A column that is blank throughout a month is one that the month does not have, and an account says so. Of the police
    that is right; of a person it would tell that there was nobody in that month.
    """
    of_force: dict[str, set[str]] = {}
    for supply in filter(is_return, supplies):
        told = {name for name in supply.columns_present if disclosure_settings().about_column(name) == PERSON}
        of_force.setdefault(supply.force, set()).update(told)
    return [with_columns(supply, of_force[supply.force]) if is_return(supply) else supply for supply in supplies]


def with_columns(supply: Supply, columns: Iterable[str]) -> Supply:
    """A copy that no session knows of: what is held stays as it is."""
    return Supply(**{**supply.model_dump(), "columns_present": sorted({*supply.columns_present, *columns})})


def forces_told(period: Period, supplies: Sequence[Supply]) -> frozenset[str]:
    """Forces that have sent their return of every month of a financial year."""
    if not period.is_financial:
        return frozenset()
    sent = {(supply.force, supply.month) for supply in supplies if is_return(supply)}
    forces = {force for force, _ in sent}
    return frozenset(force for force in forces if all((force, month) in sent for month in period.months))


def told_dimensions() -> tuple[str, ...]:
    """DIMENSIONS without what the operator wants to tell of a person: nothing of a return is then told by it."""
    return tuple(name for name in DIMENSIONS if name not in disclosure_settings().personal_columns)


def group_return_searches(
    period: Period, stops: pl.DataFrame, supplies: Sequence[Supply]
) -> tuple[pl.DataFrame, Returns]:
    """`stops` (store.searches.stops) with `stands`, a column `<dimension>_group` for each of DIMENSIONS,

    and in `team` the group that may be told: in the order that they came. Without a return, they stay as they are.
    """
    closed = [supply for supply in supplies if is_return(supply)]
    if not closed:
        return stops, Returns()
    told = forces_told(period, supplies)
    waiting = frozenset(supply.force for supply in closed) - told
    ids = [supply.public_id for supply in closed]
    is_told = pl.col("supply").is_in(ids) & pl.col("force").is_in(list(told)) & counts_for_london()
    own = told_dimensions()
    rows = stops.with_columns(is_told=is_told).with_row_index("row").select("row", "is_told", "force", *own)
    names = rows.filter("is_told").select("row", pl.col("force", *own).cast(pl.String))
    parents = {"team": team_parents(places.listed_teams())}
    found = group_searches(names, own, disclosure_settings().fewest_searches, parents)
    groups = [f"{name}_group" for name in own]
    grouped_in = found.searches.select("row", pl.col(groups).cast(pl.Categorical))
    placed = stops.hstack(rows.select("row").join(grouped_in, on="row", how="left", maintain_order="left").drop("row"))
    stands = (
        pl.when(~pl.col("supply").is_in(ids)).then(pl.lit(PUBLIC))
        .when(~pl.col("force").is_in(list(told))).then(pl.lit(UNTOLD))
        .when(pl.col("borough_group").is_null()).then(pl.lit(NO_GROUP))
        .otherwise(pl.lit(GROUPED))
    ).cast(pl.Categorical)  # fmt: skip
    has_no_team = (pl.col(STANDS) != PUBLIC) if "team" not in own else (pl.col(STANDS) == UNTOLD)
    standing = placed.with_columns(stands.alias(STANDS)).with_columns(
        pl.when(has_no_team).then(pl.lit(NOT_PUBLISHED)).otherwise("team").alias("team")
    )
    filled = standing.with_columns(
        group_column(name) if name in own else pl.col(name).alias(f"{name}_group") for name in DIMENSIONS
    )
    filled = filled.with_columns(team=pl.col("team_group"))
    sizes = dict(names["force"].value_counts().rows())
    kept = dict(found.searches["force"].value_counts().rows())
    left = {force: sizes[force] - kept.get(force, 0) for force in sorted(sizes)}
    return filled, Returns(told, waiting, sizes, left, found.joined, "team" in own)


def group_column(name: str) -> pl.Expr:
    """The group of a search of a return that is told; a search of any other file stands under its own name."""
    group = f"{name}_group"
    own = pl.when(pl.col(STANDS) == NO_GROUP).then(pl.lit(NO_GROUP)).otherwise(name)
    return pl.when(pl.col(STANDS) == GROUPED).then(group).otherwise(own).alias(group)


def in_groups(stops: Frame, *names: str) -> Frame:
    """The searches with groups in place of the names of these dimensions; as they are where nothing is grouped."""
    if STANDS not in stops.collect_schema().names():
        return stops
    return stops.with_columns(pl.col(f"{name}_group").alias(name) for name in names)

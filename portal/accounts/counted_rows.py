"""Which rows count for London."""

import polars as pl

from portal import places
from portal.places import HOW_PLACED


def counts_for_london() -> pl.Expr:
    """A force of the whole country counts only where the search is known to be in London."""
    national = [force.id for force in places.forces().values() if force.located_only]
    in_london = [HOW_PLACED[how] for how in ("inside an outline", "by nearness", "as supplied")]
    return ~pl.col("force").is_in(national) | pl.col("placed").is_in(in_london)

"""Which places are told by themselves: groups of at least 30 viewed searches, or none (docs/method.md).

As with a return (portal.disclosure.grouping): group first, then count exactly.
"""

from collections.abc import Mapping

FEWEST_VIEWED = 30
"""Searches viewed of a group that is told (the issue of DISCLOSURE for reviews: a video tells of the police only)."""
OTHER = "other"


def viewed_groups(viewed: Mapping[str, int], fewest: int = FEWEST_VIEWED) -> dict[str, str | None]:
    """Name -> itself where enough was viewed of it, else OTHER; None where nothing at all is told.

    Where those that are too small do not make a group together, the smallest that is told joins them: so every group,
    and every difference between the whole and groups, is of none or of at least `fewest`.
    """
    if sum(viewed.values()) < fewest:
        return dict.fromkeys(viewed)
    groups: dict[str, str | None] = {name: name if size >= fewest else OTHER for name, size in viewed.items()}
    while 0 < sum(size for name, size in viewed.items() if groups[name] == OTHER) < fewest:
        told = [name for name in viewed if groups[name] == name]
        groups[min(told, key=lambda name: (viewed[name], name))] = OTHER
    return groups

"""Groups of viewed searches: none of fewer than 30, and none that can be had by taking others from the whole."""

from hypothesis import given
from hypothesis import strategies as st

from portal.review.telling import FEWEST_VIEWED, OTHER, viewed_groups

SIZES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 90), max_size=9)


def test_small_ones_are_counted_together_and_the_smallest_joins_where_they_are_too_few() -> None:
    assert viewed_groups({"a": 40, "b": 29, "c": 1}) == {"a": "a", "b": OTHER, "c": OTHER}
    assert viewed_groups({"a": 40, "b": 35, "c": 12}) == {"a": "a", "b": OTHER, "c": OTHER}
    assert viewed_groups({"a": 20, "b": 9}) == {"a": None, "b": None}
    assert viewed_groups({"a": 30, "b": 0}) == {"a": "a", "b": OTHER}


@given(SIZES)
def test_every_group_and_every_difference_is_of_none_or_of_at_least_thirty(viewed: dict[str, int]) -> None:
    groups = viewed_groups(viewed)
    sizes: dict[str | None, int] = {}
    for name, group in groups.items():
        sizes[group] = sizes.get(group, 0) + viewed[name]
    assert groups.keys() == viewed.keys()
    if sum(viewed.values()) < FEWEST_VIEWED:
        assert set(groups.values()) <= {None}
        return
    assert None not in sizes
    assert all(size == 0 or size >= FEWEST_VIEWED for size in sizes.values())

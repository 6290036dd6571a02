"""The map inside a borough in words: what it shows, what it leaves out, and its legend without a hole."""

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.account import PlacePart
from portal.documents.map import Cell, Where
from portal.places import Kind
from portal.web.drawings.where_map import legend_of, where_map

PLACE = PlacePart(kind=Kind.BOROUGH, code="E09000012", name="Hackney")


def where(*counts: int, limits: tuple[int, ...] = (1, 5, 20)) -> Where:
    cells = [Cell(id=f"h40{at:02}", searches=count, shade=int(count > 0), latitude=51.5, longitude=-0.1,
                  path="M1,2 3,4 5,6Z")
             for at, count in enumerate(counts)]  # fmt: skip
    return Where(invented=False, place=PLACE, period="2018-19", searches=sum(counts), of=None, limits=list(limits),
                 outline="M10,20 30,20 30,50Z", cells=cells)  # fmt: skip


def test_the_finding_is_the_share_of_the_busiest_five() -> None:
    found = where_map([where(40, 20, 10, 5, 5, 20)], 120, "in Hackney")
    assert found is not None
    assert found.finding == "The 5 busiest areas have 95% of the searches in Hackney"
    assert found.says.startswith("100 of 120 searches have a public location. Police move each point")
    assert [(each.id, each.searches, each.share) for each in found.busiest[:2]] == [
        ("h4000", 40, 0.4),
        ("h4001", 20, 0.2),
    ]
    assert found.view_box == "6 16 28 38"


def test_one_area_is_said_of_one() -> None:
    found = where_map([where(3, 0)], 3, "in Hackney")
    assert found is not None
    assert found.finding == "The busiest area has 100% of the searches in Hackney"
    assert found.says.startswith("Every search has a location.")
    assert found.legend[0] == (0, "none")


def test_more_points_than_searches_is_another_source_and_claims_no_share() -> None:
    found = where_map([where(9)], 4, "in Hackney")
    assert found is not None
    assert found.says.startswith("The map has 9 searches of the public files.")


def test_nothing_is_drawn_of_nothing() -> None:
    assert where_map([], 3, "x") is where_map([where(0, 0)], 3, "x") is None


@given(st.sets(st.integers(2, 10**6), max_size=4))
def test_every_count_is_in_one_class_of_the_legend(starts: set[int]) -> None:
    limits = [1, *sorted(starts)]
    ends = []
    for _, words in legend_of(limits, has_none=False):
        numbers = [int(found.replace(",", "")) for found in re.findall(r"[\d,]+", words)]
        ends.append((numbers[0], numbers[-1] if " or more" not in words else None))
    assert [low for low, _ in ends] == limits
    assert [high for _, high in ends[:-1]] == [limit - 1 for limit in limits[1:]]
    assert ends[-1][1] is None

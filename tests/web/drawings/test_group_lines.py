"""Searches by month and group as lines: the account's counts, gaps where they are not known, the same in Plotly."""

from portal.documents.account import Account
from portal.web.drawings.group_lines import PAPER, group_lines, plotted_groups
from tests.web.small_account import Part, small

GROUPS = {"white": 4, "black": 10, "asian": 1, "mixed": 0, "other": 0, "not_stated": 3}


def month(name: str, groups: dict[str, int] | None = GROUPS, **more: str) -> Part:
    return {"month": name, "searches": 20, "status": "value", "groups": groups, **more}


def account(*months: Part) -> Account:
    return small(20, monthly=list(months))


def test_the_counts_are_those_of_the_account() -> None:
    found = group_lines([account(month("2018-04"), month("2018-05", {**GROUPS, "black": 5}))])
    assert found is not None
    assert {line.label: line.counts for line in found.lines} == {
        "White": [4, 4], "Black": [10, 5], "Asian": [1, 1], "Mixed": [0, 0], "Other": [0, 0]}  # fmt: skip
    black = next(line for line in found.lines if line.group == "black")
    ceiling = float(found.gridlines[-1][0])
    assert black.pieces == [f"{PAPER / 4},{PAPER - PAPER * 10 / ceiling} {3 * PAPER / 4},{PAPER - PAPER * 5 / ceiling}"]


def test_a_month_in_part_or_with_a_group_missing_is_a_gap() -> None:
    part, lacking, none = (
        month("2018-05", status="partial"),
        month("2018-06", ethnicity="unknown"),
        month("2018-07", None),
    )
    for other in (part, lacking, none):
        found = group_lines([account(month("2018-04"), other, month("2018-08"))])
        assert found is not None
        assert [line.counts[1] for line in found.lines] == [None] * 5
        assert [len(line.pieces) for line in found.lines] == [2] * 5


def test_nothing_known_is_no_picture() -> None:
    assert group_lines([account(month("2018-04", None))]) is None
    assert group_lines([account(month("2018-04", dict.fromkeys(GROUPS, 0)))]) is None
    assert group_lines([]) is None


def test_plotly_draws_the_same_and_every_point_says_what_it_is() -> None:
    drawn = group_lines([account(month("2018-04"), month("2018-05", None), month("2018-06"))])
    assert drawn is not None
    *lines, marks = plotted_groups(drawn)["data"]
    assert [trace["y"] for trace in lines] == [line.counts for line in drawn.lines]
    assert len(marks["y"]) == 2 * len(drawn.lines)
    assert "April 2018, Black: 10 searches" in marks["hovertext"]
    assert len(set(marks["customdata"])) == len(marks["y"])

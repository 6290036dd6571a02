"""A table's answer in one sentence, at none, one, many, unknown and in part."""

import pytest

from portal.documents.figures import Figure, MonthFigure
from portal.web.presentation.table_answers import busiest, most_often, source_sentence
from tests.web.small_account import small, supply


def rows(**counts: int) -> list[Figure]:
    of = sum(counts.values())
    return [Figure(key=key, label=key.capitalize(), searches=count, of=of, status="value",
                   share=None if key == "not_published" else count / of if of else None)
            for key, count in counts.items()]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"drugs": 58, "weapons": 42}, "Most common: Drugs, 58% (58 of 100)."),
        ({"drugs": 1}, "Most common: Drugs, 100% (1 of 1)."),
        (
            {"drugs": 1, "not_published": 500},
            "Most common: not known. It is missing for over 99% (500 of 501).",
        ),
        (
            {"drugs": 30, "not_recorded": 25, "unlisted_hat": 45},
            "Most common: not known. It is missing for 70% (70 of 100).",
        ),
        ({"drugs": 30, "weapons": 20, "not_recorded": 50}, "Most common: Drugs, 30% (30 of 100)."),
        ({"drugs": 999, "weapons": 1}, "Most common: Drugs, over 99% (999 of 1,000)."),
        ({"drugs": 1, "not_recorded": 9}, "Most common: not known. It is missing for 90% (9 of 10)."),
        ({"not_published": 9}, "Police have not published or not recorded this."),
        ({"drugs": 0}, "No searches were recorded."),
        ({}, "No searches were recorded."),
    ],
)
def test_most_often(counts: dict[str, int], said: str) -> None:
    assert most_often(rows(**counts)) == said


def months(*counts: int | None, status: str = "value") -> list[MonthFigure]:
    return [MonthFigure(month=f"2018-{at + 4:02}", searches=count, status=status if count is not None else "missing")
            for at, count in enumerate(counts)]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((), "We have no full month."),
        ((None, None), "We have no full month."),
        ((1, None), "We have one full month, April 2018: 1 search."),
        ((5, 5), "Every full month had 5 searches."),
        ((5, 9, None, None, None),
         "We have 2 full months of 5, too few to say which had the most searches."),
        ((5, 9, None), "Of the 2 full months, most: May 2018 (9). Fewest: April 2018 (5)."),
        ((0, 1200), "Most: May 2018 (1,200). Fewest: April 2018 (0)."),
    ],
)  # fmt: skip
def test_busiest(counts: tuple[int | None, ...], said: str) -> None:
    assert busiest(months(*counts)) == said


def test_a_month_in_part_is_neither_most_nor_fewest() -> None:
    assert busiest(months(3, 9) + months(90, status="partial")).startswith("Of the 2 full months, most: May 2018 (9)")
    assert busiest(months(90, status="partial")) == "We have no full month."


def test_sources_are_those_that_count() -> None:
    extract = supply() | {"source": "met-datastore", "counted": False}
    assert source_sentence(small(supplies=[supply(), supply(month="2018-05"), extract])) == "Source: data.police.uk."
    assert source_sentence(small()) == "Source: none, as we have no file."

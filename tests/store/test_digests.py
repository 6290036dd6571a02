"""The digest of rows: the same for the same rows in whatever order, another for any change."""

from typing import Any

import polars as pl
import pytest

from portal.records import Supply
from portal.store.digests import rows_digest

STOPS = pl.DataFrame(
    {
        "line": [2, 3, 4],
        "searches": [1, 1, 2],
        "latitude": [51.5471, None, 0.0],
        "outcome": ["Arrest", None, ""],
        "object": ["Drugs", "Drugs", "Stolen goods"],
    }
)
FACTS = pl.DataFrame({"line": [2], "receipt": ["issued"], "minutes_to_record": [20]})
REJECTIONS = pl.DataFrame({"line": [5], "column": ["Date"], "reason": ["there is no date"], "row_text": ["x,y"]})


def supply(**changed: Any) -> Supply:
    usual: dict[str, Any] = {"source": "police-uk", "force": "metropolitan", "month": "2018-04", "invented": False}
    return Supply(**{**usual, "first_date": 20180401, "last_date": 20180430, "columns_present": ["object"], **changed})


def digest(
    stops: pl.DataFrame = STOPS, facts: pl.DataFrame = FACTS, rejections: pl.DataFrame = REJECTIONS, **changed: Any
) -> str:
    return rows_digest(supply(**changed), stops, facts, rejections)


def test_it_is_pinned_so_that_old_digests_stay_true() -> None:
    assert digest() == "c015e5ea8f0e0235fb9d55ecd5c23e79e3413c78d9bc6e094b78ff2d079dd8aa"


def test_order_kind_of_number_and_columns_that_are_not_kept_do_not_matter() -> None:
    other = STOPS.reverse().select("object", "outcome", "latitude", pl.col("searches", "line").cast(pl.Int32))
    assert digest(other.with_columns(supply=7, named_borough=pl.lit("Hackney"))) == digest()
    assert digest(STOPS.with_columns(-pl.col("latitude")).with_columns(-pl.col("latitude"))) == digest()


def test_a_column_that_no_row_has_leaves_old_digests_as_they_are() -> None:
    assert digest(STOPS.with_columns(team=pl.lit(None, pl.String))) == digest()


@pytest.mark.parametrize(
    "changed",
    [
        pl.when(pl.col("line") == 2).then(pl.lit("arrest")).otherwise("outcome").alias("outcome"),
        pl.col("outcome").fill_null(""),
        pl.col("outcome").replace("", None),
        pl.col("object").reverse(),
        pl.col("latitude") + 1e-15,
        pl.col("searches").reverse(),
        pl.col("line") + 1,
        pl.lit("E09000012").alias("borough"),
    ],
    ids=str,
)
def test_any_changed_cell_changes_it(changed: pl.Expr) -> None:
    assert digest(STOPS.with_columns(changed)) != digest()


def test_texts_that_run_on_into_each_other_are_not_alike() -> None:
    one, other = (pl.DataFrame({"line": [1, 2], "outcome": texts}) for texts in (["ab", "c"], ["a", "bc"]))
    assert digest(one) != digest(other)


def test_facts_rejections_rows_and_the_supply_itself_count() -> None:
    found = {
        digest(),
        digest(facts=FACTS.with_columns(minutes_to_record=21)),
        digest(facts=FACTS.clear()),
        digest(rejections=REJECTIONS.with_columns(row_text=pl.lit("x,z"))),
        digest(rejections=REJECTIONS.clear()),
        digest(STOPS.head(2)),
        digest(month="2018-05"),
        digest(columns_present=[]),
    }
    assert len(found) == 8

"""Searches as plain rows, for the second judge, and the same as the frame that is measured.

A row is a dict: a text or a whole number under each column, or `not_recorded` or `not_published` in its place.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from hypothesis import strategies as st

from portal.charter import functions
from portal.charter.agreements import AGREED, AgreedObject, Authorisation, Known, Rationale
from portal.charter.validation import published_charter

Row = dict[str, Any]
NR, NP = "not_recorded", "not_published"
USUAL: Row = {
    "source": "charter-return", "london_date": 20250410, "hour": "hour_15", "midnight_share": 0.01, "kind": "person",
    "gender": "male", "age": "18_to_24", "self_defined_ethnicity": "white", "officer_defined_ethnicity": "white",
    "power": "misuse_of_drugs_s23", "object": "controlled_drugs", "outcome": "community_resolution", "linked": "true",
    "clothing": "false", "operation": "false", "team": "metropolitan-tsg", "self_defined_code": "white_irish",
    "clothing_level": "outer", "clock": "timed", "point": "in_london", "area": "E09000012",
}  # fmt: skip
"""A search that passes or is not asked; what it does not name is blank."""

BESIDE = Known(
    powers=published_charter().powers,
    rationales=(
        Rationale(
            "first", "First", AGREED, ("Somebody",), "Invented", (AgreedObject("firearms", "Invented."),),
            date(2024, 1, 1), date(2024, 12, 31),
        ),
        Rationale(
            "second", "Second", AGREED, ("Somebody",), "Invented", (AgreedObject("controlled_drugs", "Invented."),),
            date(2025, 1, 1),
        ),
    ),
    authorisations=(
        Authorisation("S60/1", datetime(2025, 4, 10, 14), datetime(2025, 4, 11, 6, 30), ("E09000012", "E09000033"),
                      "inspector", "Nobody", "Invented"),
        Authorisation("S60/2", datetime(2018, 4, 10), datetime(2018, 4, 12), ("E09000012",),
                      "inspector", "Nobody", "Invented"),
        Authorisation("S60/3", datetime(2025, 4, 10), datetime(2025, 4, 12), ("E09000012",),
                      "inspector", "Nobody", "Invented"),
    ),
    teams=("metropolitan-tsg",),
)  # fmt: skip
"""What is known beside the records in these tests: two rationales, three authorisations, one team."""

NAMES = sorted(functions.NAMES)
OTHERS: dict[str, list[Any]] = {
    "area": ["E09000012", "E09000033", "E09000001", "outside_london"],
    "hour": ["hour_00", "hour_06", "hour_07", "hour_13", "hour_14", "hour_23"],
    "team": ["metropolitan-tsg", "nobody"],
    "section_60_reference": ["S60/1", "S60/2", "S60/3", "S60/9"],
    "gowisely": ["GOWISELY", "GOISELY", "OISELY", "none"],
    "minutes_to_record": [0, 720, 721],
    "grounds_edits": [0, 1],
    "supervisor_days": [0, 7, 8],
    "panel_response_days": [28, 29],
}
DAYS = [20101231, 20120101, 20140101, 20180410, 20180411, 20231219, 20231220, 20240601, 20250410, 20250411, 20250412]


def row(**changed: Any) -> Row:
    return {**dict.fromkeys(NAMES, NR), **USUAL, **changed}


def as_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """The columns of store.return_columns.measuring_frame that checks look at."""
    texts = [name for name in NAMES if name not in functions.NUMBERS]
    table: dict[str, Any] = {
        name: pl.Series([one[name] for one in rows], dtype=pl.String) for name in (*texts, "source")
    }
    for name in functions.NUMBERS:
        cells = [one[name] for one in rows]
        table[name] = pl.Series([cell if isinstance(cell, int) else None for cell in cells], dtype=pl.Int64)
        says = ["value" if isinstance(cell, int) else cell for cell in cells]
        table[f"{name}_state"] = pl.Series(says, dtype=pl.String)
    table["london_date"] = pl.Series([one["london_date"] for one in rows], dtype=pl.Int32)
    table["midnight_share"] = pl.Series([one["midnight_share"] for one in rows], dtype=pl.Float64)
    return pl.DataFrame(table)


def cells(name: str) -> list[Any]:
    """What may stand in the column, with an unlisted label where the vocabulary gives the keys."""
    known = functions.values(name)
    found = OTHERS.get(name) or (sorted(known) if known else ["a", "b"])
    if name in ("power", "object", "outcome", "linked", "self_defined_code", "officer_defined_ethnicity"):
        found = [*found, "unlisted_word"]
    return [1, 2, 3] if name == "grounds_strength" else found


def any_row() -> st.SearchStrategy[Row]:
    """A row of anything: any value of a column, blank or not published, each as likely as the other two together."""
    strategies = {name: st.sampled_from(cells(name)) | st.sampled_from([NR, NP]) for name in NAMES}
    return st.fixed_dictionaries(
        {
            **strategies,
            "source": st.sampled_from(["charter-return", "police-uk"]),
            "london_date": st.sampled_from(DAYS),
            "midnight_share": st.sampled_from([None, 0.0, 0.05, 0.5]),
        }
    )


def likely_row(columns_gone: Iterable[str] = ()) -> st.SearchStrategy[Row]:
    """A row of a supply: seldom blank, and not published in the columns that the supply lacks."""
    gone = set(columns_gone)
    strategies = {name: st.just(NP) if name in gone else st.sampled_from([*cells(name) * 3, NR]) for name in NAMES}
    fixed = {"source": st.just("charter-return"), "london_date": st.sampled_from(DAYS), "midnight_share": st.just(0.01)}
    return st.fixed_dictionaries({**strategies, **fixed})

"""A supply in figures: what its findings are drawn from, kept with it, so that findings need no rows."""

import calendar
from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl

from ingest.normalise import Normalised
from ingest.reading.batch import Batch
from portal import vocabulary
from portal.fields import field_names_where
from portal.places import HOW_PLACED
from portal.records import LABELLED

COUNTED = field_names_where(lambda field: field.is_keyed and field.name != "team")
SAME = ("instant", "london_date", "latitude", "longitude", "named_borough", "searches", *LABELLED)
"""What makes two rows of a supply the same record; a source that gives a day or a month only has no other place."""
FEWEST_FILLED = 20  # rows that have a cell, so that one without it is odd
SWAPPED_LATITUDE, SWAPPED_LONGITUDE = (-0.6, 0.4), (51.2, 51.8)
"""London's box with latitude and longitude the wrong way round."""


def profile(batch: Batch, clean: Normalised, stops: pl.DataFrame) -> dict[str, Any]:
    """Figures of one supply; `stops` are placed. All counts are of rows."""
    present = {field for field in batch.columns if field in batch.rows.columns}
    return {
        "rows_read": batch.rows_read,
        "rows_kept": stops.height,
        "rows_rejected": clean.rejections.height,
        "declared_zero": batch.declared_zero,
        "ends_cleanly": batch.ends_cleanly,
        "cut_in_row": cut_in_row(batch),
        "encoding": getattr(batch, "encoding", "utf-8"),
        "columns": sorted(batch.columns),
        "present": sorted(field for field in present if batch.rows[field].null_count() < batch.rows.height),
        "keys": {field: count_rows_by_key(stops, field) for field in COUNTED},
        "unlisted": {field: count_unlisted_labels(stops, field) for field in COUNTED},
        "days": profile_days(batch.month, stops) if "day" in present or "date" in present else {},
        "outside_month": count_rows_outside_month(batch.month, stops),
        "clock": profile_times(stops),
        "hours": hours(stops),
        "placed": {name: stops.filter(pl.col("placed") == how).height for name, how in HOW_PLACED.items()},
        "swapped": swapped(stops),
        "unknown_boroughs": unknown_boroughs(stops),
        "doubled": profile_duplicates(stops),
        "links": profile_links(stops),
    }


def count_rows_by_key(stops: pl.DataFrame, field: str) -> dict[str, int]:
    """Rows by key of the vocabulary; a blank is no key."""
    words = vocabulary.field_vocabulary(field)
    counts: dict[str, int] = {}
    for label, rows in stops[field].drop_nulls().value_counts().iter_rows():
        counts[words.key(label)] = counts.get(words.key(label), 0) + rows
    return dict(sorted(counts.items()))


def count_unlisted_labels(stops: pl.DataFrame, field: str) -> dict[str, int]:
    words = vocabulary.field_vocabulary(field)
    counts = stops[field].drop_nulls().value_counts().sort(field)
    return {label: rows for label, rows in counts.iter_rows() if not words.knows(label)}


def looked_up_again(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile by today's vocabulary: a label that nobody knew when its supply came may be known by now."""
    every_key, every_unlisted = dict(profile["keys"]), dict(profile["unlisted"])
    for field, labels in profile["unlisted"].items():
        words = vocabulary.field_vocabulary(field)
        counts = Counter({k: n for k, n in every_key[field].items() if not k.startswith(vocabulary.UNLISTED)})
        for written, rows in labels.items():
            counts[words.key(written)] += rows
        every_key[field] = dict(sorted(counts.items()))
        every_unlisted[field] = {written: rows for written, rows in labels.items() if not words.knows(written)}
    return {**profile, "keys": every_key, "unlisted": every_unlisted}


def profile_days(month: str, stops: pl.DataFrame) -> dict[str, int]:
    """The first and last day of the month with a search, and the longest run of days without one."""
    length = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    inside = stops.filter(pl.col("london_date") // 100 == int(month.replace("-", "")))
    found = sorted({day % 100 for day in inside["london_date"]})
    if not found:
        return {}
    gaps = [later - earlier - 1 for earlier, later in zip([0, *found], [*found, length + 1], strict=True)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    return {
        "length": length,
        "with_searches": len(found),
        "longest_gap": gaps[widest],
        "gap_from": ([0, *found][widest]) + 1,
        "last": found[-1],
    }


def count_rows_outside_month(month: str, stops: pl.DataFrame) -> int:
    return stops.filter(pl.col("london_date") // 100 != int(month.replace("-", ""))).height


def profile_times(stops: pl.DataFrame) -> dict[str, int]:
    """Rows with a time; of them at midnight (London's or UTC's), and on a whole hour."""
    timed = stops.filter(pl.col("london_hour").is_not_null())
    whole = pl.col("instant") % 3600 == 0
    midnight = whole & ((pl.col("london_hour") == 0) | (pl.col("instant") % 86400 == 0))
    return {
        "timed": timed.height,
        "midnight": timed.filter(midnight).height,
        "on_the_hour": timed.filter(whole).height,
    }


def hours(stops: pl.DataFrame) -> dict[str, list[int]]:
    """Rows with a time by the hour, 0 to 23, by London's clock and by UTC's."""
    timed = stops.filter(pl.col("london_hour").is_not_null() & pl.col("instant").is_not_null())
    clocks = {"london": timed["london_hour"], "utc": timed["instant"] % 86400 // 3600}
    return {name: [int((hour == at).sum()) for at in range(24)] for name, hour in clocks.items()}


def cut_in_row(batch: Batch) -> bool:
    """The file was cut in the middle of a row. One that was cut just after a row looks whole, and is not noticed.

    Its last line has no end, and lacks cells; or its last cell is a label that nobody knows, or is blank where every
    other row has it.
    """
    if batch.ends_cleanly or not batch.rows_read:
        return False
    rows = batch.rows.sort("line")
    if not rows.height or (batch.faults and max(fault.line for fault in batch.faults) > rows["line"][-1]):
        return True
    field = next(name for name in reversed(rows.columns) if name not in ("line", "day"))
    cells = rows[field]
    if cells[-1] is None:
        return cells.len() > FEWEST_FILLED and cells.null_count() == 1
    return field in COUNTED and not vocabulary.field_vocabulary(field).knows(cells[-1])


def unknown_boroughs(stops: pl.DataFrame) -> dict[str, int]:
    """Names given for a borough that are none, by rows."""
    lost = stops.filter(pl.col("borough").is_null() & pl.col("named_borough").is_not_null())
    return dict(lost["named_borough"].value_counts().sort("named_borough").iter_rows())


def swapped(stops: pl.DataFrame) -> int:
    """Rows outside London whose point lies in London's box once latitude and longitude change places."""
    turned = pl.col("latitude").is_between(*SWAPPED_LATITUDE) & pl.col("longitude").is_between(*SWAPPED_LONGITUDE)
    return stops.filter((pl.col("placed") == HOW_PLACED["outside London"]) & turned).height


def profile_duplicates(stops: pl.DataFrame) -> dict[str, dict[str, int] | int]:
    """Distinct records, and those that stand here an even number of times; `timed`: of the rows with a time.

    Chance makes records stand three times as well as twice, doubling hardly ever: so pairs and odd numbers.
    """
    times = stops.group_by(SAME).len()["len"]
    timed = stops.filter(pl.col("instant").is_not_null()).group_by(SAME).len()["len"]
    return {
        "distinct": len(times),
        "even": int((times % 2 == 0).sum()),
        "timed": {
            "distinct": len(timed),
            "even": int((timed % 2 == 0).sum()),
            "pairs": int((timed == 2).sum()),
            "odd_repeats": int(((timed % 2 == 1) & (timed > 1)).sum()),
            "alike": max((int((timed == times).sum()) for times in (2, 3, 4)), default=0),
        },
    }


def profile_links(stops: pl.DataFrame) -> dict[str, int]:
    """Outcomes and links that contradict each other."""
    outcome, linked = vocabulary.field_vocabulary("outcome"), vocabulary.field_vocabulary("linked")
    said = stops.filter(pl.col("linked").is_not_null()).group_by("outcome", "linked").len()
    counts = {"stated": 0, "none_but_linked": 0, "arrest_not_linked": 0}
    for result, link, rows in said.iter_rows():
        counts["stated"] += rows
        key, is_linked = outcome.key(result or ""), linked.key(link) == "true"
        counts["none_but_linked"] += rows if key == "no_further_action" and is_linked else 0
        counts["arrest_not_linked"] += rows if key == "arrest" and not is_linked else 0
    return counts

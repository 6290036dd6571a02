"""Do the rows say when and where?"""

from collections.abc import Mapping

from ingest.finding import Check, Finding, Seen, many, out_of_100
from portal import sources

FEWEST_ROWS = 20
MISSING_SERIOUS, MISSING_WARNING = 0.6, 0.25
OUTSIDE_WARNING, OUTSIDE_NOTE = 0.05, 0.01
MIDNIGHT_SHARE, HOURLY_SHARE = 0.05, 0.6


def points_missing(seen: Seen) -> Check:
    """Rows say nothing of where the search was. Over 60 in 100 is serious: borough figures are far too low."""
    placed: Mapping[str, int] = seen.now["placed"]
    missing = placed["no point"]
    if seen.rows < FEWEST_ROWS or missing <= MISSING_WARNING * seen.rows or not says_where(seen):
        return
    serious = missing > MISSING_SERIOUS * seen.rows
    yield Finding(
        "points_missing",
        "serious" if serious else "warning",
        f"{missing:,} of {many(seen.rows, 'row')} ({out_of_100(missing, seen.rows)}) do not say where the search was: "
        "every borough's figures for this month are too low.",
        {"missing": missing, "rows": seen.rows},
        "places" if serious else "",
    )


def says_where(seen: Seen) -> bool:
    expected = sources.known()[seen.source].expected
    return "latitude" in expected or "borough" in expected


def points_outside(seen: Seen) -> Check:
    """Points lie outside London: from 1 in 100 rows on a note, from 5 in 100 a warning."""
    placed: Mapping[str, int] = seen.now["placed"]
    outside = placed["outside London"]
    located = seen.rows - placed["no point"]
    if seen.force == "btp" or located < FEWEST_ROWS or outside < OUTSIDE_NOTE * located:
        return
    yield Finding(
        "points_outside",
        "warning" if outside >= OUTSIDE_WARNING * located else "note",
        f"{outside:,} of {located:,} points lie outside London.",
        {"outside": outside, "located": located},
    )


def unknown_borough(seen: Seen) -> Check:
    """Rows name a borough that is none, such as an airport; they count as without a place."""
    unknown: Mapping[str, int] = seen.now["unknown_boroughs"]
    if unknown:
        names = ", ".join(f"{name!r} ({rows:,})" for name, rows in unknown.items())
        yield Finding(
            "unknown_borough",
            "note",
            f"These names of boroughs are none: {names}. Their rows count as without a place.",
            {"names": dict(unknown)},
        )


def midnight_times(seen: Seen) -> Check:
    """At least 5 in 100 searches stand at midnight sharp: their times were not written down."""
    clock: Mapping[str, int] = seen.now["clock"]
    if clock["timed"] >= FEWEST_ROWS and clock["midnight"] >= MIDNIGHT_SHARE * clock["timed"]:
        yield Finding(
            "midnight_times",
            "warning",
            f"{clock['midnight']:,} of {clock['timed']:,} searches stand at midnight sharp: hours are not reliable.",
            {"midnight": clock["midnight"], "timed": clock["timed"]},
        )


def hourly_times(seen: Seen) -> Check:
    """Most searches stand on a whole hour: minutes were not written down."""
    clock: Mapping[str, int] = seen.now["clock"]
    if clock["timed"] >= FEWEST_ROWS and clock["on_the_hour"] >= HOURLY_SHARE * clock["timed"]:
        yield Finding(
            "hourly_times",
            "warning",
            f"{clock['on_the_hour']:,} of {clock['timed']:,} searches stand on a whole hour: minutes are not reliable.",
            {"on_the_hour": clock["on_the_hour"], "timed": clock["timed"]},
        )

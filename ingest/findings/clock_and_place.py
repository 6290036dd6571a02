"""Do the rows say when and where?"""

from collections.abc import Mapping, Sequence

from ingest.findings.model import Check, Finding, Seen, many, rows_in_100
from portal import sources
from portal.documents.findings import Severity
from portal.places import forces_by_id

FEWEST_ROWS = 20
FEWEST_UNPLACED = 5  # where most of these have no place, a borough would seem to have no search
SWAPPED_SERIOUS = 0.05  # of all rows: latitude and longitude changed places, so these rows are in a borough they lack
MISSING_SERIOUS, MISSING_WARNING = 0.6, 0.25
OUTSIDE_WARNING, OUTSIDE_NOTE = 0.05, 0.01
MIDNIGHT_SHARE, HOURLY_SHARE = 0.05, 0.6
TIMED_ROWS, FEWEST_HOURS = 50, 4


def points_missing(seen: Seen) -> Check:
    """Rows say nothing of where the search was. Over 60 in 100 is serious: borough figures are far too low."""
    placed: Mapping[str, int] = seen.now["placed"]
    missing = placed["no point"]
    serious = seen.rows >= FEWEST_UNPLACED and missing > MISSING_SERIOUS * seen.rows
    is_large = seen.rows >= FEWEST_ROWS and missing > MISSING_WARNING * seen.rows
    if not (serious or is_large) or not says_where(seen):
        return
    yield Finding(
        "points_missing",
        "serious" if serious else "warning",
        f"{missing:,} of {many(seen.rows, 'row')} ({rows_in_100(missing, seen.rows)}) do not say where the search was: "
        "every borough's figures for this month are too low.",
        {"missing": missing, "rows": seen.rows},
        "places" if serious else "",
    )


def says_where(seen: Seen) -> bool:
    expected = sources.known_sources()[seen.source].expected
    return "latitude" in expected or "borough" in expected


def points_outside(seen: Seen) -> Check:
    """Points lie outside London: from 1 in 100 rows on a note, from 5 in 100 a warning.

    Together with rows without a point: over 25 in 100 a warning; over 60 in 100 serious, for then a borough's
    figures say nothing. Not of a force of the whole country.
    """
    placed: Mapping[str, int] = seen.now["placed"]
    outside, missing = placed["outside London"], placed["no point"]
    located = seen.rows - missing
    turned = int(seen.now.get("swapped", 0))
    severity = outside_severity(seen.rows, missing, outside)
    if seen.rows >= FEWEST_UNPLACED and turned > SWAPPED_SERIOUS * seen.rows:
        severity = "serious"
    if forces_by_id()[seen.force].located_only or not severity:
        return
    together = ""
    if missing and severity != "note":
        together = f" {missing:,} more rows have no point: {rows_in_100(outside + missing, seen.rows)} stand nowhere."
    serious = severity == "serious"
    swapped = " Latitude and longitude seem to have changed places." if turned > outside / 2 else ""
    low = " Every borough's figures for this month are too low." if serious else ""
    yield Finding(
        "points_outside",
        severity,
        f"{outside:,} of {many(located, 'point')} {'lies' if outside == 1 else 'lie'} outside London."
        f"{together}{swapped}{low}",
        {"outside": outside, "located": located, "missing": missing, "rows": seen.rows},
        "places" if serious else "",
    )


def outside_severity(rows: int, missing: int, outside: int) -> Severity | None:
    """How bad points outside London are; what missing points alone would say is told by points_missing."""
    unplaced, located = missing + outside, rows - missing
    told_by_missing = missing > MISSING_SERIOUS * rows
    if rows >= FEWEST_UNPLACED and outside and unplaced > MISSING_SERIOUS * rows and not told_by_missing:
        return "serious"
    if located < FEWEST_ROWS or outside < OUTSIDE_NOTE * located:
        return None
    many_unplaced = missing <= MISSING_WARNING * rows < unplaced
    return "warning" if outside >= OUTSIDE_WARNING * located or many_unplaced else "note"


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


def twelve_hour_clock(seen: Seen) -> Check:
    """No search at all in one half of the day: hours are written by a clock of twelve, morning and afternoon alike."""
    clocks: Mapping[str, list[int]] = seen.now.get("hours", {})
    timed = int(seen.now["clock"]["timed"])
    if timed < TIMED_ROWS or not any(counts_to_twelve(hours) for hours in clocks.values()):
        return
    yield Finding(
        "twelve_hour_clock",
        "warning",
        f"None of {timed:,} searches is in one half of the day: the hours seem to be those of a twelve-hour clock, "
        "morning and afternoon alike. Hours are not reliable.",
        {"timed": timed},
    )


def counts_to_twelve(hours: Sequence[int]) -> bool:
    """Every row is from 0 to 11 or from 1 to 12, over several hours: one hour for all is no clock at all."""
    used = [at for at, rows in enumerate(hours) if rows]
    return len(used) >= FEWEST_HOURS and (max(used) <= 11 or (min(used) >= 1 and max(used) <= 12))

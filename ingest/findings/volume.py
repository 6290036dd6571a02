"""Is the whole month here, once?"""

import csv
from collections.abc import Mapping
from functools import cache
from statistics import median
from typing import Any

from ingest.findings.baseline import known_breaks, usual_volume
from ingest.findings.model import Check, Finding, Seen, many, rows_in_100
from portal import shipped
from portal.periods import financial_year

REJECTED_LIMIT = 0.01
GAP_DAYS, GAP_SEARCHES, GAP_ROWS = 3, 20, 50  # a gap counts if so many searches would usually fall into it
SMALL_GAP_DAYS, SMALL_GAP_SEARCHES, SMALL_GAP_ROWS = 7, 60, 20  # of a small force only a long one
SMALL_GAP_ACTIVE = 3  # days with searches: all on one or two days may be an operation
HALF = 0.5
FEWEST_MONTHS, FEWEST_ROWS = 3, 30
FEWEST_COPIED, COPIED_SHARE = 10, 0.9
CAP_ROWS, CAP_TIMES = 500, 2
EVEN_SHARE, EVEN_ROWS = 0.95, 50
# Real months have 0 to 4.3 in 100 records an even number of times, and one repeated three times to nine twice.
TIMED_SHARE, TIMED_ROWS, ODD_SHARE = 0.25, 20, 0.2
UTF_8, WINDOWS = "utf-8", "windows-1252"


def empty_file(seen: Seen) -> Check:
    """The file has a header and no row, which is neither a month of no searches nor a missing file."""
    if not seen.now["rows_read"] and not seen.now["declared_zero"]:
        yield Finding(
            "empty_file",
            "serious",
            "The file holds a header and no row: that is neither a month of no searches nor a missing file.",
            affects="rows",
        )


def declared_zero(seen: Seen) -> Check:
    """The source says outright that there was no search in the month."""
    if seen.now["declared_zero"]:
        yield Finding("declared_zero", "note", "The source declares that there were no searches in this month.")


def rejected_rows(seen: Seen) -> Check:
    """Rows could not be read. More than 1 in 100 is serious."""
    rejected, read = int(seen.now["rows_rejected"]), int(seen.now["rows_read"])
    if rejected:
        over = rejected > REJECTED_LIMIT * read
        more = ", more than 1 in 100: figures drawn from this supply are too low." if over else "."
        yield Finding(
            "rejected_rows",
            "serious" if over else "note",
            f"{rejected:,} of {read:,} rows could not be read{more}",
            {"rejected": rejected, "rows_read": read},
            "rows" if over else "",
        )


def cut_short(seen: Seen) -> Check:
    """The file does not end with a whole line; serious where it was cut in the middle of a row."""
    if seen.now.get("cut_in_row"):
        yield Finding(
            "cut_short",
            "serious",
            "The file ends in the middle of a row: the rest of the month is missing, and nobody knows how much.",
            affects="rows",
        )
    elif not seen.now["ends_cleanly"]:
        yield Finding("cut_short", "note", "The file does not end with a whole line, as if it had been cut short.")


def partial_month(seen: Seen) -> Check:
    """Days at the start, in the middle or at the end of the month have no search, though there are many a day."""
    days: Mapping[str, int] = seen.now["days"]
    is_small = seen.rows < GAP_ROWS
    if not days or (is_small and (seen.rows < SMALL_GAP_ROWS or days["with_searches"] < SMALL_GAP_ACTIVE)):
        return
    fewest_days, fewest = (GAP_DAYS, GAP_SEARCHES) if not is_small else (SMALL_GAP_DAYS, SMALL_GAP_SEARCHES)
    a_day = seen.rows / days["with_searches"]
    gap, start = days["longest_gap"], days["gap_from"]
    if gap >= fewest_days and gap * a_day >= fewest:
        yield Finding(
            "partial_month",
            "serious",
            f"There is no search from day {start} to day {start + gap - 1} of the month, "
            f"though other days have about {a_day:,.0f}: part of the month is missing.",
            {"from": start, "days": gap, "a_day": round(a_day, 1)},
            "rows",
        )


def low_volume(seen: Seen) -> Check:
    """The month has under half the rows of the median of the last twelve sound supplies (three at least are held).

    Supplies with missing or doubled rows are no measure, nor is what is more than 36 months old or lies before a
    lasting change that is known (data/breaks.toml).
    """
    usual = [each.rows for each in usual_volume(seen)]
    if len(usual) < FEWEST_MONTHS or median(usual) < FEWEST_ROWS:
        return
    middle = median(usual)
    if seen.rows < HALF * middle and not seen.now["declared_zero"]:
        yield Finding(
            "low_volume",
            "serious",
            f"It has {many(seen.rows, 'row')}; the last {len(usual)} sound months before it have a median of "
            f"{middle:,.0f}: more than half of a usual month is missing.",
            {"rows": seen.rows, "median": middle, "months": len(usual)},
            "rows",
        )


def control_total_missed(seen: Seen) -> Check:
    """The month has under half of a twelfth of what the Home Office counted for the force in that year.

    Where it has no count of that year yet, the newest earlier one holds.
    """
    year, month = int(seen.month[:4]), int(seen.month[5:])
    period, total = control_total(seen.force, year if month >= 4 else year - 1, seen.month)
    if total and seen.rows < HALF * total / 12:
        yield Finding(
            "control_total_missed",
            "serious",
            f"It has {many(seen.rows, 'row')}; the Home Office counted {total:,} searches by this force in {period}, "
            f"{total / 12:,.0f} a month: most of this month is missing.",
            {"rows": seen.rows, "control": total, "period": period},
            "rows",
        )


def control_total(force: str, year: int, month: str) -> tuple[str, int]:
    """The newest financial year up to that one that the Home Office counted, and its count; 0 if there is none.

    A count of a year that ended before the force's last declared break in volume says nothing any more.
    """
    known = [at for whose, at in control_totals() if whose == force and at <= year]
    newest = max(known, default=year)
    period = financial_year(newest)
    stale = period.end.isoformat()[:7] < known_breaks().volume_since(force, month)
    return period.id, 0 if stale else control_totals().get((force, newest), 0)


@cache
def control_totals() -> dict[tuple[str, int], int]:
    """Force and the year its financial year begins in -> searches as the Home Office counted them.

    From data/control/published_totals.csv.
    """
    with shipped.data("control", "published_totals.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["publisher"] == "Home Office"]
    return {(row["place_code"], int(row["from"][:4])): int(row["published"]) for row in rows}


def capped_rows(seen: Seen) -> Check:
    """The month has exactly as many rows as two or more of the twelve months before: a limit may have cut it."""
    read = int(seen.now["rows_read"])
    alike = sum(profile["rows_read"] == read for profile in seen.recent)
    if read >= CAP_ROWS and alike >= CAP_TIMES:
        yield Finding(
            "capped_rows",
            "warning",
            f"It has exactly {read:,} rows, as have {alike} of the months before: a limit may have cut it.",
            {"rows_read": read, "alike": alike},
        )


def doubled_file(seen: Seen) -> Check:
    """A large part of the records stands in the file twice. Some alike rows are normal and often real.

    Of rows with a time it is 25 in 100 records, hardly any of them an odd number of times; else nearly every one.
    """
    doubled: Mapping[str, Any] = seen.now["doubled"]
    timed: Mapping[str, int] = doubled.get("timed", {})
    if doubled["distinct"] >= EVEN_ROWS and doubled["even"] >= EVEN_SHARE * doubled["distinct"]:
        counts: Mapping[str, int] = doubled
    elif timed and is_partly_doubled(timed):
        counts = timed
    else:
        return
    distinct, even = int(counts["distinct"]), max(int(counts["even"]), int(counts.get("alike", 0)))
    yield Finding(
        "doubled_file",
        "serious",
        f"{even:,} of its {distinct:,} different records ({rows_in_100(even, distinct)}) stand in it twice or more: "
        "the "
        "file seems to be doubled, or in part. All its rows are kept and counted.",
        {"distinct": distinct, "even": even},
        "doubled",
    )


def is_partly_doubled(timed: Mapping[str, int]) -> bool:
    even = timed["even"]
    if is_copied_whole(timed):
        return True
    return (
        timed["distinct"] >= TIMED_ROWS
        and even >= TIMED_SHARE * timed["distinct"]
        and timed["pairs"] >= HALF * even
        and timed["odd_repeats"] <= ODD_SHARE * even
    )


def is_copied_whole(timed: Mapping[str, int]) -> bool:
    """Nearly every record stands there equally often, twice to four times: the file was put together from copies."""
    return timed["distinct"] >= FEWEST_COPIED and timed.get("alike", 0) >= COPIED_SHARE * timed["distinct"]


def month_spill(seen: Seen) -> Check:
    """Rows carry a London date outside the month that the file is of; they count under their own date.

    Serious from half of the rows on: then the month's own rows are missing.
    """
    spilt = int(seen.now["outside_month"])
    if not spilt:
        return
    says = f"{many(spilt, 'row')} {'carries' if spilt == 1 else 'carry'} a London date outside {seen.month}"
    if spilt >= HALF * seen.rows:
        yield Finding(
            "month_spill",
            "serious",
            f"{says}, {rows_in_100(spilt, seen.rows)} of its rows: most of this month is missing. They count under "
            "their own date.",
            {"rows": spilt},
            "rows",
        )
        return
    few = spilt <= max(10, REJECTED_LIMIT * seen.rows)
    yield Finding(
        "month_spill", "note" if few else "warning", f"{says}; they count under their own date.", {"rows": spilt}
    )


def windows_1252(seen: Seen) -> Check:
    """The file was not UTF-8, as the source says it is, and was read as Windows-1252."""
    if seen.now.get("encoding", UTF_8) == WINDOWS:
        yield Finding(
            "windows_1252",
            "note",
            "The file is not written in UTF-8, as this source's files are; it was read as Windows-1252.",
        )

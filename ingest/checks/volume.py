"""Is the whole month here, once?"""

import csv
from collections.abc import Mapping
from functools import cache
from statistics import median

from ingest.finding import Check, Finding, Seen, many
from portal import shipped
from portal.periods import financial_year

REJECTED_LIMIT = 0.01
GAP_DAYS, GAP_SEARCHES, GAP_ROWS = 3, 20, 50  # a gap counts if so many searches would usually fall into it
HALF = 0.5
FEWEST_MONTHS, FEWEST_ROWS = 3, 30
CAP_ROWS, CAP_TIMES = 500, 2
EVEN_SHARE, EVEN_ROWS = 0.95, 50


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
    """The file does not end with a whole line."""
    if not seen.now["ends_cleanly"]:
        yield Finding("cut_short", "note", "The file does not end with a whole line, as if it had been cut short.")


def partial_month(seen: Seen) -> Check:
    """Days at the start, in the middle or at the end of the month have no search, though there are many a day."""
    days: Mapping[str, int] = seen.now["days"]
    if not days or seen.rows < GAP_ROWS:
        return
    a_day = seen.rows / days["with_searches"]
    gap, start = days["longest_gap"], days["gap_from"]
    if gap >= GAP_DAYS and gap * a_day >= GAP_SEARCHES:
        yield Finding(
            "partial_month",
            "serious",
            f"There is no search from day {start} to day {start + gap - 1} of the month, "
            f"though other days have about {a_day:,.0f}: part of the month is missing.",
            {"from": start, "days": gap, "a_day": round(a_day, 1)},
            "rows",
        )


def low_volume(seen: Seen) -> Check:
    """The month has under half the rows of the median of the twelve months before (three at least are held)."""
    usual = [profile["rows_kept"] for profile in seen.recent]
    if len(usual) < FEWEST_MONTHS or median(usual) < FEWEST_ROWS:
        return
    middle = median(usual)
    if seen.rows < HALF * middle and not seen.now["declared_zero"]:
        yield Finding(
            "low_volume",
            "serious",
            f"It has {many(seen.rows, 'row')}; the {len(usual)} months held of the year before have a median of "
            f"{middle:,.0f}: more than half of a usual month is missing.",
            {"rows": seen.rows, "median": middle, "months": len(usual)},
            "rows",
        )


def control_total_missed(seen: Seen) -> Check:
    """The month has under half of a twelfth of what the Home Office counted for the force in that year."""
    year, month = int(seen.month[:4]), int(seen.month[5:])
    period = financial_year(year if month >= 4 else year - 1).id
    total = control_totals().get((seen.force, period))
    if total and seen.rows < HALF * total / 12:
        yield Finding(
            "control_total_missed",
            "serious",
            f"It has {many(seen.rows, 'row')}; the Home Office counted {total:,} searches by this force in {period}, "
            f"{total / 12:,.0f} a month: most of this month is missing.",
            {"rows": seen.rows, "control": total, "period": period},
            "rows",
        )


@cache
def control_totals() -> dict[tuple[str, str], int]:
    """Force and financial year -> searches as the Home Office counted them (data/control/published_totals.csv)."""
    with shipped.data("control", "published_totals.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["publisher"] == "Home Office"]
    return {(row["place_code"], financial_year(int(row["from"][:4])).id): int(row["published"]) for row in rows}


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
    """Nearly every record stands in the file twice. Alike rows are normal and often real; all of them are not."""
    distinct, even = int(seen.now["doubled"]["distinct"]), int(seen.now["doubled"]["even"])
    if distinct >= EVEN_ROWS and even >= EVEN_SHARE * distinct:
        yield Finding(
            "doubled_file",
            "serious",
            f"{even:,} of its {distinct:,} different records stand in it twice: the file seems to be doubled. "
            "All its rows are kept and counted.",
            {"distinct": distinct, "even": even},
            "doubled",
        )


def month_spill(seen: Seen) -> Check:
    """Rows carry a London date outside the month that the file is of; they count under their own date."""
    spilt = int(seen.now["outside_month"])
    if spilt:
        yield Finding(
            "month_spill",
            "note" if spilt <= max(10, REJECTED_LIMIT * seen.rows) else "warning",
            f"{many(spilt, 'row')} {'carries' if spilt == 1 else 'carry'} a London date outside {seen.month}; "
            "they count under their own date.",
            {"rows": spilt},
        )

"""Safeguards, authorisations and the rationale: S01 to S07."""

from datetime import date, datetime, timedelta

from tests.charter.second.words import FAIL, NA, NP, NR, PASS, UNSURE, Row, adult, nobody, simple, unsure_who

RATIONALES = [(20240101, 20241231, "firearms"), (20250101, 99999999, "controlled_drugs")]
AUTHORISED = {
    "S60/1": (datetime(2025, 4, 10, 14), datetime(2025, 4, 11, 6), {"E09000012", "E09000033"}),
    "S60/2": (datetime(2018, 4, 10, 0), datetime(2018, 4, 12, 0), {"E09000012"}),
    "S60/3": (datetime(2025, 4, 10, 0), datetime(2025, 4, 12, 0), {"E09000012"}),
}


def s01(row: Row) -> str:
    if row["clothing_level"] in ("outer", "more_than_outer"):
        return NA
    return NR if row["clothing_level"] == NR else simple(row["search_authoriser"], ("sergeant", "inspector", "higher"))


def s02(row: Row) -> str:
    if adult(row) or row["clothing_level"] in ("outer", "more_than_outer"):
        return NA
    if NR in (row["age"], row["clothing_level"]):
        return NR
    return simple(row["appropriate_adult"], ("present", "urgent", "declined"))


def s03(row: Row) -> str:
    if nobody(row) or adult(row):
        return NA
    return NR if unsure_who(row) or row["age"] == NR else simple(row["safeguarding"], ("referral", "decision"))


def s04(row: Row) -> str:
    if row["power"] not in ("cjpoa_s60", NR):
        return NA
    if NR in (row["power"], row["section_60_reference"]):
        return NR
    return PASS if row["section_60_reference"] in AUTHORISED else FAIL


def s05(row: Row) -> str:
    if row["power"] not in ("cjpoa_s60", NR):
        return NA
    if NR in (row["power"], row["section_60_reference"], row["area"]):
        return NR
    if row["section_60_reference"] not in AUTHORISED:
        return UNSURE
    starts, ends, area = AUTHORISED[row["section_60_reference"]]
    if row["area"] not in area:
        return FAIL
    longest = 39 if row["london_date"] < 20190811 else 48
    ends = min(ends, starts + timedelta(hours=longest))
    inside = {starts <= hour <= ends for hour in hours(row)}
    return UNSURE if len(inside) == 2 else PASS if inside == {True} else FAIL


def hours(row: Row) -> list[datetime]:
    """Every hour that the search may have been in."""
    day = date.fromisoformat(str(row["london_date"]))
    known = [int(row["hour"][5:])] if row["hour"].startswith("hour_") else range(24)
    return [datetime(day.year, day.month, day.day, hour) for hour in known]


def s06(row: Row) -> str:
    if row["force_used"] == "no":
        return NA
    return NR if row["force_used"] == NR else simple(row["force_recorded"], ("yes",))


def s07(row: Row) -> str:
    agreed = [thing for first, last, thing in RATIONALES if first <= row["london_date"] <= last]
    if not agreed:
        return NP
    if row["object"] == "object_unavailable" or row["object"].startswith("unlisted_"):
        return UNSURE
    return NR if row["object"] == NR else PASS if row["object"] in agreed else FAIL

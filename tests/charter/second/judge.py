"""A second judge of one record under one check, in plain Python over a dict: no frame, nothing of portal.charter.

It is written from the words of the checks, one function each, and asks its questions in the order of the six states.
"""

from collections.abc import Callable

from tests.charter.second import looked_at, safeguards, said, written
from tests.charter.second.words import FAIL, NA, NP, NR, PASS, UNSURE, Row, simple

FIRST_DAYS = {
    **dict.fromkeys(("C01", "C03", "C04", "C05", "R01", "R14", "V03", "S01", "S04"), 20131027),
    **dict.fromkeys(("C06", "R02", "R04", "R05", "R06", "R07", "R10", "R11"), 20110307),
    "S05": 20140826,
}


def judged(check: str, row: Row) -> str:
    """The state of the record."""
    if NP in {row[name] for name in NEEDS[check].split()}:
        return NP
    if not FIRST_DAYS.get(check, 0) <= row["london_date"]:
        return NA if JUDGES[check](row) != NP else NP
    odd = {name: value for name, value in ASKS.get(check, {}).items() if str(row[name]).startswith("unlisted_")}
    state = JUDGES[check]({**row, **odd})
    return UNSURE if odd and state in (PASS, FAIL) else state


JUDGES: dict[str, Callable[[Row], str]] = {
    "C01": said.c01,
    "C02": said.c02,
    "C03": said.c03,
    "C04": said.c04,
    "C05": said.c05,
    "C06": said.c06,
    "R01": written.r01,
    "R02": written.r02,
    "R03": written.r03,
    "R04": written.r04,
    "R05": written.r05,
    "R06": written.r06,
    "R07": written.r07,
    "R08": written.r08,
    "R09": written.r09,
    "R10": lambda row: simple(row["officer_identity_recorded"], ("yes",)),
    "R11": written.r11,
    "R12": lambda row: NR if row["outcome"] == NR else PASS,
    "R13": written.r13,
    "R14": written.r14,
    "R15": written.r15,
    "V01": looked_at.v01,
    "V02": looked_at.v02,
    "V03": looked_at.v03,
    "V04": looked_at.v04,
    "V05": looked_at.v05,
    "S01": safeguards.s01,
    "S02": safeguards.s02,
    "S03": safeguards.s03,
    "S04": safeguards.s04,
    "S05": safeguards.s05,
    "S06": safeguards.s06,
    "S07": safeguards.s07,
}
NEEDS = {
    "C01": "name_given kind", "C02": "shoulder_number_given kind", "C03": "grounds_told power kind",
    "C04": "gowisely kind", "C05": "receipt kind outcome", "C06": "self_defined_code kind",
    "R01": "power", "R02": "object", "R03": "power object", "R04": "grounds_recorded power",
    "R05": "grounds_grade power", "R06": "clock", "R07": "point", "R08": "area", "R09": "team",
    "R10": "officer_identity_recorded", "R11": "officer_defined_ethnicity kind", "R12": "outcome",
    "R13": "linked outcome", "R14": "minutes_to_record outcome", "R15": "grounds_edits",
    "V01": "video", "V02": "review_drawn review_viewed", "V03": "supervisor_days",
    "V04": "review_result supervisor_result", "V05": "panel_feedback panel_response_days",
    "S01": "clothing_level search_authoriser", "S02": "age clothing_level appropriate_adult",
    "S03": "age safeguarding kind", "S04": "section_60_reference power", "S05": "section_60_reference power area",
    "S06": "force_used force_recorded", "S07": "object",
}  # fmt: skip
WHO, WHY, WHAT = {"kind": "person"}, {"power": "pace_s1"}, {"outcome": "caution"}
ASKS: dict[str, dict[str, str]] = {
    "C01": WHO, "C02": WHO, "C03": WHO | WHY, "C04": WHO, "C05": WHO | WHAT, "C06": WHO, "R11": WHO,
    "R04": WHY, "R05": WHY, "R13": WHAT, "R14": WHAT,
    "S01": {"clothing_level": "intimate_parts"}, "S02": {"clothing_level": "intimate_parts", "age": "10_to_17"},
    "S03": WHO | {"age": "10_to_17"}, "S04": {"power": "cjpoa_s60"}, "S05": {"power": "cjpoa_s60"},
}  # fmt: skip
"""Cells that decide whether a check is for the record, with a value for which it is. A label that nobody has listed

may mean that or not, so the record is judged as if it did, and then nobody can tell whether it passed or failed.
"""

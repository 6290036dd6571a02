"""What was written down: R01 to R15. Only the table of powers and objects is read from the charter."""

import tomllib

from portal import shipped
from tests.charter.second.words import FAIL, NA, NR, PASS, UNSURE, Row, no_suspicion, nobody, simple, unsure_who

FILE = tomllib.loads(shipped.data("charter", "casey-2023.toml").read_text("utf-8"))
PAIRS = next(check for check in FILE["check"] if check["id"] == "R03")["parameters"]["pairs"]


def r01(row: Row) -> str:
    power, day = row["power"], row["london_date"]
    if power == NR:
        return NR
    too_early = (power in ("public_order_s10", "public_order_s11") and day < 20231220) or (
        power in ("psychoactive_s36", "psychoactive_s37") and day < 20160526
    )
    return FAIL if power.startswith("unlisted_") or too_early else PASS


def r02(row: Row) -> str:
    if row["object"] == NR:
        return NR
    return FAIL if row["object"] == "object_unavailable" or row["object"].startswith("unlisted_") else PASS


def r03(row: Row) -> str:
    power, thing = row["power"], row["object"]
    if NR in (power, thing):
        return NA
    if thing.startswith("unlisted_") or thing == "object_unavailable" or power not in PAIRS:
        return UNSURE
    return PASS if thing in PAIRS[power] else FAIL


def r04(row: Row) -> str:
    if no_suspicion(row):
        return NA
    return NR if row["power"] == NR else simple(row["grounds_recorded"], ("yes",))


def r05(row: Row) -> str:
    if no_suspicion(row):
        return NA
    if NR in (row["power"], row["grounds_grade"]):
        return NR
    return {"reasonable": PASS, "not_reasonable": FAIL, "cannot_tell": UNSURE}[row["grounds_grade"]]


def r06(row: Row) -> str:
    if row["clock"] == NR:
        return NR
    return FAIL if row["clock"] == "midnight" and (row["midnight_share"] or 0) >= 0.05 else PASS


def r07(row: Row) -> str:
    return {NR: NR, "in_london": PASS, "outside_london": FAIL}[row["point"]]


def r08(row: Row) -> str:
    if row["area"] == "outside_london":
        return NA
    return NR if row["area"] == NR else PASS


def r09(row: Row) -> str:
    return NR if row["team"] == NR else PASS if row["team"] == "metropolitan-tsg" else FAIL


def r11(row: Row) -> str:
    if nobody(row):
        return NA
    return NR if unsure_who(row) or row["officer_defined_ethnicity"] == NR else PASS


def r13(row: Row) -> str:
    return NA if row["outcome"] == "no_further_action" else simple(row["linked"], ("true", "false"))


def r14(row: Row) -> str:
    if row["outcome"] == "arrest":
        return NA
    if row["minutes_to_record"] == NR:
        return NR
    return PASS if row["minutes_to_record"] <= 720 or row["late_reason_recorded"] == "yes" else FAIL


def r15(row: Row) -> str:
    if row["grounds_edits"] == NR:
        return NR
    return PASS if row["grounds_edits"] == 0 or row["edits_explained"] == "yes" else FAIL

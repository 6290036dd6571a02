"""What the second judge asks of many records: who was there, what a cell says."""

from typing import Any

Row = dict[str, Any]
NP, NA, NR, UNSURE, FAIL, PASS = "not_published", "not_applicable", "not_recorded", "cannot_tell", "fail", "pass"


def nobody(row: Row) -> bool:
    """A vehicle with nobody in charge of it, as far as the source can say."""
    return row["kind"] == "vehicle" and bool(row["vehicle_attended"] == "no" or row["source"] != "charter-return")


def unsure_who(row: Row) -> bool:
    if row["kind"] == NR:
        return True
    return row["kind"] == "vehicle" and row["source"] == "charter-return" and row["vehicle_attended"] in (NR, NP)


def no_suspicion(row: Row) -> bool:
    power, day = row["power"], row["london_date"]
    return power in ("cjpoa_s60", "terrorism_s47a") or (power == "public_order_s11" and day >= 20231220)


def adult(row: Row) -> bool:
    return row["age"] in ("18_to_24", "25_to_34", "over_34")


def simple(value: str, good: tuple[str, ...]) -> str:
    if value == NR:
        return NR
    if value in good:
        return PASS
    return UNSURE if value.startswith("unlisted_") else FAIL

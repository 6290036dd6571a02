"""What was said and done: C01 to C06."""

from tests.charter.second.words import FAIL, NA, NP, NR, PASS, UNSURE, Row, no_suspicion, nobody, simple, unsure_who


def c01(row: Row) -> str:
    if nobody(row):
        return NA
    return NR if unsure_who(row) else simple(row["name_given"], ("yes", "number_with_reason"))


def c02(row: Row) -> str:
    if nobody(row) or row["shoulder_number_given"] == "no_number":
        return NA
    return NR if unsure_who(row) else simple(row["shoulder_number_given"], ("yes",))


def c03(row: Row) -> str:
    if nobody(row) or no_suspicion(row):
        return NA
    return NR if unsure_who(row) or row["power"] == NR else simple(row["grounds_told"], ("yes",))


def c04(row: Row) -> str:
    if nobody(row):
        return NA
    if unsure_who(row) or row["gowisely"] == NR:
        return NR
    owed = set("GOWISELY") - ({"W"} if row["uniform"] == "yes" else set()) - ({"G"} if no_suspicion(row) else set())
    unknown = ({"W"} if row["uniform"] in (NR, NP) else set()) | ({"G"} if row["power"] in (NR, NP) else set())
    unsaid = owed - set(row["gowisely"])
    return PASS if not unsaid else UNSURE if unsaid <= unknown else FAIL


def c05(row: Row) -> str:
    if nobody(row) or row["receipt"] in ("impracticable", "custody"):
        return NA
    if row["outcome"] == "arrest":
        return NA
    return NR if unsure_who(row) else simple(row["receipt"], ("issued", "emailed", "declined"))


def c06(row: Row) -> str:
    code, asked, returned = row["self_defined_code"], row["self_defined_asked"], row["source"] == "charter-return"
    if returned and asked == NP:
        return NP
    if nobody(row) or code in ("officer_called_away", "public_disorder"):
        return NA
    if unsure_who(row) or (returned and asked == NR) or (code == NR and asked != "no"):
        return NR
    if code.startswith("unlisted_"):
        return UNSURE
    return FAIL if asked == "no" else PASS

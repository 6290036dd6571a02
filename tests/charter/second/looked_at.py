"""Video, supervisors, reviewers, panels: V01 to V05."""

from tests.charter.second.words import FAIL, NA, NR, PASS, UNSURE, Row, simple


def v01(row: Row) -> str:
    video = row["video"]
    if video in ("no_camera", "equipment_failure"):
        return NA
    if video in ("partial", "none") and row["video_reason_accepted"] == "yes":
        return NA
    return simple(video, ("full",))


def v02(row: Row) -> str:
    if row["review_drawn"] == "no":
        return NA
    return NR if row["review_drawn"] == NR else simple(row["review_viewed"], ("yes",))


def v03(row: Row) -> str:
    if row["supervisor_days"] == NR:
        return NR
    return FAIL if row["supervisor_days"] > 7 else PASS


def v04(row: Row) -> str:
    ours, theirs = row["review_result"], row["supervisor_result"]
    if NR in (ours, theirs):
        return NA
    return UNSURE if ours == "cannot_tell" else PASS if ours == theirs else FAIL


def v05(row: Row) -> str:
    if row["panel_feedback"] == "no":
        return NA
    if row["panel_feedback"] == NR:
        return NR
    if row["panel_response_days"] == NR:
        return NR
    return FAIL if row["panel_response_days"] > 28 else PASS

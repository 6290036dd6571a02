"""Invented series of months as their profiles: what findings are drawn from, with no file and no row."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.findings import examine
from ingest.profile import COUNTED
from portal.places import HOW_PLACED
from portal.records import Supply

Keys = Mapping[str, Mapping[str, int]]
PLAIN = {
    "kind": {"person": 1},
    "gender": {"male": 1},
    "age": {"18_to_24": 1},
    "officer_defined_ethnicity": {"white": 1},
    "power": {"misuse_of_drugs_s23": 1},
    "object": {"controlled_drugs": 1},
    "outcome": {"no_further_action": 1},
    "self_defined_ethnicity": {"white_british": 1},
}  # fmt: skip


def month_at(at: int, first: int = 2017) -> str:
    """`2017-01` for 0, `2018-02` for 13."""
    return f"{first + at // 12}-{at % 12 + 1:02}"


def plain_profile(rows: int, keys: Keys | None = None, unlisted: Keys | None = None) -> dict[str, Any]:
    """A month without a fault; `keys`: rows by key of those fields that are not the same on every row."""
    own = keys or {}
    return {
        "rows_read": rows, "rows_kept": rows, "rows_rejected": 0, "declared_zero": False, "ends_cleanly": True,
        "columns": [], "present": ["date", "latitude", "longitude", *PLAIN],
        "keys": {field: dict(own.get(field, dict.fromkeys(PLAIN.get(field, {}), rows))) for field in COUNTED},
        "unlisted": {field: dict((unlisted or {}).get(field, {})) for field in COUNTED},
        "days": {}, "outside_month": 0,
        "clock": {"timed": rows, "midnight": 0, "on_the_hour": 0},
        "placed": {how: rows if how == "inside an outline" else 0 for how in HOW_PLACED},
        "unknown_boroughs": {}, "doubled": {"distinct": rows, "even": 0},
        "links": {"stated": 0, "none_but_linked": 0, "arrest_not_linked": 0},
    }  # fmt: skip


def supplied(month: str, profile: Mapping[str, Any], *, force: str = "metropolitan", state: str = "current") -> Supply:
    return Supply(
        public_id=f"police-uk-{force}-{month}", source="police-uk", force=force, month=month, sha256="", filename="",
        retrieved_from="", received_at="", invented=True, rows_read=profile["rows_read"],
        rows_kept=profile["rows_kept"], rows_rejected=0, first_date=None, last_date=None, columns_present=[],
        profile=dict(profile), findings=[], state=state,
    )  # fmt: skip


def series(profiles: Sequence[Mapping[str, Any]], *, first: int = 2017, force: str = "metropolitan") -> list[Supply]:
    """A supply a month from January of `first` on."""
    return [supplied(month_at(at, first), profile, force=force) for at, profile in enumerate(profiles)]


def serious(supplies: Sequence[Supply]) -> dict[str, dict[str, str]]:
    """Month -> finding -> what it affects, of every serious finding."""
    return {
        supply.month: {each["id"]: each["affects"] for each in found if each["severity"] == "serious"}
        for supply, found in examine.compute_findings(supplies)
    }

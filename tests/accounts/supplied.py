"""A supply as the database holds it, with what a test does not care about filled in."""

from typing import Any

from portal.records import Supply

USUAL: dict[str, Any] = {
    "source": "police-uk",
    "rows_kept": 9,
    "columns_present": ["date", "latitude", "object"],
    "findings": [],
}


def held(force: str, month: str, **known: Any) -> Supply:
    """One force's month; `known` says what the test is about."""
    return Supply(**{**USUAL, "force": force, "month": month, **known})

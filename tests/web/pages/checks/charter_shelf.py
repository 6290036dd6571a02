"""Editions written by hand, each with a charter of its own: what tests of old and new charters read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.charter.definitions import flags
from portal.charter.validation import published_charter
from portal.documents import canonical
from portal.documents import charter as charter_document
from portal.documents.account import Account
from portal.documents.manifest import Manifest
from portal.publishing.pipeline import check_document_files
from tests.web import small_account
from tests.web.small_account import HACKNEY, LONDON, PERIOD, Part, small
from tests.web.written_shelf import MAP

WESTMINSTER = {"kind": "borough", "code": "E09000033", "name": "Westminster"}
CITY = {"kind": "force", "code": "city-of-london", "name": "City of London Police"}
CHECKS = ("C05", "C06", "R02", "R05", "S08", "S04", "S05")
NOT_PUBLISHED = "The police have not published what is needed to say."


def entry(name: str, *counts: int | None, **more: Any) -> Part:
    states = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published")
    return small_account.check(name, **more) | dict(zip(states, counts, strict=True))


def entries(part: int, whole: int) -> list[Part]:
    """A range, an open rate, an exact one, a sample, a figure, and two that nobody publishes."""
    ranges = {"pass": [93, 101], "fail": [13, 17], "not_recorded": [3, 7], "cannot_tell": [0, 0],
              "not_applicable": [8, 12]}  # fmt: skip
    silent = {"status": "not_published", "verdict": "Not published", "reason": NOT_PUBLISHED}
    return [
        entry("C05", None, None, 5, 0, 10, 0, low=0.8, high=0.9, status="rounded", ranges=ranges),
        entry("C06", part, 0, 25, 0, 35, 0, judged=part, rate=1.0, low=0.918, high=1.0),
        entry("R02", part, whole - part, 0, 0, 0, 0, judged=whole, rate=part / whole, verdict="Kept"),
        entry("R05", 40, 10, 4000, 2, 0, 0, judged=50, rate=0.8, low=0.7, high=0.9, verdict="Not kept"),
        entry("S08", *[None] * 6, verdict="Does not apply", reason="A figure."),
        *(entry(name, *[None] * 5, whole, **silent) for name in ("S04", "S05")),
    ]


def rates() -> list[Part]:
    told = {"all": ("all", "All searches", 300, 1000), "object": ("controlled_drugs", "Controlled drugs", 210, 700)}
    return [{"measure": measure, "by": by, "key": key, "label": label, "searches": found, "of": of, "unknown": 7,
             "rate": found / of, "low": 0.25, "high": 0.35, "status": "value"}
            for by, (key, label, found, of) in told.items() for measure in ("action", "arrest")]  # fmt: skip


def apart(searches: int, of: int) -> Part:
    return {"id": "section_60", "searches": searches, "of": of, "unknown": 2, "share": searches / of, "status": "value",
            "breakdowns": {"outcome": [], "self_defined_ethnicity": []}, "outcome_rates": []}  # fmt: skip


def accounts(year: str) -> list[Account]:
    period = PERIOD | {"id": year, "from": f"{year[:4]}-04-01", "to": f"20{year[-2:]}-03-31"}
    drawn = ("power", "outcome", "self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender", "hour", "team",
             "borough", "day", "object")  # fmt: skip
    places = ((LONDON, 1800, 2000), (CITY, 900, 1000), (HACKNEY, 900, 1000), (WESTMINSTER, 890, 1000))
    return [
        small(whole, place, period=period, compliance=entries(part, whole), outcome_rates=rates(),
              apart=[apart(1234 if place is LONDON else 60, whole)], breakdowns={name: [] for name in drawn})
        for place, part, whole in places
    ]  # fmt: skip


def charter(**changed: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped charter with some of its checks, each as it is or `changed`."""
    whole = charter_document.build_charter_document(published_charter(), flags()).as_json()
    checks = [check | changed.get(check["id"], {}) for check in whole["checks"] if check["id"] in CHECKS]
    standards = [each for each in whole["standards"] if each["check"] in CHECKS]
    return whole | {"checks": sorted(checks, key=lambda check: CHECKS.index(check["id"])), "standards": standards}


def edition(root: Path, year: str, number: str, whole: Mapping[str, Any] | None) -> None:
    """An edition of the year; None: it was measured against no charter."""
    own = accounts(year) if whole else [each.model_copy(update={"compliance": []}) for each in accounts(year)]
    names = ("london", "forces/city-of-london", "boroughs/hackney", "boroughs/westminster")
    files = {f"{name}.json": canonical.as_bytes(account.as_json()) for name, account in zip(names, own, strict=True)}
    if whole:
        files |= check_document_files(own) | {"charter.json": canonical.as_bytes(whole)}
    files["map.json"] = MAP.model_dump_json(by_alias=True).encode()
    files |= {f"checks/{check}.csv": b"place_kind\r\n" for check in CHECKS}
    folder = root / "instance/published" / year / number
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    manifest = Manifest(
        period=year, number=number, published_at=f"2020-05-1{number[-1]}T00:00:00Z", reason="", supplies=[], code="",
        charter=None, files={name: canonical.sha256(raw) for name, raw in files.items()}, previous=None, sha256="",
    )  # fmt: skip
    manifest = manifest.model_copy(update={"sha256": manifest.own_hash()})
    (folder / "manifest.json").write_bytes(canonical.as_bytes(manifest.model_dump(mode="json", by_alias=True)))

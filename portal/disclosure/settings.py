"""The operator's settings of the rule, read from data/disclosure.toml: never laxer than what was assessed."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal import return_standard, shipped
from portal.charter import validation
from portal.charter.about import DERIVED, check_about, column_about
from portal.charter.definitions import Check
from portal.charter.parser import Sheet, build_from_toml, read_toml_sheet
from portal.disclosure.rounding import Rounding
from portal.return_standard import ALREADY_PUBLIC, PERSON

ASSESSED_GROUP = 100
"""Searches of the smallest group with which the rule was assessed."""

ASSESSED_PEOPLE = Rounding(base=5, fewest=10)
"""How figures about people were published when the rule was assessed: "10-5"."""


@dataclass(frozen=True)
class Stricter:
    """`fields`: columns of the return, `checks`: ids of checks and grounds flags, that are to tell of a person."""

    fields: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisclosureSettings:
    """`fewest_searches`: of a group that is counted by itself. `base`, `fewest`: of figures about the police."""

    fewest_searches: int
    base: int
    fewest: int
    people: Rounding
    stricter: Stricter

    @property
    def police(self) -> Rounding:
        """How figures about the police are published."""
        return Rounding(self.base, self.fewest)

    def about_column(self, name: str) -> str:
        """Whom a column tells of (charter.about.column_about), or a person where the operator wants it so."""
        return PERSON if name in self.personal_columns else column_about(name)

    def about_check(self, check: Check) -> str:
        """Whom a check or a grounds flag tells of, or a person where the operator wants it so."""
        named = check.id in self.stricter.checks
        reads_one = any(name in self.personal_columns for name in (*check.fields, *check.also))
        return PERSON if named or reads_one else check_about(check)

    @property
    def personal_columns(self) -> frozenset[str]:
        """The operator's columns, by every name that a check may read them under."""
        return frozenset(name for field in self.stricter.fields for name in columns_made_of(field))


def columns_made_of(field: str) -> Collection[str]:
    """A column of the return -> its name there, and ours where it differs, and those derived from it."""
    return {field, return_standard.CORE.get(field, field), *(name for name, of in DERIVED.items() if of == field)}


@cache
def disclosure_settings() -> DisclosureSettings:
    """The settings that travel with the code."""
    return read_settings(shipped.data("disclosure.toml"))


def read_settings(path: Path) -> DisclosureSettings:
    """The settings in the file. BadCharter, with the file, every fault and its line, where they cannot be used."""
    on = read_toml_sheet(path)
    tables = {"people": Rounding, "stricter": Stricter}
    own = {key: value for key, value in on.raw.items() if key not in tables}
    people = build_from_toml(on, Rounding, on.raw.get("people", {}), ("people",))
    stricter = build_from_toml(on, Stricter, on.raw.get("stricter", {}), ("stricter",))
    settings = build_from_toml(on, DisclosureSettings, own, (), people=people, stricter=stricter)
    if settings is not None and people is not None and stricter is not None:
        look_at_numbers(on, settings)
        look_at_fields(on, stricter.fields)
        look_at_checks(on, stricter.checks)
    on.must_be_sound()
    assert settings is not None
    return settings


def look_at_numbers(on: Sheet, found: DisclosureSettings) -> None:
    if found.fewest_searches < ASSESSED_GROUP:
        on.wrong(
            ("fewest_searches",),
            f"fewest_searches is {found.fewest_searches}, and the rule was assessed with groups of {ASSESSED_GROUP}: "
            f"write {ASSESSED_GROUP} or more",
        )
    for table, rounding in (((), found.police), (("people",), found.people)):
        if rounding.base < 1:
            on.wrong((*table, "base"), "base has to be 1 (exact) or more")
        elif rounding.base > 1 and rounding.fewest < rounding.base:
            on.wrong(
                (*table, "fewest"),
                f"fewest is under the base of {rounding.base}, so small counts would read as zero: "
                f"write {rounding.base} or more",
            )
    for key in ("base", "fewest"):
        least = getattr(ASSESSED_PEOPLE, key)
        if getattr(found.people, key) < least:
            on.wrong(
                ("people", key), f"{key} can be raised for figures about people, not lowered: write {least} or more"
            )


def look_at_fields(on: Sheet, names: Collection[str]) -> None:
    fields = {field.name: field for field in return_standard.return_fields()}
    for name in names:
        if name not in fields:
            on.wrong(
                ("stricter", "fields"),
                f"there is no column {name} in the charter return: take a name from data/charter_return/schema.json",
            )
        elif fields[name].about == ALREADY_PUBLIC:
            on.wrong(
                ("stricter", "fields"),
                f"the public files have {name}, so the figures stay public whatever stands here: take it out",
            )


def look_at_checks(on: Sheet, ids: Collection[str]) -> None:
    known = {*(check.id for check in validation.published_charter().checks), *flag_ids()}
    for name in ids:
        if name not in known:
            on.wrong(
                ("stricter", "checks"),
                f"there is no check or grounds flag {name}: take an id from data/charter or data/grounds/rules.toml",
            )


@cache
def flag_ids() -> tuple[str, ...]:
    raw = tomllib.loads(shipped.data("grounds", "rules.toml").read_text("utf-8"))
    return tuple(flag["id"] for flag in raw["flag"])

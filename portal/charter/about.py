"""Whom a check tells of: what the police did, the person searched, or nothing that is not public already.

Columns of a return say it of themselves (`about` in data/charter_return/schema.json). A check tells of the most
protected of the columns it reads. Few checks are excepted, with a reason (data/charter_return/exceptions.toml).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal import return_standard, shipped
from portal.charter import functions
from portal.charter.definitions import FLAGS, Applicability, Check
from portal.charter.parser import KeyPath as Place
from portal.charter.parser import Sheet, build_toml_list, read_toml_sheet, texts
from portal.return_standard import ALREADY_PUBLIC, CORE, PERSON, POLICE

STRICTNESS = (ALREADY_PUBLIC, POLICE, PERSON)
"""From the least protected to the most."""

DERIVED = {
    "self_defined_code": "self_defined_asked",
    "clothing_level": "clothing",
    "point": "latitude",
    "area": "borough",
    "clock": "time",
    "hour": "time",
}
"""Columns of ours that a check may read -> the return's column that tells of the same person or officer.

A return says why there is no self-defined ethnicity, which is whether and how the officer asked.
"""

FLAG_COLUMN = "grounds_flags"


@dataclass(frozen=True)
class Asks:
    """What a check asks, without its words: its id, its function, and whom it does not apply to."""

    check: str
    function: str
    parameters: dict[str, Any] = field(default_factory=dict)
    applies: tuple[Applicability, ...] = ()


@dataclass(frozen=True)
class AboutException:
    """`columns`: those that tell of a person; the check, exactly as given here, reduces them to an officer's act."""

    check: str
    columns: tuple[str, ...]
    function: str
    reason: str
    parameters: dict[str, Any] = field(default_factory=dict)
    applies: tuple[Applicability, ...] = ()

    @property
    def asks(self) -> Asks:
        return Asks(self.check, self.function, self.parameters, self.applies)


def column_about(column: str) -> str:
    """Whom a column that a check reads tells of: a key of TELLS_OF; one that nobody listed, of a person.

    `column`: a name of columns.NAMES, its companion `<name>_state`, or a column's name in the return.
    """
    ours = functions.said_in(column)
    return listed_columns().get(DERIVED.get(ours, ours), PERSON)


@cache
def listed_columns() -> Mapping[str, str]:
    """Name of a column, in the return or as we call it -> whom it tells of."""
    found = {one.name: one.about for one in return_standard.return_fields()}
    return found | {CORE[name]: about for name, about in found.items() if name in CORE}


def strictest(abouts: Iterable[str]) -> str:
    """The most protected of them; of none, `already_public`."""
    return max(abouts, key=STRICTNESS.index, default=ALREADY_PUBLIC)


def check_about(check: Check) -> str:
    """Whom the check tells of: what its columns allow, or what the charter claims where that protects more.

    `fields` and `also` name every column that it reads: charter.parameters refuses a charter where they do not.
    A grounds flag says it of itself (data/grounds/rules.toml), as one column holds all of them.
    """
    if check.id.startswith(FLAGS) and check.fields == (FLAG_COLUMN,):
        return check.about or PERSON
    asks = Asks(check.id, check.function, check.parameters, check.applies)
    return strictest([following((*check.fields, *check.also), asks, check.law), check.about or ALREADY_PUBLIC])


def following(read: Iterable[str], asks: Asks, law: str) -> str:
    """What follows from the columns read, and from the exceptions: none where a law may change the parameters."""
    abouts = {name: column_about(name) for name in read}
    for one in exceptions():
        if one.asks == asks and not law:
            abouts |= dict.fromkeys(one.columns, POLICE)
    return strictest(abouts.values())


@cache
def exceptions(path: Path | None = None) -> tuple[AboutException, ...]:
    """The exceptions in the file (or ours). BadCharter, with every fault found, where it cannot be used."""
    on = read_toml_sheet(path or shipped.data("charter_return", "exceptions.toml"))
    found = build_toml_list(on, AboutException, "exception", known_by="check")
    for at, row in on.rows("exception"):
        for name in row["columns"] if texts(row.get("columns")) else ():
            if name not in functions.NAMES:
                on.wrong((*at, "columns"), f"there is no column {name}")
            elif column_about(name) != PERSON:
                on.wrong((*at, "columns"), f"{name} does not tell of a person: it needs no exception")
    on.must_be_sound()
    return found


def look_at_claim(on: Sheet, path: Place, row: Mapping[str, Any]) -> None:
    """A fault where a check of a charter file claims to tell of less than the columns it reads."""
    claim, read = row.get("about"), [name for name in columns_listed(row) if name in functions.NAMES]
    if claim not in STRICTNESS:
        if isinstance(claim, str):
            on.wrong((*path, "about"), f"there is no about {claim}: write {', '.join(STRICTNESS)}, or leave it out")
        return
    found = following(read, asked_by(row), str(row.get("law", "")))
    if STRICTNESS.index(claim) < STRICTNESS.index(found):
        why = ", ".join(name for name in read if STRICTNESS.index(column_about(name)) > STRICTNESS.index(claim))
        on.wrong(
            (*path, "about"),
            f"check {row.get('id')} reads {why}, so its about is {found}, not {claim}: write {found}, or leave it out",
        )


def columns_listed(row: Mapping[str, Any]) -> list[str]:
    """What a check of a file lists as read; what is no list of texts has a fault of its own."""
    return [name for key in ("fields", "also") if texts(row.get(key)) for name in row[key]]


def asked_by(row: Mapping[str, Any]) -> Asks:
    """What a check of a file asks; parts that do not fit have faults of their own."""
    parameters, applies = row.get("parameters"), row.get("applies")
    return Asks(
        str(row.get("id")),
        str(row.get("function")),
        parameters if isinstance(parameters, dict) else {},
        tuple(
            Applicability(str(one.get("function")), one.get("parameters", {}))
            for one in (applies if isinstance(applies, list) else ())
            if isinstance(one, dict)
        ),
    )

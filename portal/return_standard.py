"""The charter return: what a force should supply, as data/charter_return/schema.json says (Table Schema).

One reading of it serves ingest, the checker and the page: there is no second schema. The reviewer's return
(portal/review/standard.py) is read in the same way.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal import shipped
from portal.fields import search_fields

CORE = {field.in_return: field.name for field in search_fields() if field.in_return}
"""Columns of the return that other sources have too, and what we call them; the others are the charter's own.

Asked at import: which columns of a check are facts of a return alone hangs on it (portal.charter.functions).
"""

ALREADY_PUBLIC, POLICE, PERSON, PROGRAMME = "already_public", "police", "person", "programme"
TELLS_OF = {
    ALREADY_PUBLIC: "Already in the public files",
    POLICE: "What the police did",
    PERSON: "The person searched",
    PROGRAMME: "The review itself",
}
"""Whom a column of a published standard tells of, and the words for it.

`already_public`: data.police.uk publishes the same of each search. `police`: what the officer or the force did.
`person`: what was done to the person searched, or is known of them; no figure below London as a whole uses it.
`programme`: how the video review went, such as who viewed an item and when. No column of the charter return does.
"""


@dataclass(frozen=True)
class StandardField:
    """One column. `serves`: the commitment, duty or check it is for; `about`: a key of TELLS_OF, whom it tells of.

    A column that says nothing about it tells of a person, which protects it most.
    """

    name: str
    title: str
    description: str
    type: str
    serves: str
    about: str = PERSON
    format: str = ""
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    example: str = ""

    @property
    def tells_of(self) -> str:
        """Whom it tells of, in words for a table."""
        return TELLS_OF[self.about]

    @property
    def allows(self) -> str:
        """What a cell may hold, in words for a message or a table."""
        if self.enum:
            return f"one of {', '.join(self.enum)}"
        if self.type in ("number", "integer"):
            kind = "a whole number" if self.type == "integer" else "a number"
            return f"{kind} from {self.minimum:g} to {self.maximum:g}"
        return {"date": "a date as 2025-04-03", "time": "a time as 16:40"}.get(
            self.type, f"as {self.example or self.pattern}"
        )


@cache
def return_schema() -> dict[str, Any]:
    """The schema as published."""
    return read_schema("charter_return", "schema.json")


def read_schema(folder: str, name: str) -> dict[str, Any]:
    """A Table Schema of the folder under data/."""
    loaded: dict[str, Any] = json.loads(shipped.data(folder, name).read_bytes())
    return loaded


@cache
def return_fields() -> tuple[StandardField, ...]:
    return tuple(as_field(raw) for raw in return_schema()["fields"])


def as_field(raw: dict[str, Any]) -> StandardField:
    """One entry of the schema's `fields`. ValueError where it tells of nobody that there is."""
    if raw.get("about", PERSON) not in TELLS_OF:
        raise ValueError(f"schema.json: {raw['name']} is about {raw['about']!r}: write one of {', '.join(TELLS_OF)}")
    constraints = dict(raw.get("constraints", {}))
    constraints["enum"] = tuple(constraints.get("enum", ()))
    plain = {key: value for key, value in raw.items() if key != "constraints"}
    return StandardField(**plain, **constraints)


@cache
def return_fact_fields() -> tuple[StandardField, ...]:
    """The columns that only a return has, but for those that only say whose and where a row is."""
    return tuple(field for field in return_fields() if field.name not in CORE and field.name != "force")


@cache
def forbidden() -> dict[str, str]:
    """Words that a column's name may not hold -> what kind of personal data they mean."""
    raw = tomllib.loads(shipped.data("charter_return", "forbidden.toml").read_text("utf-8"))
    return {words: kind["what"] for kind in raw["kind"] for words in kind["words"]}


def column_name_words(column: str) -> str:
    """`Officer_Name`, `officerName` -> `officer name`."""
    return " ".join(re.findall("[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).casefold()))


def says_only_its_kind(column: str) -> bool:
    """A column's name that is a word of ours for what it may not hold, and nothing beside: it can be repeated."""
    is_plain = re.fullmatch("[A-Za-z _-]+", column) is not None
    return is_plain and column_name_words(column) in forbidden()


def personal(column: str) -> str | None:
    """What personal data a column of this name would hold; None for a column of the standard or a harmless one."""
    if any(column == field.name for field in return_fields()):
        return None
    plain = f" {column_name_words(column)} "
    found = [what for phrase, what in forbidden().items() if f" {phrase} " in plain]
    joined = plain.replace(" ", "")
    tight = [what for phrase, what in forbidden().items() if joined == phrase.replace(" ", "")]
    return next(iter([*found, *tight]), None)

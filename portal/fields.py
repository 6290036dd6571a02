"""Every field of a search, declared once in data/fields.toml: store, sources, counts, tables and pages ask here.

The file is read when it is first asked for. A module that makes a schema, a table or a header of fields as it loads
asks at import: it says so where it does.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args

from portal import shipped

Holds = Literal["label", "text", "other", "nothing"]
Type = Literal["string", "number", "datetime"]


@dataclass(frozen=True)
class PageTable:
    """The table of a field's breakdown on an account's page: in which part of it, under which words.

    `section`: where findings about the field stand, after the table (the last of a section has them).
    """

    part: str
    caption: str
    heading: str
    section: str


@dataclass(frozen=True)
class Field:
    """One field. `name`: what we call it; `title`: in tables and headings; `words`: in a sentence, where not its name.

    `holds`: a `label` of the vocabulary of its name, a `text` as written, `other` (a moment, a number, an area), or
    `nothing`: no file has such a column. Labels and texts are kept in columns of Stop.
    `header`, `type`, `means`: of its column at data.police.uk and in our tables of searches; no header where that
    source has no such column. `in_api`: its name in that source's JSON. `in_return`: its column in a charter return.
    `later`: it came after files and tables had begun: older files lack it, and our tables have it at their end.
    `yes_or_no`: it only ever says so. `of_persons`: counted over searches of a person; else over all.
    `looked_for`: findings look for labels of it that vanish. `decides`: its labels decide what a search counts as, so
    one that nobody has listed is serious. `in_headline`: figures of the first screen are drawn from it.
    `answered_by`: columns of which a supply needs one for figures of it; of none: every supply has them.
    `sections`: parts of an account's page that are drawn from it. `table`: its breakdown there.
    """

    name: str
    title: str
    holds: Holds
    answered_by: tuple[str, ...]
    words: str = ""
    header: str = ""
    type: Type = "string"
    means: str = "As the source published it"
    in_api: str = ""
    in_return: str = ""
    later: bool = False
    yes_or_no: bool = False
    of_persons: bool = False
    looked_for: bool = False
    decides: bool = False
    in_headline: bool = False
    sections: tuple[str, ...] = ()
    table: PageTable | None = None

    @property
    def is_kept_as_written(self) -> bool:
        """Whether its cells are kept as labels or texts, as the source wrote them."""
        return self.holds in ("label", "text")

    @property
    def is_keyed(self) -> bool:
        """Whether it has a vocabulary, which gives its labels keys."""
        return self.holds == "label"


@dataclass(frozen=True)
class Declared:
    """What the file says. `published`, `broken_down`: names in the promised orders; `crossed`: rows and columns."""

    fields: dict[str, Field] = field(repr=False)
    published: tuple[str, ...]
    broken_down: tuple[str, ...]
    crossed: dict[str, tuple[str, str]]


@cache
def declared_fields() -> Declared:
    """The file as it is shipped. ValueError where a name stands twice, or an order has a name that is no field."""
    raw = tomllib.loads(shipped.data("fields.toml").read_text("utf-8"))
    fields = {row["name"]: as_search_field(row) for row in raw["field"]}
    listed = [*raw["published"], *raw["broken_down"], *(name for pair in raw["crossed"].values() for name in pair)]
    unknown = [name for name in listed if name not in fields]
    if unknown or len(fields) != len(raw["field"]):
        raise ValueError(f"data/fields.toml: {', '.join(unknown) or 'a field'} has no declaration of its own")
    crossed = {name: (rows, columns) for name, (rows, columns) in raw["crossed"].items()}
    return Declared(fields, tuple(raw["published"]), tuple(raw["broken_down"]), crossed)


def as_search_field(row: dict[str, Any]) -> Field:
    """One entry of the file's `field`. ValueError where it holds nothing that there is."""
    if row["holds"] not in get_args(Holds):
        raise ValueError(f"data/fields.toml: {row['name']} holds {row['holds']!r}: write one of {get_args(Holds)}")
    sections = tuple(row.get("sections", ()))
    table = PageTable(**{"section": sections[0], **row["table"]}) if "table" in row else None
    answered_by = tuple(row.get("answered_by", (row["name"],)))
    return Field(**{**row, "answered_by": answered_by, "sections": sections, "table": table})


def search_fields() -> tuple[Field, ...]:
    """Every field in the order of the file."""
    return tuple(declared_fields().fields.values())


def search_field(name: str) -> Field | None:
    """The field of that name; None of a column that only a return has."""
    return declared_fields().fields.get(name)


def title_of_field(name: str) -> str:
    """The title of a field. KeyError where there is none of that name."""
    return declared_fields().fields[name].title


def is_of_persons(name: str) -> bool:
    """Whether a field is counted over searches of a person; everything else is over all searches."""
    found = search_field(name)
    return found is not None and found.of_persons


def field_names_where(claim: Callable[[Field], bool]) -> tuple[str, ...]:
    """Names of the fields of which it holds, in the order of the file."""
    return tuple(each.name for each in search_fields() if claim(each))


def published_search_fields() -> tuple[Field, ...]:
    """The fields that data.police.uk publishes, in the order of its columns."""
    return tuple(declared_fields().fields[name] for name in declared_fields().published)


def answering_columns(name: str) -> tuple[str, ...]:
    """Columns of which a supply needs one for figures of this field; none: every supply has what they need."""
    found = search_field(name)
    return found.answered_by if found else (name,)


def is_answered_by(name: str, present: set[str]) -> bool:
    """Whether a supply with these columns has what a figure of the field needs."""
    columns = answering_columns(name)
    return not columns or not present.isdisjoint(columns)

"""Which checks and flags read each column of the return, and so where figures that use it are shown."""

from collections.abc import Iterator

from portal import return_standard
from portal.accounts.checks.grounds import GRADE_FIELD as STRENGTH
from portal.accounts.checks.grounds import LETTERS_FIELD
from portal.charter import validation
from portal.charter.about import DERIVED, FLAG_COLUMN
from portal.charter.definitions import flags
from portal.disclosure.settings import disclosure_settings
from portal.return_standard import ALREADY_PUBLIC, PERSON, POLICE, StandardField

PUBLIC, GROUPS, LONDON, NOWHERE = "As in the public files", "By group", "London only", "In no figure"
BESIDE = {"self_defined_code": ("self_defined_ethnicity",), "point": ("longitude",)}
"""Columns of ours that are made of another column of the return as well."""

MORE = {"team": "figures by team", STRENGTH: "grades of the grounds", LETTERS_FIELD: "letters said"}
UNUSED = ("grounds_rules", "ward", "bcu")
"""Columns that no figure uses: they say how a file was made, or are for a later version."""


def sources_of(column: str) -> set[str]:
    """The return's columns that a column of a check is made of."""
    ours = {name: field for field, name in return_standard.CORE.items()}
    return {ours.get(each, each) for each in (DERIVED.get(column, column), *BESIDE.get(column, ()))}


def shown_in(field: StandardField) -> str:
    """The cell of the table: where figures that use the column stand, and by which checks, flags or names."""
    if field.name in UNUSED:
        return NOWHERE
    found = dict(uses(field))
    own = [MORE[field.name]] if field.name in MORE else []
    parts = [PUBLIC] if field.about == ALREADY_PUBLIC else []
    for about, where in ((POLICE, GROUPS), (PERSON, LONDON)):
        names = [name for name, whom in found.items() if whom == about] + (own if about == field.about else [])
        parts += [f"{where}: {', '.join(names)}"] if names else []
    return "; ".join(parts)


def uses(field: StandardField) -> Iterator[tuple[str, str]]:
    """Check or flag that reads the column -> whom that check tells of."""
    settings = disclosure_settings()
    if field.name == FLAG_COLUMN:
        yield from ((flag.id, settings.about_check(flag)) for flag in flags())
        return
    for check in validation.published_charter().checks:
        if any(field.name in sources_of(name) for name in (*check.fields, *check.also)):
            yield check.id, settings.about_check(check)


def rows() -> list[list[str]]:
    return [[f"`{field.name}`", field.tells_of, shown_in(field)] for field in return_standard.return_fields()]

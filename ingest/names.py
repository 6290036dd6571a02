"""What the name of a file says: whose records, of which month, however often it was copied or saved again."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from portal import places, sources

COPY = re.compile(r"^copy(-\(?\d+\)?)?-of-|-+copy(-?\(?\d+\)?)?$|-*[(\[]\d+[)\]]$")
"""What Windows, macOS and browsers put before or behind the name of a second copy."""
ENDING = re.compile(r"(\.[a-z][a-z0-9]{0,4})+$")
MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})-?(0[1-9]|1[0-2])(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
RECORDS = ("stop-and-search", "stops-force", "stops-no-location")
PUBLISHED = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-([a-z-]+)-stop-and-search\.(?:csv|xlsx)"
    r"|stops-(?:force|no-location)-([a-z-]+)-[0-9]{4}-(?:0[1-9]|1[0-2])\.json"
)
"""How data.police.uk names what it publishes."""
DATE_OR_COPY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])?|[0-9]{1,2}")
BESIDE = ("copy", "of", "macosx", "met", "data", "stops", "records", "export",
          "csv", "json", "xlsx", "xls", "ods", "pdf", "txt", "zip", "tar", "gz")  # fmt: skip
"""What else names of files of records are made of, and how they end."""
OTHER_KINDS = ("street", "outcomes")
"""What else data.police.uk publishes under names of the same pattern: crimes, and what came of them."""


@dataclass(frozen=True)
class Said:
    """What a name says; None for what it leaves open. `of_records`: that it holds stop and search records.

    `year`: it is named for a year, and for no month of it. `force` may be one that does not search in London.
    """

    force: str | None
    month: str | None
    year: str | None
    of_records: bool
    of_other_kind: bool


def said_by(name: str) -> Said:
    """`name` may have folders, of either slash: one named by a month says the month where the file itself says none."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    stem = plain_stem(parts[-1]) if parts else ""
    months = {"-".join(found) for found in MONTH.findall(stem)}
    year = YEAR.search(MONTH.sub("", stem)) if not months else None
    month = months.pop() if len(months) == 1 else None
    if not months and not month and not year and len(parts) > 1:
        month = month_of_folder(parts[-2])
    words = f"-{stem}-"
    return Said(
        force=force_in(words),
        month=month,
        year=year[0] if year else None,
        of_records=any(f"-{kind}-" in words for kind in RECORDS),
        of_other_kind=any(words.endswith(f"-{kind}-") for kind in OTHER_KINDS),
    )


def plain_stem(name: str) -> str:
    """`Copy of 2018_04 Metropolitan stop-and-search (1).CSV` -> `2018-04-metropolitan-stop-and-search`."""
    stem = ENDING.sub("", name.strip().casefold())
    stem = re.sub(r"[\s_]+", "-", stem)
    before = ""
    while stem != before:
        before, stem = stem, COPY.sub("", stem).strip("-")
    return re.sub(r"-+", "-", stem)


def month_of_folder(name: str) -> str | None:
    """The month, where that is all that a folder's or an archive's name says."""
    found = MONTH.fullmatch(plain_stem(name))
    return f"{found[1]}-{found[2]}" if found else None


def force_in(words: str) -> str | None:
    """The one force whose name stands among the words (`-2018-04-metropolitan-`); None where there is none or more."""
    found = [force for force in known_force_ids() if f"-{force}-" in words]
    return found[0] if len(found) == 1 else None


@cache
def known_force_ids() -> tuple[str, ...]:
    """Every force whose files there might be, ours and others."""
    others = [force for source in sources.known_sources().values() for force in source.other_forces]
    return (*places.forces_by_id(), *others)


def is_publisher_file_name(name: str) -> bool:
    """A file's name exactly as its publisher gives it: nobody can have written anything else into it."""
    found = PUBLISHED.fullmatch(name.lower()) if name.isascii() else None
    return found is not None and (found[1] or found[2]) in known_force_ids()


def says_nothing_else(name: str) -> bool:
    """Every word of a name, with its folders, is one that we look for, and every number a date's or a copy's."""
    words = [word for word in re.split(r"[\s_.()\[\]/\\-]+", name.casefold()) if word]
    return name.isascii() and all(word in vocabulary() or DATE_OR_COPY.fullmatch(word) for word in words)


@cache
def vocabulary() -> frozenset[str]:
    """The words that names of files of records are made of."""
    names = (*known_force_ids(), *RECORDS, *OTHER_KINDS)
    return frozenset((*BESIDE, *(word for name in names for word in name.split("-"))))


def is_hidden(name: str) -> bool:
    """What a program keeps for itself: a name with a dot before it, or a folder of such a name, or macOS's own."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)

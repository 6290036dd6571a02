"""What the texts of a councillor's pack say: its README, file by file, and how figures are made."""

from collections.abc import Iterator, Mapping

from portal import dictionary
from portal.accounts.files.account_text import months
from portal.accounts.files.every_period import Held, in_order
from portal.accounts.files.metadata import ATTRIBUTION, LICENCE
from portal.accounts.series_document import Series

FILES = {
    "account.txt": "the account to be read: start here",
    "-compliance.csv": "what the checks found, one row a figure",
    "-teams.csv": "which teams searched here",
    "-every-period.csv": "every figure of every year in one table",
    ".csv": "every figure of the year, one row a figure",
    ".xlsx": "the same for Excel, with notes on every word",
    ".json": "the whole account, for programs",
    ".svg": "a map of London with the borough outlined, for a report",
    "method.txt": "how each figure is made, and what each state says",
    "README.txt": "this text",
}
"""Ending of a file -> what it is; the first that fits."""
READ_FIRST = (
    "Read first:",
    "  Searches are events, not people: a person searched twice counts twice.",
    "  A blank figure is never 0. Its status says why there is none.",
    "  A share stands beside the two numbers that it is made of: searches and of.",
    "  Financial years (2018-19) and calendar years (2018) overlap: never add them.",
    "  A year in part is never to be set beside a whole one.",
    "  method.txt says how each figure is made.",
)
FROM = ("", f"Licence: Open Government Licence v3.0 ({LICENCE}).", ATTRIBUTION)


def readme(found: Series, inside: list[str], held: Held, titles: Mapping[str, str]) -> list[str]:
    """`inside`: names of the files; `titles`: check -> its title."""
    told = [f"Stop and search in {found.place.name}", ""]
    if found.invented:
        told += ["These records are made up. They are not police data.", ""]
    names = [*inside, "README.txt"]
    longest = max(map(len, names))
    told += ["In this pack:", *(f"  {name.ljust(longest)}  {what(name)}" for name in names), ""]
    told += ["Drawn from these editions:", *editions(held), "", *READ_FIRST]
    told += ["", "The checks:", *(f"  {check} {title}" for check, title in titles.items())] if titles else []
    return told if found.invented else [*told, *FROM]


def what(name: str) -> str:
    return next(means for ending, means in FILES.items() if name.endswith(ending))


def editions(held: Held) -> Iterator[str]:
    for edition, account in in_order(held):
        yield f"  {edition.manifest.period} edition {edition.manifest.number}: {months(account.period)}"


def method() -> list[str]:
    """What each measure is and how it is made, what it counts, and what each status says."""
    told = ["How the figures are made", ""]
    for measure in dictionary.measures().values():
        told += [measure.id, f"  {measure.means}", f"  Formula: {measure.formula}."]
    told += ["", "What a unit says", ""]
    told += [f"{unit.id}: {unit.means}" for unit in dictionary.units().values()]
    told += ["", "What a figure's status says", ""]
    return told + [f"{status}: {means}" for status, means in dictionary.statuses().items()]

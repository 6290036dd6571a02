"""A town whose searches come with teams: invented counts sent as a charter return, published, and read back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import Portal, Ran
from tests.returns import as_file, returned

Counts = Mapping[tuple[str, str], int]
"""(team, borough) -> searches; a blank team is one that was not recorded."""

HACKNEY, WESTMINSTER, CROYDON, TOWER_HAMLETS = "E09000012", "E09000033", "E09000008", "E09000030"
EAST, WEST = "metropolitan-response-central-east", "metropolitan-response-central-west"
TSG, TRIDENT, SCEPTRE = "metropolitan-tsg", "metropolitan-trident", "metropolitan-sceptre"
TOWN: Counts = {(EAST, HACKNEY): 150, (TSG, HACKNEY): 7, (TSG, WESTMINSTER): 120, (WEST, WESTMINSTER): 140}
"""Two boroughs with a response team each, and a London-wide team with seven searches in one of them."""


def sent(portal: Portal, folder: Path, counts: Counts, **changed: str) -> None:
    """April 2018 as the Met's return: a search a row, spread over the days; `changed` cells are every row's."""
    rows = [
        returned(team=team, borough=borough, date=f"2018-04-{1 + at % 28:02}", **changed)
        for (team, borough), searches in counts.items()
        for at in range(searches)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "return.csv"
    path.write_bytes(as_file(rows))
    assert portal("ingest", path).code == 0


def out(portal: Portal, folder: Path, counts: Counts) -> Ran:
    """Sent and published for the financial year."""
    sent(portal, folder, counts)
    return portal("publish", "--period", "2018-19")


def document(published: Path, name: str) -> dict[str, Any]:
    """The document `2018-19/1.0/london`."""
    found: dict[str, Any] = json.loads((published / f"{name}.json").read_bytes())
    return found


def shown(document: Mapping[str, Any], breakdown: str = "team") -> dict[str, tuple[int, int, str]]:
    """Key -> the least and the most that the document says a figure is, and its status."""
    return {each["key"]: (ends(each)[0], ends(each)[1], each["status"]) for each in document["breakdowns"][breakdown]}


def ends(figure: Mapping[str, Any]) -> tuple[int, int]:
    """Between what a figure lies: its range, else its number."""
    low, high = figure["low"], figure["high"]
    return (figure["searches"], figure["searches"]) if low is None else (low, high)

"""A town whose searches come with teams: invented counts sent as a charter return, published, and read back."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.periods import Period
from tests.conftest import Portal, Ran
from tests.returns import as_file, returned

Counts = Mapping[tuple[str, str], int]
"""(team, borough) -> searches; a blank team is one that was not recorded."""

HACKNEY, WESTMINSTER, CROYDON, TOWER_HAMLETS = "E09000012", "E09000033", "E09000008", "E09000030"
EAST, WEST = "metropolitan-response-central-east", "metropolitan-response-central-west"
TSG, TRIDENT, SCEPTRE = "metropolitan-tsg", "metropolitan-trident", "metropolitan-sceptre"
MONTHS = Period.named("2018-19").months
TOWN: Counts = {(EAST, HACKNEY): 150, (TSG, HACKNEY): 7, (TSG, WESTMINSTER): 120, (WEST, WESTMINSTER): 140}
"""Two boroughs with a response team each, and a London-wide team with seven searches in one of them."""


def sent(portal: Portal, folder: Path, counts: Counts, **changed: str) -> None:
    """The Met's return of 2018-19: a search a row, spread over the months; `changed` cells are every row's."""
    rows = [
        returned(team=team, borough=borough, **changed)
        for (team, borough), searches in counts.items()
        for _ in range(searches)
    ]
    written(folder, rows)
    assert portal("ingest", folder).code == 0


def written(folder: Path, rows: Sequence[dict[str, str]], months: Sequence[str] = MONTHS) -> None:
    """The rows in a file a month, spread over the months and their days."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, month in enumerate(months):
        own = rows[at :: len(months)]
        dated = [{**row, "date": f"{month}-{1 + day % 28:02}"} for day, row in enumerate(own)]
        (folder / f"{own[0]['force']}-{month}.csv").write_bytes(as_file(dated))


def out(portal: Portal, folder: Path, counts: Counts) -> Ran:
    """Sent and published for the financial year."""
    sent(portal, folder, counts)
    return portal("publish", "--period", "2018-19")


def document(published: Path, name: str) -> dict[str, Any]:
    """The document `2018-19/1.0/london`."""
    found: dict[str, Any] = json.loads((published / f"{name}.json").read_bytes())
    return found


def shown(document: Mapping[str, Any], breakdown: str = "team") -> dict[str, int]:
    """Key -> searches, as the document has them."""
    return {each["key"]: each["searches"] for each in document["breakdowns"][breakdown]}

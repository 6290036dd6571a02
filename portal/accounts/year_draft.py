"""A period's accounts as a draft of an edition: a document and tables each; the checks, the map, and the charter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.accounts import canonical, charter_document, check_drawing, differences
from portal.accounts.document import Account
from portal.accounts.editions import Draft, FilesInTurn
from portal.accounts.files import selections
from portal.accounts.files.year import account_stem, of_year
from portal.accounts.map_document import Map
from portal.accounts.reason_codes import EditionReason
from portal.accounts.rows import rows
from portal.accounts.shelf import Edition
from portal.charter.definitions import Charter
from portal.periods import Period
from portal.records import Supply
from portal.return_names import Renamed


@dataclass(frozen=True)
class Drafted:
    """What a period's edition is made of. `beside`: what its figures follow from, by name; `inputs`: a hash of all

    that. `renamed`: what earlier editions may call its supplies.
    """

    period: Period
    accounts: Sequence[Account]
    map: Map
    supplies: Sequence[Supply]
    charter: Charter
    beside: Mapping[str, str]
    inputs: str
    renamed: Renamed


def of_accounts(
    year: Drafted,
    code: str,
    searches: Callable[[], FilesInTurn],
) -> Draft:
    """`searches`: files.searches.bodies, asked for only if there is something to publish."""
    accounts, supplies = year.accounts, year.supplies
    charter = charter_document.document(year.charter)
    documents = {
        "map.json": canonical.as_bytes(year.map.model_dump(mode="json", by_alias=True)),
        "charter.json": canonical.as_bytes(charter),
    }
    for account in accounts:
        documents[f"{account_stem(account)}.json"] = canonical.as_bytes(account.as_json())
    documents |= check_drawing.documents(accounts)
    counted = [(account, list(rows(account))) for account in accounts]
    documents |= selections.documents(counted)

    def tables(number: str) -> FilesInTurn:
        return of_year(counted, [check.id for check in year.charter.checks], supplies, searches(), number)

    def explained(previous: Edition | None, reasons: Sequence[EditionReason]) -> dict[str, bytes]:
        if previous is None:
            return differences.none(invented=accounts[0].invented)
        before = year.renamed.in_manifest(previous.manifest.supplies)
        return differences.files(previous, before, accounts, supplies, reasons, charter)

    return Draft(year.period.id, documents, tables, supplies, code, year.inputs, year.beside, explained, year.renamed)

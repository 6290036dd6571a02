"""A period's accounts as a draft of an edition: a document and tables each; the checks, the map, and the charter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.accounts.counting.funnels import Share, funnel
from portal.charter.definitions import Charter, flags
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.documents import canonical
from portal.documents.account import Account, Compliance, ComplianceBy
from portal.documents.charter import CHARTER, build_charter_document
from portal.documents.checks import TABLE, CheckDocument, CheckedPlace, checked_place, checks_of_year, stem_of
from portal.documents.map import Map
from portal.documents.reason_codes import EditionReason
from portal.editions.archive import Edition
from portal.editions.freeze import Draft, FilesInTurn
from portal.editions.history import History
from portal.periods import Period
from portal.places import Kind
from portal.publishing import differences
from portal.publishing.year_files import account_stem, year_table_files
from portal.records import Supply
from portal.tables import selections
from portal.tables.rows import account_rows

# The documents of the checks drawn up from finished accounts, with the funnels of boroughs and of teams.


def check_document_files(accounts: Sequence[Account]) -> dict[str, bytes]:
    """Path -> JSON of the table of the year and of every check."""
    every = [entry for account in accounts for entry in account.compliance]
    of_checks = {f"{stem_of(each.check)}.json": each for each in check_documents(accounts)}
    whole = {TABLE: checks_of_year(accounts, guarantee(every)), **of_checks}
    return {path: canonical.as_bytes(each.model_dump(mode="json", by_alias=True)) for path, each in whole.items()}


def check_documents(accounts: Sequence[Account]) -> Iterator[CheckDocument]:
    london = accounts[0]
    for check in [entry.check for entry in london.compliance]:
        groups = [each for each in london.compliance_by if each.compliance.check == check]
        yield CheckDocument(
            invented=any(account.invented for account in accounts),
            period=london.period,
            check=check,
            rows=[CheckedPlace(place=checked_place(account), found=[account.found(check)]) for account in accounts],
            groups=groups,
            funnel=funnel(check, list(shares(accounts, check, Kind.BOROUGH))),
            team_funnel=funnel(check, [*shares(accounts, check, Kind.TEAM), *of_small_teams(groups)], "team"),
            guarantee=guarantee([*(account.found(check) for account in accounts), *(one.compliance for one in groups)]),
        )


def guarantee(entries: Sequence[Compliance]) -> str | None:
    """What stands beside counts of which only a return tells any."""
    is_returned = any(entry.is_returned for entry in entries)
    return " ".join(disclosure_sentences(disclosure_settings())) if is_returned else None


def shares(accounts: Sequence[Account], check: str, kind: Kind) -> Iterator[Share]:
    """Places with counts: passed of passed and failed (and blank, where that counts as not met)."""
    for account in accounts:
        entry = account.found(check)
        if account.place.kind is kind and entry.judged and entry.passed is not None:
            yield Share(account.place.code, account.place.name, entry.passed, entry.judged)


def of_small_teams(groups: Sequence[ComplianceBy]) -> Iterator[Share]:
    """The same of small teams that are counted together."""
    for each in groups:
        entry = each.compliance
        if each.by == Kind.TEAM and entry.judged and entry.passed is not None:
            yield Share(each.key, each.label, entry.passed, entry.judged)


@dataclass(frozen=True)
class Drafted:
    """What a period's edition is made of. `beside`: what its figures follow from, by name; `inputs`: a hash of all

    that.
    """

    period: Period
    accounts: Sequence[Account]
    map: Map
    supplies: Sequence[Supply]
    charter: Charter
    beside: Mapping[str, str]
    inputs: str
    history: History


def draft_year(
    year: Drafted,
    code: str,
    searches: Callable[[], FilesInTurn],
) -> Draft:
    """`searches`: pipeline.public_search_bodies, asked for only if there is something to publish."""
    accounts, supplies = year.accounts, year.supplies
    charter = build_charter_document(year.charter, flags())
    documents = {
        "map.json": canonical.as_bytes(year.map.model_dump(mode="json", by_alias=True)),
        CHARTER: canonical.as_bytes(charter.as_json()),
    }
    for account in accounts:
        documents[f"{account_stem(account)}.json"] = canonical.as_bytes(account.as_json())
    documents |= check_document_files(accounts)
    counted = [(account, list(account_rows(account))) for account in accounts]
    documents |= selections.documents(counted)

    def tables(number: str) -> FilesInTurn:
        return year_table_files(counted, [check.id for check in year.charter.checks], supplies, searches(), number)

    def explained(previous: Edition | None, reasons: Sequence[EditionReason]) -> dict[str, bytes]:
        if previous is None:
            return differences.none(invented=accounts[0].invented)
        drawn = differences.Drawn(accounts, supplies, charter)
        return differences.difference_files(year.history, previous, drawn, reasons)

    renamed = year.history.renamed
    return Draft(year.period.id, documents, tables, supplies, code, year.inputs, year.beside, explained, renamed)

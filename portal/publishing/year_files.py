"""All tables of a period's edition as files: each account, all of them together, the checks, supplies and findings."""

from collections.abc import Iterator, Sequence

from portal.accounts import supplies as supply_gate
from portal.documents.account import Account
from portal.documents.checks import stem_of
from portal.editions.archive import BULKY
from portal.editions.freeze import FilesInTurn
from portal.places import find_place
from portal.records import Supply
from portal.tables import sheets
from portal.tables.csv_format import CSV, body, metadata_of, with_metadata
from portal.tables.definitions import FIGURES, FINDINGS, SEARCHES, SUPPLIES, Cells, Sheet, Table
from portal.tables.formats import other_files, sheet_files
from portal.tables.selections import SELECTIONS, Asked, Counted, selected


def year_table_files(
    counted: Counted,
    checks: Sequence[str],
    supplies: Sequence[Supply],
    searches: FilesInTurn,
    number: str,
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes. `searches`: name of a place and its CSV, in parts. `number`: of the edition."""
    accounts = [account for account, _ in counted]
    year, invented = accounts[0].period.id, accounts[0].invented
    yield from account_table_files(counted, number)
    for asked in SELECTIONS:
        sheet = Sheet(
            FIGURES, f"{asked.title}, {year}, edition {number}", selection_cells(asked, counted, number), invented
        )
        yield from sheet_files(asked.name, sheet, is_shown=True).items()
    yield from of_checks(accounts, checks, number)
    yield from of_supplies(supplies, year, invented=invented)
    names = set()
    for name, part in searches:
        table = f"{BULKY}{name}"
        if name not in names:
            names.add(name)
            yield metadata_of(table, SEARCHES, f"Searches, {name}, {year}", invented=invented)
        yield f"{table}.{CSV.ending}", part


def account_table_files(counted: Counted, number: str) -> Iterator[tuple[str, bytes]]:
    """Each account by itself; then every figure, and every rate, of all of them."""
    london = counted[0][0]
    bodies, rates = [], []
    for account, figures in counted:
        rows = sheets.figure_cells([(account, row) for row in figures], number)
        bodies.append(body(FIGURES, rows))
        rates += sheets.rate_cells(rows)
        title = f"{account.place.name}, {account.period.id}, edition {number}"
        own = account_stem(account)
        yield from with_metadata(own, FIGURES, title, bodies[-1], invented=account.invented).items()
        yield from other_files(own, Sheet(FIGURES, title, rows, account.invented))
    whole = f"every place, {london.period.id}, edition {number}"
    every = with_metadata("accounts", FIGURES, f"Figures of {whole}", b"".join(bodies), invented=london.invented)
    yield from every.items()
    yield from sheet_files("rates", Sheet(FIGURES, f"Rates of {whole}", rates, london.invented)).items()


def selection_cells(asked: Asked, counted: Counted, number: str) -> list[Cells]:
    return sheets.figure_cells(selected(asked, counted), number)


def account_stem(account: Account) -> str:
    return find_place(account.place.kind, account.place.code).stem


def of_checks(accounts: Sequence[Account], checks: Sequence[str], number: str) -> Iterator[tuple[str, bytes]]:
    """A file a check, with groups of people as its document has them; and the checks of all places together."""
    year, invented = accounts[0].period.id, accounts[0].invented
    bodies = []
    for check in checks:
        rows = body(FIGURES, sheets.check_cells(accounts, check, number))
        bodies.append(rows)
        title = f"Check {check}, {year}, edition {number}"
        whole = rows + body(FIGURES, sheets.of_groups(accounts, check, number))
        yield from with_metadata(stem_of(check), FIGURES, title, whole, invented=invented).items()
        yield from other_files(stem_of(check), sheets.check_results_sheet(title, accounts, check, number))
    title = f"What the checks found, {year}, edition {number}"
    yield from with_metadata("compliance", FIGURES, title, b"".join(bodies), invented=invented).items()
    yield from other_files("compliance", sheets.check_results_sheet(title, accounts, None, number))


def of_supplies(supplies: Sequence[Supply], year: str, *, invented: bool) -> Iterator[tuple[str, bytes]]:
    """What the year is drawn from, and what is odd about it."""
    listed = [supply_gate.published_supply(supply) for supply in supplies]
    own: tuple[tuple[str, Table, list[Cells]], ...] = (
        ("supplies", SUPPLIES, sheets.listed_supply_rows(listed)),
        ("findings", FINDINGS, sheets.finding_rows(listed)),
    )
    for name, table, rows in own:
        yield from sheet_files(name, Sheet(table, f"{table.title} of {year}", rows, invented)).items()

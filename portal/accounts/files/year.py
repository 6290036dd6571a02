"""All tables of a period's edition as files: each account, all of them together, the checks, supplies and findings."""

from collections.abc import Iterator, Sequence

from portal.accounts import supply_gate, tables
from portal.accounts.check_documents import stem_of
from portal.accounts.document import Account
from portal.accounts.editions import FilesInTurn
from portal.accounts.files import checked, supply_tables, workbook
from portal.accounts.files.columns import Row, Sheet, Table
from portal.accounts.files.data_file import files_of, metadata_of, with_metadata
from portal.accounts.files.declared import FIGURES, FINDINGS, SUPPLIES
from portal.accounts.files.delimited import body
from portal.accounts.files.search_columns import SEARCHES
from portal.accounts.files.selections import SELECTIONS, Asked, Counted, selected
from portal.accounts.shelf import BULKY
from portal.places import Kind, named
from portal.records import Supply


def of_year(
    counted: Counted,
    checks: Sequence[str],
    supplies: Sequence[Supply],
    searches: FilesInTurn,
    number: str,
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes. `searches`: name of a place and its CSV, in parts. `number`: of the edition."""
    accounts = [account for account, _ in counted]
    year, invented = accounts[0].period.id, accounts[0].invented
    yield from of_accounts(counted, number)
    for asked in SELECTIONS:
        sheet = Sheet(FIGURES, f"{asked.title}, {year}, edition {number}", chosen(asked, counted, number), invented)
        yield from files_of(asked.name, sheet, with_workbook=True).items()
    yield from of_checks(accounts, checks, number)
    yield from of_supplies(supplies, year, invented=invented)
    names = set()
    for name, part in searches:
        stem = f"{BULKY}{name}"
        if name not in names:
            names.add(name)
            yield metadata_of(stem, SEARCHES, f"Searches, {name}, {year}", invented=invented)
        yield f"{stem}.csv", part


def of_accounts(counted: Counted, number: str) -> Iterator[tuple[str, bytes]]:
    """Each account by itself; then every figure, and every rate, of all of them."""
    london = counted[0][0]
    bodies, rates = [], []
    for account, own in counted:
        rows = tables.filled(((account, row) for row in own), number)
        bodies.append(body(FIGURES, rows))
        rates += [row for row in rows if tables.is_rate(row)]
        title = f"{account.place.name}, {account.period.id}, edition {number}"
        stem = account_stem(account)
        yield from with_metadata(stem, FIGURES, title, bodies[-1], invented=account.invented).items()
        yield f"{stem}.xlsx", workbook.as_xlsx(Sheet(FIGURES, title, rows, account.invented))
    whole = f"every place, {london.period.id}, edition {number}"
    every = with_metadata("accounts", FIGURES, f"Figures of {whole}", b"".join(bodies), invented=london.invented)
    yield from every.items()
    yield from files_of("rates", Sheet(FIGURES, f"Rates of {whole}", rates, london.invented)).items()


def chosen(asked: Asked, counted: Counted, number: str) -> list[Row]:
    return tables.filled(selected(asked, counted), number)


def account_stem(account: Account) -> str:
    place = named(account.place.kind, account.place.code)
    return "london" if place.kind is Kind.LONDON else f"{place.kind.plural}/{place.slug}"


def of_checks(accounts: Sequence[Account], checks: Sequence[str], number: str) -> Iterator[tuple[str, bytes]]:
    """A file a check, with groups of people as its document has them; and the checks of all places together."""
    year, invented = accounts[0].period.id, accounts[0].invented
    bodies = []
    for check in checks:
        rows = body(FIGURES, tables.of_check(accounts, check, number))
        bodies.append(rows)
        title = f"Check {check}, {year}, edition {number}"
        whole = rows + body(FIGURES, tables.of_groups(accounts, check, number))
        yield from with_metadata(stem_of(check), FIGURES, title, whole, invented=invented).items()
        yield f"{stem_of(check)}.xlsx", workbook.as_xlsx(checked.sheet(title, accounts, check, number))
    title = f"What the checks found, {year}, edition {number}"
    yield from with_metadata("compliance", FIGURES, title, b"".join(bodies), invented=invented).items()
    yield "compliance.xlsx", workbook.as_xlsx(checked.sheet(title, accounts, None, number))


def of_supplies(supplies: Sequence[Supply], year: str, *, invented: bool) -> Iterator[tuple[str, bytes]]:
    """What the year is drawn from, and what is odd about it."""
    listed = [supply_gate.listed(supply) for supply in supplies]
    own: tuple[tuple[str, Table, list[Row]], ...] = (
        ("supplies", SUPPLIES, supply_tables.supply_rows(listed)),
        ("findings", FINDINGS, supply_tables.finding_rows(listed)),
    )
    for name, table, rows in own:
        yield from files_of(name, Sheet(table, f"{table.title} of {year}", rows, invented)).items()

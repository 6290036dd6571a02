"""What stands on a workbook's sheet of notes: what the table is, and what each word in it means."""

from collections.abc import Iterator, Mapping, Sequence

from portal import dictionary
from portal.accounts.files.columns import Sheet
from portal.accounts.files.metadata import ATTRIBUTION, INVENTED, LICENCE

Note = tuple[str, str]
STATES = "A blank figure is never 0: its status says why there is none."


def notes(sheet: Sheet, same: Sequence[int]) -> list[Note]:
    """`same`: places of the columns that are the same on all rows, and so stand here and not in the table."""
    columns = sheet.table.columns
    told = [("This table", sheet.title), ("One row", sheet.table.row)]
    told += [("Its shape", sheet.table.note)] if sheet.table.note else []
    told += [(columns[place].name, str(sheet.rows[0][place])) for place in same]
    told += incomplete(sheet)
    told += [("Invented", INVENTED)] if sheet.invented else [("Licence", LICENCE), ("Please name", ATTRIBUTION)]
    told += [("States", STATES)]
    told += [(f"Column {each.name}", each.means) for place, each in enumerate(columns) if place not in same]
    return [*told, *words(sheet)]


def incomplete(sheet: Sheet) -> Iterator[Note]:
    """Where any row is of a period in part."""
    header = sheet.table.header
    if "complete" in header and any(row[header.index("complete")] == "false" for row in sheet.rows):
        yield "Not complete", "Months are missing, or here in part: never set these beside figures of a whole year."


def words(sheet: Sheet) -> Iterator[Note]:
    """Every measure, unit and state that the table's rows name."""
    measures = {each.id: f"{each.means} Formula: {each.formula}." for each in dictionary.measures().values()}
    units = {each.id: each.means for each in dictionary.units().values()}
    for kind, column, means in (
        ("Measure", "measure", measures),
        ("Unit", "unit", units),
        ("Status", "status", dictionary.statuses()),
    ):
        yield from named(sheet, kind, column, means)


def named(sheet: Sheet, kind: str, column: str, means: Mapping[str, str]) -> Iterator[Note]:
    """Those in the column, or in the two of it (`status_before`, `status_now`), in the order of the dictionary."""
    places = [at for at, name in enumerate(sheet.table.header) if name in (column, f"{column}_before", f"{column}_now")]
    used = {row[at] for row in sheet.rows for at in places}
    yield from ((f"{kind} {word}", text) for word, text in means.items() if word in used)

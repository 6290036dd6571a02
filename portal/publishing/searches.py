"""The searches themselves, of public sources only: a table a borough, and two of searches in no borough."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from portal import places, sources
from portal.accounts.counting.searches import Year
from portal.fields import Field, published_search_fields, search_fields
from portal.places import HOW_PLACED, NO_POINT, OUTSIDE_LONDON, Kind
from portal.records import Supply
from portal.tables.csv_format import head
from portal.tables.definitions import SEARCHES, TRUTHS
from portal.tables.plain_cells import CONTROL, NotPlain, is_changed, safe_cell_text, texts_of, unsafe_cell_message

DECIMALS = 6  # of degrees, as data.police.uk writes them
OF_TRUTHS = frozenset(field.header for field in published_search_fields() if field.yes_or_no)
OF_OTHERS = (*(field.header for field in published_search_fields() if field.is_kept_as_written), "portal_team")
"""Columns whose texts are somebody else's; a team that nobody has listed stands under the code it was sent with.

Both are asked at import, as the table's columns are.
"""


def public_supplies(supplies: Sequence[Supply]) -> list[Supply]:
    return [supply for supply in supplies if sources.known_sources()[supply.source].public]


def bodies(year: Year, written: Callable[[Supply], pl.DataFrame]) -> Iterator[tuple[str, bytes]]:
    """Name of a place (`hackney`, `no-point`, `outside-london`) and its CSV in parts; none without public supplies.

    `written`: store.source_rows.as_source_wrote of a supply. Of several public sources for a force and month the rows
    are those of the first that says where searches were: sources are never added up. One supply at a time, to be small.
    """
    own = of_public(year)
    if not own.supplies:
        return
    names = {place.code: place.slug for place in places.all_of(Kind.BOROUGH)}
    names |= {NO_POINT: "no-point", OUTSIDE_LONDON: "outside-london"}
    yield from ((name, head(SEARCHES)) for name in names.values())
    counted = own.counted("borough")
    for supply in sorted(own.supplies, key=lambda supply: supply.public_id):
        rows = counted.filter(pl.col("supply") == supply.public_id).collect().cast({pl.Categorical: pl.String})
        if not rows.is_empty():
            yield from (
                (names[code], part) for code, part in search_csv_by_place(rows, written(supply), supply).items()
            )


def search_csv_by_place(rows: pl.DataFrame, written: pl.DataFrame, supply: Supply) -> dict[str, bytes]:
    """GSS code, or what stands for none -> the supply's rows there, by line."""
    joined = rows.join(written, on=["supply", "line"], how="left", suffix="_written")
    ordered = joined.select(*columns(supply), pl.col("borough").alias("in")).sort("portal_line")
    parts = held_plainly(ordered).partition_by("in", as_dict=True, include_key=False)
    return {str(code): search_csv(part) for (code,), part in parts.items()}


def columns(supply: Supply) -> list[pl.Expr]:
    """In the order of SEARCHES."""
    day = pl.col("london_date")
    placed = {number: how for how, number in HOW_PLACED.items()}
    found = {
        **{field.header: search_column(field) for field in published_search_fields()},
        "portal_supply": pl.col("supply"),
        "portal_line": pl.col("line"),
        "portal_force": pl.col("force"),
        "portal_date": pl.date(day // 10_000, day // 100 % 100, day % 100),
        "portal_day": pl.col("day"),
        "portal_hour": pl.col("hour"),
        "portal_place": pl.col("borough"),
        "portal_placed": pl.col("placed").replace_strict(placed, return_dtype=pl.String),
        "portal_person": pl.col("person"),
        **{f"portal_{field.name}": ours(field) for field in search_fields() if field.is_keyed},
        "portal_invented": pl.lit(supply.invented),
    }
    return [found[name].alias(name) for name in SEARCHES.header]


def search_column(field: Field) -> pl.Expr:
    """The field as its source wrote it; two ages with `to` between them, as a spreadsheet reads 10-17 as a day."""
    if not field.is_kept_as_written:
        return pl.col("instant" if field.name == "date" else field.name)
    text = pl.col(f"{field.name}_written" if field.is_keyed else field.name)
    return text.str.replace(r"^(\d+)-(\d+)$", "${1} to ${2}") if field.name == "age" else text


def ours(field: Field) -> pl.Expr:
    """The key that a search counts under; of true and false `yes` and `no`, as programs read those as no text."""
    key = pl.col(field.name)
    return key.replace({"true": "yes", "false": "no"}) if field.yes_or_no else key


def search_csv(part: pl.DataFrame) -> bytes:
    return part.write_csv(include_header=False, line_terminator="\r\n", float_precision=DECIMALS).encode("ascii")


def held_plainly(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with texts of others made plain. NotPlain where one of our own is one that a spreadsheet would change.

    Labels are few, so each is looked at once a supply.
    """
    whole = rows.with_columns(guarded(rows, header) for header in OF_OTHERS)
    for _, header in texts_of(SEARCHES):
        for cell in whole[header].drop_nulls().unique().to_list():
            if is_changed(cell) and not is_truth(header, cell):
                raise NotPlain(unsafe_cell_message(SEARCHES, header, "a row", cell))
    return whole


def guarded(rows: pl.DataFrame, header: str) -> pl.Expr:
    """The column with every label that is not plain made so."""
    labels = rows[header].drop_nulls().unique().to_list()
    odd = {
        label: unsafe_cell_message
        for label in labels
        if (unsafe_cell_message := safe_cell_text(label)) != label or CONTROL.search(label)
    }
    return pl.col(header).replace({label: told for label, told in odd.items() if not is_truth(header, label)})


def is_truth(header: str, label: str) -> bool:
    """True or False where a column says nothing else."""
    return header in OF_TRUTHS and label in TRUTHS


def of_public(year: Year) -> Year:
    """The same year, held to its public supplies."""
    return Year(year.period, year.stops, tuple(public_supplies(year.supplies)), year.answers)

"""The standard's constraints as claims over a frame: one column, one sentence, never the cell itself."""

import polars as pl

from portal import standard
from portal.standard import CORE, StandardField


def faults(columns: list[str]) -> list[tuple[str, pl.Expr, pl.Expr]]:
    """For every field of the return that the frame has: its column, where a row breaks it, and what it allows."""
    found = []
    for field in standard.fields():
        name = CORE.get(field.name, field.name)
        if name in columns and field.type not in ("date", "time"):
            found.append((name, breaks(field, pl.col(name)), pl.lit(f"the cell is not {field.allows}")))
            if field.required:
                found.append((name, pl.col(name).is_null(), pl.lit("the cell is blank; every row needs it")))
    return found


def breaks(field: StandardField, cell: pl.Expr) -> pl.Expr:
    """True where there is a cell and it is not what the field allows."""
    if field.enum:
        allowed = cell.is_in(list(field.enum))
    elif field.type in ("integer", "number"):
        text = r"^\d+$" if field.type == "integer" else r"^-?\d+(\.\d+)?$"
        number = cell.cast(pl.Float64, strict=False)
        allowed = cell.str.contains(text) & number.is_between(field.minimum, field.maximum)
    else:
        allowed = cell.str.contains(f"^(?:{field.pattern})$")
    return cell.is_not_null() & ~allowed.fill_null(False)

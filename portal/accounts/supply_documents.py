"""Supplies as documents: the list, a document each, and as CSV the list and the rejected rows of public sources."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from portal import sources
from portal.accounts import canonical, coverage
from portal.accounts.editions import Draft
from portal.accounts.shelf import SUPPLIES
from portal.accounts.supply_list import ListedSupply, RejectionReason, SupplyDocument, SupplyList
from portal.records import Supply

LIST_COLUMNS = ("id", "source", "force", "month", "state", "rows_read", "rows_kept", "rows_rejected", "supersedes",
                "rows_gone", "rows_new", "sha256", "invented")  # fmt: skip
REJECTED_COLUMNS = ("line", "column", "reason", "row_text")


def draft(supplies: Sequence[Supply], rejections: Mapping[str, pl.DataFrame], code: str) -> Draft:
    """The edition of the list; `rejections`: public id -> store.frames.rejections."""
    whole = SupplyList(supplies=[coverage.listed(supply) for supply in supplies], missing=coverage.missing(supplies))
    documents = {"supplies.json": canonical.as_bytes(whole.model_dump(mode="json", by_alias=True))}
    for supply in supplies:
        document = in_full(supply, rejections[supply.public_id])
        documents[f"{supply.public_id}.json"] = canonical.as_bytes(document.model_dump(mode="json", by_alias=True))

    def csvs(_: str) -> dict[str, bytes]:
        files = {"supplies.csv": list_as_csv(whole.supplies)}
        for supply in supplies:
            rows = rejections[supply.public_id]
            if sources.known()[supply.source].public and not rows.is_empty():
                files[f"{supply.public_id}-rejected.csv"] = rejected_as_csv(rows)
        return files

    return Draft(SUPPLIES, documents, csvs, supplies, code)


def in_full(supply: Supply, rejections: pl.DataFrame) -> SupplyDocument:
    source = sources.known()[supply.source]
    present = set(supply.columns_present)
    known = set(supply.profile.get("columns", [])) | set(source.expected)
    return SupplyDocument(
        **coverage.listed(supply).model_dump(),
        filename=supply.filename,
        columns_published=sorted(present),
        columns_not_published=sorted(known - present) if supply.state in ("current", "superseded", "held") else [],
        rejections=by_reason(rejections),
        rejected_rows_public=source.public and not rejections.is_empty(),
    )


def by_reason(rejections: pl.DataFrame) -> list[RejectionReason]:
    """Reasons with their cells left out, most rows first."""
    told = rejections.with_columns(pl.col("reason").str.replace(r'^".*"', "the cell"))
    counts = told.group_by("column", "reason").len().sort("len", "column", "reason", descending=[True, False, False])
    return [RejectionReason(column=column, reason=reason, rows=rows) for column, reason, rows in counts.iter_rows()]


def list_as_csv(supplies: Iterable[ListedSupply]) -> bytes:
    rows = (supply.model_dump() for supply in supplies)
    return as_csv(LIST_COLUMNS, ([plain(row[name]) for name in LIST_COLUMNS] for row in rows))


def rejected_as_csv(rejections: pl.DataFrame) -> bytes:
    """The rows as they came. A text that a spreadsheet would run, or that is not ASCII, comes quoted as JSON does."""
    rows = rejections.select(REJECTED_COLUMNS).iter_rows()
    return as_csv(REJECTED_COLUMNS, ([plain(cell) for cell in row] for row in rows))


def plain(cell: object) -> object:
    """ASCII, one line, and nothing a spreadsheet would run: such a text stands between angle quotes."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if not isinstance(cell, str):
        return cell
    text = re.sub(r"[\x00-\x1f]", " ", cell.encode("ascii", "backslashreplace").decode())
    return f"<{text}>" if text[:1] in "=+-@" and text else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(header)
    table.writerows(rows)
    return file.getvalue().encode("ascii")

"""Supplies as documents: the list, a document each, and as CSV the list and the rejected rows of public sources."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from portal import sources
from portal.accounts import supplies as coverage
from portal.accounts import supplies as supply_gate
from portal.documents import canonical
from portal.documents.supplies import ListedSupply, RejectionReason, SupplyDocument, SupplyList
from portal.editions.archive import SUPPLIES as SUPPLY_LINE
from portal.editions.freeze import Draft
from portal.records import Supply
from portal.return_names import NOT_RENAMED, Renamed
from portal.tables.definitions import FINDINGS, REJECTED, SUPPLIES, Sheet
from portal.tables.formats import sheet_files
from portal.tables.sheets import cell, finding_rows, listed_supply_rows

Files = dict[str, bytes]


def draft_supplies(
    supplies: Sequence[Supply], rejections: Mapping[str, pl.DataFrame], code: str, renamed: Renamed = NOT_RENAMED
) -> Draft:
    """The edition of the list; `rejections`: public id -> store.searches.rejections; `renamed`: as in Draft."""
    whole = SupplyList(
        supplies=[supply_gate.published_supply(supply) for supply in supplies],
        missing=coverage.missing_supplies(supplies),
    )
    documents = {"supplies.json": canonical.as_bytes(whole.model_dump(mode="json", by_alias=True))}
    for supply in supplies:
        document = supply_document(supply, rejections[supply.public_id])
        documents[f"{supply.public_id}.json"] = canonical.as_bytes(document.model_dump(mode="json", by_alias=True))

    def csvs(_: str) -> Iterable[tuple[str, bytes]]:
        return supply_tables(supplies, whole.supplies, rejections).items()

    return Draft(SUPPLY_LINE, documents, csvs, supplies, code, renamed=renamed)


def supply_document(supply: Supply, rejections: pl.DataFrame) -> SupplyDocument:
    source = sources.known_sources()[supply.source]
    present = columns_told(supply)
    known = set(supply.profile.get("columns", [])) | set(source.expected)
    return SupplyDocument(
        **supply_gate.published_supply(supply).model_dump(),
        filename=supply.filename,
        columns_published=sorted(present),
        columns_not_published=sorted(known - present) if supply.state in ("current", "superseded", "held") else [],
        rejections=by_reason(rejections, with_rows=source.public),
        rejected_rows_public=source.public and not rejections.is_empty(),
    )


def columns_told(supply: Supply) -> set[str]:
    """The fields that its rows say anything under; of a return those that its file has a column for.

    In a month of few searches a column that is blank throughout, or is not, tells of a search: of one, whether somebody
    had to authorise it.
    """
    return set(supply.columns_present if supply_gate.has_public_source(supply) else supply.profile.get("columns", ()))


def by_reason(rejections: pl.DataFrame, *, with_rows: bool) -> list[RejectionReason]:
    """Reasons with their cells left out: most rows first, or by name where how many they are is not published."""
    told = rejections.with_columns(pl.col("reason").str.replace(r'^".*"', "the cell"))
    counts = told.group_by("column", "reason").len().sort("len", "column", "reason", descending=[True, False, False])
    if not with_rows:
        counts = counts.sort("column", "reason")
    return [
        RejectionReason(column=column, reason=reason, rows=rows if with_rows else None)
        for column, reason, rows in counts.iter_rows()
    ]


def supply_tables(
    supplies: Sequence[Supply], listed: Sequence[ListedSupply], rejections: Mapping[str, pl.DataFrame]
) -> Files:
    """The list and all findings as CSV and workbook; the rejected rows of public sources as CSV."""
    invented = any(supply.invented for supply in listed)
    whole = Sheet(SUPPLIES, "Every supply", listed_supply_rows(listed), invented)
    odd = Sheet(FINDINGS, "Findings of every supply", finding_rows(listed), invented)
    files = sheet_files("supplies", whole, is_shown=True) | sheet_files("findings", odd, is_shown=True)
    for supply in supplies:
        rows = rejections[supply.public_id]
        if sources.known_sources()[supply.source].public and not rows.is_empty():
            told = [[cell(each) for each in row] for row in rows.select(REJECTED.header).iter_rows()]
            sheet = Sheet(REJECTED, f"Rejected rows of {supply.public_id}", told, supply.invented)
            files |= sheet_files(f"{supply.public_id}-rejected", sheet)
    return files

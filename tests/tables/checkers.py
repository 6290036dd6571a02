"""Four programs that open a table, and what each has to say: one sentence a fault, none where all is well.

`folder`: what `portal export` wrote; `tables`: the CSVs below it to look at.
"""

import json
import re
import subprocess
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from csvw import CSVW
from frictionless import Package, system

from portal.tables.definitions import LABELS, TABLES, Table

CODE = re.compile(r"/E\d{8}[/.]")


def every(folder: Path, pattern: str = "**/*.csv") -> list[Path]:
    """The tables of an export, each under one name; the template and example of the return are no tables of ours."""
    found = (path for path in folder.glob(pattern) if path.is_file() and not CODE.search(path.as_posix()))
    return sorted(path for path in found if path.relative_to(folder).parts[0] != "standard")


def by_frictionless(folder: Path, tables: Sequence[Path]) -> list[str]:
    """Each with the schema of its kind, every row; those of the catalogue with size and hash as it says."""
    package = json.loads((folder / "data" / "datapackage.json").read_bytes())
    package.pop("$schema")  # an address on the web, which a test does not open
    listed = {f"data/{each['path']}": each for each in package["resources"]}
    wanted = {path.relative_to(folder).as_posix(): path for path in tables}
    package["resources"] = [
        {**(listed.get(name) or resource(name)), "path": name, "schema": f"data/schemas/{table_of(path).id}.json"}
        for name, path in wanted.items()
    ]
    with system.use_context(trusted=True):
        report = Package.from_descriptor(package, basepath=str(folder)).validate()
    faults = [f"{name} is not in the catalogue" for name in wanted if is_catalogued(name) and name not in listed]
    return (
        faults
        + [f"{task.place}: {error.message}" for task in report.tasks for error in task.errors]
        + [error.message for error in report.errors]
    )


def is_catalogued(name: str) -> bool:
    return name.startswith("data/")


def resource(name: str) -> dict[str, Any]:
    """A table that stands outside of the catalogue, as the catalogue would name it."""
    return {"name": name.removesuffix(".csv").lower(), "type": "table", "format": "csv", "encoding": "utf-8"}


def by_csvw(folder: Path, tables: Sequence[Path]) -> list[str]:
    """Each with the metadata that stands beside it."""
    faults = []
    for path in tables:
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # csvw collects what is not valid as warnings: none may be left out
            found = CSVW(str(path), validate=True)
            if not found.is_valid:
                faults.append(f"{path.relative_to(folder)}: {[str(each.message) for each in found.warnings[:2]]}")
            elif not found.tables[0].local_name:
                faults.append(f"{path.relative_to(folder)}: nothing describes it")
    return faults


def table_of(path: Path) -> Table:
    """Which of ours it is, told by its header. AssertionError where it is none that is declared."""
    header = tuple(pd.read_csv(path, nrows=0).columns)
    found = next((table for table in TABLES.values() if table.header == header), None)
    assert found, f"{path} has the header of no table that is declared: {header}"
    return found


def by_pandas(folder: Path, tables: Sequence[Path]) -> list[str]:
    """With nothing said of types but that labels of editions are texts, each column comes as what it is declared."""
    kinds = {"integer": "iuf", "number": "iuf", "boolean": "b", "string": "O"}
    faults = []
    for path in tables:
        table = table_of(path)
        frame = pd.read_csv(path, dtype=dict.fromkeys(LABELS, str), low_memory=False, keep_default_na=True)
        for column in table.columns:
            own = frame[column.name].dropna()
            wanted = kinds.get(column.type, "O")
            kind = "O" if pd.api.types.is_string_dtype(own.dtype) else own.dtype.kind
            if len(own) and kind not in wanted and column.name not in PUBLISHED_BOOLEANS:
                faults.append(f"{path.relative_to(folder)}: {column.name} is {own.dtype}, declared {column.type}")
    return faults


PUBLISHED_BOOLEANS = ("Part of a policing operation", "Outcome linked to object of search",
                      "Removal of more than just outer clothing")  # fmt: skip
"""Columns of others, left as they wrote them (True and False)."""


def by_libreoffice(folder: Path, tables: Sequence[Path]) -> list[str]:
    """Opened and saved as a workbook: no formula, every text still a text, every number a number."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as here:
        for at, path in enumerate(tables):
            out = Path(here) / str(at)
            words = ["soffice", "--headless", f"-env:UserInstallation=file://{here}/profile", "--convert-to", "xlsx"]
            ran = subprocess.run([*words, "--outdir", out, path], capture_output=True, text=True, check=False)
            saved = out / f"{path.stem}.xlsx"
            if not saved.is_file():
                faults.append(f"{path.relative_to(folder)}: LibreOffice made nothing of it: {ran.stderr[:200]}")
                continue
            faults += [f"{path.relative_to(folder)}: {fault}" for fault in changed(saved, table_of(path))]
            saved.unlink()
    return faults


def changed(saved: Path, table: Table) -> list[str]:
    """What a spreadsheet made something else of."""
    book = openpyxl.load_workbook(saved, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2)
    faults = {
        f"{column.name} {cell.value!r} became {cell.data_type}"
        for row in rows
        for column, cell in zip(table.columns, row, strict=False)
        if cell.value is not None and not is_kept(column.name, column.type, cell)
    }
    book.close()
    return sorted(faults)[:5]


def is_kept(name: str, type_: str, cell: Any) -> bool:
    """`n` a number, `s` a text, `b` a yes or no, `d` a day; `f` would be a formula."""
    if name in LABELS:
        return cell.data_type in "ns"
    if name in PUBLISHED_BOOLEANS:
        return cell.data_type in "bs"
    kept = {"integer": "n", "number": "n", "boolean": "bs", "date": "d", "datetime": "sd", "month": "sd"}
    return cell.data_type in kept.get(type_, "s")

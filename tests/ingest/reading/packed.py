"""Archives and workbooks made in memory."""

import csv
import io
import zipfile

import openpyxl


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    return file.getvalue()


Rows = list[list[object]]


def book(*sheets: Rows) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet{number}")
        for cells in rows:
            sheet.append(cells)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def of_lines(*lines: str) -> Rows:
    return [list(cells) for cells in csv.reader(lines)]

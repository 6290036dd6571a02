"""Tables that people download: declared once for header, dictionary and schema; written as CSV and XLSX.

What callers use: TABLES, Table, Column and Sheet (definitions), account_rows (rows), FORMATS and sheet_files (formats),
SELECTIONS (selections).
"""

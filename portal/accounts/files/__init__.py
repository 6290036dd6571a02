"""The tables that people download: declared once for header, dictionary and schema; written as CSV, XLSX and ZIP."""

"""Files that are none of ours, told by name or by what they hold, each with the reason that an operator is given."""

from pathlib import PurePosixPath

from ingest import names
from ingest.names import Said
from ingest.reading.batch import Refused
from ingest.reading.delimited import refuse_binary
from portal import places

LINK = "a symbolic link: what it leads to is not read"
HIDDEN = "hidden: what a program keeps for itself"
ELSEWHERE = "records of a force that does not search in London"
OTHER_KIND = "crimes or their outcomes, not stop and search"
NO_FILE = "no plain file: a pipe, a device or a socket"
NO_TABLE = "neither CSV, JSON, a workbook nor an archive"
NOT_RECORDS = "not a file of stop and search records"
NO_SHEET = "a workbook without a sheet of stop and search records"
TABLES = (".csv", ".json", ".xlsx")
NO_TABLES = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".md", ".rst", ".htm", ".html", ".xml", ".css", ".js"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".mp3", ".mp4", ".mov", ".avi", ".py", ".exe", ".dll"),
    *(".db", ".sqlite", ".sqlite3", ".parquet", ".geojson", ".kml", ".kmz", ".shp", ".dbf"),
)
"""Endings of what is not read: anything else is looked into, whatever it is called."""


def skip_reason_by_name(name: str, force: str | None) -> str | None:
    """Why a file that was met in a folder or an archive is passed over unread, if it is. `force`: what --force says."""
    if names.is_hidden(name):
        return HIDDEN
    said = names.said_by(name)
    if said.of_other_kind and (said.force or said.month):
        return OTHER_KIND
    if said.of_records and force is None and said.force is not None and said.force not in places.forces_by_id():
        return ELSEWHERE
    if ending(name) in NO_TABLES and not looks_like_records(name, said):
        return NO_TABLE
    return None


def looks_like_records(name: str, said: Said) -> bool:
    """A name that promises records: such a file is taken or refused, never passed over."""
    return said.of_records and bool(said.force or said.month or said.year or ending(name) in TABLES)


def by_content(raw: bytes) -> str:
    """Why bytes that no source recognises are passed over."""
    try:
        refuse_binary(raw)
    except Refused as what:
        return str(what)
    return NOT_RECORDS


def ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.casefold()

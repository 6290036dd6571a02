"""What stands beside a CSV: its columns, types and licence as CSV on the Web tells them.

Source: W3C, Metadata Vocabulary for Tabular Data (2015); `<file>-metadata.json` is where readers look first.
"""

from typing import Any

from portal.accounts import canonical
from portal.accounts.files.columns import Column, Table

TYPES: dict[str, Any] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "datetime": "dateTime",
    "month": {"base": "gYearMonth"},
}


LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: data.police.uk; "
    "Office for National Statistics, Census 2021; boundaries contain OS data, Crown copyright."
)


INVENTED = "These records are made up to show how the portal works. They are not police data."


def csvw(table: Table, title: str, name: str, *, invented: bool) -> bytes:
    """The metadata of the CSV called `name`, which stands in the same folder. Invented records are nobody's."""
    return canonical.as_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": name,
            "dc:title": title,
            "dc:description": f"{table.title}. One row: {table.row[:1].lower()}{table.row[1:]}.",
            **({"dc:rights": INVENTED} if invented else {"dc:license": LICENCE, "dc:rights": ATTRIBUTION}),
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "delimiter": ","},
            "tableSchema": {"columns": [column_of(column) for column in table.columns]},
        }
    )


def column_of(column: Column) -> dict[str, Any]:
    return {
        "name": name_of(column),
        "titles": column.name,
        "dc:description": column.means,
        "datatype": TYPES[column.type],
        "required": column.required,
    }


def name_of(column: Column) -> str:
    """A name that needs no quoting, also for the columns of others: `Age range` is `age_range`."""
    return "".join(letter if letter.isalnum() else "_" for letter in column.name.lower())

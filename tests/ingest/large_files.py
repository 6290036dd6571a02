"""Files as large as somebody may send: so many rows of a source, no two alike, made line by line."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

from tests.ingest.sources.rows_of_sources import RECORDS, STOP
from tests.returns import NAMES, returned
from tests.samples import HEADER

POLICE_UK = "2018-04-metropolitan-stop-and-search.csv"
API = "stops-force-metropolitan-2018-04.json"
EXTRACT, BOOK, RETURN = "extract.csv", "extract.xlsx", "return.csv"
POWER = "Misuse of Drugs Act 1971 (section 23)"
SELVES = ("Black/African/Caribbean/Black British - African", "White - Any other White background", "Not stated")
STEP = timedelta(days=365) / 250_000


def moments(rows: int, step: timedelta) -> Iterator[tuple[int, datetime]]:
    first = datetime(2018, 4, 1)
    return ((at, first + at * step) for at in range(rows))


def police_uk(rows: int) -> Iterator[str]:
    """A whole year's rows in one month: as many as no force has, and all that one file can hold."""
    yield HEADER
    for at, when in moments(rows, timedelta(days=29) / rows):
        point = f"{51.3 + at % 131 / 300:.6f},{-0.4 + at % 137 / 300:.6f}"
        yield (
            f"Person search,{when:%Y-%m-%dT%H:%M:%S}+00:00,False,,{point},Male,18-24,{SELVES[at % 3]},Black,"
            f"{POWER},Controlled drugs,A no further action disposal,False,False"
        )


def extract(rows: int) -> Iterator[str]:
    yield RECORDS
    rest = "Person,Person,Drugs,1 No further action,,18-24,Male,IC1,White,W2,White,1"
    for at, when in moments(rows, STEP):
        yield f"{when:%Y-%m-%d},Met,Hackney,E09000012,Team {at % 300},{rest}"


def charter_return(rows: int) -> Iterator[str]:
    yield ",".join(NAMES)
    cells = {name: returned().get(name, "") for name in NAMES}
    for _, when in moments(rows, STEP):
        yield ",".join({**cells, "date": f"{when:%Y-%m-%d}", "time": f"{when:%H:%M}"}.values())


def stops(rows: int) -> Iterator[str]:
    """The API's list, a stop a line."""
    for at, when in moments(rows, timedelta(days=29) / rows):
        location = {"latitude": f"{51.3 + at % 131 / 300:.6f}", "longitude": f"{-0.4 + at % 137 / 300:.6f}",
                    "street": {"id": at, "name": "On or near Long Walk"}}  # fmt: skip
        stop = {**STOP, "datetime": f"{when:%Y-%m-%dT%H:%M:%S}+00:00", "location": location}
        yield f"{',' if at else '['}{json.dumps(stop)}"
    yield "]"


def written(path: Path, lines: Iterator[str]) -> Path:
    with path.open("w") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path


def book(path: Path, rows: int) -> Path:
    """The extract as a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as made:
        sheet = made.add_worksheet()
        for at, line in enumerate(extract(rows)):
            sheet.write_row(at, 0, line.split(","))
    return path

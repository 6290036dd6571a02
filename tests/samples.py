"""A small town: a few searches in the police.uk form, every number checkable by eye."""

from collections.abc import Iterable
from pathlib import Path

HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing"
)
FIELDS = HEADER.split(",")
HACKNEY = {"Latitude": "51.547100", "Longitude": "-0.056100"}
WESTMINSTER_BRIDGE = {"Latitude": "51.500800", "Longitude": "-0.121900"}
WINDSOR = {"Latitude": "51.483900", "Longitude": "-0.604400"}
NOWHERE = {"Latitude": "", "Longitude": ""}
USUAL_DAY = "2018-04-10"
USUAL = {
    "Type": "Person search",
    "Date": f"{USUAL_DAY}T14:30:00+00:00",
    "Part of a policing operation": "False",
    **HACKNEY,
    "Gender": "Male",
    "Age range": "18-24",
    "Self-defined ethnicity": "White - Irish",
    "Officer-defined ethnicity": "White",
    "Legislation": "Misuse of Drugs Act 1971 (section 23)",
    "Object of search": "Controlled drugs",
    "Outcome": "A no further action disposal",
}


def row(**changed: str) -> str:
    """One usual search as a line; `row(**WINDSOR, Age_range="")` changes cells by their header."""
    headers = {name.replace(" ", "_").replace("-", "_"): name for name in FIELDS}
    cells = {**USUAL, **{headers[name]: value for name, value in changed.items()}}
    return ",".join(cells.get(name, "") for name in FIELDS)


def police_uk(rows: Iterable[str], *, header: str = HEADER, end: str = "\r\n") -> bytes:
    return end.join([header, *rows, ""]).encode()


def month_file(folder: Path, rows: Iterable[str], *, month: str = "2018-04", force: str = "metropolitan") -> Path:
    """The rows as a month's file under its published name; the usual search is of that month's tenth."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{month}-{force}-stop-and-search.csv"
    path.write_bytes(police_uk(one.replace(USUAL_DAY, f"{month}-10") for one in rows))
    return path

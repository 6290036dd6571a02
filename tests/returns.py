"""Rows of a charter return, for the small town."""

import csv
import io
from collections.abc import Iterable

from sqlmodel import Session

from portal import return_standard
from portal.records import ReturnKey
from portal.store import database

NAMES = [field.name for field in return_standard.return_fields()]
USUAL = {
    "force": "metropolitan",
    "date": "2018-04-10",
    "time": "15:30",
    "type": "person",
    "borough": "E09000012",
    "team": "metropolitan-tsg",
    "age_band": "18 to 24",
    "gender": "male",
    "self_defined_ethnicity": "W2",
    "officer_defined_ethnicity": "white",
    "power": "misuse_of_drugs_s23",
    "object": "controlled_drugs",
    "outcome": "no_further_action",
    "receipt": "issued",
    "minutes_to_record": "20",
}


def returned(**changed: str) -> dict[str, str]:
    return {**USUAL, **changed}


def same_key(url: str) -> None:
    """Give the database one and the same key of returns: so a file has the same name in each that was given it."""
    engine = database.open_database(url)
    with Session(engine) as session:
        session.merge(ReturnKey(number=1, key="07" * 32))
        session.commit()
    engine.dispose()


def as_file(rows: Iterable[dict[str, str]], names: list[str] | None = None) -> bytes:
    file = io.StringIO()
    table = csv.DictWriter(file, names or NAMES, restval="", extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue().encode()

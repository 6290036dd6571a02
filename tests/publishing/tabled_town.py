"""A town of thirteen searches, published, and its tables as plain rows."""

import csv
from collections.abc import Iterator

import pytest

from portal.editions.archive import Edition, Shelf
from portal.periods import Period
from portal.places import Kind, find_place
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, WESTMINSTER_BRIDGE, WINDSOR, month_file, row

ROWS = [
    *[row()] * 7,
    row(Age_range="10-17", Outcome="Arrest"),
    row(Gender="Female", Self_defined_ethnicity="Black/African/Caribbean/Black British - African"),
    row(Object_of_search="=cmd|' /C calc'!A0"),
    row(Legislation="Café", **WESTMINSTER_BRIDGE),
    row(**NOWHERE),
    row(**WINDSOR),
]
YEAR = Period.named("2018-19")
HACKNEY = find_place(Kind.BOROUGH, "hackney")


def published(factory: pytest.TempPathFactory, living_in: LivingIn, *, whole: bool) -> Iterator[Shelf]:
    with living_in(factory.mktemp("tables"), whole=whole) as settings:
        run("ingest", month_file(settings.home / "in", ROWS))
        assert run("publish").code == 0
        yield Shelf(settings.published_dir)


def table(edition: Edition, name: str) -> list[dict[str, str]]:
    with (edition.directory / name).open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))

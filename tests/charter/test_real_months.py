"""The six real months: exactly the checks that the public columns can answer have counts."""

import contextlib

import duckdb
import polars as pl
import pytest
from sqlmodel import Session

from portal.charter import agreements, rules
from portal.charter.validation import published_charter
from portal.periods import Period
from portal.store import database, return_columns, searches
from tests.charter.tallies import tallies, whole_tally
from tests.conftest import LivingIn, run
from tests.required import shared

pytestmark = pytest.mark.full
ANSWERED = {"C06", "R01", "R02", "R03", "R06", "R07", "R08", "R11", "R12", "R13"}
COUNTED = """
SELECT count(*) FILTER (WHERE "Latitude" IS NULL) AS r07_blank,
       count(*) FILTER (WHERE "Object of search" IS NULL) AS r02_blank,
       count(*) FILTER (WHERE "Legislation" IS NULL) AS r01_blank,
       count(*) FILTER (WHERE "Outcome" IS NULL) AS r12_blank,
       count(*) FILTER (WHERE "Officer-defined ethnicity" IS NULL AND "Type" <> 'Vehicle search') AS r11_blank,
       count(*) FILTER (WHERE "Self-defined ethnicity" IS NULL AND "Type" <> 'Vehicle search') AS c06_blank
FROM read_csv(?, all_varchar = true, header = true)
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> pl.DataFrame:
    """The states of every record, with its force."""
    year = Period.named("2018")
    with living_in(tmp_path_factory.mktemp("real")) as settings:
        assert run("ingest", *sorted(shared("police-uk").glob("2018-*"))).code == 0
        engine = database.open_database(settings.database_url)
        with Session(engine) as session:
            frame = return_columns.measuring_frame(session, year, searches.current_supplies(session))
        engine.dispose()
    return rules.states(published_charter(), agreements.known_facts(published_charter()), frame).hstack(
        frame.select("force")
    )


def test_the_public_columns_answer_ten_checks(measured: pl.DataFrame) -> None:
    assert measured.height == 70_196
    counted = tallies(measured.drop("force"))
    silent = counted.filter(pl.col("not_published") == measured.height)["check"].to_list()
    assert {check.id for check in published_charter().checks if check.measured} - set(silent) == ANSWERED
    partly = counted.filter(pl.col("not_published").is_between(1, measured.height - 1))["check"].to_list()
    assert partly == ["R13"]


def test_blanks_are_those_of_the_files(measured: pl.DataFrame) -> None:
    files = str(shared("police-uk") / "2018-*" / "*.csv")
    with contextlib.closing(duckdb.connect()) as duck:
        (blanks,) = duck.execute(COUNTED, [files]).df().to_dict("records")
    for name, rows in blanks.items():
        assert whole_tally(measured, name[:3].upper()).not_recorded == rows, name
    assert blanks["r07_blank"] == 24_751


def test_the_mets_link_column_is_not_published(measured: pl.DataFrame) -> None:
    links = tallies(measured.select("R13"), measured.select("force"))
    silent = dict(links.select("force", "not_published").iter_rows())
    assert silent == {"metropolitan": 69_568, "city-of-london": 0}

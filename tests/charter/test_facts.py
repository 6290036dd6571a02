"""The measuring frame of a small return: what was sent comes back under the standard's names, and is measured."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal import return_standard
from portal.charter import agreements, functions, rules
from portal.charter.claims import RETURN
from portal.charter.validation import published_charter
from portal.periods import Period
from portal.store import return_columns, searches
from tests.conftest import Portal
from tests.ingest.sources.rows_of_sources import AGGREGATED, COUNTED
from tests.returns import NAMES, as_file, returned
from tests.samples import NOWHERE, WINDSOR, month_file
from tests.samples import row as public_row

YEAR = Period.named("2018-19")
ROWS = [
    returned(name_given="yes", gowisely="GOISELY", uniform="yes", self_defined_asked="yes", supervisor_days="0"),
    returned(name_given="no", gowisely="none", minutes_to_record="", clothing="intimate_parts", age_band="10 to 17"),
    returned(type="vehicle", vehicle_attended="no", receipt="", time="", self_defined_ethnicity="declined"),
    returned(borough="", latitude="51.483900", longitude="-0.604400", clothing="more_than_outer"),
]  # fmt: skip


def frame_of(engine: Engine, period: Period = YEAR) -> pl.DataFrame:
    with Session(engine) as session:
        supplies = searches.current_supplies(session)
        return return_columns.measuring_frame(session, period, supplies)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "records"


@pytest.fixture
def frame(portal: Portal, engine: Engine, folder: Path) -> pl.DataFrame:
    """A return of four searches, and a public file of three of the same month."""
    month_file(folder, [public_row(), public_row(**NOWHERE, Self_defined_ethnicity=""), public_row(**WINDSOR)])
    (folder / "return.csv").write_bytes(as_file(ROWS))
    assert portal("ingest", folder).code == 0
    return frame_of(engine)


def cells(frame: pl.DataFrame, source: str, *names: str) -> list[Any]:
    found = frame.filter(pl.col("source") == source).sort("line").select(names).rows()
    return [row[0] if len(names) == 1 else row for row in found]


def test_every_column_a_check_may_look_at_is_there(frame: pl.DataFrame) -> None:
    assert set(frame.columns) >= functions.NAMES
    assert {name for name, kind in frame.schema.items() if name in functions.NAMES and kind != pl.String} == {
        *functions.NUMBERS}  # fmt: skip
    assert set(functions.NUMBERS) == set(return_columns.NUMBERS)
    assert {functions.state_column(name) for name in return_columns.NUMBERS} <= set(frame.columns)
    assert set(frame["source"]) == {RETURN, "police-uk"}
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    assert frame.select(pl.col(texts).null_count()).transpose().to_series().sum() == 0


def test_what_a_return_says_is_read_back(frame: pl.DataFrame) -> None:
    assert cells(frame, RETURN, "name_given") == ["yes", "no", "not_recorded", "not_recorded"]
    assert cells(frame, RETURN, "gowisely")[:2] == ["GOISELY", "none"]
    assert cells(frame, RETURN, "receipt") == ["issued", "issued", "not_recorded", "issued"]
    assert cells(frame, RETURN, "video") == ["not_published"] * 4
    assert cells(frame, RETURN, "minutes_to_record", "minutes_to_record_state") == [
        (20, "value"), (None, "not_recorded"), (20, "value"), (20, "value")]  # fmt: skip
    assert cells(frame, RETURN, "supervisor_days", "supervisor_days_state")[:2] == [
        (0, "value"),
        (None, "not_recorded"),
    ]
    assert cells(frame, RETURN, "grounds_edits", "grounds_edits_state") == [(None, "not_published")] * 4


def test_what_a_check_needs_finer(frame: pl.DataFrame) -> None:
    assert cells(frame, RETURN, "clothing_level") == [
        "not_recorded",
        "intimate_parts",
        "not_recorded",
        "more_than_outer",
    ]
    assert cells(frame, RETURN, "self_defined_code")[1:3] == ["white_irish", "declined"]
    assert cells(frame, RETURN, "clock") == ["timed", "timed", "not_recorded", "timed"]
    assert cells(frame, RETURN, "point") == ["not_recorded"] * 3 + ["outside_london"]
    assert cells(frame, RETURN, "area") == ["E09000012"] * 3 + ["outside_london"]
    assert cells(frame, "police-uk", "point") == ["in_london", "not_recorded", "outside_london"]
    assert cells(frame, "police-uk", "area") == ["E09000012", "not_recorded", "outside_london"]
    assert cells(frame, "police-uk", "self_defined_code") == ["white_irish", "not_recorded", "white_irish"]
    assert cells(frame, "police-uk", "clothing_level") == ["not_published"] * 3


def test_midnight_in_london_or_in_utc_is_told_apart_from_a_time(portal: Portal, engine: Engine, folder: Path) -> None:
    stamps = ("2018-04-09T23:00:00", "2018-04-10T00:00:00", "2018-04-10T00:01:00", "2018-04-10T12:00:00")
    month_file(folder, [public_row(Date=f"{stamp}+00:00") for stamp in stamps])
    assert portal("ingest", folder).code == 0
    found = frame_of(engine)
    assert found["clock"].to_list() == ["midnight", "midnight", "timed", "timed"]
    assert set(found["midnight_share"]) == {0.5}
    states = rules.states(published_charter(), agreements.known_facts(published_charter()), found)
    assert states["R06"].to_list() == ["fail", "fail", "pass", "pass"]


def test_a_public_file_publishes_none_of_the_charters_columns(frame: pl.DataFrame) -> None:
    own = [functions.state_column(field.name) for field in return_standard.return_fact_fields()]
    public = frame.filter(pl.col("source") == "police-uk")
    assert {word for name in own for word in public[name]} == {"not_published"}


def test_the_checks_a_public_file_can_answer_are_those_and_no_others(frame: pl.DataFrame) -> None:
    public = frame.filter(pl.col("source") == "police-uk")
    found = rules.states(published_charter(), agreements.known_facts(published_charter()), public)
    answered = {name for name in found.columns if set(found[name]) != {"not_published"}}
    assert answered == {"C06", "R01", "R02", "R03", "R06", "R07", "R08", "R11", "R12"}
    assert not any("not_published" in set(found[name]) for name in answered)
    assert found["R07"].to_list() == ["pass", "not_recorded", "fail"]
    assert found["C06"].to_list() == ["pass", "not_recorded", "pass"]


def test_a_blank_column_is_the_same_as_no_column(portal: Portal, engine: Engine, folder: Path) -> None:
    """A force that leaves `video` blank is measured as one that does not send it."""
    folder.mkdir()
    (folder / "return.csv").write_bytes(as_file(ROWS))
    assert portal("ingest", folder).code == 0
    with_blank = frame_of(engine)
    (folder / "return.csv").write_bytes(as_file(ROWS, [name for name in NAMES if name != "video"]))
    assert portal("ingest", folder).code == 0
    without = frame_of(engine)
    assert without["supply"][0] != with_blank["supply"][0]
    assert without.drop("supply").equals(with_blank.drop("supply"))


def test_a_row_that_stands_for_many_is_repeated_with_what_is_said_of_it(
    portal: Portal, engine: Engine, folder: Path
) -> None:
    folder.mkdir()
    (folder / "extract.csv").write_text(f"{AGGREGATED}\n{COUNTED}\n{COUNTED.replace(',7', ',2')}\n", "utf-8")
    assert portal("ingest", folder).code == 0
    found = frame_of(engine, Period.named("2022-23"))
    assert found["line"].to_list() == [2] * 7 + [3] * 2
    assert set(found["area"]) == {"E09000012"}
    assert {word for name in ("clock", "point", "video") for word in found[name]} == {"not_published"}


def test_no_supplies_and_no_days(portal: Portal, engine: Engine, frame: pl.DataFrame) -> None:
    empty = frame_of(engine, Period.named("2017-18"))
    assert (empty.height, empty.schema) == (0, frame.schema)
    with Session(engine) as session:
        nothing = return_columns.measuring_frame(session, YEAR, [])
    assert nothing.schema == frame.schema
    assert rules.states(published_charter(), agreements.known_facts(published_charter()), nothing).height == 0


def test_what_a_supply_can_answer(engine: Engine, frame: pl.DataFrame) -> None:
    with Session(engine) as session:
        answering = {
            supply.source: {
                name
                for name in (*return_columns.FINER, *return_columns.TEXTS)
                if return_columns.has_check_field(supply, name)
            }
            for supply in searches.current_supplies(session)
        }
    assert answering["police-uk"] == {"self_defined_code", "clock", "point", "area"}
    assert {"clothing_level", "name_given", "receipt", "point", "clock"} <= answering[RETURN]
    assert "video" not in answering[RETURN]

"""Rows that somebody altered in the database: verify and publish name the supply, and its own file puts it right."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from portal.records import Stop, Supply
from portal.settings import Settings
from tests.conftest import Portal
from tests.returns import as_file, returned
from tests.samples import month_file, row

MET, CITY = "police-uk-metropolitan-2018-04", "police-uk-city-of-london-2019-05"
RETURN = "charter-return-metropolitan-2018-04"


@pytest.fixture
def town(portal: Portal, tmp_path: Path) -> Path:
    """Three supplies: the Met's April 2018, its return of that month, and the City's May 2019."""
    folder = tmp_path / "town"
    odd = [row(Latitude="abc"), row(Outcome="Arrest"), row(Outcome="Community resolution")]
    month_file(folder, [row(), row(), *odd])
    month_file(folder, [row()], force="city-of-london", month="2019-05")
    (folder / "return.csv").write_bytes(as_file([returned(), returned(time="16:10")]))
    portal("ingest", folder)
    assert portal("verify").code == 0
    return folder


def said(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


MET_ROWS = f"(SELECT id FROM supply WHERE public_id LIKE '{MET}%')"
LABEL = "(SELECT id FROM label WHERE field = 'outcome' AND written = '{}')"
ALTERED = {
    "outcomes": [f"UPDATE stop SET outcome = {LABEL.format('Arrest')} WHERE supply = {MET_ROWS}"],
    "a row deleted and another inserted": [
        f"DELETE FROM stop WHERE supply = {MET_ROWS} AND line = 3",
        "INSERT INTO stop (supply, line, searches, london_date, placed) "
        f"SELECT id, 3, 1, 20180410, 0 FROM supply WHERE public_id LIKE '{MET}%'",
    ],
    "labels swapped": [
        "UPDATE label SET written = 'x' WHERE field = 'outcome' AND written = 'Arrest'",
        "UPDATE label SET written = 'Arrest' WHERE field = 'outcome' AND written = 'Community resolution'",
        "UPDATE label SET written = 'Community resolution' WHERE field = 'outcome' AND written = 'x'",
    ],
    "a label taken away": ["DELETE FROM label WHERE field = 'outcome' AND written = 'Arrest'"],
    "a borough": [f"UPDATE stop SET borough = 'E09000001' WHERE supply = {MET_ROWS} AND line = 2"],
    "how it was placed": [f"UPDATE stop SET placed = placed + 1 WHERE supply = {MET_ROWS} AND line = 2"],
    "a point": [f"UPDATE stop SET latitude = latitude + 0.0001 WHERE supply = {MET_ROWS} AND line = 2"],
    "a rejection's reason": [f"UPDATE rejection SET reason = 'fine' WHERE supply = {MET_ROWS}"],
    "a rejected row": [f"UPDATE rejection SET row_text = 'another' WHERE supply = {MET_ROWS}"],
}


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_verify_and_publish_name_the_supply(portal: Portal, town: Path, engine: Engine, statements: list[str]) -> None:
    said(engine, *statements)
    for words, code in ((["verify"], 6), (["publish", "--period", "2018"], 3)):
        ran = portal(*words)
        assert (ran.code, f"{MET}-" in ran.err) == (code, True), ran.err
        assert "its rows in the database are not those that were kept" in ran.err
        assert "portal ingest --anew" in ran.err


@pytest.mark.parametrize("name", ["labels swapped", "a row deleted and another inserted"])
def test_it_costs_its_years_and_its_own_file_puts_it_right(
    portal: Portal, town: Path, engine: Engine, settings: Settings, name: str
) -> None:
    said(engine, *ALTERED[name])
    assert portal("publish").code == 3
    lines = {path.name for path in settings.published_dir.iterdir() if path.is_dir()}
    assert lines & {"2018", "2018-19", "supplies"} == set()  # the list has its rejected rows
    assert {"2019", "2019-20", "series", "catalogue"} <= lines  # the others' years go on
    assert "3 held already" in portal("ingest", town).out
    assert portal("verify").code == 6
    assert "put right" in portal("ingest", "--anew", town).out
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0
    document = json.loads((settings.published_dir / "2018/1.0/forces/metropolitan.json").read_bytes())
    assert document["totals"]["searches"] == 2  # of the return, which comes first


@pytest.mark.parametrize("statement", ["UPDATE fact SET minutes_to_record = 1", "DELETE FROM fact"])
def test_what_a_return_says_of_its_rows_counts_too(portal: Portal, town: Path, engine: Engine, statement: str) -> None:
    said(engine, statement)
    for words in (["verify"], ["publish"]):
        assert f"{RETURN}-" in portal(*words).err


def test_altered_rows_are_noticed_where_nothing_else_is_new(portal: Portal, town: Path, engine: Engine) -> None:
    assert portal("publish").code == 0
    said(engine, *ALTERED["outcomes"])
    ran = portal("publish")
    assert (ran.code, f"{MET}-" in ran.err) == (3, True)


def test_a_supply_with_altered_rows_can_be_withdrawn(portal: Portal, town: Path, engine: Engine) -> None:
    said(engine, *ALTERED["outcomes"])
    assert portal("withdraw", supplies(engine)[MET].public_id, "--reason", "It was altered.").code == 0
    assert supplies(engine)[MET].rows_sha256 is None
    assert portal("verify").code == 0


def test_a_withdrawn_supply_holds_nothing(portal: Portal, town: Path, engine: Engine) -> None:
    portal("withdraw", supplies(engine)[RETURN].public_id, "--reason", "A court ordered it.")
    number = supplies(engine)[RETURN].id
    said(engine, f"INSERT INTO fact (supply, line) VALUES ({number}, 2)")
    assert f"{RETURN}-" in portal("verify").err


def supplies(engine: Engine) -> dict[str, Supply]:
    """By their name without the hash."""
    with Session(engine) as session:
        return {supply.public_id.rpartition("-")[0]: supply for supply in session.exec(select(Supply))}


def test_supplies_from_before_get_their_digest_once(portal: Portal, town: Path, engine: Engine) -> None:
    kept = {name: supply.rows_sha256 for name, supply in supplies(engine).items()}
    with Session(engine) as session, session.begin():
        for supply in session.exec(select(Supply)):
            supply.rows_sha256 = None
    ran = portal("verify")
    assert (ran.code, "of 3 supplies it is not known yet" in ran.out) == (0, True)
    assert "3 supplies have a digest of their rows from now on" in portal("publish").out
    assert "digest" not in portal("publish").out
    assert {name: supply.rows_sha256 for name, supply in supplies(engine).items()} == kept


ENTRY = {
    "superseded by hand": "state = 'superseded'",
    "refused by hand": "state = 'refused'",
    "its findings": "findings = '[]'",
    "its note": "note = 'all is well'",
    "its digest": "rows_sha256 = NULL",
    "its seal": "entry_sha256 = NULL",
    "its profile": "profile = '{}'",
    "the columns": "columns_present = '[]'",
}
"""What somebody may write into a supply's own entry."""


@pytest.mark.parametrize("change", ENTRY.values(), ids=ENTRY)
def test_a_supplys_own_entry_is_held_against_its_seal(
    portal: Portal, town: Path, engine: Engine, settings: Settings, change: str
) -> None:
    said(engine, f"UPDATE supply SET {change} WHERE id = {MET_ROWS}")
    if "rows_sha256" in change or "entry_sha256" in change:
        said(engine, *ALTERED["outcomes"])
    for words, code in ((["publish"], 3), (["verify"], 6)):
        ran = portal(*words)
        assert (ran.code, f"{MET}-" in ran.err, "bring a backup back" in ran.err) == (code, True, True), ran.err
    lines = {path.name for path in settings.published_dir.iterdir() if path.is_dir()}
    assert (lines & {"2018", "2018-19", "supplies"}, {"2019", "2019-20"} <= lines) == (set(), True)


def test_an_altered_entry_is_put_right_by_its_file_and_by_somebodys_word(
    portal: Portal, town: Path, engine: Engine, settings: Settings
) -> None:
    assert portal("publish").code == 0
    before = (settings.published_dir / "2018/1.0/forces/metropolitan.csv").read_bytes()
    (met,) = ids(engine, MET)
    was = supplies(engine)[MET]
    said(engine, f"UPDATE supply SET state = 'superseded', findings = '[]' WHERE id = {MET_ROWS}")
    assert portal("accept", met).code == 2  # it is not held back, and saying so seals nothing
    assert portal("verify").code == 6
    assert "put right" in portal("ingest", "--anew", town).out
    assert portal("verify").code == 0
    assert supplies(engine)[MET].state == "held"
    assert portal("accept", met).code == 0
    now = supplies(engine)[MET]
    assert (now.state, now.findings, now.rows_sha256) == (was.state, was.findings, was.rows_sha256)
    assert portal("publish").code == 0
    assert portal("verify").code == 0
    newest = max(settings.published_dir.glob("2018/*/forces/metropolitan.csv"), key=lambda path: path.parts)
    assert newest.read_bytes() == before


def test_what_is_written_to_an_altered_entry_does_not_seal_it(portal: Portal, town: Path, engine: Engine) -> None:
    said(engine, f"UPDATE supply SET note = 'x' WHERE id = {MET_ROWS}")
    with Session(engine) as session, session.begin():
        for supply in session.exec(select(Supply)):
            supply.findings = [*supply.findings]
            supply.rows_gone = 4
    assert [portal("verify").err.count(f"{name}-") for name in (MET, CITY)] == [1, 0]


def test_reading_anew_leaves_what_is_well_and_what_was_withdrawn(portal: Portal, town: Path, engine: Engine) -> None:
    portal("withdraw", supplies(engine)[CITY].public_id, "--reason", "A court ordered it.")
    with Session(engine) as session:
        before = sorted((stop.supply, stop.line, stop.outcome) for stop in session.exec(select(Stop)))
    ran = portal("ingest", "--anew", town)
    assert ("put right" in ran.out, "these bytes were withdrawn" in ran.err) == (False, True)
    with Session(engine) as session:
        assert sorted((stop.supply, stop.line, stop.outcome) for stop in session.exec(select(Stop))) == before


@pytest.mark.sqlite_only(reason="PostgreSQL lets no cell be of another kind than its column")
@pytest.mark.parametrize(
    "harm",
    ["UPDATE stop SET london_hour = 'abc' WHERE line = 3", "UPDATE stop SET borough = x'ff41' WHERE line = 3",
     "UPDATE stop SET borough = CAST(x'ff41' AS TEXT) WHERE line = 3",
     "UPDATE rejection SET row_text = CAST(CAST(row_text AS BLOB) || x'ff' AS TEXT)"],
)  # fmt: skip
def test_a_cell_that_is_of_no_kind_costs_its_supply_alone(
    portal: Portal, engine: Engine, town: Path, harm: str, settings: Settings
) -> None:
    (met,) = ids(engine, MET)
    said(engine, f"{harm} {'AND' if 'WHERE' in harm else 'WHERE'} supply = {MET_ROWS}")
    ran = portal("verify")
    assert (ran.code, met in ran.err) == (6, True), ran.err
    ran = portal("publish")
    assert (ran.code, met in ran.err) == (3, True), ran.err
    assert (settings.published_dir / "2019-20" / "1.0").is_dir()
    assert portal("ingest", "--anew", town).code in (0, 3)
    assert portal("verify").code == 0


def ids(engine: Engine, start: str) -> list[str]:
    with Session(engine) as session:
        return [each for each in session.exec(select(Supply.public_id)) if each.startswith(start)]


@pytest.mark.sqlite_only(reason="PostgreSQL keeps no JSON that is none")
def test_another_supply_that_is_damaged_does_not_keep_one_from_being_withdrawn(
    portal: Portal, engine: Engine, town: Path, settings: Settings
) -> None:
    portal("publish")
    (city,) = ids(engine, CITY)
    said(engine, f"UPDATE supply SET profile = '{{bad' WHERE id = {MET_ROWS}")
    portal("withdraw", city, "--reason", "A court ordered it.")
    held = [path for path in settings.published_dir.rglob("searches-*.csv") if "2019" in str(path)]
    assert held == []
    with engine.connect() as connection:
        left = connection.execute(
            text(f"SELECT count(*) FROM stop JOIN supply ON supply.id = stop.supply WHERE public_id = '{city}'")
        )
        assert left.scalar() == 0

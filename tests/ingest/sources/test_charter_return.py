"""The charter return: its constraints agree with frictionless, months split, personal data is refused whole."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import normalise
from ingest.reading.batch import Batch, PersonalData, Refused, Told
from ingest.sources import charter_return
from portal import return_standard, shipped
from portal.records import Fact
from tests.returns import NAMES, as_file, returned

RECEIVED = datetime(2025, 6, 1, tzinfo=UTC)
TOLD = Told("return.csv")
WRONG = {
    "type": "bicycle", "borough": "Hackney", "latitude": "abc", "age_band": "17", "power": "s23", "receipt": "maybe",
    "gowisely": "YLESIWOG", "minutes_to_record": "-5", "grounds_strength": "4", "section_60_reference": "a",
    "team": "T S G", "self_defined_ethnicity": "X9", "video": "on", "operation": "TRUE",
}  # fmt: skip


def read(*rows: dict[str, str]) -> list[Batch]:
    return charter_return.read(as_file(rows), TOLD)


def problems(*rows: dict[str, str]) -> set[tuple[int, str]]:
    """Line and column of every row that ours rejects."""
    return {
        (row["line"], row["column"])
        for batch in read(*rows)
        for row in normalise.normalise(batch, RECEIVED).rejections.iter_rows(named=True)
    }


def frictionless_problems(*rows: dict[str, str]) -> set[tuple[int, str]]:
    """The same by the frictionless package over the published schema: the independent judge."""
    schema = frictionless.Schema.from_descriptor(json.loads(shipped.data("charter_return", "schema.json").read_bytes()))
    table = list(csv.reader(io.StringIO(as_file(rows).decode())))
    report = frictionless.validate(frictionless.Resource(table, schema=schema))
    found = report.flatten(["rowNumber", "fieldName"])
    return {(int(line), str(name)) for line, name in found}


def test_the_shipped_example_and_template_have_no_problem() -> None:
    text = shipped.data("charter_return", "example.csv").read_text("utf-8")
    example = list(csv.DictReader(io.StringIO(text)))
    assert problems(*example) == frictionless_problems(*example) == set()


def test_an_empty_return_of_a_named_month_declares_that_there_were_none() -> None:
    raw = shipped.data("charter_return", "template.csv").read_bytes()
    (batch,) = charter_return.read(raw, Told("t", "btp", "2025-04"))
    assert (batch.declared_zero, batch.force, batch.month) == (True, "btp", "2025-04")
    with pytest.raises(Refused, match="needs --force and --month"):
        charter_return.read(raw, TOLD)


@pytest.mark.parametrize("column", WRONG)
def test_a_cell_that_frictionless_finds_wrong_we_find_wrong(column: str) -> None:
    rows = returned(), returned(**{column: WRONG[column]})
    assert problems(*rows) == frictionless_problems(*rows) == {(3, column)}


@pytest.mark.full
@given(st.sampled_from([n for n in NAMES if n not in ("date", "force", "time", "latitude", "longitude")]), st.data())
def test_we_agree_with_frictionless_on_any_cell(column: str, data: st.DataObject) -> None:
    field = next(field for field in return_standard.return_fields() if field.name == column)
    listed = st.sampled_from(field.enum) if field.enum else st.integers(-2, 600_000).map(str)
    cell = data.draw(listed | st.text("abcGOWISELY0123456789;-/", max_size=8))
    rows = [returned(**{column: cell})]
    assert bool(problems(*rows)) == bool(frictionless_problems(*rows))


def test_a_problem_never_repeats_the_cell() -> None:
    (batch,) = read(returned(receipt="Smith, 14 High Street"))
    (rejection,) = normalise.normalise(batch, RECEIVED).rejections.iter_rows(named=True)
    assert rejection["row_text"] is None
    assert "Smith" not in rejection["reason"]


def test_london_time_becomes_an_instant() -> None:
    (batch,) = read(returned())
    stops = normalise.normalise(batch, RECEIVED).stops
    assert (stops["instant"].item(), stops["london_hour"].item()) == (1523370600, 15)


def test_what_only_a_return_says_is_kept_as_facts() -> None:
    (batch,) = read(returned())
    facts = normalise.normalise(batch, RECEIVED).facts
    assert set(facts.columns) == set(Fact.__table__.columns.keys()) - {"supply"}  # type: ignore[attr-defined]
    assert (facts["receipt"].item(), facts["minutes_to_record"].item()) == ("issued", 20)


def test_months_and_forces_become_supplies_the_same_alone_or_together() -> None:
    rows = [returned(), returned(date="2018-05-01"), returned(force="btp"), returned(gender="female")]
    together = {(batch.force, batch.month): batch.sha256 for batch in read(*rows)}
    apart = [read(rows[0], rows[3]), read(rows[1]), read(rows[2])]
    alone = {(batch.force, batch.month): batch.sha256 for batches in apart for batch in batches}
    assert together == alone


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("officer_name", "an officer's name or number"),
        ("Officer Name", "an officer's name or number"),
        ("shoulder_number", "an officer's name or number"),
        ("grounds", "the text of the grounds"),
        ("PersonName", "a person's name"),
        ("dob", "a birth date or an exact age"),
        ("home_address", "an address"),
        ("VRM", "a vehicle mark"),
        ("cad_ref", "a reference of a case"),
    ],
)
def test_a_column_for_personal_data_is_refused_by_name_and_kind(column: str, kind: str) -> None:
    with pytest.raises(PersonalData, match=f"^line 1, column {len(NAMES) + 1}[^,]* would hold {kind}") as refused:
        charter_return.read(as_file([returned(**{column: "x"})], [*NAMES, column]), TOLD)
    assert (f"'{column}'" in str(refused.value)) == return_standard.says_only_its_kind(column)


@pytest.mark.parametrize("column", ["officer_name_smith", "PC 4711", "officer_name\u4e2d", "dob:1988-03-12", "age 31"])
def test_a_columns_name_is_repeated_only_where_it_is_a_word_of_ours(column: str) -> None:
    with pytest.raises(PersonalData) as refused:
        charter_return.read(as_file([returned(**{column: "x"})], [*NAMES, column]), TOLD)
    assert column not in str(refused.value)


def test_a_column_outside_the_standard_is_refused() -> None:
    with pytest.raises(PersonalData, match=f"column {len(NAMES) + 1} is not a column of the charter return"):
        charter_return.read(as_file([returned(colour="x")], [*NAMES, "colour"]), TOLD)


def test_no_column_of_the_standard_is_taken_for_personal_data() -> None:
    assert [name for name in NAMES if return_standard.personal(name)] == []


def test_a_missing_required_column_is_named() -> None:
    with pytest.raises(Refused, match="no column 'type'"):
        charter_return.read(as_file([returned()], [name for name in NAMES if name != "type"]), TOLD)


def test_the_files_are_where_the_page_says(tmp_path: Path) -> None:
    assert {path.name for path in shipped.data("charter_return").iterdir()} == {
        "schema.json", "template.csv", "example.csv", "forbidden.toml", "exceptions.toml"}  # fmt: skip


DAYS = st.sampled_from(["2018-04-10", "2018-05-02", "bad"])


@given(st.lists(st.tuples(DAYS, st.sampled_from(["male", "female", ""])), min_size=1, max_size=12))
def test_a_file_of_two_months_is_the_same_supplies_as_a_file_each(rows: list[tuple[str, str]]) -> None:
    """A row without a readable date goes with the row before it, so it is cut with that row."""
    if rows[0][0] == "bad":
        rows = [("2018-04-10", "male"), *rows]
    table: list[dict[str, str]] = []
    months: list[str] = []
    for day, gender in rows:
        table.append(returned(date=day, gender=gender))
        months.append(day[:7] if day != "bad" else months[-1])
    together = {(b.month, b.sha256, b.rows_read) for b in read(*table)}
    apart = {
        (batch.month, batch.sha256, batch.rows_read)
        for month in set(months)
        for batch in read(*(one for one, of in zip(table, months, strict=True) if of == month))
    }
    assert together == apart

"""data.police.uk files told by their header, read with their fifteen columns, and common resaves."""

import pytest

from ingest.reading.batch import Batch, Refused, Told
from ingest.sources import police_uk
from portal.fields import Field
from tests.samples import FIELDS, HEADER, row
from tests.samples import police_uk as file

NAME = Told("2018-04-metropolitan-stop-and-search.csv")


def read(raw: bytes) -> Batch:
    (batch,) = police_uk.read(raw, NAME)
    return batch


def test_the_published_form_is_recognised_and_read() -> None:
    raw = file([row(), row(Outcome="")])
    assert police_uk.recognises(raw)
    reading = read(raw)
    assert reading.rows_read == 2
    assert reading.rows["outcome"].to_list() == ["A no further action disposal", None]
    assert reading.rows["line"].to_list() == [2, 3]


def test_other_files_are_not_recognised() -> None:
    assert not police_uk.recognises(b"Crime ID,Month,Reported by\r\n1,2018-04,Met\r\n")
    assert not police_uk.recognises(b"\x89PNG\r\n")
    assert not police_uk.recognises(b"")


def test_a_resaved_copy_reads_the_same() -> None:
    plain = read(file([row()])).rows
    resaved = row(Part_of_a_policing_operation="FALSE", Outcome="NA").replace("False", "FALSE")
    header, line = f",{HEADER}", f"0,{resaved}"
    again = read(b"\xef\xbb\xbf" + file([line], header=header, end="\n"))
    assert again.columns.keys() == read(file([row()])).columns.keys()
    assert again.rows["outcome"].to_list() == [None]
    assert again.rows.drop("outcome", "operation").equals(plain.drop("outcome", "operation"))


@pytest.mark.parametrize("gone", FIELDS)
def test_a_missing_column_is_named(gone: str) -> None:
    header = ",".join(name for name in FIELDS if name != gone)
    with pytest.raises(Refused, match=f"line 1: the header has no column '{gone}'"):
        read(file([], header=header))


def test_a_strange_column_is_named_with_its_place() -> None:
    with pytest.raises(Refused, match="line 1, column 16 is not a column"):
        read(file([], header=f"{HEADER},Officer"))


def test_a_doubled_column_is_named() -> None:
    with pytest.raises(Refused, match="line 1, column 16: 'Outcome' stands in the header twice"):
        read(file([], header=f"{HEADER},Outcome"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2018-04-metropolitan-stop-and-search.csv", ("metropolitan", "2018-04")),
        ("2018-04-city-of-london-stop-and-search.CSV", ("city-of-london", "2018-04")),
        ("2018-04-metropolitan-street.csv", None),
        ("metropolitan.csv", None),
    ],
)
def test_the_name_says_force_and_month(name: str, expected: tuple[str, str] | None) -> None:
    assert police_uk.parse_csv_name(name) == expected


def test_a_column_that_came_later_is_read_where_a_file_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weather = Field("weather", "Weather", "label", ("weather",), header="Weather", later=True)
    known = {**police_uk.police_uk_fields(), "Weather": weather}
    monkeypatch.setattr(police_uk, "police_uk_fields", lambda: known)
    (older,) = police_uk.read(file([row()]), NAME)
    (newer,) = police_uk.read(file([f"{row()},Rain"], header=f"{HEADER},Weather"), NAME)
    assert "weather" not in older.columns
    assert (newer.columns["weather"], newer.rows["weather"].item()) == ("Weather", "Rain")

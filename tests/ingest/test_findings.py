"""Each finding speaks when it should, in one plain sentence, and is silent over a normal month."""

from datetime import UTC, datetime

from ingest import findings
from ingest.normalise import normalise
from ingest.sources import police_uk
from tests.samples import police_uk as file
from tests.samples import row

RECEIVED = datetime(2018, 6, 1, tzinfo=UTC)


def examined(raw: bytes) -> dict[str, findings.Finding]:
    reading = police_uk.read(raw)
    clean = normalise(reading, RECEIVED)
    supply = findings.Examined(
        month="2018-04",
        stops=clean.stops,
        rejections=clean.rejections,
        rows_read=reading.rows_read,
        columns_present=tuple(reading.columns),
        ends_cleanly=reading.ends_cleanly,
    )
    return {finding.id: finding for finding in findings.examine(supply)}


def test_a_normal_month_raises_nothing() -> None:
    assert examined(file([row()] * 50)) == {}


def test_one_bad_row_in_two_hundred_is_a_note_three_are_serious() -> None:
    bad = row(Latitude="abc")
    assert examined(file([row()] * 199 + [bad]))["rejected_rows"].severity == "note"
    found = examined(file([row()] * 197 + [bad] * 3))["rejected_rows"]
    assert found.severity == "serious"
    assert found.sentence.startswith("3 of 200 rows could not be read")


def test_a_header_alone_is_neither_nought_nor_missing() -> None:
    assert examined(file([]))["empty_file"].severity == "serious"


def test_a_label_nobody_listed_is_named_and_counted() -> None:
    found = examined(file([row(Object_of_search="Spray paint")] * 3 + [row()]))["unlisted_label"]
    assert (found.figures["label"], found.figures["rows"]) == ("Spray paint", 3)
    assert found.severity == "warning"


def test_a_row_of_another_month_is_counted() -> None:
    found = examined(file([row(), row(Date="2018-03-31T22:00:00+00:00")]))["month_spill"]
    assert found.figures == {"rows": 1}


def test_summer_midnight_is_no_spill() -> None:
    assert "month_spill" not in examined(file([row(Date="2018-03-31T23:30:00+00:00")]))


def test_a_cut_file_is_noticed() -> None:
    assert "cut_short" in examined(file([row(), row()])[:-2])

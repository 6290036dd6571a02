"""The Datastore extract in its three layouts, as its published headers have them; never yet an original file."""

from datetime import UTC, datetime

import pytest

from geo.locate import Locator
from ingest import normalise, profile
from ingest import normalise as place
from ingest.findings import examine
from ingest.findings.model import Seen
from ingest.reading.batch import Batch, Refused, Told
from ingest.sources import met_datastore
from tests.ingest.sources.rows_of_sources import AGGREGATED, COUNTED, RECORD, RECORDS

RECEIVED = datetime(2024, 6, 1, tzinfo=UTC)
SNAKE = (
    "stopdate,mps_area,borough_of_stop,borough_code,officer_ocu,search_type,subject,reason_for_stop,outcome,"
    "outcome_reason,apparent_age,gender,ethnicappearance,ea_group,self-defined_ethnicity_code,sde_group,count"
)
SNAKED = "03/05/2022,Met,Hackney,E09000012,TSG,Person,Person,Drugs,1 No further action,,18-24,Male,IC1,White,W2,White,1"


def read(header: str, *rows: str) -> list[Batch]:
    raw = "\r\n".join([header, *rows, ""]).encode()
    assert met_datastore.recognises(raw)
    return met_datastore.read(raw, Told("Stops_LDS_Extract_24MonthsToEnd_202304.csv"))


@pytest.mark.parametrize(("header", "row"), [(RECORDS, RECORD), (AGGREGATED, COUNTED), (SNAKE, SNAKED)])
def test_the_three_layouts_say_the_same(header: str, row: str, locator: Locator) -> None:
    (batch,) = read(header, row)
    assert (batch.source, batch.force, batch.month) == ("met-datastore", "metropolitan", "2022-05")
    stops = place.place_stops(normalise.normalise(batch, RECEIVED).stops, locator)
    assert stops["borough"].item() == "E09000012"
    assert (stops["object"].item(), stops["gender"].item(), stops["age"].item()) == ("Drugs", "Male", "18-24")
    assert stops["london_hour"].item() is None


def test_the_team_is_the_officers_command_unit() -> None:
    (batch,) = read(RECORDS, RECORD)
    assert normalise.normalise(batch, RECEIVED).stops["team"].item() == "TSG"


def test_an_aggregated_row_stands_for_its_count() -> None:
    (batch,) = read(AGGREGATED, COUNTED)
    stops = normalise.normalise(batch, RECEIVED).stops
    assert (stops["searches"].item(), stops["london_date"].item()) == (7, 20220501)
    assert "day" not in batch.columns


@pytest.mark.parametrize("count", ["0", "-1", "x", "1.5"])
def test_a_count_that_is_none_is_rejected(count: str) -> None:
    (batch,) = read(AGGREGATED, COUNTED.rsplit(",", 1)[0] + f",{count}")
    (rejection,) = normalise.normalise(batch, RECEIVED).rejections.iter_rows(named=True)
    assert (rejection["line"], rejection["column"]) == (2, "Count")


def test_months_become_supplies_the_same_alone_or_together() -> None:
    june = RECORD.replace("2022-05-03", "2022-06-07")
    together = {batch.month: batch.sha256 for batch in read(RECORDS, RECORD, june, RECORD)}
    alone = {batch.month: batch.sha256 for rows in ([RECORD, RECORD], [june]) for batch in read(RECORDS, *rows)}
    assert together == alone


def test_a_row_without_a_date_stays_with_its_neighbours_and_is_rejected() -> None:
    (batch,) = read(RECORDS, RECORD, RECORD.replace("2022-05-03", "soon"))
    assert batch.rows_read == 2
    (rejection,) = normalise.normalise(batch, RECEIVED).rejections.iter_rows(named=True)
    assert (rejection["line"], rejection["column"], rejection["reason"]) == (3, "Date", '"soon" is not a date')


def test_a_name_that_is_no_borough_is_a_finding_and_has_no_place(locator: Locator) -> None:
    (batch,) = read(RECORDS, RECORD.replace("Hackney,E09000012", "Airport,"), RECORD)
    clean = normalise.normalise(batch, RECEIVED)
    stops = place.place_stops(clean.stops, locator)
    assert stops["borough"].to_list() == [None, "E09000012"]
    seen = Seen(batch.source, batch.force, batch.month, profile.profile(batch, clean, stops), [])
    (found,) = (one for one in examine.examine(seen) if one.id == "unknown_borough")
    assert found.figures["names"] == {"Airport": 1}


@pytest.mark.parametrize("name", ["City of Westminster", "Westminster", "Kingston upon Thames", "Kingston Upon Thames"])
def test_boroughs_by_their_drifting_names(name: str, locator: Locator) -> None:
    (batch,) = read(RECORDS, RECORD.replace("Hackney,E09000012", f"{name},#N/A"))
    stops = place.place_stops(normalise.normalise(batch, RECEIVED).stops, locator)
    assert stops["borough"].item() in ("E09000033", "E09000021")


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(Refused, match="line 1, column 18 is not a column of any known layout"):
        read(f"{RECORDS},Officer Mood", f"{RECORD},x")

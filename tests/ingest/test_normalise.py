"""Text to searches: London's clock, points, and a reason with its column for every row refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import Normalised, normalise
from ingest.reading.batch import Told
from ingest.sources import police_uk
from tests.samples import police_uk as file
from tests.samples import row

NAME = Told("2018-04-metropolitan-stop-and-search.csv")
RECEIVED = datetime(2018, 6, 1, tzinfo=UTC)


def normalised(*rows: str, received: datetime = RECEIVED) -> Normalised:
    return normalise(police_uk.read(file(rows), NAME)[0], received)


def test_london_midnight_turns_the_day_the_month_and_the_year() -> None:
    stops = normalised(row(Date="2018-03-31T23:00:00+00:00"), row(Date="2018-03-31T22:59:59+00:00")).stops
    assert stops["london_date"].to_list() == [20180401, 20180331]
    assert stops["london_hour"].to_list() == [0, 23]
    assert stops["instant"].to_list() == [1522537200, 1522537199]


@pytest.mark.parametrize(
    "text",
    [
        "2018-04-10T14:30:00+00:00",
        "2018-04-10T15:30:00+01:00",
        "2018-04-10 14:30:00Z",
        "2018-04-10T14:30:00.000Z",
    ],
)
def test_one_moment_in_its_common_spellings(text: str) -> None:
    stops = normalised(row(Date=text)).stops
    assert stops["instant"].to_list() == [1523370600]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)))
def test_london_time_agrees_with_the_standard_library(moment: datetime) -> None:
    utc = moment.replace(microsecond=0, tzinfo=UTC)
    stops = normalised(row(Date=utc.isoformat()), received=datetime(2031, 1, 1, tzinfo=UTC)).stops
    london = utc.astimezone(ZoneInfo("Europe/London"))
    assert stops["london_date"].item() == london.year * 10_000 + london.month * 100 + london.day
    assert stops["london_hour"].item() == london.hour
    assert stops["instant"].item() == int(utc.timestamp())


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"Date": ""}, "Date", "there is no date"),
        ({"Date": "10/04/2018"}, "Date", '"10/04/2018" is not a date'),
        ({"Date": "2031-01-01T00:00:00+00:00"}, "Date", "is later than the day the file came"),
        ({"Latitude": "abc"}, "Latitude", '"abc" is not a latitude'),
        ({"Latitude": "151.5"}, "Latitude", '"151.5" is not a latitude'),
        ({"Latitude": "inf"}, "Latitude", '"inf" is not a latitude'),
        ({"Longitude": "1e9"}, "Longitude", '"1e9" is not a longitude'),
        ({"Latitude": ""}, "Latitude", "there is a longitude but no latitude"),
        ({"Longitude": ""}, "Longitude", "there is a latitude but no longitude"),
    ],
)
def test_a_bad_row_is_refused_with_column_and_reason(changed: dict[str, str], column: str, reason: str) -> None:
    clean = normalised(row(), row(**changed), row())
    assert clean.stops["line"].to_list() == [2, 4]
    (rejection,) = clean.rejections.iter_rows(named=True)
    assert (rejection["line"], rejection["column"]) == (3, column)
    assert reason in rejection["reason"]


CELLS = st.text(st.characters(codec="ascii", exclude_characters='\r\n",\0'), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_every_row_comes_out_exactly_once(rows: list[tuple[str, str, str]]) -> None:
    lines = [row(Date=date, Latitude=lat, Longitude=lon) for date, lat, lon in rows]
    clean = normalised(*lines)
    assert clean.stops.height + clean.rejections.height == len(rows)
    assert sorted([*clean.stops["line"], *clean.rejections["line"]]) == list(range(2, len(rows) + 2))

"""The API's JSON is the same source as the CSV: the same search read from either is the same stop."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest import normalise
from ingest.reading.batch import Batch, Refused, Told
from ingest.sources import police_uk, police_uk_api
from tests.ingest.sources.rows_of_sources import STOP
from tests.samples import police_uk as file
from tests.samples import row

TOLD = Told("stops-force-metropolitan-2018-04.json")
RECEIVED = datetime(2018, 6, 1, tzinfo=UTC)


def read(*stops: Any) -> Batch:
    (batch,) = police_uk_api.read(json.dumps(list(stops)).encode(), TOLD)
    return batch


def test_a_stop_read_from_json_is_the_stop_read_from_csv() -> None:
    (csv_batch,) = police_uk.read(file([row()]), Told("2018-04-metropolitan-stop-and-search.csv"))
    from_json, from_csv = (normalise.normalise(batch, RECEIVED).stops for batch in (read(STOP), csv_batch))
    assert from_json.drop("line").equals(from_csv.drop("line"))


def test_a_missing_location_is_a_blank_point() -> None:
    stops = normalise.normalise(read({**STOP, "location": None}), RECEIVED).stops
    assert (stops["latitude"].item(), stops["longitude"].item()) == (None, None)


def test_an_outcome_of_false_is_taken_from_its_object() -> None:
    assert read({**STOP, "outcome": False}).rows["outcome"].item() == "A no further action disposal"


EMPTY: dict[str, Any] = {"id": "", "name": ""}


@pytest.mark.parametrize(
    ("outcome", "whole", "label"),
    [
        (False, None, "False"),
        (False, EMPTY, "False"),
        (False, {"id": "x", "name": "  "}, "False"),
        (False, {"id": "x", "name": None}, "False"),
        (False, {"id": "x"}, "False"),
        (False, {"id": "x", "name": "Arrest"}, "Arrest"),
        (None, {"id": "x", "name": "Arrest"}, "Arrest"),
        (None, EMPTY, None),
        (None, None, None),
        ("", None, None),
        ("", EMPTY, None),
        ("Arrest", {"id": "x", "name": "Arrest"}, "Arrest"),
        ("Arrest", None, "Arrest"),
    ],
)
def test_false_is_an_answer_and_empty_is_none(outcome: object, whole: object, label: str | None) -> None:
    """As police.uk documents it: false if nothing was found, an empty string if no details were provided."""
    stop = {**STOP, "outcome": outcome, "outcome_object": whole}
    assert read(stop).rows["outcome"].item() == label


def test_bad_items_are_faults_and_the_rest_is_kept() -> None:
    batch = read(STOP, 7, {"type": "Person search"}, {**STOP, "location": "here"}, {**STOP, "gender": ["Male"]})
    assert batch.rows["line"].to_list() == [1]
    assert [(fault.line, fault.reason) for fault in batch.faults] == [
        (2, "the item is no object"),
        (3, "the item has no datetime"),
        (4, "location is no object"),
        (5, "gender is no plain value"),
    ]


def test_an_empty_list_declares_that_there_were_none() -> None:
    assert police_uk_api.recognises(b"[]\n")
    assert read().declared_zero


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'[{"object_of_search": ', "line 1, column 23: this is not JSON"),
        (b'{"object_of_search": 1}', "no list of stops"),
        (b"[" * 100_000, "this is not JSON that can be read"),
        (b'["\xff"]', "this is not JSON that can be read"),
    ],
)
def test_what_is_no_list_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        police_uk_api.read(raw, TOLD)

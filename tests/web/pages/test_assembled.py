"""Tables put together as they are asked for: corrections, the charter's checks, one supply."""

import csv
import io
import json

import openpyxl
import pytest
from flask.testing import FlaskClient

from portal.web.tables import ASSEMBLED, CHARTER
from tests.web.proofreading import Proofreader
from tests.web.written_shelf import APRIL, CITY, DAYS

WORKBOOKS = ["/corrections.xlsx", "/charter.xlsx", f"/supplies/{APRIL}.xlsx"]


def table(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = reader.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.data.decode("ascii"))))


def test_corrections_are_those_of_the_page_newest_first(reader: FlaskClient) -> None:
    page = Proofreader(reader).page("/corrections")
    rows = table(reader, "/corrections.csv")
    assert [row["edition"] for row in rows] == ["2.0", "1.1"]
    assert rows[1] == {
        "period": "2018-19", "edition": "1.1", "published_at": DAYS["1.1"], "reason": "corrected supplies",
        "figures_changed": "3", "london_before": "4", "london_now": "5", "status": "value",
    }  # fmt: skip
    assert reader.get("/corrections.json").get_json()["corrections"][1]["london_now"] == 5
    for ending in ("csv", "json", "xlsx"):
        assert f'href="/corrections.{ending}"' in page


def test_a_check_is_a_row(reader: FlaskClient) -> None:
    rows = {row["id"]: row for row in table(reader, "/charter.csv")}
    with reader.get("/charter.json") as answer:
        document = answer.get_json(force=True)
    assert list(rows) == [check["id"] for check in document["checks"]]
    for check in document["checks"]:
        row = rows[check["id"]]
        assert tuple(row) == CHARTER.header
        assert json.loads(row["parameters"]) == check["parameters"]
        assert row["fields"].split() == check["fields"]
        assert (row["target"] == "") is (check["target"] is None)


def test_a_supply_is_its_row_of_the_table_of_all(reader: FlaskClient) -> None:
    (row,) = table(reader, f"/supplies/{APRIL}.csv")
    assert (row["id"], row["rows_read"], row["month"]) == (APRIL, "40", "2018-04")
    page = Proofreader(reader).page(f"/supplies/{APRIL}")
    for ending in ("csv", "json", "xlsx"):
        assert f'href="/supplies/{APRIL}.{ending}"' in page
    assert reader.get(f"/supplies/{CITY}.csv").status_code == 410
    assert reader.get("/supplies/none.csv").status_code == 404
    for ending in ("", ".csv", ".json"):  # the list lies beside the supplies, and is none
        assert reader.get(f"/supplies/supplies{ending}").status_code == 404


@pytest.mark.parametrize("address", WORKBOOKS)
def test_a_workbook_has_the_rows_of_the_table_and_always_the_same_bytes(reader: FlaskClient, address: str) -> None:
    first, again = (reader.get(address).data for _ in range(2))
    assert first == again
    figures = openpyxl.load_workbook(io.BytesIO(first)).worksheets[0]
    assert figures.max_row - 1 == len(table(reader, address.replace(".xlsx", ".csv")))


@pytest.mark.parametrize("address", ["/corrections.csv", "/charter.csv", f"/supplies/{APRIL}.csv"])
def test_what_describes_it_stands_beside_it(reader: FlaskClient, address: str) -> None:
    told = reader.get(f"{address}-metadata.json").get_json(force=True)
    assert [column["titles"] for column in told["tableSchema"]["columns"]] == list(table(reader, address)[0])


def test_the_dictionary_has_their_columns(reader: FlaskClient) -> None:
    page = reader.get("/data/dictionary").text
    for name in [column.name for each in ASSEMBLED.values() for column in each.columns]:
        assert f"<code>{name}</code>" in page

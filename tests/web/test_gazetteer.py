"""Names and postcodes of the operator's own: found, ambiguous, outside London, and bad files told by line."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.places import Kind, all_of
from portal.settings import BadSetting, Settings
from portal.web.app import create_app
from portal.web.gazetteer import Gazetteer, read_gazetteer
from portal.web.outlines import borough_at
from tests.geo.points import inside_every_borough

HEAD = "name,kind,latitude,longitude\n"
DALSTON = "Dalston,place,51.5457,-0.0709\n"
E8 = "E8 1,postcode,51.5457,-0.0709\nE8,postcode,51.5430,-0.0640\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(text, "utf-8")
    read_gazetteer.cache_clear()
    return path


def test_names_and_postcodes_lead_to_the_borough(tmp_path: Path) -> None:
    found = read_gazetteer(written(tmp_path, HEAD + DALSTON + E8))
    for asked in ("dalston", " DALSTON ", "E8", "e8 1", "E8 1EA", "e81ea", "E8 9ZZ", "E8 9", "e8 14"):
        assert [entry.borough.slug for entry in found.look_up(asked)] == ["hackney"], asked
    for asked in ("", "d", "dal", "E9", "E80", "E80 1AA", "E8 Lane", "Windsor"):
        assert found.look_up(asked) == (), asked


def test_a_name_of_two_boroughs_is_told_of_both(tmp_path: Path) -> None:
    found = read_gazetteer(written(tmp_path, HEAD + "Mill,place,51.5457,-0.0709\nMill,place,51.4613,-0.1156\n"))
    assert sorted(entry.borough.slug for entry in found.look_up("mill")) == ["hackney", "lambeth"]


def test_points_outside_london_are_passed_over(tmp_path: Path) -> None:
    assert read_gazetteer(written(tmp_path, HEAD + "Windsor,town,51.4816,-0.6044\n")) == Gazetteer({})
    assert borough_at(51.4816, -0.6044) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,lat\n", "line 1 has to be name,kind,latitude,longitude"),
        ("", "line 1 has to be name,kind,latitude,longitude"),
        (HEAD + "Dalston,place,north,-0.07\n", "line 2, latitude: 'north' is no number of degrees"),
        (HEAD + DALSTON + "Dalston,place,51.5,-1000\n", "line 3, longitude: '-1000' is no number of degrees"),
        (HEAD + "Dalston,place,51.5\n", "line 2 has to have 4 cells"),
        (HEAD + ",place,51.5,-0.1\n", "line 2 has to have 4 cells, the first a name"),
    ],
)
def test_a_bad_file_is_told_by_line_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSetting, match=r"names\.csv") as wrong:
        read_gazetteer(written(tmp_path, text))
    assert said in str(wrong.value)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    read_gazetteer.cache_clear()
    with pytest.raises(BadSetting, match="PORTAL_GAZETTEER"):
        read_gazetteer(tmp_path / "nowhere.csv")


def test_every_borough_is_found_by_points_inside_it() -> None:
    """By the points that GeoPandas has thrown into the outlines."""
    for place in all_of(Kind.BOROUGH):
        for latitude, longitude in inside_every_borough()[place.code]:
            assert borough_at(latitude, longitude) == place


def test_the_site_leads_to_the_borough_of_a_name(tmp_path: Path, reader: FlaskClient) -> None:
    path = written(tmp_path, HEAD + DALSTON)
    shelf = reader.application.extensions["shelf"].root
    settings = Settings.from_environ(
        {"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": str(shelf), "PORTAL_GAZETTEER": str(path)}
    )
    answer = create_app(settings).test_client().get("/find?q=dalston")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/boroughs/hackney")
    assert reader.get("/find?q=dalston").status_code == 200

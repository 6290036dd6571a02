"""Renamed addresses lead on, with all that hangs on them, and keep what was asked."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.web import redirects
from portal.web.app import create_app
from portal.web.redirects import BadRedirect, Renamed, former, new_address, read_redirects
from tests.web.written_shelf import resealed, written

OLD = Renamed("/teams/old", "/teams/newer", date(2027, 1, 1), "The force renamed it.")
AGAIN = Renamed("/teams/newer", "/teams/newest", date(2028, 1, 1), "And again.")


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("/teams/old", "/teams/newest"),
        ("/teams/old.csv", "/teams/newest.csv"),
        ("/teams/old/2018-19.json", "/teams/newest/2018-19.json"),
        ("/teams/newer", "/teams/newest"),
        ("/teams/older", None),
        ("/teams/newest", None),
    ],
)
def test_all_that_hangs_on_an_address_moves_with_it(asked: str, now: str | None) -> None:
    assert new_address(asked, (OLD, AGAIN)) == now


def test_what_was_asked_is_kept(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirects, "known_redirects", lambda: (OLD,))
    answer = reader.get("/teams/old/2018-19?show=R01&x=a%26b")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/teams/newer/2018-19?show=R01&x=a%26b")
    assert reader.get("/teams/old").headers["Location"] == "/teams/newer"


def test_the_shipped_file_can_be_read_and_leaves_living_addresses_alone(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        assert new_address(rule.rule, redirects.known_redirects()) is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("/a", "/b", "2027-01-01"), ("/b", "/a", "2028-01-01")], "an address is never used again"),
        ([("/a", "/a/b", "2027-01-01")], "an address is never used again"),
        ([("/a", "/b", "2027-01-01"), ("/c", "/d", "2026-01-01")], "older than the one before"),
        ([("a", "/b", "2027-01-01")], "begin with a slash"),
        ([("/a", "https://else.example/", "2027-01-01")], "begin with a slash"),
    ],
)
def test_a_renaming_that_cannot_be_followed_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str]], said: str
) -> None:
    path = tmp_path / "redirects.toml"
    path.write_text("".join(f'[[renamed]]\nfrom = "{old}"\nto = "{new}"\nday = {day}\nreason = "x"\n'
                            for old, new, day in rows))  # fmt: skip
    with pytest.raises(BadRedirect, match=said):
        read_redirects(path)


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("/data/teams/old.csv", "/data/teams/newest.csv"),
        ("/data/teams/newer.csv-metadata.json", "/data/teams/newest.csv-metadata.json"),
        ("/editions/2018-19/1.0/teams/old", "/editions/2018-19/1.0/teams/newest"),
        ("/editions/2018-19/1.0/teams/old/charts.json", "/editions/2018-19/1.0/teams/newest/charts.json"),
        ("/editions/2018-19/1.0/teams/old.csv", None),
        ("/editions/2018-19/1.0/teams/old.json", None),
        ("/data/teams/older.csv", None),
        ("/data", None),
    ],
)
def test_data_and_editions_lead_on_too_but_a_file_of_an_edition_keeps_its_name(asked: str, now: str | None) -> None:
    assert new_address(asked, (OLD, AGAIN)) == now


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/teams/newest/2018-19.csv", ["/teams/newer/2018-19.csv", "/teams/old/2018-19.csv"]),
        ("/data/teams/newest.csv", ["/data/teams/newer.csv", "/data/teams/old.csv"]),
        ("/editions/2018-19/1.0/teams/newer", ["/editions/2018-19/1.0/teams/old"]),
        ("/editions/2018-19/1.0/teams/newest.csv", []),
        ("/teams/other", []),
    ],
)
def test_every_former_address_of_an_address_is_known(address: str, names: list[str]) -> None:
    assert former(address, (OLD, AGAIN)) == names
    newest = new_address(address, (OLD, AGAIN)) or address
    assert {new_address(name, (OLD, AGAIN)) for name in names} <= {newest}


def test_a_place_that_was_renamed_is_shown_as_an_older_edition_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = written(tmp_path)
    for path in list((root / "2018-19/1.0/boroughs").glob("hackney.*")):
        path.rename(path.with_stem("old"))
    manifest = root / "2018-19/1.0/manifest.json"
    manifest.write_text(manifest.read_text().replace("boroughs/hackney.", "boroughs/old."))
    resealed(manifest.parent)
    renamed = Renamed("/boroughs/old", "/boroughs/hackney", date(2027, 1, 1), "It was renamed.")
    monkeypatch.setattr(redirects, "known_redirects", lambda: (renamed,))
    settings = Settings.from_environ({"PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)})
    reader = create_app(settings).test_client()
    own = "/editions/2018-19/1.0/boroughs"
    assert reader.get(f"{own}/old").headers["Location"] == f"{own}/hackney"
    assert "Police searched people or vehicles in Hackney 4 times" in reader.get(f"{own}/hackney").text
    with reader.get(f"{own}/old.csv") as answer:
        assert answer.status_code == 200
    assert reader.get(f"{own}/hackney/charts.json").status_code == 200

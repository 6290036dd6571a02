"""Renamed addresses lead on, with all that hangs on them, and keep what was asked."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web import redirects
from portal.web.redirects import BadRedirect, Renamed, new_address, read

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
    monkeypatch.setattr(redirects, "known", lambda: (OLD,))
    answer = reader.get("/teams/old/2018-19?show=R01&x=a%26b")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/teams/newer/2018-19?show=R01&x=a%26b")
    assert reader.get("/teams/old").headers["Location"] == "/teams/newer"


def test_the_shipped_file_can_be_read_and_leaves_living_addresses_alone(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        assert new_address(rule.rule, redirects.known()) is None


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
        read(path)

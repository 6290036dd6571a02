"""Settings: every one has a default, .env.example shows them all, and paths hang on the home."""

import dataclasses
from pathlib import Path

import pytest

from portal.settings import BadSetting, Settings
from tests.required import ROOT


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_shows_every_setting_with_its_default(tmp_path: Path) -> None:
    fields = {f"PORTAL_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    assert example().keys() == fields
    home = {"PORTAL_HOME": str(tmp_path)}
    assert Settings.from_environ({**example(), **home}) == Settings.from_environ(home)


def test_relative_paths_hang_on_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    settings = Settings.from_environ({"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": "out"})
    assert settings.published_dir == tmp_path / "out"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/portal.sqlite3"
    absolute = Settings.from_environ({"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": "/srv/out"})
    assert absolute.published_dir == Path("/srv/out")


@pytest.mark.parametrize("url", ["postgresql://u@h/n", "postgres://u@h/n", "postgresql+psycopg://u@h/n"])
def test_postgresql_goes_through_psycopg_3(url: str) -> None:
    assert Settings.from_environ({"PORTAL_DATABASE_URL": url}).database_url == "postgresql+psycopg://u@h/n"


def test_another_database_is_said_to_be_none_of_ours() -> None:
    with pytest.raises(BadSetting, match="PORTAL_DATABASE_URL must begin with"):
        Settings.from_environ({"PORTAL_DATABASE_URL": "mysql://u@h/n"})


def test_the_site_needs_no_database(tmp_path: Path) -> None:
    environ = {"PORTAL_HOME": str(tmp_path), "PORTAL_DATABASE_URL": "mysql://u:secret@h/n"}
    site = Settings.of_site(environ)
    assert "secret" not in str(site)
    assert site.published_dir == tmp_path / "instance" / "published"

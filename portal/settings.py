"""What an operator may set, read once from the environment and the files it names; every setting has a default."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs

from portal import settings_file, shipped

FILES = "PORTAL_SETTINGS"
"""Names files of settings, with `:` between them; a later one wins, the environment wins over all. As in systemd, a
file with `-` before its name may be missing."""
DATABASE = "PORTAL_DATABASE_URL"
SQLITE = "sqlite:///"
THIS_MACHINE = "http://127.0.0.1:8000"


class BadSetting(ValueError):
    """A setting's value cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Settings:
    """Relative paths hang on `home`, never on the working directory."""

    home: Path
    database_url: str
    published_dir: Path
    charter: Path
    base_url: str
    publisher: str
    contact: str
    commentary_dir: Path
    police_uk_url: str
    datastore_urls: tuple[str, ...]
    live_dir: Path | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """BadSetting if one cannot be used, or a file of settings not be read."""
        given = with_files(environ)

        def value(name: str, default: str) -> str:
            return given.get(f"PORTAL_{name}") or default

        home = Path(value("HOME", str(default_home()))).expanduser().resolve()
        return cls(
            home=home,
            database_url=database_url(home, value("DATABASE_URL", "sqlite:///instance/portal.sqlite3")),
            published_dir=home / value("PUBLISHED_DIR", "instance/published"),
            charter=home / value("CHARTER", str(shipped.data("charter", "casey-2023.toml"))),
            base_url=value("BASE_URL", THIS_MACHINE).rstrip("/"),
            publisher=value("PUBLISHER", "The operator of this portal"),
            contact=value("CONTACT", "The operator of this portal has set no contact yet"),
            commentary_dir=home / value("COMMENTARY_DIR", "instance/commentary"),
            police_uk_url=value("POLICE_UK_URL", "https://data.police.uk").rstrip("/"),
            datastore_urls=tuple(value("DATASTORE_URLS", "").split()),
            live_dir=home / value("LIVE_DIR", "") if value("LIVE_DIR", "") else None,
        )

    @classmethod
    def of_site(cls, environ: Mapping[str, str]) -> "Settings":
        """What the site needs: it is not told of the database, so a wrong address of it is no trouble either."""
        return cls.from_environ({**with_files(environ), FILES: "", DATABASE: ""})


def with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """What the files say and, before it, the environment. BadSetting names file and line."""
    found: dict[str, str] = {}
    for name in filter(None, environ.get(FILES, "").split(":")):
        path = Path(name.removeprefix("-"))
        if not path.is_absolute():
            raise BadSetting(f"{FILES}: {path} does not begin with /")
        if path.exists() or not name.startswith("-"):
            found |= file_settings(path)
    return found | {name: value for name, value in environ.items() if value}


def file_settings(path: Path) -> dict[str, str]:
    """The settings in one file; each is one of ours and stands there once."""
    known = {f"PORTAL_{field.name.upper()}" for field in fields(Settings)}
    found: dict[str, str] = {}
    try:
        for where, name, value in settings_file.read_lines(path):
            if name not in known:
                raise BadSetting(f"{where}: {name} is no setting of the portal; .env.example shows every one")
            if name in found:
                raise BadSetting(f"{where}: {name} stands in this file twice")
            found[name] = value
    except (OSError, settings_file.BadLine) as wrong:
        why = f"{path} cannot be read: {wrong.strerror}" if isinstance(wrong, OSError) else str(wrong)
        raise BadSetting(why) from wrong
    return found


def default_home() -> Path:
    """The checkout, or for an installed wheel the user's data folder."""
    if shipped.in_checkout():
        return shipped.CHECKOUT
    return Path(platformdirs.user_data_dir("stop-search-portal"))


def database_url(home: Path, url: str) -> str:
    """A relative SQLite path hangs on the home; PostgreSQL goes through psycopg 3."""
    if url.startswith(SQLITE):
        return f"{SQLITE}{home / url.removeprefix(SQLITE)}"
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    if url.startswith("postgresql+psycopg://"):
        return url
    raise BadSetting("PORTAL_DATABASE_URL must begin with sqlite:/// or postgresql://")

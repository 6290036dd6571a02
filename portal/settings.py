"""What an operator may set, read once from the environment; every setting has a working default."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from portal import shipped

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
        def value(name: str, default: str) -> str:
            return environ.get(f"PORTAL_{name}") or default

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

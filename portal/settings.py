"""What an operator may set, read once from the environment and the files it names; every setting has a default."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs

from portal import shipped

# A file of settings: `NAME=value` lines as systemd's EnvironmentFile has them, read strictly.
#
# What systemd, a shell and a reader would each take for something else is refused with file and line, never guessed.

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
BLANKS = " \t"
COMMENTS = ("#", ";")
ESCAPED = frozenset('"\\$`')
"""What a backslash takes its meaning from, between double quotes."""
IN_QUOTES = "put the value between double quotes"


class BadLine(ValueError):
    """A line that cannot be read, or that can be read in two ways."""


def read_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each setting as (where, name, value). BadLine naming file and line; OSError if the file cannot be read."""
    for number, raw in enumerate(path.read_bytes().split(b"\n"), 1):
        where = f"{path}:{number}"
        try:
            line = raw.decode("utf-8").removesuffix("\r").strip(BLANKS)
            if line and not line.startswith(COMMENTS):
                yield where, *name_and_value(line)
        except UnicodeDecodeError as wrong:
            raise BadLine(f"{where}: this is not UTF-8") from wrong
        except BadLine as wrong:
            raise BadLine(f"{where}: {wrong}") from wrong


def name_and_value(line: str) -> tuple[str, str]:
    name, equals, rest = line.partition("=")
    if not equals or not NAME.fullmatch(name):
        raise BadLine("a line reads NAME=value, without a blank before the =")
    if CONTROL.search(rest):
        raise BadLine(f"the value of {name} holds a control character")
    if rest[:1] in ("'", '"'):
        return name, quoted(rest)
    return name, plain_value(rest)


def quoted(rest: str) -> str:
    """What stands between the quote that `rest` begins with and its fellow."""
    mark, found, at = rest[0], "", 1
    while at < len(rest) and rest[at] != mark:
        if mark == '"' and rest[at] == "\\" and rest[at + 1 : at + 2] in ESCAPED:
            at += 1
        found += rest[at]
        at += 1
    if at >= len(rest):
        raise BadLine(f"the quote {mark} is not closed on this line")
    if rest[at + 1 :].strip(BLANKS):
        raise BadLine("something follows the closing quote; a comment needs a line of its own")
    return found


def plain_value(rest: str) -> str:
    """A value without quotes, to the end of the line."""
    if rest[:1] in (" ", "\t"):
        raise BadLine("a line reads NAME=value, without a blank after the =")
    if "\\" in rest or '"' in rest:
        raise BadLine(f"a backslash or a double quote in it is read in two ways; {IN_QUOTES}")
    if re.search(r"[ \t]#", rest):
        raise BadLine(f"a # after a blank may be meant as a comment; {IN_QUOTES}, or give the comment its own line")
    return rest


def in_quotes(value: str) -> str:
    """The value as we write it: between double quotes, the same for systemd, a shell and `read_lines`."""
    return '"' + "".join(f"\\{one}" if one in ESCAPED else one for one in value) + '"'


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
    gazetteer: Path | None = None
    wards: Path | None = None
    places: Path | None = None

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
            publisher=value("PUBLISHER", ""),
            contact=value("CONTACT", ""),
            commentary_dir=home / value("COMMENTARY_DIR", "instance/commentary"),
            police_uk_url=value("POLICE_UK_URL", "https://data.police.uk").rstrip("/"),
            datastore_urls=tuple(value("DATASTORE_URLS", "").split()),
            live_dir=home / value("LIVE_DIR", "") if value("LIVE_DIR", "") else None,
            gazetteer=home / value("GAZETTEER", "") if value("GAZETTEER", "") else None,
            wards=home / value("WARDS", "") if value("WARDS", "") else None,
            places=home / value("PLACES", "") if value("PLACES", "") else None,
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
        for where, name, value in read_lines(path):
            if name not in known:
                raise BadSetting(f"{where}: {name} is no setting of the portal; .env.example shows every one")
            if name in found:
                raise BadSetting(f"{where}: {name} stands in this file twice")
            found[name] = value
    except (OSError, BadLine) as wrong:
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

"""What a home holds, looked at from outside: plain SQL, files and hashes, with no code of the portal's.

Nothing lost, nothing doubled, nothing half made, and nothing public that was withdrawn.
"""

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text


def faults(home: Path) -> list[str]:
    """Everything that is wrong, a sentence each."""
    with closing(sqlite3.connect(f"file:{home / 'instance' / 'portal.sqlite3'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        published = home / "instance" / "published"
        return [*of_rows(database), *of_register(database, published), *of_folder(database, published)]


def of_folder_and_register(home: Path) -> Iterator[str]:
    """Without the rows, which may be lost and still to be read in again."""
    with closing(sqlite3.connect(f"file:{home / 'instance' / 'portal.sqlite3'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        published = home / "instance" / "published"
        yield from of_register(database, published)
        yield from of_folder(database, published)


def of_rows(database: sqlite3.Connection) -> Iterator[str]:
    supplies = {row["id"]: row for row in database.execute("SELECT * FROM supply")}
    current = Counter(
        (row["source"], row["force"], row["month"]) for row in supplies.values() if row["state"] == "current"
    )
    yield from (f"{of} is current {times} times" for of, times in current.items() if times > 1)
    for table, column in (("stop", "rows_kept"), ("rejection", "rows_rejected"), ("fact", None)):
        counts = dict(database.execute(f"SELECT supply, count(*) FROM {table} GROUP BY supply").fetchall())
        yield from (
            f"{table}: rows of a supply {number} that there is not" for number in counts.keys() - supplies.keys()
        )
        for number, row in supplies.items():
            due = 0 if row["state"] == "withdrawn" else row[column] if column else counts.get(number, 0)
            if counts.get(number, 0) != due:
                yield f"{row['public_id']}: {counts.get(number, 0)} rows in {table}, {due} are due"
    yield from (
        f"{row['what']}: not finished" for row in database.execute("SELECT * FROM withdrawal") if not row["finished_at"]
    )


def of_register(database: sqlite3.Connection, published: Path) -> Iterator[str]:
    entered = {f"{row['period']}/{row['number']}": row for row in database.execute("SELECT * FROM edition")}
    there = {str(path.relative_to(published)) for path in published.glob("*/*")}
    yield from (f"{name}: on the shelf, not in the register" for name in there - entered.keys())
    for name, row in entered.items():
        manifest, stones = (digest(published / name / each) for each in ("manifest.json", "withdrawn.json"))
        if manifest != row["manifest_sha256"] or row["begun_sha256"]:
            yield f"{name}: its manifest is not that of the register, or it is not settled"
        if (stones or "") != row["tombstones_sha256"]:
            yield f"{name}: its tombstones are not those of the register"


def of_folder(database: sqlite3.Connection, published: Path) -> Iterator[str]:
    gone = {row["public_id"] for row in database.execute("SELECT public_id FROM supply WHERE state = 'withdrawn'")}
    beside = {path.name for path in published.iterdir() if path.is_file()}
    yield from (f"{name}: beside the lines" for name in beside)
    if published.with_name(f".{published.name}.stamp").read_text("ascii").startswith("changing"):
        yield "the stamp says that something changes"
    for path in sorted(published.glob("*/*/manifest.json")):
        yield from of_edition(path.parent, json.loads(path.read_bytes()), gone)


def of_edition(edition: Path, manifest: dict[str, Any], gone: set[str]) -> Iterator[str]:
    path = edition / "withdrawn.json"
    stones = json.loads(path.read_bytes()) if path.is_file() else {}
    found = {str(Path(folder, name).relative_to(edition)) for folder, _, names in os.walk(edition) for name in names}
    found -= {"manifest.json", "withdrawn.json"}
    files: dict[str, str] = manifest["files"]
    yield from (f"{edition / name}: nobody's file" for name in found - files.keys())
    yield from (f"{edition / name}: withdrawn, and there" for name in found & stones.keys())
    yield from (f"{edition / name}: lost" for name in files.keys() - found - stones.keys())
    yield from (
        f"{edition / name}: another file" for name in found & files.keys() if digest(edition / name) != files[name]
    )
    for supply in gone & {source["id"] for source in manifest["supplies"]}:
        yield from (f"{edition / name}: rows of {supply}" for name in found if name.startswith("searches-"))
        if f"{supply}.json" in found and json.loads((edition / f"{supply}.json").read_bytes())["state"] != "withdrawn":
            yield f"{edition}: still tells of {supply}"


def of_export(folder: Path) -> Iterator[str]:
    """Whether an exported folder is what its list says, whole."""
    listed: dict[str, str] = json.loads((folder / ".portal-export.json").read_bytes())
    found = {str(Path(at, name).relative_to(folder)) for at, _, names in os.walk(folder) for name in names}
    yield from (f"{name}: exported and not listed" for name in found - listed.keys() - {".portal-export.json"})
    yield from (f"{name}: not as listed" for name in listed if digest(folder / name) != listed[name])


def rows_by_month(home: Path) -> dict[tuple[str, str], int]:
    """Force and month -> the rows of its current supply."""
    question = (
        "SELECT supply.force, supply.month, count(*) FROM stop JOIN supply ON stop.supply = supply.id "
        "WHERE supply.state = 'current' GROUP BY supply.force, supply.month"
    )
    with closing(sqlite3.connect(f"file:{home / 'instance' / 'portal.sqlite3'}?mode=ro", uri=True)) as database:
        return {(force, month): rows for force, month, rows in database.execute(question)}


def holders(folder: Path, word: str) -> list[Path]:
    """Files below the folder with the word in them or in their names."""
    needle = word.encode()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in files if word in path.name or needle in path.read_bytes()]


def tables_with(engine: Engine, word: str) -> list[str]:
    """Tables of the database, whichever it is, that have the word in a cell."""
    with engine.connect() as connection:
        names = sorted(inspect(connection).get_table_names())
        rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}
    return [name for name, held in rows.items() if any(word in str(cell) for row in held for cell in row)]


def digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

"""`python -m tests.tables FOLDER [--libreoffice] [PATTERN]`: open the tables of an export as others will.

FOLDER: what `portal export` wrote. PATTERN: which tables below `data`, such as `2024-25/*.csv`; all without one.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.accounts import canonical
from tests.tables.checkers import by_csvw, by_frictionless, by_libreoffice, by_pandas

Checker = Callable[[Path, Sequence[Path]], list[str]]


def under_their_own_names(data: Path, paths: Sequence[Path]) -> list[Path]:
    """Without copies of a table under a borough's code or a former name, and without pages about withdrawn tables."""
    resources = json.loads((data / "datapackage.json").read_bytes())["resources"]
    names, hashes = {each["path"] for each in resources}, {each["hash"].removeprefix("sha256:") for each in resources}
    return [path for path in paths if path.is_file() and (
        str(path.relative_to(data)) in names or canonical.sha256(path.read_bytes()) not in hashes)]  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("pattern", nargs="?", default="**/*.csv")
    asked.add_argument("--libreoffice", action="store_true", help="Also open every table in LibreOffice.")
    told = asked.parse_args()
    data = told.folder / "data"
    tables = under_their_own_names(data, sorted(data.glob(told.pattern)))
    checkers: dict[str, Checker] = {"frictionless": by_frictionless, "csvw": by_csvw, "pandas": by_pandas}
    if told.libreoffice:
        checkers["LibreOffice"] = by_libreoffice
    failed = False
    for name, check in checkers.items():
        began = time.monotonic()
        faults = check(data, tables)
        print(f"{name}: {len(tables)} tables, {len(faults)} faults, {time.monotonic() - began:.0f} s")
        for fault in faults[:20]:
            print(f"  {fault}")
        failed = failed or bool(faults)
    return int(failed or not tables)


if __name__ == "__main__":
    sys.exit(main())

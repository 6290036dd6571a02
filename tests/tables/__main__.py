"""`python -m tests.tables FOLDER [--libreoffice] [PATTERN]`: open the tables of an export as others will.

FOLDER: what `portal export` wrote. PATTERN: which of its tables, such as `data/2024-25/*.csv`; every one without it.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.tables.checkers import by_csvw, by_frictionless, by_libreoffice, by_pandas, every

Checker = Callable[[Path, Sequence[Path]], list[str]]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("pattern", nargs="?", default="**/*.csv")
    asked.add_argument("--libreoffice", action="store_true", help="Also open every table in LibreOffice.")
    told = asked.parse_args()
    tables = every(told.folder, told.pattern)
    checkers: dict[str, Checker] = {"frictionless": by_frictionless, "csvw": by_csvw, "pandas": by_pandas}
    if told.libreoffice:
        checkers["LibreOffice"] = by_libreoffice
    failed = False
    for name, check in checkers.items():
        began = time.monotonic()
        faults = check(told.folder, tables)
        print(f"{name}: {len(tables)} tables, {len(faults)} faults, {time.monotonic() - began:.0f} s")
        for fault in faults[:20]:
            print(f"  {fault}")
        failed = failed or bool(faults)
    return int(failed or not tables)


if __name__ == "__main__":
    sys.exit(main())

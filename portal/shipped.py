"""The folders that travel with the code: `data/`, `templates/`, `deploy/`, and of `docs/` the method, which is a page.

In a checkout they stand beside the packages; in an installed wheel they lie inside this one.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
SHIPPED = HERE / "shipped_files"
KINDS = (".py", ".toml", ".csv", ".json", ".geojson")
CODE = ("portal", "ingest", "geo")
BESIDE_CHARTER = ("rationale", "section_60")
NAMED_APART = ("charter", *BESIDE_CHARTER)
"""Folders of `data/` whose .toml files are the charter that is measured: its change is a reason of its own."""


def in_checkout() -> bool:
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir()


def folder(name: str) -> Path:
    """`data`, `templates`, `deploy` or `docs`, wherever this installation keeps it."""
    return CHECKOUT / name if in_checkout() else SHIPPED / name


@cache
def fingerprint() -> str:
    """SHA-256 over our code and data: what, beside the supplies and the charter, figures follow from.

    The same in a checkout and in a wheel of the same commit: files go by their names from the checkout on.
    """
    whole = hashlib.sha256()
    for name, path in sorted(files_of_method().items()):
        whole.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def files_of_method() -> dict[str, Path]:
    """`ingest/normalise.py`, `data/limits.toml` -> where it lies here: each file once."""
    found = {f"{name}/{path.relative_to(HERE.parent / name).as_posix()}": path for name in CODE for path in kept(name)}
    shipped = (path for path in folder("data").rglob("*") if path.suffix in KINDS and not is_charter(path))
    return found | {f"data/{path.relative_to(folder('data')).as_posix()}": path for path in shipped}


def kept(package: str) -> Iterator[Path]:
    """The files of a package of ours; what was shipped inside it goes by names of its own."""
    for path in (HERE.parent / package).rglob("*"):
        if path.suffix in KINDS and not path.is_relative_to(SHIPPED):
            yield path


def is_charter(path: Path) -> bool:
    return path.suffix == ".toml" and path.parent in {folder("data") / name for name in NAMED_APART}


def code() -> str:
    """The version of the portal, and the beginning of its fingerprint."""
    return f"{version('stop-search-portal')} {fingerprint()[:16]}"


def data(*parts: str) -> Path:
    """A file under `data/`."""
    return folder("data").joinpath(*parts)

"""The folders that travel with the code: `data/`, `templates/`, `deploy/`, and of `docs/` the method, which is a page.

In a checkout they stand beside the packages; in an installed wheel they lie inside this one.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
KINDS = (".py", ".toml", ".csv", ".json", ".geojson")


def in_checkout() -> bool:
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir()


def folder(name: str) -> Path:
    """`data`, `templates`, `deploy` or `docs`, wherever this installation keeps it."""
    return CHECKOUT / name if in_checkout() else HERE / "shipped_files" / name


@cache
def fingerprint() -> str:
    """SHA-256 over our code and data: what, beside the supplies, figures follow from."""
    whole = hashlib.sha256()
    roots = [HERE, HERE.parent / "geo", folder("data")]
    for path in sorted(path for root in roots for path in root.rglob("*") if path.suffix in KINDS):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def code() -> str:
    """The version of the portal, and the beginning of its fingerprint."""
    return f"{version('stop-search-portal')} {fingerprint()[:16]}"


def data(*parts: str) -> Path:
    """A file under `data/`."""
    return folder("data").joinpath(*parts)

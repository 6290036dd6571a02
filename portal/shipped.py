"""The folders that travel with the code: `data/`, `templates/`, `deploy/`, and of `docs/` the method, which is a page.

In a checkout they stand beside the packages; in an installed wheel they lie inside this one.
"""

import hashlib
from collections.abc import Iterator, Mapping
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

NO_FIGURES = (
    "portal/web",
    "portal/static",
    "portal/commands",
    "portal/running",
    "portal/export",
    "portal/demo",
    "portal/settings.py",
    "data/demo",
    "data/announcements.toml",
    "data/redirects.toml",
    "data/places/short_names.toml",
)
"""Files and folders that no published figure follows from. What is not named here counts: a new room is not missed."""


def in_checkout() -> bool:
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir()


def folder(name: str) -> Path:
    """`data`, `templates`, `deploy` or `docs`, wherever this installation keeps it."""
    return CHECKOUT / name if in_checkout() else SHIPPED / name


@cache
def method_fingerprint() -> str:
    """SHA-256 over our code and data as far as figures follow from them, beside the supplies and the charter.

    The same in a checkout and in a wheel of the same commit: files go by their names from the checkout on.
    """
    return digest_of(files_of_method())


@cache
def build_fingerprint() -> str:
    """The same over all our code and data, the site and the commands too: what a page or a backup follows from."""
    return digest_of(files_of_build())


def digest_of(files: Mapping[str, Path]) -> str:
    whole = hashlib.sha256()
    for name, path in sorted(files.items()):
        whole.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def files_of_method() -> dict[str, Path]:
    """Those of `files_of_build` that figures follow from."""
    return {name: path for name, path in files_of_build().items() if gives_figures(name)}


def gives_figures(name: str) -> bool:
    """Whether published figures follow from the file of this name, such as `portal/accounts/counting/rates.py`."""
    return not any(name == part or name.startswith(f"{part}/") for part in NO_FIGURES)


def files_of_build() -> dict[str, Path]:
    """`ingest/normalise.py`, `data/limits.toml` -> where it lies here: each file once."""
    found = {
        f"{name}/{path.relative_to(HERE.parent / name).as_posix()}": path
        for name in CODE
        for path in package_files(name)
    }
    shipped = (path for path in folder("data").rglob("*") if path.suffix in KINDS and not is_charter(path))
    return found | {f"data/{path.relative_to(folder('data')).as_posix()}": path for path in shipped}


def package_files(package: str) -> Iterator[Path]:
    """The files of a package of ours; what was shipped inside it goes by names of its own."""
    for path in (HERE.parent / package).rglob("*"):
        if path.suffix in KINDS and not path.is_relative_to(SHIPPED):
            yield path


def is_charter(path: Path) -> bool:
    return path.suffix == ".toml" and path.parent in {folder("data") / name for name in NAMED_APART}


def code() -> str:
    """The version of the portal, and the beginning of the fingerprint of what figures follow from: in manifests."""
    return f"{version('stop-search-portal')} {method_fingerprint()[:16]}"


def build() -> str:
    """The version of the portal, and the beginning of the fingerprint of all of it."""
    return f"{version('stop-search-portal')} {build_fingerprint()[:16]}"


def data(*parts: str) -> Path:
    """A file under `data/`."""
    return folder("data").joinpath(*parts)

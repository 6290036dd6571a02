"""The folders that travel with the code: `data/` and `templates/`.

In a checkout they stand beside the packages; in an installed wheel they lie inside this one.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent


def in_checkout() -> bool:
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir()


def folder(name: str) -> Path:
    """`data` or `templates`, wherever this installation keeps it."""
    return CHECKOUT / name if in_checkout() else HERE / "shipped_files" / name


def data(*parts: str) -> Path:
    """A file under `data/`."""
    return folder("data").joinpath(*parts)

"""A charter read from its file: whole and consistent, or refused with every fault and its line."""

from functools import cache
from pathlib import Path

from portal import shipped
from portal.charter import consistency
from portal.charter.building import BadCharter, CharterFault, built, listed, sheet
from portal.charter.definitions import Charter, Check, Commitment, LawVersion, Power, Source, Standard

__all__ = ["BadCharter", "CharterFault", "published", "read"]


def read(path: Path) -> Charter:
    """The charter in the file. BadCharter, with every fault found, where it cannot be used."""
    on = sheet(path)
    charter = built(
        on,
        Charter,
        {key: value for key, value in on.raw.items() if key not in TABLES},
        (),
        sources=listed(on, Source, "source"),
        commitments=listed(on, Commitment, "commitment"),
        standards=listed(on, Standard, "standard", known_by=None),
        laws=listed(on, LawVersion, "law"),
        powers=listed(on, Power, "power", known_by=None),
        checks=listed(on, Check, "check"),
    )
    for table in ("source", "commitment", "check"):
        if not on.raw.get(table):
            on.wrong((), f"the file has no [[{table}]]")
    consistency.find_faults(on)
    on.must_be_sound()
    assert charter is not None
    return charter


TABLES = ("source", "commitment", "standard", "law", "power", "check")


@cache
def published() -> Charter:
    """The charter that travels with the code."""
    return read(shipped.data("charter", "casey-2023.toml"))

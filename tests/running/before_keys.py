"""A portal as it was before returns were named by a key: each by its plain hash, in the database and in editions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text

from portal.return_names import Names, SupplyName, public_supply_id
from portal.store import return_key


def plain_name(_: Names, source: str, force: str, month: str, plain: str, *, refused: bool = False) -> SupplyName:
    return SupplyName(public_supply_id(source, force, month, plain), plain)


@contextmanager
def before_keys(engine: Engine) -> Iterator[None]:
    """What is read in and published inside is named so; at the end there is no key either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Names, "of", plain_name)
        patch.setattr(return_key, "unnamed", lambda session: [])
        patch.setattr(Names, "of_inputs", lambda names, plain, sources_of_it: plain)
        yield
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM return_key"))

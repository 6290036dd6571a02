"""The register and the shelf: what a run of ours began is settled, what nobody of ours published stops everything."""

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import verifying
from portal.accounts.editions import Begun
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import Shelf
from portal.commands.outcomes import FAULT_FOUND, Stopped
from portal.store import register


def settle(engine: Engine, shelf: Shelf) -> None:
    """End what was begun, also by a run that was cut off. Stopped (6) if the shelf holds an edition of nobody's."""
    with Session(engine) as session, session.begin():
        for row in register.editions(session):
            if row.begun_sha256:
                found = verifying.hash_of(shelf.root / row.period / row.number / "manifest.json")
                register.settle(session, row, found)
    with Session(engine) as session:
        strange = list(verifying.not_ours(shelf, register.by_name(session)))
    for fault in strange:
        click.echo(f"portal: nothing is published: {fault}", err=True)
    if strange:
        raise Stopped(FAULT_FOUND)


def beginning(engine: Engine) -> Begun:
    """Notes an edition's hash in a transaction of its own, before the edition can be seen."""

    def begun(manifest: Manifest, sha256: str) -> None:
        with Session(engine) as session, session.begin():
            register.begin(session, manifest.period, manifest.number, manifest.published_at, sha256)

    return begun

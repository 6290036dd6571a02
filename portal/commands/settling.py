"""The register and the shelf: what a run of ours began is settled, what nobody of ours published stops everything."""

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import verifying
from portal.accounts.editions import Begun, sweep
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import TOMBSTONES, Shelf
from portal.accounts.withdrawal import Buried
from portal.commands.outcomes import FAULT_FOUND, Stopped
from portal.store import register


def settle(engine: Engine, shelf: Shelf) -> None:
    """End what was begun, also by a run that was cut off. Stopped (6) if the shelf holds an edition of nobody's."""
    end_begun(engine, shelf)
    with Session(engine) as session:
        strange = list(verifying.not_ours(shelf, register.by_name(session)))
    for fault in strange:
        click.echo(f"portal: nothing is published: {fault}", err=True)
    if strange:
        raise Stopped(FAULT_FOUND)


def end_begun(engine: Engine, shelf: Shelf) -> None:
    """What a run was drawing up when it was cut off is swept away, and what came out is entered as such."""
    sweep(shelf)
    with Session(engine) as session, session.begin():
        for row in register.editions(session):
            directory = shelf.root / row.period / row.number
            if row.begun_sha256:
                register.settle(session, row, verifying.hash_of(directory / "manifest.json"))
            if row.tombstones_sha256 is None:  # entered before they were kept: from now on they are
                register.bury(session, row.period, row.number, verifying.hash_of(directory / TOMBSTONES) or "")


def beginning(engine: Engine) -> Begun:
    """Notes an edition's hash in a transaction of its own, before the edition can be seen."""

    def begun(manifest: Manifest, sha256: str) -> None:
        with Session(engine) as session, session.begin():
            register.begin(session, manifest.period, manifest.number, manifest.published_at, sha256)

    return begun


def burying(engine: Engine) -> Buried:
    """Notes the hash of an edition's tombstones, before they are written."""

    def buried(manifest: Manifest, sha256: str) -> None:
        with Session(engine) as session, session.begin():
            register.bury(session, manifest.period, manifest.number, sha256)

    return buried

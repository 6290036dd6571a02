"""The register and the shelf: what a run of ours began is settled, what nobody of ours published stops everything."""

from sqlalchemy import Engine
from sqlmodel import Session

from portal.documents.manifest import Manifest
from portal.editions import verify
from portal.editions.archive import TOMBSTONES, Shelf
from portal.editions.freeze import Begun, remove_unfinished_editions
from portal.editions.withdraw import Buried
from portal.publishing.events import ForeignEdition
from portal.store import register


def reconcile_archive(engine: Engine, shelf: Shelf) -> None:
    """End what was begun, also by a run that was cut off. ForeignEdition if the shelf holds an edition of nobody's."""
    end_begun(engine, shelf)
    with Session(engine) as session:
        strange = list(verify.not_ours(shelf, register.edition_rows_by_number(session)))
    if strange:
        raise ForeignEdition(strange)


def end_begun(engine: Engine, shelf: Shelf) -> None:
    """What a run was drawing up when it was cut off is swept away, and what came out is entered as such."""
    remove_unfinished_editions(shelf)
    with Session(engine) as session, session.begin():
        for row in register.edition_rows(session):
            directory = shelf.root / row.period / row.number
            if row.begun_sha256:
                register.reconcile_edition_row(session, row, verify.hash_of(directory / "manifest.json"))
            if row.tombstones_sha256 is None:  # entered before they were kept: from now on they are
                register.record_tombstones_hash(
                    session, row.period, row.number, verify.hash_of(directory / TOMBSTONES) or ""
                )


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
            register.record_tombstones_hash(session, manifest.period, manifest.number, sha256)

    return buried

"""Arbitrary bytes never crash, hang, or store part of a supply."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from portal.records import Rejection, Stop, Supply
from portal.settings import Settings
from portal.store import database
from tests.conftest import LivingIn, examples, run
from tests.returns import NAMES as RETURN
from tests.samples import HEADER, row

pytestmark = pytest.mark.full

GOOD = row().encode()
LINES = st.lists(st.one_of(st.just(GOOD), st.binary(max_size=80), st.sampled_from([b'"' + GOOD, GOOD + b",x", b","])))
JSON_PIECES = st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b'"object_of_search"', b":", b",", b"1", b"null"]))


def packed(raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("2018-04/2018-04-metropolitan-stop-and-search.csv", raw)
    return file.getvalue()


FILES = st.one_of(
    st.binary(max_size=600).map(lambda raw: ("2018-04-metropolitan-stop-and-search.csv", raw)),
    LINES.map(lambda lines: ("2018-04-metropolitan-stop-and-search.csv", b"\r\n".join([HEADER.encode(), *lines]))),
    LINES.map(lambda lines: ("return.csv", b"\n".join([",".join(RETURN).encode(), *lines]))),
    JSON_PIECES.map(lambda pieces: ("stops-force-metropolitan-2018-04.json", b"[" + b"".join(pieces))),
    st.binary(max_size=300).map(lambda raw: ("archive.zip", b"PK\x03\x04" + raw)),
    st.tuples(st.binary(max_size=300), st.integers(0, 400), st.binary(max_size=3)).map(
        lambda parts: ("archive.zip", spoilt(packed(parts[0]), parts[1], parts[2]))
    ),
)


def spoilt(raw: bytes, at: int, with_: bytes) -> bytes:
    return raw[:at] + with_ + raw[at + len(with_) :]


@hypothesis_settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_arbitrary_files_are_taken_whole_or_refused(living_in: LivingIn, file: tuple[str, bytes]) -> None:
    name, raw = file
    with tempfile.TemporaryDirectory() as folder, living_in(Path(folder)) as settings:
        path = Path(folder, name)
        path.write_bytes(raw)
        ran = run("ingest", path)
        assert ran.code in (0, 3), ran.err
        check_whole(settings)
        assert run("ingest", path).code in (0, 3)
        check_whole(settings)


def check_whole(settings: Settings) -> None:
    """Every supply has the rows and rejections it says, and no row is without its supply."""
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        for supply in session.exec(select(Supply)):
            kept, rejected = (
                session.exec(select(func.count()).select_from(table).where(table.supply == supply.id)).one()
                for table in (Stop, Rejection)
            )
            assert (kept, rejected) == (supply.rows_kept, supply.rows_rejected)
            assert supply.rows_read == kept + rejected
        ids = set(session.exec(select(Supply.id)))
        assert set(session.exec(select(Stop.supply).distinct())) <= ids
    engine.dispose()

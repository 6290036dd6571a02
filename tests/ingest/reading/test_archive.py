"""ZIP archives: members of ours are read, tricks are refused, the rest is passed over."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from ingest.reading import archive
from ingest.reading.batch import Refused
from tests.conftest import Portal
from tests.ingest.reading.packed import zipped
from tests.samples import police_uk, row

MET, KENT = "2018-04/2018-04-metropolitan-stop-and-search.csv", "2018-04/2018-04-kent-stop-and-search.csv"


def unpacked(raw: bytes) -> dict[str, bytes | Refused]:
    return dict(archive.members(io.BytesIO(raw), lambda name: True))


def test_members_come_in_the_order_of_their_names() -> None:
    assert list(unpacked(zipped({"b": b"2", "a": b"1"}))) == ["a", "b"]


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:/evil.csv", "..\\evil.csv", "."]
)
def test_a_path_that_leads_out_is_refused(name: str) -> None:
    (found,) = unpacked(zipped({name: b"x"})).values()
    assert isinstance(found, Refused)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    (found,) = unpacked(zipped({"a.csv": b"0" * 50_000_000})).values()
    assert "would unpack" in str(found)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    raw = zipped({"a.csv": b"x" * 1000})
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.index(signature) + at
        raw = raw[:place] + struct.pack("<I", 10) + raw[place + 4 :]
    (found,) = unpacked(raw).values()
    assert isinstance(found, Refused)


def test_a_broken_archive_is_refused() -> None:
    with pytest.raises(Refused, match="the ZIP archive is broken"):
        unpacked(zipped({"a": b"1"})[:-10])


@pytest.mark.parametrize("name", ["archive.zip", "2018-04-metropolitan-stop-and-search.xlsx"])
def test_an_archive_that_asks_for_a_newer_zip_than_there_is_is_refused(
    portal: Portal, tmp_path: Path, name: str
) -> None:
    """zipfile says NotImplementedError of its table of contents: hypothesis found it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr(
            "xl/workbook.xml" if name.endswith("xlsx") else "2018-04-metropolitan-stop-and-search.csv", "x"
        )
    raw = bytearray(file.getvalue())
    raw[raw.index(b"PK\x01\x02") + 6] = 99  # the version that is needed to unpack the member
    (tmp_path / name).write_bytes(raw)
    ran = portal("ingest", tmp_path / name)
    assert (ran.code, "is broken" in ran.err, "defect" in ran.err) == (3, True, False), ran.err


def test_only_the_forces_asked_for_are_read(portal: Portal, tmp_path: Path) -> None:
    members = {MET: police_uk([row()]), KENT: police_uk([row()]), "2018-04/2018-04-metropolitan-street.csv": b"x,y\n"}
    (tmp_path / "archive.zip").write_bytes(zipped(members))
    ran = portal("ingest", tmp_path / "archive.zip")
    assert ran.code == 0
    assert ran.out.splitlines()[-5:] == [
        "passed over, crimes or their outcomes, not stop and search:",
        f"  {tmp_path}/archive.zip/2018-04/2018-04-metropolitan-street.csv",
        "passed over, records of a force that does not search in London:",
        f"  {tmp_path}/archive.zip/{KENT}",
        "1 new, 2 passed over",
    ]


def test_a_zip_named_csv_is_refused_with_its_nature_told(portal: Portal, tmp_path: Path) -> None:
    path = tmp_path / "2018-04-metropolitan-stop-and-search.csv"
    path.write_bytes(zipped({MET: police_uk([row()])}))
    ran = portal("ingest", path)
    assert ran.code == 3
    assert "this is a ZIP archive, not CSV text" in ran.err

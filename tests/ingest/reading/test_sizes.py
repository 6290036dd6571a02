"""No file takes the rest down: what is too large is refused by itself, and the next file is read."""

import gzip
import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.reading import archive, delimited, sizes, workbook
from ingest.reading.batch import Refused, TooLarge
from ingest.sources import police_uk_api
from portal import file_sizes
from tests.conftest import Limited, Portal
from tests.ingest.fetching.quick_fetch import MONTH, run
from tests.ingest.fetching.upstream_server import Reply, Source, by_force
from tests.ingest.reading.packed import book, of_lines, zipped
from tests.required import ROOT
from tests.returns import NAMES, as_file, returned
from tests.samples import HEADER, month_file, police_uk, row

HUGE = "2018-03-metropolitan-stop-and-search.csv"
SECRET = "Zebedee"


def huge(path: Path, size: int = 3 * 2**30) -> Path:
    """A sparse file: it takes no place on the disk."""
    with path.open("wb") as file:
        file.write(SECRET.encode())
        file.truncate(size)
    return path


def test_a_file_of_three_gigabytes_is_refused_and_the_next_is_read(portal: Portal, tmp_path: Path) -> None:
    huge(tmp_path / HUGE)
    month_file(tmp_path, [row()])
    ran = portal("ingest", tmp_path)
    assert (ran.code, "1 new" in ran.out) == (3, True)
    assert f"{HUGE}: refused: it has 3,221,225,472 bytes; 100,663,296 is the most" in ran.err
    assert "split it into one file a month" in ran.err
    assert SECRET not in ran.out + ran.err
    assert portal("status", "--json").out.count("2018-03") == 0, "a size is told, not remembered"


def test_pipes_and_devices_are_never_waited_on(portal: Portal, tmp_path: Path) -> None:
    month_file(tmp_path, [row()])
    os.mkfifo(tmp_path / "pipe.csv")
    os.mkfifo(tmp_path / HUGE)
    ran = portal("ingest", tmp_path)
    assert (ran.code, "1 new" in ran.out) == (3, True)
    assert f"{HUGE}: refused: {file_sizes.NO_FILE}" in ran.err
    assert "passed over, no plain file: a pipe, a device or a socket:" in ran.out
    for named in (tmp_path / HUGE, Path("/dev/zero")):
        assert file_sizes.NO_FILE in portal("ingest", named).err


@pytest.mark.parametrize("words", [("return", "check"), ("grounds", "flag"), ("charter", "check")])
def test_every_command_that_reads_a_file_refuses_what_is_too_large(
    portal: Portal, tmp_path: Path, words: tuple[str, str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in ((huge(tmp_path / "huge"), "is the most that is read"), (tmp_path / "pipe", file_sizes.NO_FILE)):
        ran = portal(*words, path)
        assert (ran.code, said in ran.err, SECRET in ran.err) == (3, True, False)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = month_file(tmp_path, [row()]), os.fstat
    calls: list[int] = []

    def fstat(handle: int) -> os.stat_result:
        if calls:
            with path.open("ab") as file:
                file.write(b"more")
        calls.append(handle)
        return real(handle)

    monkeypatch.setattr(os, "fstat", fstat)
    with pytest.raises(TooLarge, match="it changed while it was read"):
        sizes.bytes_of(path)


def test_a_file_that_cannot_be_read_costs_itself_only(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = tmp_path / HUGE
    spoilt.write_bytes(police_uk([row()]))
    month_file(tmp_path, [row()])
    real = sizes.bytes_of

    def bytes_of(path: Path) -> bytes:
        if path == spoilt:
            raise OSError(5, "Input/output error")
        return real(path)

    monkeypatch.setattr(sizes, "bytes_of", bytes_of)
    ran = portal("ingest", tmp_path)
    assert (ran.code, "1 new" in ran.out) == (3, True)
    assert "refused: it cannot be read: Input/output error" in ran.err


@pytest.mark.parametrize(
    ("limit", "raw", "said"),
    [
        ({"cells": 40}, f"{HEADER}\n{row()}\n{row()}\n", "cells (commas and line ends); 40 is the most"),
        ({"cells": 40}, f"{HEADER}\n" + "\n" * 60, "cells (commas and line ends); 40 is the most"),
        ({"cells": 40}, f"{HEADER}\r" + "\r" * 60, "cells (commas and line ends); 40 is the most"),
        ({"faults": 2}, f"{HEADER}\nx\nx\nx\n", "more than 2 of its lines are no rows"),
        ({"line": 300}, f"{'x' * 301}\n{row()}\n", "line 1: it is longer than 300 characters"),
        ({"line": 300}, f"\n\n{'x' * 400_000}", "line 3: it is longer than 300 characters"),
    ],
)
def test_a_text_is_measured_before_it_is_taken_apart(
    limited: Limited, limit: dict[str, int], raw: str, said: str
) -> None:
    limited(**limit)
    with pytest.raises(TooLarge) as refusal:
        delimited.read_delimited(raw.encode())
    assert said in str(refusal.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("length", [300, 301, 302, 50_000])
def test_a_long_line_costs_itself_only(limited: Limited, end: str, length: int) -> None:
    limited(line=300)
    text = (
        end.join(["a,b", "1,2", "x," * 3 + "x" * (length - 6), "3,4", ""])
        if end
        else "a,b\n" + "x," * 3 + "x" * (length - 6)
    )
    table = delimited.read_delimited(text.encode())
    (fault,) = table.faults
    assert (fault.line, fault.text is None) == (3 if end else 2, length > 300)
    assert table.rows == ([["1", "2"], ["3", "4"]] if end else [])
    assert table.lines == ([2, 4] if end else [])


def test_a_long_line_is_never_joined_cut_short(limited: Limited) -> None:
    limited(line=50)
    table = delimited.read_delimited(f'a,b,c\n1,"x\n{"y" * 60}\nz",3\n4,5,6\n'.encode())
    assert table.rows == [["4", "5", "6"]]
    assert [fault.line for fault in table.faults] == [2, 3, 4]


@pytest.mark.parametrize("piece", [1, 2, 7])
def test_whatever_the_pieces_the_rows_are_the_same(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    raw = ('\n\na,b\n1,2\n\n"x\ny",3\n"open,4\n5,6\n\u00e9,7\n' + "8,9\n" * 300 + "1\n").encode()
    whole = delimited.read_delimited(raw)
    monkeypatch.setattr(delimited, "PIECE", piece)
    cut = delimited.read_delimited(raw)
    assert cut == whole
    assert cut.lines[:2] == [4, 6]
    assert [column.to_list() for column in cut.columns] == [list(cells) for cells in zip(*whole.rows, strict=True)]


def test_a_column_of_names_is_no_column_of_answers(portal: Portal, tmp_path: Path, limited: Limited) -> None:
    limited(answers=3)
    ran = portal("ingest", month_file(tmp_path, [row(Outcome=f"Outcome {at}") for at in range(5)]))
    assert (ran.code, "its column for outcome has over 3 different answers" in ran.err) == (3, True)
    assert "Outcome 1" not in ran.err


def test_a_return_of_too_many_forces_is_refused(portal: Portal, tmp_path: Path, limited: Limited) -> None:
    limited(groups=3)
    (tmp_path / "return.csv").write_bytes(as_file([returned(force=f"force-{at}") for at in range(5)]))
    ran = portal("ingest", tmp_path / "return.csv")
    assert (ran.code, "more than 3 forces and months" in ran.err) == (3, True)


BOMBS = [b"[" + b"[]," * 200 + b"1]", b"[" + b"1," * 500 + b"1]", b'[{"a":' * 200, b"[" * 500]


@pytest.mark.parametrize("raw", [*BOMBS, b"[" + b" " * 3000 + b"]", b'["' + b"x" * 3000 + b'"]'])
def test_json_is_measured_before_it_is_laid_out(limited: Limited, raw: bytes) -> None:
    limited(json=2000, json_values=300)
    with pytest.raises(TooLarge, match="is the most"):
        police_uk_api.parse_stops_json(raw)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"[" + b"9" * 100_000 + b"]", b'[{"a":' * 50_000])
def test_deep_or_endless_json_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused, match="not JSON"):
        police_uk_api.parse_stops_json(raw)


def test_a_large_member_is_refused_and_the_next_is_read(portal: Portal, tmp_path: Path, limited: Limited) -> None:
    limited(text=5000)
    members = {
        f"2018-03/{HUGE}": os.urandom(6000),
        "2018-04/2018-04-metropolitan-stop-and-search.csv": police_uk([row()]),
    }
    (tmp_path / "months.zip").write_bytes(zipped(members))
    ran = portal("ingest", tmp_path / "months.zip")
    assert (ran.code, "1 new" in ran.out) == (3, True)
    assert f"{HUGE}: refused: it would unpack to 6,000 bytes; 5,000 is the most that is read" in ran.err


@pytest.mark.parametrize(
    ("limit", "said"),
    [({"members": 2}, "3 members; 2 is the most"), ({"unpacked": 10}, "bytes of records, unpacked; 10 is the most"),
     ({"contents": 100}, "table of contents is over 100 bytes")],
)  # fmt: skip
def test_an_archive_is_measured_before_it_is_unpacked(limited: Limited, limit: dict[str, int], said: str) -> None:
    limited(**limit)
    raw = zipped({"a": b"12345", "b": b"12345", "c": b"12345"})
    with pytest.raises(Refused, match=said):
        list(archive.members(io.BytesIO(raw), lambda name: True))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_cannot_be_unpacked_bit_by_bit_is_refused(packing: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as made:
        made.writestr("a.csv", b"0" * 3_000_000)
    raw = file.getvalue()
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # it says that it is small
        place = raw.index(signature) + at
        raw = raw[:place] + struct.pack("<I", 10) + raw[place + 4 :]
    ((_, found),) = archive.members(io.BytesIO(raw), lambda name: True)
    assert "packed in a way other" in str(found)


def sheet(cells: str, strings: str = "") -> bytes:
    """A workbook's parts as an attacker writes them, by hand."""
    kept = {"xl/sharedStrings.xml": f"<sst>{strings}</sst>".encode()} if strings else {}
    return zipped({"xl/workbook.xml": b"<a/>", "xl/any/part.xml": f"<sheetData>{cells}</sheetData>".encode(), **kept})


def checked(raw: bytes) -> None:
    with archive.opened_zip(io.BytesIO(raw)) as opened:
        workbook.check_workbook_size(opened)


FAR = "a sheet reaches over more than"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (sheet("<c r='XFD1048576'/>"), FAR),
        (sheet('<x:row r="1048576"><x:c/></x:row><c r = "AA1"/>'), FAR),
        (sheet('<row r="1000000"/><row><c/><c/><c/></row><c r="ZZ1"/>'), FAR),
        (sheet('<c r="A1" t="s"><v>0</v></c>' * 30_000, f"<si><t>{'x' * 5000}</t></si>"), "its cells hold 150,000,000"),
        (sheet("<c/>" * 200), "it has 200 cells; 100 is the most"),
        (sheet("<c></v>"), "no sound XML"),
        (sheet('<c r="A"/>'), "no sound XML"),
        (zipped({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "no sound XML"),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/media/1.png": b"\x89PNG <sheetData><c/>"}), "no sound XML"),
    ],
)  # fmt: skip
def test_a_workbook_is_measured_before_it_is_laid_out(limited: Limited, raw: bytes, said: str) -> None:
    limited(workbook_cells=100 if "100" in said else 50_000)
    with pytest.raises(Refused, match=said):
        checked(raw)


def test_a_text_that_many_cells_share_is_counted_for_each(limited: Limited) -> None:
    limited(workbook_text=99)
    strings = "<si><t>abc</t></si><si><r><t>0123456</t></r><r><t>789</t></r></si>"
    checked(sheet('<c t="s"><v>1</v></c>' * 9 + '<c t="s"><v>0</v></c>' * 3, strings))
    with pytest.raises(TooLarge, match="its cells hold 102 characters; 99 is the most"):
        checked(sheet('<c t="s"><v>1</v></c>' * 9 + '<c t="s"><v>0</v></c>' * 4, strings))


def test_a_real_workbook_is_measured_as_it_is() -> None:
    rows = of_lines(HEADER, row(), row())
    measure = workbook.Measure()
    with zipfile.ZipFile(io.BytesIO(book(rows))) as opened:
        for entry in opened.infolist():
            found = workbook.part_of(opened, entry)
            measure = found if found.filled else measure
    assert (measure.columns, measure.rows) == (len(rows[0]), 3)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"x" * 100, headers={"Content-Encoding": "br"}),
        Reply(b"x" * 100, headers={"Content-Encoding": "zstd"}),
        Reply(gzip.compress(gzip.compress(b"0" * 10**6)), headers={"Content-Encoding": "gzip, gzip"}),
    ],
)
def test_a_body_that_could_grow_without_bound_is_refused(source: Source, folder: Path, reply: Reply) -> None:
    source.say(by_force(MONTH), reply)
    assert "only gzip was asked for" in run(source, folder).failed[0]
    assert {asked.headers["Accept-Encoding"] for asked in source.asked if asked.method == "GET"} == {"gzip"}


def test_a_gzip_is_stopped_at_the_limit(source: Source, folder: Path, limited: Limited) -> None:
    limited(json=10_000)
    source.say(by_force(MONTH), Reply(gzip.compress(b" " * 10**6), headers={"Content-Encoding": "gzip"}))
    assert "gave more than 10,000 bytes" in run(source, folder).failed[0]


def test_what_the_disk_has_no_room_for_is_not_brought(source: Source, folder: Path, limited: Limited) -> None:
    limited(disk_left=10**18)
    source.say("/extract.csv", Reply(b"Date;Subject\n"))
    (told,) = run(source, folder, "/extract.csv").failed
    assert "extract.csv was not brought: it has 13 bytes, the disk has" in told
    assert not (folder / "extract.csv").exists()


STARVED = """
import os, resource, sys
from portal.commands.main import main
first, large, last = sys.argv[1:]
assert main(["ingest", first]) == 0
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 60 * 2**20, resource.RLIM_INFINITY))
sys.exit(main(["ingest", large, last]))
"""


def test_a_file_that_memory_has_no_room_for_costs_itself_only(home: Path, tmp_path: Path) -> None:
    first = month_file(tmp_path, [row()])
    last = tmp_path / "2018-05-metropolitan-stop-and-search.csv"
    last.write_bytes(police_uk([row(Date="2018-05-02T10:00:00+00:00")]))
    large = huge(tmp_path / HUGE, 96 * 2**20)
    words = [sys.executable, "-c", STARVED, *map(str, (first, large, last))]
    ran = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert (ran.returncode, "1 refused, 1 new" in ran.stdout) == (3, True), ran.stderr
    assert f"{HUGE}: refused: {sizes.NO_MEMORY}" in ran.stderr


def test_whatever_takes_the_memory_the_next_file_is_read(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / HUGE).write_bytes(police_uk([row(), row()]))
    month_file(tmp_path, [row()])
    real: Callable[[bytes], delimited.Delimited] = delimited.read_delimited

    def starved(raw: bytes) -> delimited.Delimited:
        if raw.count(b"\n") > 2:
            raise MemoryError
        return real(raw)

    monkeypatch.setattr(delimited, "read_delimited", starved)
    ran = portal("ingest", tmp_path)
    assert (ran.code, "1 new" in ran.out) == (3, True)
    assert sizes.NO_MEMORY in ran.err
    monkeypatch.setattr(delimited, "read_delimited", real)
    assert portal("ingest", tmp_path / HUGE).err.count("refused, as before") == 0


def test_a_year_of_every_kind_is_within_the_limits() -> None:
    allowed = file_sizes.allowed()
    assert len(NAMES) * 250_000 < allowed.cells
    assert allowed.workbook_cells > 17 * 250_000
    assert allowed.text > 350 * 250_000
    assert allowed.json > 44_000 * 600

"""Lines to rows: whatever the bytes, every line is a row or a fault, never both, never neither."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.reading import delimited
from ingest.reading.batch import Refused

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


def read(text: str) -> delimited.Delimited:
    return delimited.read_delimited(text.encode())


def test_rows_carry_the_number_of_their_line() -> None:
    table = read("a,b\r\n1,2\r\n\r\n3,4\r\n")
    assert (table.header, table.lines, table.rows) == (["a", "b"], [2, 4], [["1", "2"], ["3", "4"]])


def test_a_short_and_a_long_row_say_where() -> None:
    short, long = read("a,b\n1\n1,2,3\n").faults
    assert (short.line, short.column, short.reason) == (2, "b", "the row has 1 cells, the header has 2")
    assert (long.line, long.column, long.reason) == (3, "b", "the row has 3 cells, the header has 2")


def test_an_open_quote_costs_its_own_line_only() -> None:
    table = read('a,b\n"1,2\n3,4\n')
    assert [fault.line for fault in table.faults] == [2]
    assert table.rows == [["3", "4"]]


def test_a_quoted_comma_is_no_border() -> None:
    assert read('a,b\n"1,5",2\n').rows == [["1,5", "2"]]


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    assert delimited.read_delimited("\ufeffa,b\n1,2\n".encode()).header == ["a", "b"]


def test_a_bad_byte_is_shown_as_an_escape() -> None:
    (fault,) = delimited.read_delimited(b"a,b\n1,\x81x\n").faults
    assert (fault.line, fault.column, fault.text) == (2, "b", "1,\\x81x")


def test_a_cut_last_line_is_noticed() -> None:
    assert not read("a,b\n1,2\n3").ends_cleanly
    assert read("a,b\n1,2\n").ends_cleanly


@given(st.binary(max_size=400))
@example(b'"a,b\n1,2\n')  # a header with an open quotation mark has no columns
@example(b" \na,b\n1,2,3\n")
def test_arbitrary_bytes_are_refused_or_every_line_is_accounted_for(raw: bytes) -> None:
    try:
        table = delimited.read_delimited(raw)
    except Refused:
        return
    lines = [line for line in delimited.decoded(raw).split("\n") if line.strip()]
    joined = sum(text.count("\n") for text in table.texts)
    assert len(table.rows) + len(table.faults) + joined == max(len(lines) - 1, 0)
    assert all(len(row) == len(table.header) for row in table.rows)
    for fault in table.faults:
        assert fault.text is not None
        fault.text.encode("utf-8")


@given(st.lists(st.lists(TEXT.filter(lambda t: not set(t) & set('\r\n"\0')), min_size=3, max_size=3)))
def test_quoted_cells_come_back_as_written(cells: list[list[str]]) -> None:
    lines = ["a,b,c", *(",".join(f'"{cell}"' for cell in row) for row in cells)]
    assert read("\n".join(lines) + "\n").rows == cells


WIDE = ["a", "b", "c", "d", "e", "f"]
WORDS = st.lists(st.sampled_from(["x", "yy", 'x"y', '"', '""', "z."]), max_size=5)
INLINE = (" ", ", ", ",")


def rows_with(between: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Rows of six cells, one of them filled at least, whose words have these signs between them."""
    cell = st.tuples(WORDS, st.sampled_from(between)).map(lambda parts: parts[1].join(parts[0]))
    return st.lists(cell, min_size=6, max_size=6).filter(any)


ROW = rows_with((*INLINE, "\n", " \n", "\n\n"))
ONE_LINE = rows_with(INLINE)
PLAIN_ROW = st.lists(st.text("xy z", min_size=1, max_size=5), min_size=6, max_size=6)


def written(rows: list[list[str]]) -> list[str]:
    """Every row as the standard library writes it: a text with breaks in its cells."""
    records = []
    for cells in rows:
        file = io.StringIO()
        csv.writer(file).writerow(cells)
        records.append(file.getvalue().removesuffix("\r\n"))
    return records


def told(cells: list[str]) -> list[str]:
    """To compare by: how blanks stand round a break is of no matter."""
    return [" ".join(cell.split()) for cell in cells]


@given(st.lists(ROW, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_nothing_that_csv_writes_is_lost_or_counted_twice(rows: list[list[str]], end: str) -> None:
    table = read("\n".join([",".join(WIDE), *written(rows), ""]).replace("\n", end))
    assert table.faults == []
    assert [told(cells) for cells in table.rows] == [told(cells) for cells in rows]
    assert all("\n" not in cell for cells in table.rows for cell in cells)


@given(st.lists(ONE_LINE, max_size=6), PLAIN_ROW, st.integers(0, 40), st.lists(ONE_LINE, max_size=6))
def test_a_stray_quote_costs_its_own_line_only(
    before: list[list[str]], struck: list[str], at: int, after: list[list[str]]
) -> None:
    """Among records of one line each: beside one that has a break, nobody can tell which quotation mark is astray."""
    (line,) = written([struck])
    at = min(at, len(line))
    spoilt = line[:at] + '"' + line[at:]
    table = read("\n".join([",".join(WIDE), *written(before), spoilt, *written(after), ""]))
    found = [told(cells) for cells in table.rows]
    lost = len(before) + len(after) + 1 - len(found)
    assert lost == len(table.faults) <= 1
    assert found[: len(before)] == [told(cells) for cells in before]
    assert found[len(found) - len(after) :] == [told(cells) for cells in after]


@given(st.lists(ROW, max_size=8), st.integers(0, 200))
def test_whatever_is_astray_every_line_is_in_one_row_or_one_fault(rows: list[list[str]], at: int) -> None:
    text = "\n".join(written(rows))
    spoilt = text[: min(at, len(text))] + '"' + text[min(at, len(text)) :]
    table = read("\n".join([",".join(WIDE), spoilt, ""]))
    in_rows = [line for row in table.texts for line in row.split("\n")]
    in_faults = [line for fault in table.faults for line in (fault.text or "").split("\n")]
    assert sorted(filter(str.strip, [*in_rows, *in_faults])) == sorted(filter(str.strip, spoilt.split("\n")))


@given(st.lists(PLAIN_ROW, min_size=2, max_size=8), st.data())
def test_two_stray_quotes_cost_their_own_lines_only(rows: list[list[str]], data: st.DataObject) -> None:
    struck = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True))
    lines = written(rows)
    for number in struck:
        at = data.draw(st.sampled_from([0, *(place + 1 for place, sign in enumerate(lines[number]) if sign == ",")]))
        lines[number] = lines[number][:at] + '"' + lines[number][at:]
    table = read("\n".join([",".join(WIDE), *lines, ""]))
    assert [fault.line - 2 for fault in table.faults] == sorted(struck)
    assert table.rows == [cells for number, cells in enumerate(rows) if number not in struck]


def test_a_break_in_a_cell_is_one_record_at_its_first_line() -> None:
    table = read('a,b,c\r\n1,"x\r\n\r\ny",3\r\n4,5,6\r\n"p\r\nq",7,"r\r\ns"\r\n')
    assert (table.lines, table.faults) == ([2, 5, 6], [])
    assert table.rows == [["1", "x y", "3"], ["4", "5", "6"], ["p q", "7", "r s"]]


def test_two_rows_that_each_lost_a_quote_are_two_faults() -> None:
    table = read('a,b,c\n1,"x,3\n4,y",6\n7,8,9\n')
    assert table.rows[-1] == ["7", "8", "9"]
    assert len(table.rows) + len(table.faults) == 3


def test_a_record_goes_on_for_so_many_lines_only() -> None:
    table = read('a,b\n1,"x' + "\n-" * 80 + '"\n3,4\n')
    assert table.rows[-1] == ["3", "4"]
    assert table.faults[0].line == 2


def test_a_header_with_a_break_in_a_cell() -> None:
    table = read('a,"Outcome\nlinked",c\n1,2,3\n')
    assert (table.header, table.lines, table.rows) == (["a", "Outcome linked", "c"], [3], [["1", "2", "3"]])


LETTERS = "".join(chr(code) for code in range(0xC0, 0xFE)) + "£\u2013\u2019\u20ac"


@given(st.lists(st.lists(st.text(LETTERS + "ab", min_size=1), min_size=2, max_size=2), min_size=1))
def test_windows_1252_says_what_utf_8_says(rows: list[list[str]]) -> None:
    text = "\n".join(["a,b", *(",".join(cells) for cells in rows), ""])
    raw = text.encode("cp1252")
    if delimited.MULTIBYTE.search(raw) or text.isascii():
        return  # it could be UTF-8 as well: then it is read as UTF-8
    table = delimited.read_delimited(raw)
    assert (table.encoding, table.faults, table.rows) == ("windows-1252", [], rows)
    assert delimited.read_delimited(text.encode()).rows == rows
    assert delimited.read_delimited(text.encode()).encoding == "utf-8"


@pytest.mark.parametrize("bad", [b"\x81", b"\x8d", b"\xff", b"\xfe", b"\x80\x81"])
def test_a_byte_that_is_no_letter_costs_its_row_and_no_other(bad: bytes) -> None:
    table = delimited.read_delimited(b"a,b\n1,2\n3," + bad + b"\n5,6\n")
    assert (table.encoding, table.rows) == ("utf-8", [["1", "2"], ["5", "6"]])
    assert [(fault.line, fault.column) for fault in table.faults] == [(3, "b")]


def test_a_damaged_letter_in_a_utf_8_file_costs_its_row_only() -> None:
    table = delimited.read_delimited("a,b\ncaf\u00e9,2\n".encode() + b"3,\xe9\n5,6\n")
    assert table.rows == [["caf\u00e9", "2"], ["5", "6"]]
    assert [fault.line for fault in table.faults] == [3]

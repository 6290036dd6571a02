"""Lines to rows: whatever the bytes, every line is a row or a fault, never both, never neither."""

from hypothesis import example, given
from hypothesis import strategies as st

from ingest import delimited
from ingest.reading import Refused

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


def read(text: str) -> delimited.Delimited:
    return delimited.read(text.encode())


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
    assert delimited.read("\ufeffa,b\n1,2\n".encode()).header == ["a", "b"]


def test_a_bad_byte_is_shown_as_an_escape() -> None:
    (fault,) = delimited.read(b"a,b\n1,\x81x\n").faults
    assert (fault.line, fault.column, fault.text) == (2, "b", "1,\\x81x")


def test_a_cut_last_line_is_noticed() -> None:
    assert not read("a,b\n1,2\n3").ends_cleanly
    assert read("a,b\n1,2\n").ends_cleanly


@given(st.binary(max_size=400))
@example(b'"a,b\n1,2\n')  # a header with an open quotation mark has no columns
@example(b" \na,b\n1,2,3\n")
def test_arbitrary_bytes_are_refused_or_every_line_is_accounted_for(raw: bytes) -> None:
    try:
        table = delimited.read(raw)
    except Refused:
        return
    lines = [line for line in delimited.decoded(raw).split("\n") if line.strip()]
    assert len(table.rows) + len(table.faults) == max(len(lines) - 1, 0)
    assert all(len(row) == len(table.header) for row in table.rows)
    for fault in table.faults:
        assert fault.text is not None
        fault.text.encode("utf-8")


@given(st.lists(st.lists(TEXT.filter(lambda t: not set(t) & set('\r\n"\0')), min_size=3, max_size=3)))
def test_quoted_cells_come_back_as_written(cells: list[list[str]]) -> None:
    lines = ["a,b,c", *(",".join(f'"{cell}"' for cell in row) for row in cells)]
    assert read("\n".join(lines) + "\n").rows == cells

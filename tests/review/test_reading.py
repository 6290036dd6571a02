"""What a panel sent: each impossible combination by line and column, no row lost, no cell repeated."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.review.reading import BadReviewFile, Problem, ReadFile, read_review_file
from portal.review.standard import REVIEWS, question_fields, review_fields

TODAY = date(2024, 7, 1)
NAMES = [field.name for field in review_fields()]
QUESTION_NAMES = [field.name for field in question_fields()]
CANARY = "Zanzibarwhistle"
WHOLE = {
    "item": "R2405-017", "panel": "hackney", "reviewer": "B7", "role": "first", "viewed_on": "2024-06-12",
    "footage": "full", "name_given": "yes", "said_grounds": "no", "receipt": "cannot_tell", "review_result": "pass",
}  # fmt: skip
NO_FOOTAGE = {name: WHOLE[name] for name in ("item", "panel", "reviewer", "role")} | {
    "footage": "none", "footage_reason": "deleted"}  # fmt: skip
ACTIVATION = WHOLE | {"item": "A2405-017", "search_seen": "yes", "record_found": "no"}
ASKED = {"panel": "london", "topic": "receipt", "asked_on": "2024-05-02"}


def read(*rows: dict[str, str], names: list[str] = NAMES) -> ReadFile:
    assert all(set(row) <= set(names) for row in rows)
    return read_review_file(names, [(at, [row.get(n, "") for n in names]) for at, row in enumerate(rows, 2)], TODAY)


def places(problems: Iterable[Problem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in problems]


# Rows that can be taken.


@pytest.mark.parametrize(
    "row",
    [
        WHOLE,
        NO_FOOTAGE,
        ACTIVATION,
        WHOLE | {"footage": "part", "footage_reason": "starts_late"},
        WHOLE | {"item": "N2405-001", "borough": "E09000012"},
        WHOLE | {"item": "N2405-0012"},
        ACTIVATION | {"record_found": ""},
        NO_FOOTAGE | {"item": "A2405-017"},
        NO_FOOTAGE | {"item": "N2405-001", "borough": "E09000001"},
        dict.fromkeys(ACTIVATION, "")
        | {name: ACTIVATION[name] for name in ("item", "panel", "reviewer", "role", "viewed_on", "footage")}
        | {"search_seen": "no"},
        WHOLE | {"viewed_on": "2024-05-01"},
        WHOLE | {"viewed_on": "2024-07-01"},
        WHOLE | {"item": "R2407-001", "viewed_on": "2024-07-01"},
    ],
)
def test_a_row_that_can_be_taken(row: dict[str, str]) -> None:
    found = read(row)
    assert found.problems == ()
    assert [(each.line, {n: c for n, c in each.cells.items() if c}) for each in found.rows] == [
        (2, {n: c for n, c in row.items() if c})
    ]
    assert list(found.rows[0].cells) == NAMES


def test_columns_in_another_order_or_left_out_are_blank_and_cells_are_stripped() -> None:
    names = ["role", " footage ", "item", "panel", "reviewer", "footage_reason"]
    found = read_review_file(names, [(7, ["first ", "none", " R2405-001", "barnet", "C1", "not_recorded"])], TODAY)
    assert found.problems == ()
    (row,) = found.rows
    assert (row.line, row.cells["item"], row.cells["role"], row.cells["grade"]) == (7, "R2405-001", "first", "")


def test_a_line_with_nothing_in_any_cell_is_no_row() -> None:
    found = read({}, WHOLE, {})
    assert ([row.line for row in found.rows], found.problems) == ([3], ())


# What is wrong with a row, by line and column.


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"item": ""}, "item", "it is blank"),
        ({"item": "X2405-017"}, "item", "as R2405-017"),
        ({"item": "R2405-17"}, "item", "as R2405-017"),
        ({"item": "R2405-01\uff17"}, "item", "as R2405-017"),
        ({"item": "R2413-017"}, "item", "no month"),
        ({"item": "R2400-017"}, "item", "no month"),
        ({"item": "R2408-017", "viewed_on": ""}, "item", "still to come"),
        ({"panel": "narnia"}, "panel", "one of the 34 words"),
        ({"panel": ""}, "panel", "it is blank"),
        ({"reviewer": "Jo Smith"}, "reviewer", "as B7"),
        ({"role": "third"}, "role", "one of first, second, adjudicator"),
        ({"viewed_on": ""}, "viewed_on", "it is blank, and there was footage"),
        ({"viewed_on": "12/06/2024"}, "viewed_on", "a date as 2025-04-03"),
        ({"viewed_on": "2024-06-31"}, "viewed_on", "a date as 2025-04-03"),
        ({"viewed_on": "20240612"}, "viewed_on", "a date as 2025-04-03"),
        ({"viewed_on": "2024-07-02"}, "viewed_on", "still to come"),
        ({"viewed_on": "2024-04-30"}, "viewed_on", "before the month"),
        ({"footage": ""}, "footage", "it is blank"),
        ({"footage": "some"}, "footage", "one of full, part, none"),
        ({"footage": "part"}, "footage_reason", "where footage is part it has to be one of starts_late"),
        ({"footage": "part", "footage_reason": "deleted"}, "footage_reason", "where footage is part"),
        ({"footage_reason": "deleted"}, "footage_reason", "blank where footage is full"),
        ({"borough": "E09000012"}, "borough", "only an item with N"),
        ({"item": "A2405-017", "search_seen": "yes", "borough": "E09000012"}, "borough", "only an item with N"),
        ({"item": "N2405-017", "borough": "E09000034"}, "borough", "as E09000012"),
        ({"search_seen": "yes"}, "search_seen", "only an item with A"),
        ({"item": "N2405-017", "record_found": "no"}, "record_found", "only an item with A"),
        ({"item": "A2405-017"}, "search_seen", "it is blank"),
        ({"item": "A2405-017", "search_seen": "cannot_tell", "record_found": "no"}, "record_found", "only where"),
        ({"name_given": "Yes"}, "name_given", "one of yes, number_with_reason, no, cannot_tell"),
        ({"grade": "green "}, "", ""),
        ({"grade": "blue"}, "grade", "one of green, amber, red"),
    ],
)
def test_what_is_wrong_with_a_review(changed: dict[str, str], column: str, said: str) -> None:
    found = read(NO_FOOTAGE | {"item": "R2405-001"}, WHOLE | changed)
    if not column:
        assert found.problems == ()
        return
    assert [row.line for row in found.rows] == [2]
    assert column in [problem.column for problem in found.problems]
    first = next(problem for problem in found.problems if problem.column == column)
    assert first.line == 3
    assert said in first.sentence


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"footage_reason": ""}, ["footage_reason"]),
        ({"footage_reason": "starts_late"}, ["footage_reason"]),
        ({"viewed_on": "2024-06-12"}, ["viewed_on"]),
        ({"name_given": "cannot_tell", "grade": "red"}, ["grade", "name_given"]),
        ({"item": "A2405-001", "search_seen": "cannot_tell"}, ["search_seen"]),
        ({"item": "A2405-001", "record_found": "no"}, ["record_found"]),
    ],
)
def test_nothing_can_be_answered_without_footage(changed: dict[str, str], columns: list[str]) -> None:
    assert places(read(NO_FOOTAGE | changed).problems) == [(2, column) for column in columns]


def test_nothing_is_answered_where_nobody_was_searched() -> None:
    found = read(ACTIVATION | {"search_seen": "no", "record_found": ""})
    assert places(found.problems) == [
        (2, n) for n in sorted(("name_given", "said_grounds", "receipt", "review_result"))
    ]
    assert {problem.sentence for problem in found.problems} == {"nobody was searched, so nothing can be answered"}


def test_one_cell_has_one_problem_and_one_row_as_many_as_there_are() -> None:
    found = read(WHOLE | {"item": "N2405-17", "viewed_on": "soon", "borough": "x", "grade": "blue"})
    assert places(found.problems) == [(2, "borough"), (2, "grade"), (2, "item"), (2, "viewed_on")]


def test_the_same_item_in_the_same_role_is_a_problem_of_every_such_row() -> None:
    found = read(WHOLE, WHOLE | {"reviewer": "C2", "panel": "london"}, WHOLE | {"item": "R2405-018"})
    assert places(found.problems) == [(2, "item"), (3, "item")]
    assert [problem.sentence for problem in found.problems] == [
        "line 3 has the same item in the same role",
        "line 2 has the same item in the same role",
    ]
    assert [row.line for row in found.rows] == [4]


def test_one_person_cannot_view_an_item_twice_but_another_panel_may_have_the_same_code() -> None:
    second, third = WHOLE | {"role": "second"}, WHOLE | {"role": "adjudicator"}
    assert places(read(WHOLE, second).problems) == [(3, "reviewer")]
    assert read(second, WHOLE).problems[0].line == 2
    assert read(WHOLE, second | {"panel": "london"}).problems == ()
    assert read(WHOLE, second | {"reviewer": "B8"}).problems == ()
    assert places(read(WHOLE, second | {"reviewer": "B8"}, third | {"reviewer": "B8"}).problems) == [(4, "reviewer")]


def test_a_second_or_an_adjudicator_alone_is_for_what_is_held_to_judge() -> None:
    assert read(WHOLE | {"role": "adjudicator"}).problems == ()
    assert read(WHOLE | {"role": "second"}).problems == ()


def test_a_row_of_another_width_is_a_problem_of_the_row() -> None:
    found = read_review_file(NAMES, [(9, ["R2405-001", "hackney"])], TODAY)
    assert found.problems == (Problem(9, "", "the row has 2 cells, and the header 34"),)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"answered_on": "2024-05-02", "outcome": "training"}, []),
        ({"answered_on": "2024-05-02"}, []),
        ({"topic": "Mr Smith"}, ["topic"]),
        ({"topic": ""}, ["topic"]),
        ({"asked_on": ""}, ["asked_on"]),
        ({"asked_on": "2024-07-02"}, ["asked_on"]),
        ({"answered_on": "2024-05-01"}, ["answered_on"]),
        ({"answered_on": "2024-07-02"}, ["answered_on"]),
        ({"outcome": "explained"}, ["outcome"]),
    ],
)
def test_questions(changed: dict[str, str], wrong: list[str]) -> None:
    found = read(ASKED | changed, names=QUESTION_NAMES)
    assert found.kind == "questions"
    assert places(found.problems) == [(2, column) for column in wrong]
    assert len(found.rows) == (not wrong)


# A header that is not of the standard: refused before a row is read.


def refusal(header: list[str]) -> str:
    def rows() -> Iterable[tuple[int, list[str]]]:
        raise AssertionError("a row was read")
        yield

    with pytest.raises(BadReviewFile) as bad:
        read_review_file(header, rows(), TODAY)
    return str(bad.value)


@pytest.mark.parametrize("name", ["comment", "Comments", "notes", "name", "free text", "narrative", "officer_name"])
def test_a_column_for_text_or_a_name_is_refused_and_named(name: str) -> None:
    said = refusal([*NAMES, name])
    assert said.startswith(f"line 1, column 35 ({name}): it is not in the standard for reviews. No free text about")


@pytest.mark.parametrize("name", ["note", "what John Smith did", "Comment: Zanzibarwhistle", "team", "ITEM", "topic"])
def test_any_other_column_is_refused_and_not_named(name: str) -> None:
    said = refusal([name, *NAMES])
    assert said.startswith("line 1, column 1: it is not in the standard for reviews. No free text about people enters")
    assert name not in said.replace("item", "")


def test_other_headers_that_are_refused() -> None:
    assert "column 35: it has no name" in refusal([*NAMES, " "])
    assert refusal([*NAMES, "grade"]) == "line 1, column 35: grade is in the header twice"
    assert refusal([n for n in NAMES if n != "footage"]).startswith("line 1: there is no column footage")
    assert refusal(["topic", "panel"]).startswith("line 1: there is no column asked_on")
    for header in ([], [""], ["force", "date"], ["Item"]):
        assert refusal(header).startswith("line 1: there is no column item (reviews) and no column topic (questions)")


# Whatever is sent.

WORDS = sorted({word for field in review_fields() for word in field.enum[:4]})
CELLS = st.one_of(
    st.just(""),
    st.sampled_from([*WORDS, "R2405-017", "A2405-018", "N2413-001", "B7", "E09000012", "2024-06-12", "2025-01-01"]),
    st.text(max_size=12),
    st.just(CANARY),
)


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), CELLS), max_size=6))
def test_every_row_is_taken_or_has_a_problem_and_no_cell_is_repeated(rows: list[dict[str, str]]) -> None:
    found = read(*rows)
    filled = {line for line, row in enumerate(rows, start=2) if any(cell.strip() for cell in row.values())}
    faulty = {problem.line for problem in found.problems}
    taken = [row.line for row in found.rows]
    assert sorted([*taken, *faulty]) == sorted(filled)
    assert all(set(row.cells) == set(NAMES) for row in found.rows)
    assert all(problem.column in NAMES for problem in found.problems)
    assert not [problem for problem in found.problems if CANARY in problem.sentence]


@given(st.lists(st.text(max_size=10), max_size=5), st.lists(st.lists(st.text(max_size=5), max_size=5), max_size=3))
def test_any_header_and_rows_are_read_or_refused(header: list[str], rows: list[list[str]]) -> None:
    try:
        found = read_review_file(header, enumerate(rows, start=2), TODAY)
    except BadReviewFile:
        return
    assert found.kind != REVIEWS or "item" in header


@given(st.sampled_from([WHOLE, ACTIVATION, NO_FOOTAGE]), st.sampled_from(NAMES), st.text(min_size=1, max_size=30))
def test_no_free_text_gets_through_any_column(row: dict[str, str], column: str, text: str) -> None:
    field = next(each for each in review_fields() if each.name == column)
    found = read(row | {column: text})
    if text.strip() and text.strip() not in field.enum and not text.strip().isascii():
        assert places(found.problems)[0][0] == 2
        assert found.rows == ()

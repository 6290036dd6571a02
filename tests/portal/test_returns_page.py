"""docs/returns.md, which a force and a statistician sign, says what the schema, the charter and the settings say."""

import re

from portal import return_standard
from portal.charter.about import exceptions
from portal.disclosure.settings import disclosure_settings
from portal.review.standard import question_fields, review_fields
from tests.portal.returned_columns import GROUPS, LONDON, NOWHERE, PUBLIC, rows
from tests.required import ROOT

PAGE, _, REVIEW_PAGE = (ROOT / "docs" / "returns.md").read_text("utf-8").partition("# What reviewers send")


def columns_table(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| `")
    ]


TABLE, REVIEW_TABLE = columns_table(PAGE), columns_table(REVIEW_PAGE)


def test_every_column_stands_there_with_whom_it_tells_of_and_where_it_is_shown() -> None:
    assert [row[:3] for row in TABLE] == rows()
    assert len(TABLE) == len(return_standard.return_fields())


def test_every_column_says_why_in_words_of_its_own() -> None:
    for table in (TABLE, REVIEW_TABLE):
        assert [row[0] for row in table if len(row) != 4 or not row[3].endswith(".")] == []
        assert "_" not in "".join(row[3] for row in table)


def test_every_column_of_the_reviewers_return_stands_there_with_whom_it_tells_of() -> None:
    fields = (*review_fields(), *question_fields())
    assert [row[:2] for row in REVIEW_TABLE] == [[f"`{field.name}`", field.tells_of] for field in fields]


def test_what_reviewers_saw_of_a_person_is_for_london_only() -> None:
    assert {row[2] for row in REVIEW_TABLE if row[1] == "The person searched"} == {LONDON}


def test_no_column_that_tells_of_a_person_is_shown_by_group_but_for_the_exceptions() -> None:
    by_group = {row[0].strip("`") for row in TABLE if row[1] == "The person searched" and GROUPS in row[2]}
    assert by_group == {name for one in exceptions() for name in one.columns} | {"grounds_flags"}
    assert all(LONDON in row[2] or GROUPS in row[2] or row[2] in (PUBLIC, NOWHERE) for row in TABLE)


def test_the_numbers_are_those_of_the_settings() -> None:
    settings = disclosure_settings()
    words = " ".join(PAGE.split("| column")[0].split())
    assert f"at least {settings.fewest_searches} searches" in words
    assert f"to the nearest {settings.people.base}, none under {settings.people.fewest}, drawn once" in words
    assert settings.police.is_exact
    assert set(re.findall(r"(?<![A-Z\d])\d+", words)) == {"100", "5", "10"}

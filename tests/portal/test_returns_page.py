"""docs/returns.md, which a force and a statistician sign, says what the schema, the charter and the settings say."""

import re

from portal import return_standard
from portal.charter.about import exceptions
from portal.disclosure.settings import disclosure_settings
from tests.portal.returned_columns import GROUPS, LONDON, NOWHERE, PUBLIC, rows
from tests.required import ROOT

PAGE = (ROOT / "docs" / "returns.md").read_text("utf-8")
TABLE = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| `")
]


def test_every_column_stands_there_with_whom_it_tells_of_and_where_it_is_shown() -> None:
    assert [row[:3] for row in TABLE] == rows()
    assert len(TABLE) == len(return_standard.return_fields())


def test_every_column_says_why_in_words_of_its_own() -> None:
    assert [row[0] for row in TABLE if len(row) != 4 or not row[3].endswith(".")] == []
    assert "_" not in "".join(row[3] for row in TABLE)


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

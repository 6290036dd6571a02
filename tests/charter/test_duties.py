"""What the publisher owes, over plain values."""

from datetime import date

import pytest

from portal.charter.duties import account_published, corrections_explained, fields_supplied, published_on_time

END = date(2025, 4, 30)


@pytest.mark.parametrize(
    ("received", "today", "state"),
    [
        (date(2025, 6, 29), date(2026, 1, 1), "pass"),
        (date(2025, 6, 30), date(2026, 1, 1), "fail"),
        (None, date(2025, 6, 29), "not_applicable"),
        (None, date(2025, 6, 30), "fail"),
    ],
)
def test_a_file_is_due_sixty_days_after_its_month(received: date | None, today: date, state: str) -> None:
    found = published_on_time(END, received, today, within_days=60)
    assert (found.state, "2025-06-29" in found.sentence or "late" in found.sentence) == (state, True)


def test_accounts_of_every_place() -> None:
    assert account_published(["a", "b"], ["b", "a", "c"], by="borough").state == "pass"
    missing = account_published(["b", "a", "c"], ["b"], by="team")
    assert (missing.state, missing.missing) == ("fail", ("a", "c"))
    assert account_published([], [], by="team").state == "not_published"


def test_columns_and_corrections() -> None:
    assert fields_supplied(["video", "receipt"], ["receipt", "video", "team"]).state == "pass"
    lacking = fields_supplied(["video", "receipt"], ["receipt"])
    assert (lacking.state, lacking.missing, lacking.sentence) == ("fail", ("video",), "1 of 2 columns are missing.")
    assert corrections_explained({}).state == "not_applicable"
    assert corrections_explained({"2018-19 1.1": "Two rows came late."}).state == "pass"
    assert corrections_explained({"2018-19 1.1": " ", "2018-19 1.2": "x"}).missing == ("2018-19 1.1",)

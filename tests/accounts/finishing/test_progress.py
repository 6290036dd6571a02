"""Were the checks kept, over the years: a count of verdicts, or the true reason why there is none."""

import pytest

from portal.accounts.finishing.series import NO_CHECKS, NO_TARGETS, checks_kept
from portal.documents.account import Compliance
from tests.accounts.years import account, month

NOBODY = dict.fromkeys(("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published", "rate"))


def checks(*verdicts: str) -> list[Compliance]:
    return [
        Compliance.model_validate({"check": f"R{at:02}", "verdict": verdict, **NOBODY})
        for at, verdict in enumerate(verdicts)
    ]


@pytest.mark.parametrize(
    ("verdicts", "value", "of", "reason"),
    [
        (("Kept", "Not kept", "Too close to call", "No target set", "Not published"), 1.0, 3, ""),
        (("Not kept", "Too few checked to say"), 0.0, 1, ""),  # none kept of one judged is a nought that is known
        (("No target set", "Not published"), None, None, NO_TARGETS),  # measured, and yet nobody can say
        (("Not published", "Does not apply"), None, None, NO_CHECKS),
        ((), None, None, NO_CHECKS),
    ],
)
def test_how_many_were_kept_or_why_nobody_can_say(
    verdicts: tuple[str, ...], value: float | None, of: int | None, reason: str
) -> None:
    found = checks_kept(account([month("2018-04", 10)], compliance=checks(*verdicts)))
    assert (found.value, found.of, found.reason) == (value, of, reason)

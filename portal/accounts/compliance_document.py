"""What the checks found in a place: the document's part that page, CSV and JSON share."""

from typing import Any, Literal

from pydantic import Field, model_validator

from portal.accounts.figures import FigureStatus, Part
from portal.accounts.reason_codes import with_reason_code


class Compliance(Part):
    """One check: its records by state, the rate they give, and the verdict.

    Counts are null where nothing is published. `rate`: pass of those `judged` (passed, failed, and blank where that
    counts as not met). `low` and `high`: between what it lies where unknown records leave it open, or only a sample
    was looked at. `ranges` (state -> lowest and highest): in documents published by an older rule, in place of counts.
    `without`: forces that do not publish what the check needs, where others do: the counts of the others are the
    check's. `partly`: forces that publish it for some months only: the counts are those months'. `reason`: why there
    is no figure; `reason_code`: a code where programs have to recognise it (accounts.reason_codes). `unit`: what the
    counts are of: searches, files, or figures. `is_returned`: only a force's own return tells it: of the police over
    groups of searches; of the person searched (status `rounded`) for London as a whole, where a count is null that is
    too small.
    """

    check: str
    passed: int | None = Field(alias="pass")
    fail: int | None
    not_recorded: int | None
    cannot_tell: int | None
    not_applicable: int | None
    not_published: int | None
    judged: int | None = None
    rate: float | None
    verdict: str
    low: float | None = None
    high: float | None = None
    status: FigureStatus = "value"
    ranges: dict[str, tuple[int, int]] | None = None
    without: list[str] = []
    partly: list[str] = []
    reason: str = ""
    reason_code: str = ""
    unit: Literal["searches", "files", "figures"] = "searches"
    is_returned: bool = False

    @model_validator(mode="before")
    @classmethod
    def coded(cls, document: Any) -> Any:
        return with_reason_code(document)


class GroundsFlag(Part):
    """Records whose grounds raise a flag, and their `share` of those with flags (`of`).

    `low`, `high`, `share_low`, `share_high`: in documents published by an older rule. `reason`, `reason_code`,
    `is_returned`: as of a check.
    """

    flag: str
    label: str
    searches: int | None
    low: int | None = None
    high: int | None = None
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    status: FigureStatus
    reason: str = ""
    reason_code: str = ""
    of: int | None = None
    is_returned: bool = False

    @model_validator(mode="before")
    @classmethod
    def coded(cls, document: Any) -> Any:
        return with_reason_code(document)


class ComplianceBy(Part):
    """A check by group of people, all of London: only there, and only for checks that a return answers."""

    by: str
    key: str
    label: str
    compliance: Compliance

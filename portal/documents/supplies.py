"""Supplies as documents: what is odd about one, the list of all, and one in full (`supplies/1` and `supply/1`)."""

from typing import Any, Literal

from pydantic import Field

from portal.documents.figures import Part

Severity = Literal["note", "warning", "serious"]
Affects = Literal["", "rows", "places", "column", "doubled"]


class SupplyFinding(Part):
    """One thing that is odd, in one public sentence; `figures`: what the sentence is made of.

    `affects`: what figures drawn from the supply lack: `rows` of the month, `places` (no borough), a `column`; or that
    they have every row twice (`doubled`).
    """

    id: str
    severity: Severity
    sentence: str
    figures: dict[str, Any] = {}
    affects: Affects = ""

    @property
    def field(self) -> str:
        """The field whose answers are odd; empty where it is about none."""
        return str(self.figures.get("field", ""))

    @property
    def is_serious(self) -> bool:
        return self.severity == "serious"


class ListedSupply(Part):
    """A supply as the list of supplies shows it; `note` says why it is held, refused or withdrawn.

    `sha256`: of a public source the SHA-256 of the file as it came; of a return an HMAC-SHA-256 of that by a key which
    nobody is told, so that a guessed file cannot be found right. The id ends in its first eight signs.

    Of a source that is not public `rows_rejected` is null (with `rows_read`) where any is, and `rows_gone` and
    `rows_new` always are.
    """

    id: str
    source: str
    force: str
    month: str
    state: str
    sha256: str
    rows_read: int | None
    rows_kept: int
    rows_rejected: int | None
    findings: list[SupplyFinding]
    invented: bool
    supersedes: str | None
    rows_gone: int | None
    rows_new: int | None
    note: str | None


class MissingSupply(Part):
    source: str
    force: str
    month: str


class SupplyList(Part):
    schema_: str = Field(default="supplies/1", alias="schema")
    supplies: list[ListedSupply]
    missing: list[MissingSupply]

    @property
    def invented(self) -> bool:
        return any(supply.invented for supply in self.supplies)


class RejectionReason(Part):
    """A reason (its cell left out) and how many rows were refused for it: null of a source that is not public."""

    column: str
    reason: str
    rows: int | None


class SupplyDocument(ListedSupply):
    """One supply in full. `columns_published` are the fields that its rows say anything under; of a return those that

    the file has a column for.
    """

    schema_: str = Field(default="supply/1", alias="schema")
    filename: str
    columns_published: list[str]
    columns_not_published: list[str]
    rejections: list[RejectionReason]
    rejected_rows_public: bool

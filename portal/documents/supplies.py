"""Supplies as documents: the list of all, and one in full (schemas `supplies/1` and `supply/1`)."""

from pydantic import Field

from portal.documents.figures import Part
from portal.documents.findings import SupplyFinding


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

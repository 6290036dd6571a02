"""What an edition says of the one before it: which supplies changed, and how many figures (`differences/1`)."""

from pydantic import Field

from portal import places
from portal.documents.figures import Part

DOCUMENT, STEM = "differences.json", "differences"


class Cause(Part):
    """A supply that came, went or was replaced. `rows_gone`, `rows_new`: by how much it differs from `was`;

    null of a return.
    """

    what: str
    force: str
    month: str
    id: str | None
    was: str | None
    rows_gone: int | None = None
    rows_new: int | None = None

    @property
    def sentence(self) -> str:
        name = f"{places.forces_by_id()[self.force].name} {self.month}"
        if self.what == "replaced" and self.rows_gone is not None:
            return f"{name}: the file was replaced ({self.rows_gone} rows gone, {self.rows_new} new)"
        return f"{name}: the file was replaced" if self.what == "replaced" else f"{name}: a file {self.what}"


class Differences(Part):
    """`figures`: how many differ, each with its reason in differences.csv. `rows_changed`: empty, but in documents
    published by an older rule.
    """

    schema_: str = Field(default="differences/1", alias="schema")
    since: str
    reason: str
    causes: list[Cause]
    figures: int
    places: int
    rows_changed: dict[str, tuple[int, int]] = {}
    london_before: int | None
    london_now: int | None

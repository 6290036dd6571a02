"""What is odd about a supply, as its documents tell it; ingest.findings finds it."""

from typing import Any, Literal

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

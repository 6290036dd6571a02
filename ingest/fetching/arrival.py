"""What came of asking for one file."""

from dataclasses import dataclass
from pathlib import Path

NEW, CHANGED, SAME, FAILED, WARNING = "new", "changed", "the same", "failed", "warning"


@dataclass(frozen=True)
class Arrival:
    """One of the words above; the file for the first three, the sentence for the last two."""

    what: str
    path: Path | None = None
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.path.name}: {self.what}" if self.path else self.sentence

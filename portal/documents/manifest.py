"""The manifest: what an edition is made of, chained to the one before."""

from pydantic import Field

from portal.documents import canonical
from portal.documents.figures import Part
from portal.documents.reason_codes import codes_before_codes
from portal.documents.references import EditionRef, SupplyRef

YEAR_BEFORE = "year before"
"""The name in `beside` of the edition whose accounts those of a year are compared with."""


class Manifest(Part):
    """What an edition is made of. `beside`: what else its figures follow from (the year before, commentary, charter),
    by name, each as a hash or an edition. `files`: path -> SHA-256; `previous`: the `sha256` of the manifest before.

    `supplies`: id, source, force and month, and the SHA-256 of the file, in whose place a return has a keyed hash.

    `arrived`: when each supply came; like `published_at` no part of the edition's own hash. `inputs`: a hash of
    all that the figures follow from: the same inputs need no drawing up; keyed, if a return is among them.
    `reason_codes`: a code for each sentence of `reason` (editions.numbering); one published before there were codes has
    none, and `why` answers for it too.
    """

    schema_: str = Field(default="manifest/1", alias="schema")
    period: str
    number: str
    published_at: str
    reason: str
    supplies: list[dict[str, str]]
    charter: str | None
    code: str
    files: dict[str, str]
    previous: str | None
    arrived: dict[str, str] = {}
    inputs: str = ""
    beside: dict[str, str] = {}
    reason_codes: list[str] = []
    sha256: str

    @property
    def why(self) -> list[str]:
        """The codes of its reasons, whenever it was published."""
        return self.reason_codes or codes_before_codes(self.reason)

    def stands_beside(self, name: str) -> EditionRef:
        """The edition that `beside` has by that name, such as a year of the series; an empty one where it has none."""
        return EditionRef.parse(self.beside.get(name, ""))

    def months(self) -> set[str]:
        """The months that its supplies are of."""
        return {SupplyRef.parse(source["of"]).month for source in self.supplies}

    def own_hash(self) -> str:
        """The SHA-256 of all it says but of when, and of the hash itself: what `sha256` is to be."""
        absent = set() if self.reason_codes else {"reason_codes"}  # what was published without them has its hash so
        content = self.model_dump(mode="json", by_alias=True, exclude={"sha256", "published_at", "arrived", *absent})
        return canonical.sha256(canonical.as_bytes(content))

"""The shapes of JSON that no class of ours writes: the charter as an edition froze it, and the charts of a page."""

from typing import Any

from pydantic import Field

from portal.accounts.figures import Part
from portal.charter.definitions import Check, Commitment, LawVersion, Power, Source, Standard
from portal.charter.rationale import Rationale
from portal.charter.section_60 import Authorisation


class AskedField(Part):
    """A field of the charter return, and the promise, duty or check that it serves."""

    name: str
    title: str
    serves: str


class CharterDocument(Part):
    """The charter: promises and duties, the law over time, every check as data, and what is agreed or authorised."""

    schema_: str = Field(default="charter/1", alias="schema")
    id: str
    edition: str
    title: str
    date: str
    says: str
    sources: list[Source]
    commitments: list[Commitment]
    standards: list[Standard]
    laws: list[LawVersion]
    powers: list[Power]
    checks: list[Check]
    fields: list[AskedField]
    flags: list[Check]
    rationales: list[Rationale]
    authorisations: list[Authorisation]


class Chart(Part):
    """One chart as Plotly draws it. A text that begins with `--` names a colour or a font of our style sheet."""

    title: str
    source: str
    file: str
    explains: str
    data: list[dict[str, Any]]
    layout: dict[str, Any]


class Charts(Part):
    """Name of the chart -> the chart; none where a page has none."""

    schema_: str = Field(default="charts/1", alias="schema")
    charts: dict[str, Chart]

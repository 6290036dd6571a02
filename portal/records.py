"""What the database holds: supplies, the searches in them, what was refused, runs, and editions.

A search keeps its labels as written, as numbers into `Label`; the vocabulary gives them meaning when an
account is drawn up. Dates and times are whole numbers: seconds since 1970 (UTC), 20180401 (London).
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from portal.documents.supplies import SupplyFinding
from portal.fields import field_names_where

LABELLED = field_names_where(lambda field: field.is_kept_as_written)
"""The fields of a search that hold a label as written.

Asked at import: frames and statements have their columns of it. `Stop` has the same ones written out, as the migrations
have, and a test holds that they agree.
"""


class Supply(SQLModel, table=True):
    """What one force sent for one month, from one source.

    `sha256`: what may be told of its bytes: of a public source their SHA-256, of a return, or of what was refused,
    a keyed hash (portal.return_names). `bytes_sha256`: then their plain SHA-256, which never leaves the database.
    `state`: current, superseded, held, refused, or withdrawn (a tombstone). `profile`: the figures that its
    findings are drawn from (ingest.profile). `rows_sha256`: of its rows as they were kept; null of a supply from before
    this was kept. `entry_sha256`: of all this as the portal wrote it (portal.store.digests). `note`: why it is held,
    refused or withdrawn, and since when.
    """

    __table_args__ = (UniqueConstraint("public_id"), Index("ix_supply_of", "source", "force", "month"))

    id: int | None = Field(default=None, primary_key=True)
    public_id: str
    source: str
    force: str
    month: str
    sha256: str
    filename: str
    retrieved_from: str
    received_at: str
    invented: bool
    rows_read: int
    rows_kept: int
    rows_rejected: int
    first_date: int | None
    last_date: int | None
    columns_present: list[str] = Field(sa_column=Column(JSON, nullable=False))
    profile: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    findings: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    state: str
    note: str | None = None
    supersedes: str | None = None
    rows_gone: int | None = None
    rows_new: int | None = None
    rows_sha256: str | None = None
    entry_sha256: str | None = None
    bytes_sha256: str | None = None

    @property
    def found(self) -> list[SupplyFinding]:
        """Its findings as values: read anew each time, as `findings` may be replaced."""
        return [SupplyFinding.model_validate(finding) for finding in self.findings]


class ReturnKey(SQLModel, table=True):
    """The key that returns are named by, in hex: the only row, number 1. It is told to nobody."""

    __tablename__ = "return_key"

    number: int = Field(primary_key=True)
    key: str = Field(repr=False)


class FormerName(SQLModel, table=True):
    """What a supply was called before it was named by the key of today: older editions still call it so."""

    __tablename__ = "former_name"

    public_id: str = Field(primary_key=True)
    supply: int | None = Field(foreign_key="supply.id", nullable=False)
    sha256: str


class Label(SQLModel, table=True):
    """A label as some source wrote it, once per field."""

    __table_args__ = (UniqueConstraint("field", "written"),)

    id: int | None = Field(default=None, primary_key=True)
    field: str
    written: str


class Stop(SQLModel, table=True):
    """One row of a supply that could be read. A blank is NULL.

    `searches`: how many it stands for (one, but in an aggregated extract). `instant` and `london_hour` are NULL
    where the source gives a day only, the day is the first where it gives a month only. `placed` says how the
    borough was found (places.HOW_PLACED).
    """

    supply: int = Field(foreign_key="supply.id", primary_key=True)
    line: int = Field(primary_key=True)
    searches: int
    instant: int | None = Field(sa_column=Column(BigInteger, nullable=True))
    london_date: int
    london_hour: int | None
    latitude: float | None
    longitude: float | None
    borough: str | None
    placed: int
    kind: int | None
    gender: int | None
    age: int | None
    self_defined_ethnicity: int | None
    officer_defined_ethnicity: int | None
    power: int | None
    object: int | None
    outcome: int | None
    linked: int | None
    clothing: int | None
    operation: int | None
    operation_name: int | None
    team: int | None


class Fact(SQLModel, table=True):
    """What only a charter return says of a search: a label's number, or the number itself (portal.return_standard)."""

    supply: int = Field(foreign_key="supply.id", primary_key=True)
    line: int = Field(primary_key=True)
    vehicle_attended: int | None
    ward: int | None
    bcu: int | None
    self_defined_asked: int | None
    name_given: int | None
    shoulder_number_given: int | None
    grounds_told: int | None
    gowisely: int | None
    uniform: int | None
    receipt: int | None
    grounds_recorded: int | None
    grounds_grade: int | None
    grounds_strength: int | None
    grounds_flags: int | None
    grounds_rules: int | None
    officer_identity_recorded: int | None
    minutes_to_record: int | None
    late_reason_recorded: int | None
    grounds_edits: int | None
    edits_explained: int | None
    video: int | None
    video_reason_accepted: int | None
    review_drawn: int | None
    review_viewed: int | None
    review_result: int | None
    supervisor_days: int | None
    supervisor_result: int | None
    panel_feedback: int | None
    panel_response_days: int | None
    search_authoriser: int | None
    appropriate_adult: int | None
    safeguarding: int | None
    section_60_reference: int | None
    force_used: int | None
    force_recorded: int | None


class PointName(SQLModel, table=True):
    """What a supply calls a point that its searches are published at: the street that it is on or near."""

    __tablename__ = "point_name"

    supply: int = Field(foreign_key="supply.id", primary_key=True)
    latitude: float = Field(primary_key=True)
    longitude: float = Field(primary_key=True)
    name: str


class Rejection(SQLModel, table=True):
    """A row that could not be read; `row_text` only where the source is public."""

    supply: int = Field(foreign_key="supply.id", primary_key=True)
    line: int = Field(primary_key=True)
    column: str
    reason: str
    row_text: str | None


class Run(SQLModel, table=True):
    """One run of a command that writes."""

    id: int | None = Field(default=None, primary_key=True)
    command: str
    started_at: str
    finished_at: str | None = None
    outcome: str | None = None


class Withdrawal(SQLModel, table=True):
    """A withdrawal of a supply or an edition, noted before its first step; `finished_at` once every step is done."""

    id: int | None = Field(default=None, primary_key=True)
    what: str
    reason: str
    begun_at: str
    finished_at: str | None = None


class Edition(SQLModel, table=True):
    """The register: one line an edition, with the hash its manifest had when it was published.

    `begun_sha256`: the hash that a run of ours noted before the edition appeared on the shelf; none once it is settled.
    Where it is another than `manifest_sha256`, the edition was lost, and a run wrote it anew. `tombstones_sha256`: of
    its tombstones (`withdrawn.json`), empty while it has none; null of an edition entered before this was kept.
    """

    __table_args__ = (UniqueConstraint("period", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    period: str
    number: str
    published_at: str
    manifest_sha256: str
    begun_sha256: str | None = None
    tombstones_sha256: str | None = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether it was begun, and nobody has looked yet if it came out."""
        return self.begun_sha256 == self.manifest_sha256


class ReviewEntry(SQLModel, table=True):
    """One entry of the video review's journal (portal.review.journal): written once, never changed."""

    __tablename__ = "review_entry"

    number: int = Field(primary_key=True)
    kind: str
    subject: str
    entered_at: str
    body: str
    previous_sha256: str
    sha256: str

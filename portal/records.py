"""What the database holds: supplies, the searches in them, what was refused, runs, and editions.

A search keeps its labels as written, as numbers into `Label`; the vocabulary gives them meaning when an
account is drawn up. Dates and times are whole numbers: seconds since 1970 (UTC), 20180401 (London).
"""

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

LABELLED = (
    "kind",
    "gender",
    "age",
    "self_defined_ethnicity",
    "officer_defined_ethnicity",
    "power",
    "object",
    "outcome",
    "linked",
    "clothing",
    "operation",
    "operation_name",
)
"""The fields of a search that hold a label as written."""


class Supply(SQLModel, table=True):
    """What one force sent for one month, from one source. `state`: current superseded held refused."""

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
    findings: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    state: str
    supersedes: str | None = None
    rows_gone: int | None = None
    rows_new: int | None = None


class Label(SQLModel, table=True):
    """A label as some source wrote it, once per field."""

    __table_args__ = (UniqueConstraint("field", "written"),)

    id: int | None = Field(default=None, primary_key=True)
    field: str
    written: str


class Stop(SQLModel, table=True):
    """One row of a supply that could be read. A blank is NULL. `placed` says how the borough was found."""

    supply: int = Field(foreign_key="supply.id", primary_key=True)
    line: int = Field(primary_key=True)
    instant: int = Field(sa_column=Column(BigInteger, nullable=False))
    london_date: int
    london_hour: int
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


class Edition(SQLModel, table=True):
    """The register: one line an edition, with the hash its manifest had when it was published."""

    __table_args__ = (UniqueConstraint("period", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    period: str
    number: str
    published_at: str
    manifest_sha256: str

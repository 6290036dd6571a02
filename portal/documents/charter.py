"""The charter as an edition measured it, frozen beside its accounts (schema `charter/1`)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from portal import return_standard
from portal.charter.agreements import Authorisation, Rationale, known_facts
from portal.charter.definitions import (
    RATIONALE,
    RECEIPT,
    SECTION_60,
    Charter,
    Check,
    Commitment,
    LawVersion,
    Power,
    Source,
    Standard,
)
from portal.documents.figures import Part

SCHEMA = "charter/1"
CHARTER = "charter.json"
"""Where it stands in an edition."""

ROLES_BEFORE = {
    ("C05", "answered"): RECEIPT,
    ("S07", "in_rationale"): RATIONALE,
    ("S04", "authorised"): SECTION_60,
    ("S05", "inside_authorisation"): SECTION_60,
}
"""Id and function of a check -> its role, in documents of before there were roles. Never change it: they are frozen."""


RULE = ("unit", "function", "fields", "also", "parameters", "applies", "law")
"""What of a check's definition decides the state of a record; its title, target and sources do not."""


class AskedField(Part):
    """A field of the charter return, and the promise, duty or check that it serves."""

    name: str
    title: str
    serves: str


class CharterDocument(Part):
    """The charter: promises and duties, the law over time, every check as data, and what is agreed or authorised."""

    schema_: str = Field(default=SCHEMA, alias="schema")
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

    @model_validator(mode="before")
    @classmethod
    def read(cls, document: Any) -> Any:
        return with_roles(document)

    @property
    def by_id(self) -> dict[str, Check]:
        return {check.id: check for check in self.checks}

    def rule(self, check: Check) -> list[Any]:
        """What decides a record's state under a check (or flag) of this charter, the versions of its law with it."""
        laws = [law for law in self.laws if check.law and law.law == check.law]
        return [
            *(getattr(check, name) for name in RULE),
            *((law.valid_from, law.valid_until, law.changes.get(check.id)) for law in laws),
        ]

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)

    def with_role(self, role: str) -> list[Check]:
        """The checks that have it, in the order of the charter."""
        return [check for check in self.checks if check.role == role]


def with_roles(document: Any) -> Any:
    """A document as read, with the roles of its checks where it was published before there were any."""
    checks = document.get("checks", []) if isinstance(document, Mapping) else []
    if not all(isinstance(check, Mapping) and "role" not in check for check in checks):
        return document
    return {**document, "checks": [{**check, "role": role_before(check)} for check in checks]}


def role_before(check: Mapping[str, Any]) -> str:
    return ROLES_BEFORE.get((check.get("id", ""), check.get("function", "")), "")


def build_charter_document(charter: Charter, flags: Sequence[Check]) -> CharterDocument:
    """Every value of the charter; the fields of the standard by the check they serve; what is agreed.

    It is read from its own JSON, as that of an earlier edition is: so the rules of both can be compared.

    `flags`: the grounds flags, which are counted beside the checks.
    """
    known = known_facts(charter)
    whole = charter_json_value(asdict(charter))
    assert isinstance(whole, dict)
    fields = [
        {"name": field.name, "title": field.title, "serves": field.serves} for field in return_standard.return_fields()
    ]
    document = {
        **whole,
        "fields": fields,
        "flags": [charter_json_value(asdict(flag)) for flag in flags],
        "rationales": [charter_json_value(asdict(one)) for one in known.rationales],
        "authorisations": [charter_json_value(asdict(one)) for one in known.authorisations],
    }
    return CharterDocument.model_validate(document)


def charter_json_value(value: Any) -> Any:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, dict):
        return {key: charter_json_value(each) for key, each in value.items()}
    return [charter_json_value(each) for each in value] if isinstance(value, list | tuple) else value

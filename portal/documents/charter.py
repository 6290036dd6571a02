"""The charter as an edition measured it, frozen beside its accounts (schema `charter/1`)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from portal import return_standard
from portal.charter.agreements import known_facts
from portal.charter.definitions import Charter, flags

SCHEMA = "charter/1"


RULE = ("unit", "function", "fields", "also", "parameters", "applies", "law")
"""What of a check's definition decides the state of a record; its title, target and sources do not."""


def check_rules(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Of a document: check (or flag) -> what decides a record's state, the versions of its law with it."""
    return {
        check["id"]: [
            {name: check[name] for name in RULE},
            [
                [law["valid_from"], law["valid_until"], law["changes"].get(check["id"])]
                for law in charter["laws"]
                if check["law"] and law["law"] == check["law"]
            ],
        ]
        for check in (*charter["checks"], *charter["flags"])
    }


def build_charter_document(charter: Charter) -> dict[str, Any]:
    """Every value of the charter, days as text; the fields of the standard by the check they serve; what is agreed."""
    known = known_facts(charter)
    whole = charter_json_value(asdict(charter))
    assert isinstance(whole, dict)
    fields = [
        {"name": field.name, "title": field.title, "serves": field.serves} for field in return_standard.return_fields()
    ]
    return {
        "schema": SCHEMA,
        **whole,
        "fields": fields,
        "flags": [charter_json_value(asdict(flag)) for flag in flags()],
        "rationales": [charter_json_value(asdict(one)) for one in known.rationales],
        "authorisations": [charter_json_value(asdict(one)) for one in known.authorisations],
    }


def charter_json_value(value: Any) -> Any:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, dict):
        return {key: charter_json_value(each) for key, each in value.items()}
    return [charter_json_value(each) for each in value] if isinstance(value, list | tuple) else value

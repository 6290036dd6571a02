"""An account written by hand, for what pages say of it: one borough, one month, nothing else unless asked."""

from typing import Any

from portal.documents.account import Account

Part = dict[str, Any]
"""A part of the document in the form of its JSON."""

HACKNEY = {"kind": "borough", "code": "E09000012", "name": "Hackney"}
LONDON = {"kind": "london", "code": "E12000007", "name": "London"}
TSG = {"kind": "team", "code": "metropolitan-tsg", "name": "Territorial Support Group"}
MET = {"kind": "force", "code": "metropolitan", "name": "Metropolitan Police"}
PERIOD = {"id": "2018-19", "from": "2018-04-01", "to": "2019-03-31", "months_expected": 12, "months_supplied": 12,
          "complete": True}  # fmt: skip


def small(searches: int | None = 3, place: dict[str, str] = HACKNEY, **changed: Any) -> Account:
    """`searches` of a place in a whole year; `changed`: parts of the document in the form of its JSON."""
    whole: dict[str, Any] = {
        "invented": False,
        "place": place,
        "period": PERIOD,
        "totals": {"searches": searches, "person_searches": searches, "vehicle_only": 0, "placed_by_nearness": 0},
        "monthly": [{"month": "2018-04", "searches": searches, "status": "value"}],
        "breakdowns": {},
        "supplies": [],
        "left_out": [],
    }
    return Account.model_validate(whole | changed)


def headline(measure: str, value: float | None, status: str = "value", **more: Any) -> Part:
    return {"measure": measure, "value": value, "status": status, **more}


def check(name: str, status: str = "value", verdict: str = "No target set", **more: Any) -> Part:
    states = dict.fromkeys(("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published", "rate"))
    return {"check": name, **states, "status": status, "verdict": verdict, **more}


def supply(*findings: Part, force: str = "metropolitan", month: str = "2018-04", **more: Any) -> Part:
    identity = f"police-uk-{force}-{month}-0123abcd"
    return {"id": identity, "source": "police-uk", "force": force, "month": month, "sha256": "0", "rows": 9,
            "findings": list(findings), **more}  # fmt: skip


def finding(name: str, severity: str = "serious", sentence: str = "Odd.", **figures: Any) -> Part:
    return {"id": name, "severity": severity, "sentence": sentence, "figures": figures, "affects": ""}


def figure(key: str, searches: int | None, of: int = 3, status: str = "value") -> Part:
    return {"key": key, "label": key.capitalize(), "searches": searches, "of": of, "status": status}

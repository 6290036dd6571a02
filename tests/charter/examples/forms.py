"""How an example is written: a state, and what to change in tests.charter.rows.row() to come to it."""

from typing import Any

from tests.charter.rows import NP, NR

States = dict[str, list[dict[str, Any]]]
VAN = {"kind": "vehicle", "vehicle_attended": "no"}
MANNED = {"kind": "vehicle", "vehicle_attended": "yes"}
UNKNOWN = {"kind": "vehicle", "vehicle_attended": NR}
PUBLIC = {"source": "police-uk", "vehicle_attended": NP, "self_defined_asked": NP}
SIXTY = {"power": "cjpoa_s60", "section_60_reference": "S60/1", "area": "E09000012", "hour": "hour_15"}
CHILD = {"age": "10_to_17"}
STRIPPED = {**CHILD, "clothing_level": "intimate_parts"}


def answers(field: str, **cells: list[str]) -> States:
    """A state for each value of one column; blank and not published besides."""
    said: States = {state: [{field: value} for value in values] for state, values in cells.items()}
    return {NP: [{field: NP}], NR: [{field: NR}], **said}


def also(states: States, extra: dict[str, Any], **more: list[dict[str, Any]]) -> States:
    """Every example with `extra` beside it, and more examples as they are."""
    joined = {state: [{**extra, **one} for one in examples] for state, examples in states.items()}
    return {state: [*joined.get(state, []), *more.get(state, [])] for state in {**joined, **more}}

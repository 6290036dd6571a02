"""Name -> function, for the names that a charter may use (charter.names)."""

import inspect
from collections.abc import Callable
from typing import Any

from portal.charter.known import Known
from portal.charter.rules import agreed, applicability, powers, said, written_down
from portal.charter.rules.claims import Claims

Rule = Callable[..., Claims]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        said.answered,
        written_down.written,
        written_down.within,
        said.asked,
        said.letters_said,
        powers.power_in_force,
        powers.fits_power,
        written_down.timed,
        written_down.team_listed,
        said.agree,
        agreed.authorised,
        agreed.inside_authorisation,
        agreed.in_rationale,
    )
}
APPLICABILITY: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        applicability.someone_there,
        applicability.suspicion_needed,
        applicability.receipt_due,
        applicability.only,
        applicability.unless,
    )
}


def ruled(rule: Rule, known: Known, parameters: dict[str, Any]) -> Claims:
    """The claims of a rule with a check's parameters; what is known beside the records goes to rules that take it."""
    beside = {"known": known} if "known" in inspect.signature(rule).parameters else {}
    return rule(**beside, **parameters)

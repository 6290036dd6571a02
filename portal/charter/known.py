"""What is known beside the records when they are measured: powers by date, rationales, authorisations, teams."""

from dataclasses import dataclass

from portal import teams
from portal.charter import rationale, section_60
from portal.charter.definitions import Charter, Power
from portal.charter.rationale import Rationale
from portal.charter.section_60 import Authorisation


@dataclass(frozen=True)
class Known:
    """`rationales`: the agreed ones only; `authorisations`: the published ones only; `teams`: ids of listed teams."""

    powers: tuple[Power, ...] = ()
    rationales: tuple[Rationale, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()
    teams: tuple[str, ...] = ()


def published(charter: Charter) -> Known:
    """What travels with the code."""
    return Known(charter.powers, rationale.agreed(), section_60.published(), tuple(teams.listed()))

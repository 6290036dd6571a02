"""What the checks found in one place, as it may be told: exactly, as ranges from the tables, or why not."""

from collections.abc import Mapping, Sequence

from portal import places, teams
from portal.accounts import compliance, state_tables
from portal.accounts.checking import DIMENSIONS, HELD_BACK, NOTHING, Checked
from portal.accounts.compliance_document import Compliance, ComplianceBy
from portal.accounts.disclosure.shown import Shown
from portal.accounts.measures import States, added
from portal.accounts.reason_codes import CHECK_FEW, CHECK_STAYS, WORDS
from portal.accounts.state_tables import Column, StateTable
from portal.charter.states import NOT_PUBLISHED
from portal.places import Kind, Place

FEW, STAYS = WORDS[CHECK_FEW], WORDS[CHECK_STAYS]


def of_place(found: Checked, place: Place) -> Compliance:
    """What the check found in one place."""
    if place.kind is Kind.TEAM:
        return of_team(found, place.code)
    own = {key: states for key, states in found.counts.items() if is_in(key, place)}
    whole = added(list(own.values())) if own else NOTHING
    unpublished = whole[NOT_PUBLISHED]
    is_public = place.kind is Kind.FORCE and place.code in found.public  # whoever counts its file finds the same
    if is_public or found.is_public or unpublished == sum(whole.values()):
        return compliance.exact(found.check, whole, without(own), partly(own))
    told_by = best(found, place)
    if found.withheld or told_by is None:
        return compliance.withheld(found.check, found.withheld or HELD_BACK)
    columns = columns_of(told_by, place)
    if columns is None or (place.kind is Kind.FORCE and len(speaking(found.counts)) > 1):
        return compliance.withheld(found.check, FEW)
    return compliance.ranged(found.check, state_tables.added(columns), unpublished, without(own), partly(own))


def is_in(key: tuple[str, ...], place: Place) -> bool:
    force, borough = key
    match place.kind:
        case Kind.FORCE:
            return force == place.code
        case Kind.BOROUGH:
            return borough == place.code
        case Kind.BCU:
            return places.bcu_of(borough) == place.code
        case _:
            return True


def speaking(counts: Mapping[tuple[str, ...], States]) -> set[str]:
    """The forces of which any record answers the check: a table does not tell two of them apart."""
    return {force for (force, _), states in counts.items() if states[NOT_PUBLISHED] < sum(states.values())}


def without(own: Mapping[tuple[str, ...], States]) -> list[str]:
    """Forces of which no record answers the check, where another's do."""
    summed = by_force(own)
    silent = [force for force, states in summed.items() if states[NOT_PUBLISHED] == sum(states.values())]
    return sorted(silent) if len(silent) < len(summed) else []


def partly(own: Mapping[tuple[str, ...], States]) -> list[str]:
    """Forces of which some records answer the check and others, of other months, do not."""
    return sorted(f for f, states in by_force(own).items() if 0 < states[NOT_PUBLISHED] < sum(states.values()))


def by_force(own: Mapping[tuple[str, ...], States]) -> dict[str, States]:
    forces: dict[str, list[States]] = {}
    for (force, _), states in own.items():
        forces.setdefault(force, []).append(states)
    return {force: added(every) for force, every in forces.items()}


def best(found: Checked, place: Place) -> StateTable | None:
    """All of London is told best by the table that leaves least out; a part of it only by that of boroughs."""
    if place.kind not in (Kind.LONDON, Kind.FORCE):
        return found.tables.get("borough")
    shown = [found.tables[name] for name in DIMENSIONS if name != "team" and name in found.tables]
    return min(shown, key=lambda table: table.hidden, default=None)


def stays(found: Checked, place: Place) -> bool:
    """Whether what was published of the check in this place stays as it was."""
    kept = found.staying.get(place.kind.value, frozenset())
    match place.kind:
        case Kind.BOROUGH | Kind.TEAM:
            return place.code in kept
        case Kind.BCU:
            return not found.staying.get("borough", frozenset()).isdisjoint(places.boroughs_of(place.code))
        case _:
            return any(found.staying.values()) and not found.is_public and best(found, place) is None


def columns_of(table: StateTable, place: Place) -> list[Column] | None:
    """The columns a place is made of, with what the small ones hold; None where one of its own is not shown."""
    match place.kind:
        case Kind.BOROUGH:
            return [table.columns[place.code]] if place.code in table.columns else None
        case Kind.BCU:
            own = places.boroughs_of(place.code)
            return [table.columns[code] for code in own] if set(own) <= table.columns.keys() else None
        case _:
            rest = {state: Shown(0, table.hidden) for state in state_tables.OPEN_STATES}
            return [*table.columns.values(), *([rest] if table.hidden else [])]


def of_team(found: Checked, team: str) -> Compliance:
    if (team,) in found.by_team:
        return compliance.exact(found.check, found.by_team[team,])
    known = teams.listed()
    if not any(known[each].force == known[team].force for each in found.named & known.keys()):
        return compliance.unpublished(found.check)
    if found.withheld:
        return compliance.withheld(found.check, found.withheld)
    table = found.tables.get("team")
    column = table.columns.get(team) if table else None
    if column is None:
        return compliance.withheld(found.check, FEW if table else found.no_team)
    return compliance.ranged(found.check, column, None)


def by_group(found: Sequence[Checked], labels: Mapping[str, Mapping[str, str]]) -> list[ComplianceBy]:
    """London's protected checks by ethnicity and by age. `labels`: field -> key -> label."""
    return [
        ComplianceBy(
            by=name, key=key, label=labels[name].get(key, key), compliance=compliance.ranged(one.check, column, None)
        )
        for one in found
        for name in ("self_defined_ethnicity", "age")
        if name in one.tables
        for key, column in one.tables[name].columns.items()
    ]

"""What a check found in one place: counted exactly, for London as a whole alone, or why it is not told there."""

from collections.abc import Mapping, Sequence

from portal import places, teams
from portal.accounts import compliance
from portal.accounts.checking import Checked
from portal.accounts.compliance_document import Compliance, ComplianceBy
from portal.accounts.measures import States, added
from portal.accounts.reason_codes import PEOPLE, SMALL_GROUP, YEAR_RUNNING
from portal.accounts.team_groups import PLURALS
from portal.charter.states import NOT_PUBLISHED, STATES
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import (
    OTHERS,
    london_only_sentence,
    small_groups_label,
    too_small_sentence,
    year_running_sentence,
)
from portal.places import Kind, Place
from portal.vocabulary import NO_GROUP

NOTHING: States = dict.fromkeys(STATES, 0)


def of_place(found: Checked, place: Place) -> Compliance:
    """What the check found in one place."""
    if found.waiting and has_nothing_else(found, place):
        return compliance.withheld(found.check, year_running_sentence(), YEAR_RUNNING)
    if found.is_returned and not found.by_place:
        return of_people(found, place)
    if place.kind is Kind.TEAM:
        return of_team(found, place.code)
    if not found.small.isdisjoint(places.within(place)):
        return compliance.withheld(found.check, too_small_sentence(disclosure_settings()), SMALL_GROUP)
    own = {key: states for key, states in found.by_place.items() if is_in(key, place)}
    whole = added(list(own.values())) if own else NOTHING
    is_returned = not found.told.isdisjoint(force for force, _ in own)
    return compliance.exact(found.check, whole, without(own), partly(own), is_returned=is_returned)


def has_nothing_else(found: Checked, place: Place) -> bool:
    """Whether the place has no answer but in a return that is not told yet."""
    if found.people is not None:
        return False
    own_force = force_of(place)
    if place.kind is Kind.TEAM or (own_force and not found.by_place):
        return own_force in found.waiting
    own = [states for key, states in found.by_place.items() if is_in(key, place)]
    is_silent = all(states[NOT_PUBLISHED] == sum(states.values()) for states in own)
    return is_silent and (place.kind is not Kind.FORCE or place.code in found.waiting)


def force_of(place: Place) -> str | None:
    """The one force that a force's or a team's account is of."""
    if place.kind is Kind.TEAM:
        return teams.listed()[place.code].force
    return place.code if place.kind is Kind.FORCE else None


def of_people(found: Checked, place: Place) -> Compliance:
    """A check that tells of a person: London's figures to the nearest five, no others."""
    own_force = force_of(place)
    if own_force and own_force not in found.returning:
        return compliance.unpublished(found.check)
    if place.kind is not Kind.LONDON:
        return compliance.withheld(found.check, london_only_sentence(), PEOPLE)
    if found.people is None:
        return compliance.unpublished(found.check)
    return compliance.of_people(found.check, found.people)


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


def of_team(found: Checked, team: str) -> Compliance:
    states = found.by_team.get(team)
    if states is None or states[NOT_PUBLISHED] == sum(states.values()):
        return compliance.unpublished(found.check)
    return compliance.exact(found.check, states, is_returned=True)


def by_group(found: Sequence[Checked], labels: Mapping[str, Mapping[str, str]]) -> list[ComplianceBy]:
    """London's checks that only returns answer, by ethnicity and age, and of small teams together.

    `labels`: field -> key -> label.
    """
    return [
        ComplianceBy(
            by=name,
            key=key,
            label=label_of(name, key, labels.get(name, {})),
            compliance=compliance.exact(one.check, groups[key], is_returned=True),
        )
        for one in found
        if one.told
        for name, groups in one.by_group.items()
        for key in in_order(groups, labels.get(name, {}))
        if key != NO_GROUP and groups[key][NOT_PUBLISHED] < sum(groups[key].values())
    ]


def in_order(groups: Mapping[str, States], labels: Mapping[str, str]) -> list[str]:
    return [*(key for key in labels if key in groups), *sorted(groups.keys() - labels.keys())]


def label_of(name: str, key: str, labels: Mapping[str, str]) -> str:
    if key.startswith(OTHERS):
        return small_groups_label(key, PLURALS[name], disclosure_settings())
    return labels.get(key, key)

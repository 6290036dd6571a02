"""What is held of each source, force and month, and what is missing: as plain documents."""

from collections.abc import Iterable, Sequence

from portal import places
from portal.accounts.supply_list import ListedSupply, MissingSupply
from portal.periods import month_after
from portal.records import Supply


def listed(supply: Supply) -> ListedSupply:
    """A supply as `portal status --json` and the list of supplies show it."""
    same = ListedSupply.model_fields.keys() - {"id"}
    return ListedSupply(id=supply.public_id, **{name: getattr(supply, name) for name in same})


def missing(supplies: Sequence[Supply]) -> list[MissingSupply]:
    """Months between the first and the last that a source has, which an expected force of it lacks."""
    found = []
    for source in sorted({supply.source for supply in supplies}):
        current = [supply for supply in supplies if supply.source == source and supply.state == "current"]
        held = {(supply.force, supply.month) for supply in current}
        for force in expected(current):
            found += [
                MissingSupply(source=source, force=force, month=month)
                for month in months_between(supply.month for supply in current)
                if (force, month) not in held
            ]
    return found


def expected(current: Iterable[Supply]) -> list[str]:
    """Of data.police.uk every expected force; of another source the expected forces that it has sent."""
    supplies = list(current)
    needed = {force.id for force in places.forces().values() if force.expected}
    sent = {supply.force for supply in supplies} & needed
    return sorted(needed if any(supply.source == "police-uk" for supply in supplies) else sent)


def months_between(months: Iterable[str]) -> list[str]:
    ordered = sorted(months)
    if not ordered:
        return []
    found = [ordered[0]]
    while found[-1] < ordered[-1]:
        found.append(month_after(found[-1]))
    return found

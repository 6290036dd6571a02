"""What publishers owe (checks P01 to P05), measured on a year's supplies and accounts, for London and each force."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal import places
from portal.accounts.checks.entries import empty_compliance, exact
from portal.accounts.counting.fields import by_month, charter_fields, has
from portal.accounts.counting.place_counts import PlaceCounts
from portal.accounts.counting.searches import Year
from portal.charter import definitions, duties
from portal.charter.definitions import STATES, Check
from portal.charter.duties import Finding
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import team_of_person_sentence
from portal.documents.account import Account, Compliance
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply

ELSEWHERE = "This is asked of the police and of this portal, not of a place."
THE_PORTALS = "This is asked of whoever publishes the account, which is this portal: see London."
RUNNING = "The year is not here whole: an annual account of it cannot be owed yet."
OVER_ALL = "This is judged over all editions: see the corrections."
A_FIGURE = "A figure, no pass and no fail: see what the searches led to."
OUR_RULE = "Figures by team from a return come for whole financial years only, by our own rule."
BEFORE_US = "This portal did not look for files yet when it was due."


@dataclass(frozen=True)
class Arrivals:
    """`first`, `last`: the days on which the first and the last supply of all came, whatever became of them.

    `came`: force and month -> the day its first file came, also where a newer one has replaced it.
    """

    first: date
    last: date
    came: Mapping[tuple[str, str], date]


def arrivals(supplies: Iterable[Supply]) -> Arrivals:
    """Of every supply that was ever taken in; there is at least one."""
    came: dict[tuple[str, str], date] = {}
    days = []
    for supply in supplies:
        day = day_received(supply)
        days.append(day)
        came[supply.force, supply.month] = min(day, came.get((supply.force, supply.month), day))
    return Arrivals(min(days), max(days), came)


@dataclass(frozen=True)
class Delivery:
    """What publishers did for a year: the files that came, when, and the accounts drawn up from them.

    `wanted`: the fields the charter asks for, all of the standard if None.
    """

    year: Year
    accounts: Sequence[Account]
    arrived: Arrivals
    wanted: Sequence[str] | None = None


def duty_compliance(check: Check, place: Place, delivery: Delivery) -> Compliance:
    """A check of unit supply or figure."""
    if check.function == "found":
        return empty_compliance(check, definitions.DOES_NOT_APPLY, "value", A_FIGURE)
    if check.function == "corrections_explained":
        return empty_compliance(check, definitions.DOES_NOT_APPLY, "missing", OVER_ALL)
    if place.kind not in (Kind.LONDON, Kind.FORCE):
        return empty_compliance(check, definitions.DOES_NOT_APPLY, "missing", ELSEWHERE)
    if check.function == "account_published" and place.kind is Kind.FORCE:
        return empty_compliance(check, definitions.DOES_NOT_APPLY, "missing", THE_PORTALS)
    found = duty_findings(check, place, delivery)
    told = exact(check, duty_state_counts(found))
    if told.judged or not found:
        return told
    return told.model_copy(update={"reason": " ".join(dict.fromkeys(finding.sentence for finding in found))})


def duty_state_counts(found: Sequence[Finding]) -> dict[str, int]:
    return {state: sum(each.state == state for each in found) for state in STATES}


def duty_findings(check: Check, place: Place, delivery: Delivery) -> list[Finding]:
    year, wanted = delivery.year, delivery.wanted
    match check.function:
        case "published_on_time":
            return on_time(place, year, delivery.arrived, **check.parameters)
        case "fields_supplied":
            return field_supply_findings(place, year, charter_fields() if wanted is None else wanted)
        case _:
            return [account_by(str(check.parameters["by"]), year, delivery.accounts)]


def field_supply_findings(place: Place, year: Year, wanted: Sequence[str]) -> list[Finding]:
    """One finding a force and month that has rows: any source of it may have the columns."""
    held = [
        supply
        for supply in year.supplies
        if (place.kind is Kind.LONDON or supply.force == place.code)
        and supply.rows_kept
        and supply.month in year.period.months
    ]
    return [
        duties.fields_supplied(wanted, [name for name in wanted if any(has(supply, name) for supply in same)])
        for same in by_month(held).values()
    ]


def on_time(place: Place, year: Year, arrived: Arrivals, *, within_days: int) -> list[Finding]:
    """One finding a month of every expected force, from the first file of that month that came.

    Today is the day the last supply of all came: what is due after it nobody has looked for yet.
    """
    forces = [force.id for force in places.forces_by_id().values() if force.expected]
    found = []
    for force in forces if place.kind is Kind.LONDON else [place.code]:
        for month in year.period.months:
            end, came = Period.last_day(month), arrived.came.get((force, month))
            finding = duties.published_on_time(end, came, arrived.last, within_days=within_days)
            too_early = (arrived.first - end).days > within_days
            found.append(Finding(definitions.NOT_APPLICABLE, BEFORE_US) if too_early else finding)
    return found


def day_received(supply: Supply) -> date:
    return date.fromisoformat(supply.received_at[:10])


def named_often(year: Year) -> list[str]:
    """Listed teams with searches enough to have an account (data/disclosure.toml)."""
    searches = PlaceCounts(year.by_force("team")).by_one("team")
    return [place.code for place in year.teams if searches.get(place.code, 0) >= disclosure_settings().fewest_searches]


def is_here_whole(year: Year) -> bool:
    """Every expected force has a file of every month."""
    sent = {(supply.force, supply.month) for supply in year.supplies}
    expected = [force.id for force in places.forces_by_id().values() if force.expected]
    return all((force, month) in sent for force in expected for month in year.period.months)


def account_by(kind: str, year: Year, accounts: Sequence[Account]) -> Finding:
    """Every borough has an account, or every listed team that is named often enough to be told by itself.

    Of years for which our own rule withholds figures by team, nothing is asked of the police.
    """
    have = [account.place.code for account in accounts if account.place.kind.value == kind]
    if not is_here_whole(year):
        return Finding(definitions.NOT_APPLICABLE, RUNNING)
    if kind == "team" and year.is_naming_teams_later:
        return Finding(definitions.NOT_APPLICABLE, OUR_RULE)
    if kind == "team" and year.is_keeping_teams:
        return Finding(definitions.NOT_APPLICABLE, team_of_person_sentence())
    expected = [place.code for place in places.all_of(Kind.BOROUGH)] if kind == "borough" else named_often(year)
    return duties.account_published(expected, have, by=kind)

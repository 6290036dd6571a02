"""What publishers owe (checks P01 to P05), measured on a year's supplies and accounts, for London and each force."""

from collections.abc import Sequence
from datetime import date

from portal import places
from portal.accounts.compliance import empty, exact
from portal.accounts.compliance_document import Compliance
from portal.accounts.disclosure.rule import rule
from portal.accounts.document import Account
from portal.accounts.published_fields import asked, has
from portal.accounts.team_table import is_protected
from portal.accounts.year import Year
from portal.charter import duties, states
from portal.charter.definitions import Check
from portal.charter.duties import Finding
from portal.charter.states import STATES
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply

ELSEWHERE = "This is asked of the police and of this portal, not of a place."
OVER_ALL = "This is judged over all editions: see the corrections."
A_FIGURE = "A figure, no pass and no fail: see what the searches led to."
OUR_RULE = "Figures by team from a return are published for financial years only, by our own rule."
BEFORE_US = "This portal did not look for files yet when it was due."


def of_place(check: Check, place: Place, year: Year, accounts: Sequence[Account], first_look: date) -> Compliance:
    """A check of unit supply or figure. `first_look`: the day the first supply of all came."""
    if check.function == "found":
        return empty(check, states.DOES_NOT_APPLY, "value", A_FIGURE)
    if check.function == "corrections_explained":
        return empty(check, states.DOES_NOT_APPLY, "missing", OVER_ALL)
    if place.kind not in (Kind.LONDON, Kind.FORCE):
        return empty(check, states.DOES_NOT_APPLY, "missing", ELSEWHERE)
    return exact(check, counted(findings(check, place, year, accounts, first_look)))


def counted(found: Sequence[Finding]) -> dict[str, int]:
    return {state: sum(each.state == state for each in found) for state in STATES}


def findings(check: Check, place: Place, year: Year, accounts: Sequence[Account], first_look: date) -> list[Finding]:
    own = [supply for supply in year.supplies if place.kind is Kind.LONDON or supply.force == place.code]
    match check.function:
        case "published_on_time":
            return on_time(place, year, own, first_look, **check.parameters)
        case "fields_supplied":
            wanted = asked()
            held = [supply for supply in own if supply.rows_kept and supply.month in year.period.months]
            return [duties.fields_supplied(wanted, [name for name in wanted if has(s, name)]) for s in held]
        case _:
            return [account_by(str(check.parameters["by"]), year, accounts)]


def on_time(place: Place, year: Year, own: Sequence[Supply], first_look: date, *, within_days: int) -> list[Finding]:
    """One finding a month of every expected force, from the first file of that month that came."""
    forces = [force.id for force in places.forces().values() if force.expected]
    last = max((day_of(supply) for supply in year.supplies), default=first_look)
    found = []
    for force in forces if place.kind is Kind.LONDON else [place.code]:
        for month in year.period.months:
            came = [day_of(supply) for supply in own if (supply.force, supply.month) == (force, month)]
            end = Period.last_day(month)
            finding = duties.published_on_time(end, min(came, default=None), last, within_days=within_days)
            too_early = (first_look - end).days > within_days
            found.append(Finding(states.NOT_APPLICABLE, BEFORE_US) if too_early else finding)
    return found


def day_of(supply: Supply) -> date:
    return date.fromisoformat(supply.received_at[:10])


def named_often(year: Year) -> list[str]:
    """Listed teams with searches enough to have an account (data/disclosure.toml)."""
    searches = dict(year.counted("team")["team"].value_counts().iter_rows())
    return [place.code for place in year.teams if searches.get(place.code, 0) >= rule().fewest_searches]


def account_by(kind: str, year: Year, accounts: Sequence[Account]) -> Finding:
    """Every borough has an account, or every listed team that is named often enough to be told by itself.

    Of years for which our own rule withholds figures by team, nothing is asked of the police.
    """
    have = [account.place.code for account in accounts if account.place.kind.value == kind]
    if kind == "team" and is_protected(year) and not year.period.is_financial:
        return Finding(states.NOT_APPLICABLE, OUR_RULE)
    expected = [place.code for place in places.all_of(Kind.BOROUGH)] if kind == "borough" else named_often(year)
    return duties.account_published(expected, have, by=kind)

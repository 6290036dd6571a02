"""The team tables of a year's earlier editions, read back from what was published, for the audit."""

from collections.abc import Iterator, Mapping

from portal import places
from portal.accounts.difference_document import rows_changed as changed_before
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.steps import NOTHING, Changed
from portal.accounts.document import Account
from portal.accounts.figures import Figure
from portal.accounts.reason_codes import TEAMS_STAY
from portal.accounts.shelf import Edition, NotPublished, Shelf, Withdrawn
from portal.accounts.team_editions import ELSEWHERE, UNTOLD, Earlier
from portal.periods import Period
from portal.places import Kind, Place
from portal.vocabulary import NOT_PUBLISHED

Rows = Mapping[str, Changed]


def tables(shelf: Shelf, period: Period, rows_changed: Rows) -> list[Earlier]:
    """Newest first. `rows_changed`: borough -> rows changed since the newest; older steps say so themselves."""
    return [
        Earlier(table, totals(edition), changed, sums(edition), total(edition))
        for edition, changed in told(shelf, period, rows_changed)
        if (table := shares(edition))
    ]


def told(shelf: Shelf, period: Period, rows_changed: Rows) -> Iterator[tuple[Edition, Rows]]:
    """Every edition with figures of its own, newest first, and the rows changed since until the next such one.

    One whose protected figures stayed as they were says nothing new: its changes add to those of the one before.
    """
    changed = rows_changed
    for number in reversed(shelf.numbers(period)):
        edition = Edition(shelf.root / period.id / number)
        if not stayed(edition):
            yield edition, changed
            changed = {}
        changed = together(changed, changed_before(edition))


def stayed(edition: Edition) -> bool:
    london = account_of(edition, places.LONDON)
    return london is None or london.withheld_codes.get("team") == TEAMS_STAY


def together(one: Rows, other: Rows) -> dict[str, Changed]:
    return {key: one.get(key, NOTHING) + other.get(key, NOTHING) for key in sorted({*one, *other})}


def shares(edition: Edition) -> dict[tuple[str, str], Shown]:
    """(team, place) -> what that edition shows; empty where it shows no protected table.

    A borough's account tells of every team, a team's of every place: what it leaves out is 0. Of what neither has,
    such as searches without a point by teams that stand together, only London's account tells, in a sum (`sums`).
    """
    found: dict[tuple[str, str], Shown] = {}
    boroughs, teams = (list(protected(edition, kind)) for kind in (Kind.BOROUGH, Kind.TEAM))
    for account in boroughs:
        found |= {(figure.key, account.place.code): as_shown(figure) for figure in closed(account)}
    for account in teams:
        found |= {(account.place.code, figure.key): as_shown(figure) for figure in account.breakdowns["borough"]}
    told_of = {account.place.code for account in (*boroughs, *teams)}
    columns = {column for _, column in found} | {ELSEWHERE, UNTOLD}
    return {
        (row, column): found.get((row, column), Shown(0, 0 if {row, column} & told_of else whole.high))
        for row, whole in sums(edition).items()
        for column in columns
    }


def sums(edition: Edition) -> dict[str, Shown]:
    """Team -> its searches in all London as shown."""
    return {figure.key: as_shown(figure) for london in protected(edition, Kind.LONDON) for figure in closed(london)}


def closed(account: Account) -> list[Figure]:
    return [figure for figure in account.breakdowns["team"] if figure.key != NOT_PUBLISHED]


def totals(edition: Edition) -> dict[str, int]:
    """Borough -> the searches that its teams add up to, which anybody can tell from its account."""
    boroughs = protected(edition, Kind.BOROUGH)
    return {account.place.code: of_teams(account) for account in boroughs if account.breakdowns["team"]}


def total(edition: Edition) -> int | None:
    """The same of all London, wherever they were; None where its account shows no team."""
    return next((of_teams(london) for london in protected(edition, Kind.LONDON) if london.breakdowns["team"]), None)


def of_teams(account: Account) -> int:
    figures = account.breakdowns["team"]
    open_ = sum(figure.searches or 0 for figure in figures if figure.key == NOT_PUBLISHED)
    return (figures[0].of or 0) - open_


def protected(edition: Edition, kind: Kind) -> Iterator[Account]:
    """Accounts of the kind that show figures by team."""
    yield from (account for account in accounts_of(edition, kind) if account.shows_teams)


def accounts_of(edition: Edition, kind: Kind) -> Iterator[Account]:
    yield from (account for place in places.all_of(kind) if (account := account_of(edition, place)))


def account_of(edition: Edition, place: Place) -> Account | None:
    """None where the edition has none of the place, or it was withdrawn."""
    try:
        return edition.account(place)
    except (NotPublished, Withdrawn):
        return None


def as_shown(figure: Figure) -> Shown:
    if figure.low is not None and figure.high is not None:
        return Shown(figure.low, figure.high)
    return Shown(figure.searches or 0, figure.searches or 0)

"""The small town's records of one April, read in and drawn up without touching a published directory."""

from sqlmodel import Session

from portal.accounts import drawing_up
from portal.accounts.document import Account
from portal.accounts.year import Year
from portal.periods import Period
from portal.settings import Settings
from portal.store import database, frames


def accounts(settings: Settings, period: str) -> dict[str, Account]:
    """Every account of the period by the place's code."""
    year = Period.named(period)
    engine = database.opened(settings.database_url)
    with Session(engine) as session:
        supplies = frames.reaching_into(year, frames.current_supplies(session))
        held = Year(year, frames.stops(session, year, supplies), tuple(supplies), frames.answers)
        drawn = {account.place.code: account for account in drawing_up.accounts(held)}
    engine.dispose()
    return drawn


def sums(account: Account) -> None:
    """Every breakdown adds up to its `of`, and the months to the total."""
    for name, figures in account.breakdowns.items():
        wholes = {figure.of for figure in figures}
        assert len(wholes) <= 1, name
        assert sum(figure.searches or 0 for figure in figures) == next(iter(wholes), 0), name
    assert sum(month.searches or 0 for month in account.monthly) == (account.totals.searches or 0)

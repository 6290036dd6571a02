"""The small town's records of one April, read in and drawn up without touching a published directory."""

from sqlmodel import Session

from portal.accounts.counting import account as drawing_up
from portal.accounts.counting.searches import Year
from portal.documents.account import Account
from portal.periods import Period
from portal.settings import Settings
from portal.store import database, searches


def accounts(settings: Settings, period: str) -> dict[str, Account]:
    """Every account of the period by the place's code."""
    year = Period.named(period)
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        supplies = searches.reaching_into(year, searches.current_supplies(session))
        held = Year(year, searches.stops(session, year, supplies), tuple(supplies), searches.has_figure_field)
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

"""A team's account where only returns name teams: one thing beside the team at a time, each counted exactly."""

from portal.accounts.breakdowns import BREAKDOWNS, breakdown
from portal.accounts.document import Account
from portal.accounts.figures import Figure, FigureStatus, MonthFigure
from portal.accounts.outcome_rates import of_frame
from portal.accounts.team_groups import PLURALS
from portal.accounts.view import View
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import OTHERS, small_groups_label

NOT_OF_A_TEAM = ("hour", "day", "team")
"""A return ties a team to no hour and no day; the table of teams is not a team's own."""


def of_returned_team(view: View, bare: Account) -> Account:
    """`bare`: drawing_up.outline of the team."""
    status: FigureStatus = "partial" if bare.totals.status == "partial" else "value"
    told = {
        name: [named(each, name) for each in breakdown(view.searches(name), name, status)]
        for name in BREAKDOWNS
        if name not in NOT_OF_A_TEAM
    }
    return bare.model_copy(
        update={
            "monthly": [searches_alone(month) for month in bare.monthly],
            "breakdowns": {name: told.get(name, []) for name in BREAKDOWNS},
            "outcome_rates": list(of_frame(view.searches("outcome"), status)),
        }
    )


def searches_alone(month: MonthFigure) -> MonthFigure:
    """A month's searches, without what came of them and who was searched: that would be two things beside the team."""
    return MonthFigure(month=month.month, searches=month.searches, status=month.status)


def named(figure: Figure, by: str) -> Figure:
    """With a name where small groups stand together."""
    if not figure.key.startswith(OTHERS):
        return figure
    return figure.model_copy(update={"label": small_groups_label(figure.key, PLURALS[by], disclosure_settings())})

"""A team's account where only returns name teams: one thing beside the team at a time, each counted exactly."""

from collections.abc import Iterator, Sequence

from portal import teams
from portal.accounts.breakdowns import BREAKDOWNS, breakdown
from portal.accounts.document import Account
from portal.accounts.figures import Figure, FigureStatus, MonthFigure
from portal.accounts.funnels import Named, named_rates
from portal.accounts.outcome_rates import of_frame
from portal.accounts.place_counts import Condition, PlaceCounts
from portal.accounts.presented import rates_presented, team_presented
from portal.accounts.team_groups import PLURALS
from portal.accounts.view import View
from portal.accounts.year import Year
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import OTHERS, small_groups_label
from portal.places import Kind

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
    exact = bare.model_copy(
        update={
            "monthly": [searches_alone(month) for month in bare.monthly],
            "breakdowns": {name: told.get(name, []) for name in BREAKDOWNS},
            "outcome_rates": list(of_frame(view.searches("outcome"), status)),
        }
    )
    return team_presented(exact)


def searches_alone(month: MonthFigure) -> MonthFigure:
    """A month's searches, without what came of them and who was searched: that would be two things beside the team."""
    return MonthFigure(month=month.month, searches=month.searches, status=month.status)


def named(figure: Figure, by: str) -> Figure:
    """With a name where small groups stand together."""
    if not figure.key.startswith(OTHERS):
        return figure
    return figure.model_copy(update={"label": small_groups_label(figure.key, PLURALS[by], disclosure_settings())})


def rates_of_teams(year: Year, drawn: Sequence[Account], force: str | None = None) -> list[Named]:
    """What came of the searches of each team, of all forces or of one; then of small teams that stand together."""
    own = (each for each in drawn if each.place.kind is Kind.TEAM)
    return [
        *named_rates(each for each in own if force in (None, teams.listed()[each.place.code].force)),
        *rates_of_small_teams(year, force),
    ]


def rates_of_small_teams(year: Year, force: str | None) -> Iterator[Named]:
    if not year.is_naming_teams_in_returns:
        return
    table = year.by_team("outcome")
    of_force = Condition(("force",), lambda name: force in (None, name))
    for key in sorted(team for team in PlaceCounts(table).by_one("team") if team.startswith(OTHERS)):
        searches = PlaceCounts(table, (key,), (of_force,))
        if searches.searches:
            label = small_groups_label(key, PLURALS["team"], disclosure_settings())
            yield Named(key, label, rates_presented(of_frame(searches)))

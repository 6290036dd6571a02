"""The last gate: exact accounts go in, what may be published comes out. Page, map, CSV and JSON see only that.

Protected is what only a return can tell: here, the team. Rules and guarantee: docs/method.md, data/disclosure.toml.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from portal import places
from portal.accounts import supply_gate
from portal.accounts.breakdowns import BREAKDOWNS, in_order_of, labels
from portal.accounts.disclosure.audit import GUARANTEE
from portal.accounts.disclosure.shown import Shown, together
from portal.accounts.document import TEAMS, Account
from portal.accounts.figures import Figure, FigureStatus, MonthFigure, Totals
from portal.accounts.reason_codes import TEAMS_STAY, WORDS, withheld_codes
from portal.accounts.team_groups import HELD_BACK, NAMES, standing, with_groups, with_teams
from portal.accounts.team_table import ELSEWHERE, OTHER, Earlier, Shares, TeamTable, counted, drawn, is_protected
from portal.accounts.year import Year
from portal.places import Kind
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

FEW = "Fewer than 100 searches: figures by team are not published for this place."
TWO_FORCES = "Two forces name teams: until each has a table of its own, figures by team are held back."
YEARS_ONLY = "Figures by team are published for financial years only."
STAYS = WORDS[TEAMS_STAY]
NOT_THESE = "Figures by team are published for boroughs and for London, not for this account."
NOT_A_TABLE = "Of a team only these are published: its boroughs, and what the checks found."


def table_of(year: Year, earlier: Sequence[Earlier]) -> TeamTable:
    """The year's table of teams as it may be shown; empty where teams are not protected, or not for this year.

    `earlier`: the table of every earlier edition of the year, newest first.
    """
    if not is_protected(year):
        return TeamTable()
    if not year.period.is_financial:
        return TeamTable(held_back=YEARS_ONLY)
    return drawn(counted(year), earlier) if len(naming(year)) == 1 else TeamTable(held_back=TWO_FORCES)


def naming(year: Year) -> list[str]:
    """The forces that name teams. What each searched in a borough is public: one table would tell two of them apart."""
    stops = year.counted("team")
    return sorted(stops.filter(pl.col("team") != NOT_PUBLISHED)["force"].unique())


def through(year: Year, exact: Sequence[Account], table: TeamTable, old: Mapping[str, Account]) -> list[Account]:
    """`exact` as it may be published.

    `old`: place code -> the account of the newest edition, whose figures by team stay where new ones would give a
    small number away.
    """
    grouped = [with_groups(with_supplies(account, year)) for account in exact]
    if not is_protected(year):
        return grouped
    if not year.period.is_financial:
        return [held_back(each, YEARS_ONLY) for each in grouped if each.place.kind is not Kind.TEAM]
    if table.held_back and any(each.shows_teams for each in old.values()):
        return [unchanged(each, old.get(each.place.code)) for each in grouped if stays(each, old)]
    if table.held_back:
        return [held_back(each, table.held_back) for each in grouped if each.place.kind is not Kind.TEAM]
    return [shown(each, table) for each in grouped if is_shown(each, table)]


def with_supplies(account: Account, year: Year) -> Account:
    """With what may be told of each supply's findings."""
    held = {supply.public_id: supply for supply in year.supplies}
    told = [part.model_copy(update={"findings": supply_gate.findings(held[part.id])}) for part in account.supplies]
    return account.model_copy(update={"supplies": told})


def held_back(account: Account, reason: str) -> Account:
    """One row for all searches whose team is known to the force, beside those of forces that publish none."""
    figures = account.breakdowns["team"]
    open_ = [figure for figure in figures if figure.key == NOT_PUBLISHED]
    if figures == open_:
        return account
    of = figures[0].of or 0
    rest = of - sum(figure.searches or 0 for figure in open_)
    row = Figure(key=HELD_BACK, label=NAMES[HELD_BACK], searches=rest, of=of, status="value")
    return with_teams(account, [row, *open_]).model_copy(update=leaving_out({"team": reason}))


def stays(account: Account, old: Mapping[str, Account]) -> bool:
    return account.place.kind is not Kind.TEAM or account.place.code in old


def unchanged(account: Account, old: Account | None) -> Account:
    """The team figures as they were published last; a team's own account whole."""
    if old is None:
        return held_back(account, STAYS)
    if account.place.kind is Kind.TEAM:
        return old.model_copy(update={"edition": None, **leaving_out({**old.withheld, "update": STAYS})})
    as_before = with_teams(account, old.breakdowns["team"])
    return as_before.model_copy(update={**leaving_out({"team": STAYS}), **guarded(old.shows_teams)})


def is_shown(account: Account, table: TeamTable) -> bool:
    """A team has an account where its own row is shown."""
    rows = {team for team, _ in table.shown}
    return account.place.kind is not Kind.TEAM or account.place.code in rows


def shown(account: Account, table: TeamTable) -> Account:
    if account.place.kind is Kind.TEAM:
        return of_team(account, table.shown)
    figures = account.breakdowns["team"]
    if all(figure.key == NOT_PUBLISHED for figure in figures):
        return account
    columns = columns_of(account, table.shown)
    if not columns:
        return held_back(account, FEW)
    open_ = [figure for figure in figures if figure.key == NOT_PUBLISHED]
    of = figures[0].of
    rows = sorted({team for team, _ in table.shown}, key=in_order_of([*labels("team"), OTHER]))
    cells = [(team, together(*(table.shown[team, column] for column in columns))) for team in rows]
    whole, known = together(*(cell for _, cell in cells)), (of or 0) - sum(each.searches or 0 for each in open_)
    if not whole.low <= known <= whole.high:  # of two forces, or of a source that names teams but no boroughs
        return held_back(account, NOT_THESE)
    protected = [as_figure(account, team, cell, of) for team, cell in cells if cell.high]
    return with_teams(account, [*protected, *open_]).model_copy(update=guarded(True))


def leaving_out(withheld: dict[str, str]) -> dict[str, object]:
    return {"withheld": withheld, "withheld_codes": withheld_codes(withheld)}


def guarded(shows_teams: bool) -> dict[str, object]:
    return {"guarantee": GUARANTEE, "guarded": [TEAMS]} if shows_teams else {"guarantee": None, "guarded": []}


def columns_of(account: Account, shares: Shares) -> list[str]:
    """The columns of the table that a place is made of, none where one is too small; a force has them all."""
    every = sorted({column for _, column in shares})
    match account.place.kind:
        case Kind.BOROUGH:
            return [column for column in every if column == account.place.code]
        case Kind.BCU:
            own = places.boroughs_of(account.place.code)
            return own if set(own) <= set(every) else []
        case _:
            return every


def as_figure(account: Account, team: str, cell: Shown, of: int | None) -> Figure:
    exact = cell.is_exact
    return Figure(
        key=team,
        label=NAMES.get(team) or labels("team").get(team) or team,
        searches=cell.figure,
        of=of,
        status=cell.status,
        low=None if exact else cell.low,
        high=None if exact else cell.high,
        group=None if team in (OTHER, NOT_RECORDED) else standing(account, team),
    )


def of_team(account: Account, shares: Shares) -> Account:
    """What is left of a team's exact account: its total as a range, and its boroughs."""
    code = account.place.code
    cells = {column: cell for (team, column), cell in shares.items() if team == code}
    total = together(*cells.values())
    names = labels("borough") | {ELSEWHERE: "Places with fewer than 100 searches each"}
    figures = [
        as_figure(account, column, cells[column], None).model_copy(update={"label": names[column], "group": None})
        for column in sorted(cells, key=in_order_of(list(names)))
        if cells[column].high
    ]
    empty: dict[str, list[Figure]] = {name: [] for name in BREAKDOWNS}
    return account.model_copy(
        update={
            "totals": team_totals(total),
            "monthly": [withheld_month(month) for month in account.monthly],
            "breakdowns": {**empty, "borough": figures},
            "rates": [],
            "outcome_rates": [],
            "crossed": {},
            "apart": [],
            "left_out": [],
            "controls": [],
            **leaving_out({"outcome": NOT_A_TABLE, "everything else": NOT_A_TABLE}),
            **guarded(True),
        }
    )


def team_totals(total: Shown) -> Totals:
    return Totals(
        searches=total.figure,
        person_searches=None,
        vehicle_only=None,
        placed_by_nearness=None,
        low=total.low,
        high=total.high,
        status=total.status,
    )


def withheld_month(month: MonthFigure) -> MonthFigure:
    status: FigureStatus = "missing" if month.status == "missing" else "withheld"
    return MonthFigure(month=month.month, searches=None, status=status)

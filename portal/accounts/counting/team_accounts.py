"""A team's account where only returns name teams: one thing beside the team at a time, each counted exactly."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portal import places
from portal.accounts.counting import statistics
from portal.accounts.counting.breakdowns import breakdown, field_labels, in_order_of, key_label
from portal.accounts.counting.funnels import Named, named_rates
from portal.accounts.counting.grouped import is_return
from portal.accounts.counting.place_counts import Condition, PlaceCounts
from portal.accounts.counting.rates import of_frame, round_or_none
from portal.accounts.counting.searches import View, Year
from portal.disclosure.rounding import Rounding, published_count
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import (
    OTHERS,
    OTHERS_OF,
    small_groups_label,
    team_of_person_sentence,
    too_small_sentence,
    year_running_sentence,
)
from portal.documents.account import TEAMS, Account, Joined, LeftOut
from portal.documents.figures import Figure, FigureStatus, MonthFigure, OutcomeRate, Totals
from portal.documents.reason_codes import SMALL_GROUP, TEAM_OF_PERSON, YEAR_RUNNING
from portal.fields import declared_fields
from portal.places import Kind, Place
from portal.vocabulary import LABELS, NO_GROUP, NOT_PUBLISHED

# Counts that only a force's own return gives, as they are published: exactly, or rounded where the operator wants it.
#
# Whatever becomes a figure from a return passes here or through accounts.checks.entries; what is made from such figures
# later
# (shares, intervals, funnels, comparisons, sums) is made from the counts as they are published. Source of the rule:
# data/disclosure.toml, docs/method.md.

WITHOUT_COUNT = ("missing", "not_published", "too_few", "unknown")
"""States whose reason stays, whatever becomes of the counts beside them."""


def team_presented(account: Account) -> Account:
    """A team's own account, of which a return gives every count."""
    rounding = disclosure_settings().police
    if rounding.is_exact:
        return account
    return account.model_copy(
        update={
            "totals": total_presented(account.totals, rounding),
            "monthly": [month_presented(each, rounding) for each in account.monthly],
            "breakdowns": {
                name: [figure_presented(each, rounding) for each in figures]
                for name, figures in account.breakdowns.items()
            },
            "outcome_rates": rates_presented(account.outcome_rates),
        }
    )


def teams_presented(figures: Iterable[Figure]) -> list[Figure]:
    """A place's table of teams. Its whole is public, and so are searches of forces that name no team."""
    rounding = disclosure_settings().police
    if rounding.is_exact:
        return list(figures)
    return [
        each if each.status == "not_published" else figure_presented(each, rounding, is_whole_public=True)
        for each in figures
    ]


def rates_presented(rates: Iterable[OutcomeRate]) -> list[OutcomeRate]:
    """What came of a team's searches, or of those of small teams together."""
    rounding = disclosure_settings().police
    return [each if rounding.is_exact else rate_presented(each, rounding) for each in rates]


def left_out_presented(left: LeftOut) -> LeftOut:
    """Searches of a return in no figure: how many stands in the return alone."""
    rounding = disclosure_settings().police
    if rounding.is_exact:
        return left
    rows = published_count(left.rows or 0, rounding)
    status = "withheld" if rows is None else "rounded"
    return left.model_copy(update={"rows": rows, "share": rounded_share(rows, left.of), "status": status})


def count_presented(count: int | None, rounding: Rounding) -> int | None:
    return None if count is None else published_count(count, rounding)


def status_presented(said: FigureStatus, count: int | None) -> FigureStatus:
    """`partial` and `unknown` say more than that a count is rounded."""
    if said in WITHOUT_COUNT or (said == "partial" and count is not None):
        return said
    return "withheld" if count is None else "rounded"


def total_presented(total: Totals, rounding: Rounding) -> Totals:
    names = ("searches", "person_searches", "vehicle_only", "placed_by_nearness")
    counts = {name: count_presented(getattr(total, name), rounding) for name in names}
    return total.model_copy(update={**counts, "status": status_presented(total.status, counts["searches"])})


def month_presented(month: MonthFigure, rounding: Rounding) -> MonthFigure:
    """Of a team: its searches alone (team_account.searches_alone)."""
    searches = count_presented(month.searches, rounding)
    return month.model_copy(update={"searches": searches, "status": status_presented(month.status, searches)})


def figure_presented(figure: Figure, rounding: Rounding, *, is_whole_public: bool = False) -> Figure:
    of, share_of = figure.of, figure.share_of
    if not is_whole_public:
        of, share_of = count_presented(of, rounding), count_presented(share_of, rounding)
    searches = count_presented(figure.searches, rounding)
    told: dict[str, Any] = {"searches": searches, "of": of, "share_of": share_of}
    told["share"] = None if figure.share is None else rounded_share(searches, share_of)
    return figure.model_copy(update={**told, "status": status_presented(figure.status, searches)})


def rate_presented(rate: OutcomeRate, rounding: Rounding) -> OutcomeRate:
    """The rate and its interval from the counts as they are published; the range for the unknown needs them too."""
    part, of, unknown = (count_presented(each, rounding) for each in (rate.searches, rate.of, rate.unknown))
    found = statistics.wilson_range(part, of) if part is not None and of else None
    ends: tuple[float | None, float | None] = (None, None)
    if found and part is not None and of and unknown is not None:
        ends = part / (of + unknown), (part + unknown) / (of + unknown)
    return rate.model_copy(
        update={
            "searches": part if found else None,
            "of": of,
            "unknown": unknown,
            "rate": round_or_none(found.value) if found else None,
            "low": round_or_none(found.low) if found else None,
            "high": round_or_none(found.high) if found else None,
            "if_unknown_low": round_or_none(ends[0]),
            "if_unknown_high": round_or_none(ends[1]),
            "status": status_presented(rate.status, part if found else None),
        }
    )


def rounded_share(part: int | None, whole: int | None) -> float | None:
    """Never above 1, where only the part is rounded."""
    return None if part is None or not whole else round_or_none(min(1.0, part / whole))


# How the teams of an account stand to its place, and under what name those are told that are counted together.

NAMES = LABELS | {NO_GROUP: "Not told by team"}
IN_NO_FIGURE = "In no figure of the return"
UNTOLD_KEYS = (NO_GROUP, NOT_PUBLISHED)
PLURALS = {
    "borough": "boroughs",
    "team": "teams",
    "self_defined_ethnicity": "ethnic groups",
    "age": "age groups",
}
"""What a return is grouped by -> its names in the plural."""


def with_teams(account: Account, view: View) -> Account:
    """With how each team stands to the place, and why teams are not told, or told in groups."""
    named = [
        figure.model_copy(update=team_figure_fields(figure.key, view.place)) for figure in account.breakdowns["team"]
    ]
    figures = teams_presented(named) if view.year.is_naming_teams_in_returns else named
    with_groups = account.model_copy(update={"breakdowns": {**account.breakdowns, "team": figures}})
    if reason := why_without(view):
        sentence, code = reason
        return with_groups.model_copy(update={"withheld": {"team": sentence}, "withheld_codes": {"team": code}})
    is_told = view.place.kind is Kind.TEAM or any(figure.key not in UNTOLD_KEYS for figure in figures)
    is_guarded = is_told and view.year.is_naming_teams_in_returns
    return with_groups.model_copy(update={"guarded": [TEAMS]}) if is_guarded else with_groups


def why_without(view: View) -> tuple[str, str] | None:
    """Why no team is told in this place, as a sentence and its code."""
    year, place = view.year, view.place
    if year.is_keeping_teams and view.force in (None, *(supply.force for supply in year.naming if is_return(supply))):
        return team_of_person_sentence(), TEAM_OF_PERSON
    if year.is_naming_teams_later:
        return year_running_sentence(), YEAR_RUNNING
    if place.kind is Kind.BOROUGH and year.is_naming_teams_in_returns and place.code in year.returns.small("borough"):
        return too_small_sentence(disclosure_settings()), SMALL_GROUP
    return None


def joined_keys(year: Year) -> list[Joined]:
    """Every name that is counted together with others, in the order of the tables, with the group that counts it."""
    found = []
    for by, plural in PLURALS.items():
        names, small = field_labels(by), year.returns.small(by)
        for key in sorted(small, key=in_order_of(list(names))):
            group = small[key]
            label = small_groups_label(group, plural, disclosure_settings()) if group else IN_NO_FIGURE
            found.append(Joined(by=by, key=key, name=key_label(key, names), group=group, group_name=label))
    return found


def team_figure_fields(key: str, place: Place) -> dict[str, str]:
    if key.startswith(OTHERS):
        return {
            "label": small_groups_label(key, "teams", disclosure_settings()),
            "group": team_relation_to_place(key, place),
        }
    return {"label": NAMES[key]} if key in NAMES else {"group": team_relation_to_place(key, place)}


def team_relation_to_place(team: str, place: Place) -> str:
    found = by_command(team, commands_of(place))
    return "local" if found == "elsewhere" and place.kind in (Kind.LONDON, Kind.FORCE) else found


def commands_of(place: Place) -> str | None:
    return place.code if place.kind is Kind.BCU else places.bcu_of(place.code)


def by_command(team: str, command: str | None) -> str:
    """As portal.places.relation_to_bcu; of teams that stand together, that of their command, or of all London."""
    if not team.startswith(OTHERS):
        return places.relation_to_bcu(team, command)
    own = team.removeprefix(OTHERS_OF) if team.startswith(OTHERS_OF) else None
    return "london_wide" if own is None else "local" if own == command else "elsewhere"


NOT_OF_A_TEAM = ("hour", "day", "team")
"""A return ties a team to no hour and no day; the table of teams is not a team's own."""


def of_returned_team(view: View, bare: Account) -> Account:
    """`bare`: drawing_up.outline of the team."""
    status: FigureStatus = "partial" if bare.totals.status == "partial" else "value"
    told = {
        name: [with_group_label(each, name) for each in breakdown(view.searches(name), name, status)]
        for name in declared_fields().broken_down
        if name not in NOT_OF_A_TEAM
    }
    exact = bare.model_copy(
        update={
            "monthly": [searches_alone(month) for month in bare.monthly],
            "breakdowns": {name: told.get(name, []) for name in declared_fields().broken_down},
            "outcome_rates": list(of_frame(view.searches("outcome"), status)),
        }
    )
    return team_presented(exact)


def searches_alone(month: MonthFigure) -> MonthFigure:
    """A month's searches, without what came of them and who was searched: that would be two things beside the team."""
    return MonthFigure(month=month.month, searches=month.searches, status=month.status)


def with_group_label(figure: Figure, by: str) -> Figure:
    """With a name where small groups stand together."""
    if not figure.key.startswith(OTHERS):
        return figure
    return figure.model_copy(update={"label": small_groups_label(figure.key, PLURALS[by], disclosure_settings())})


def rates_of_teams(year: Year, drawn: Sequence[Account], force: str | None = None) -> list[Named]:
    """What came of the searches of each team, of all forces or of one; then of small teams that stand together."""
    own = (each for each in drawn if each.place.kind is Kind.TEAM)
    return [
        *named_rates(each for each in own if force in (None, places.listed_teams()[each.place.code].force)),
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

"""Counts that only a force's own return gives, as they are published: exactly, or rounded where the operator wants it.

Whatever becomes a figure from a return passes here or through accounts.compliance; what is made from such figures later
(shares, intervals, funnels, comparisons, sums) is made from the counts as they are published. Source of the rule:
data/disclosure.toml, docs/method.md.
"""

from collections.abc import Iterable
from typing import Any

from portal.accounts import statistics
from portal.accounts.document import Account, LeftOut
from portal.accounts.figures import Figure, FigureStatus, MonthFigure, OutcomeRate, Totals
from portal.accounts.rates import rounded
from portal.disclosure.rounding import Rounding, published_count
from portal.disclosure.settings import disclosure_settings

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
    return left.model_copy(update={"rows": rows, "share": share(rows, left.of), "status": status})


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
    told["share"] = None if figure.share is None else share(searches, share_of)
    return figure.model_copy(update={**told, "status": status_presented(figure.status, searches)})


def rate_presented(rate: OutcomeRate, rounding: Rounding) -> OutcomeRate:
    """The rate and its interval from the counts as they are published; the range for the unknown needs them too."""
    part, of, unknown = (count_presented(each, rounding) for each in (rate.searches, rate.of, rate.unknown))
    found = statistics.wilson(part, of) if part is not None and of else None
    ends: tuple[float | None, float | None] = (None, None)
    if found and part is not None and of and unknown is not None:
        ends = part / (of + unknown), (part + unknown) / (of + unknown)
    return rate.model_copy(
        update={
            "searches": part if found else None,
            "of": of,
            "unknown": unknown,
            "rate": rounded(found.value) if found else None,
            "low": rounded(found.low) if found else None,
            "high": rounded(found.high) if found else None,
            "if_unknown_low": rounded(ends[0]),
            "if_unknown_high": rounded(ends[1]),
            "status": status_presented(rate.status, part if found else None),
        }
    )


def share(part: int | None, whole: int | None) -> float | None:
    """Never above 1, where only the part is rounded."""
    return None if part is None or not whole else rounded(min(1.0, part / whole))

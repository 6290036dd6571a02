"""The pages that one account is told on: the overview, and one page for each question, each with its own tables.

An account is one document (documents.account) and one table (tables.rows); which of its rows stand on which page is
said here once, for the pages, their CSV and the old anchors alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents.account import Account
from portal.places import Kind
from portal.tables.rows import Row

AREAS = frozenset({Kind.LONDON, Kind.BCU, Kind.BOROUGH})
EVERYWHERE = frozenset(Kind)


@dataclass(frozen=True)
class AccountPage:
    """`id`: the last part of its address. `label`: in the list of pages. `title`: its heading, `{}` for the place.

    `anchors`: sections of the one long page that accounts had until 2026-12, which lead here. `kinds`: places that can
    have a value for it; `is_told`: whether this account has one.
    """

    id: str
    label: str
    title: str
    anchors: tuple[str, ...]
    kinds: frozenset[Kind] = EVERYWHERE
    is_told: Callable[[Account], bool] = lambda account: True


def has_groups(account: Account) -> bool:
    """Whether searches are broken down by what they were for and whom: of small teams of old editions they are not."""
    return bool(account.breakdowns.get("object"))


def has_months(account: Account) -> bool:
    return any(figure.status not in ("withheld", "missing") for figure in account.monthly) or bool(
        account.breakdowns.get("hour")
    )


WHERE = AccountPage("where", "Where", "Where {}?", ("where", "borough"))
RESULTS = AccountPage("results", "Results", "What happened after searches {}?", ("outcome",), is_told=has_groups)
FAIRNESS = AccountPage(
    "fairness", "Is it fair?", "Is it fair {}?", ("even",), AREAS, lambda account: bool(account.rates)
)
WHO = AccountPage("who", "Who", "Who was searched {}?", ("who", "apart"), is_told=has_groups)
WHEN = AccountPage("when", "When", "When were the searches {}?", ("months", "hour"), is_told=has_months)
REASONS = AccountPage("reasons", "Reasons", "What were police looking for {}?", ("object", "power"), is_told=has_groups)
TEAMS = AccountPage("teams", "Teams", "Which teams searched {}?", ("team",), EVERYWHERE - {Kind.TEAM})
CHARTER = AccountPage(
    "charter",
    "Charter",
    "Was the charter kept {}?",
    ("kept", "grounds", "said"),
    is_told=lambda account: bool(account.compliance),
)
SOURCES = AccountPage(
    "sources",
    "Sources and gaps",
    "Sources and gaps: searches {}",
    ("missing", "left-out", "sums", "files", "download", "years"),
)
PAGES = (WHERE, RESULTS, FAIRNESS, WHO, WHEN, REASONS, TEAMS, CHARTER, SOURCES)
"""In the order of the list of pages."""
BY_ID = {page.id: page for page in PAGES}


@dataclass(frozen=True)
class Frame:
    """A chart of a page that may stand in a frame on another site (/embed). `height`: of the frame, in pixels.

    `is_told`: whether an account has figures for it; of a map its edition says so.
    """

    id: str
    page: AccountPage
    height: int
    is_told: Callable[[Account], bool] = lambda account: True


def has_fair_rates(account: Account) -> bool:
    """Whether groups have rates, and residents are a fair measure: a chart in a frame stands without our caution."""
    return not account.unfair_yardstick and any(each.per_1000 is not None for each in account.rates)


FRAMES = {
    each.id: each
    for each in (
        Frame("months", WHEN, 480, lambda account: any(each.searches is not None for each in account.monthly)),
        Frame("hours", WHEN, 440, lambda account: bool(account.crossed.get("day_by_hour"))),
        Frame("map", WHERE, 620),
        Frame("rates", FAIRNESS, 480, has_fair_rates),
    )
}


def frames_of(page: AccountPage, account: Account) -> list[Frame]:
    return [each for each in FRAMES.values() if each.page == page and each.is_told(account)]


def pages_of(account: Account) -> list[AccountPage]:
    """The pages that this account has a value for, and no others."""
    return [page for page in PAGES if account.place.kind in page.kinds and page.is_told(account)]


def named_in(account: Account) -> str:
    """The place inside a title: `in Hackney`, `by the Metropolitan Police`."""
    return by_or_in(account.place.kind, account.place.name)


def by_or_in(kind: Kind, name: str) -> str:
    if kind in AREAS:
        return f"in the {name}" if name == "City of London" else f"in {name}"
    return f"by {with_article(name)}"


def with_article(name: str) -> str:
    """`the Metropolitan Police`; a team that is named with its police area needs none: `Response, Central East`."""
    return name if "," in name else f"the {name}"


def heading(page: AccountPage, account: Account) -> str:
    return page.title.format(named_in(account))


# Which row of an account's table stands on which pages.

OF_MEASURE: dict[str, tuple[AccountPage, ...]] = {
    "action_rate": (RESULTS,),
    "arrest_rate": (RESULTS,),
    "outcome_unknown": (RESULTS,),
    "rate": (FAIRNESS,),
    "ratio_to_white": (FAIRNESS,),
    "ratio_if_unknown": (FAIRNESS,),
    "left_out": (SOURCES,),
    "placed_by_nearness": (SOURCES,),
    "outcome_known": (WHEN,),
    "acted": (WHEN,),
}
OF_BREAKDOWN: dict[str, tuple[AccountPage, ...]] = {
    "month": (WHEN,),
    "month_by_self_defined_ethnicity": (FAIRNESS,),
    "hour": (WHEN,),
    "day": (WHEN,),
    "day_by_hour": (WHEN,),
    "outcome": (RESULTS,),
    "object_by_outcome": (RESULTS,),
    "found": (RESULTS,),
    "object": (REASONS,),
    "power": (REASONS,),
    "age": (WHO,),
    "gender": (WHO,),
    "self_defined_ethnicity": (WHO, FAIRNESS),
    "officer_defined_ethnicity": (WHO, FAIRNESS),
    "borough": (WHERE,),
    "team": (TEAMS,),
    "force": (TEAMS,),
}
APART = ("section_60", "under_18", "vehicle_only")


def pages_of_row(row: Row) -> tuple[AccountPage, ...]:
    """Where a figure stands; what is on no page of its own (totals, comparisons) is on the overview alone."""
    if row.measure.startswith(("check", "grounds")):
        return (CHARTER,)
    if row.measure.startswith(APART) and (row.breakdown or row.measure != "vehicle_only"):
        return (WHO,)
    if row.measure == "counted_together":
        return (TEAMS,) if row.breakdown == Kind.TEAM else (SOURCES,)
    if row.measure in OF_MEASURE:
        return OF_MEASURE[row.measure]
    return OF_BREAKDOWN.get(row.breakdown, ())

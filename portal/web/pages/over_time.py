"""A place over its years, and an account over its editions: all months, and what the newest edition changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.documents.account import Account
from portal.editions.archive import Altered, Edition
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.tables.dictionary import defined_measures
from portal.tables.rows import Row, account_rows
from portal.web.drawings.group_lines import group_lines
from portal.web.drawings.month_columns import YearOfMonths, month_columns
from portal.web.drawings.sparklines import small_multiples
from portal.web.pages.accounts import changes_of, choose_edition, place_series, report_left_out, shelf
from portal.web.pages.one_account import Shown, account_of_edition, account_shown
from portal.web.presentation.formatting import NO_FIGURE, decimal, format_number, format_share, month

over_time = Blueprint("over_time", __name__)

# All years of a place.


@over_time.get("/london/trends", defaults={"kind": None, "name": ""})
@over_time.get("/<kind:kind>/<name:name>/trends")
def trends_page(kind: Kind | None, name: str) -> str | BaseResponse:
    """A place over all its years and months."""
    place = find_place(kind, name) if kind else LONDON
    if kind and name != place.slug:
        return redirect(url_for(".trends_page", kind=kind, name=place.slug), 301)
    on = account_shown(place, choose_edition(place, None))
    accounts, series = list(accounts_by_year(on)), place_series(place)
    return render_template(
        "account/trends.html",
        **on.context(),
        series=series,
        multiples=small_multiples(series, is_unfair=bool(on.account.unfair_yardstick)) if series else [],
        groups=group_lines(accounts) if place.kind.has_residents else None,
        columns=month_columns(accounts_as_years(accounts, on.account)),
        accounts=accounts,
    )


def accounts_by_year(on: Shown) -> Iterator[Account]:
    """The newest account of every financial or of every calendar year, as the one shown is; oldest first."""
    is_financial = Period.named(on.account.period.id).is_financial
    for period in sorted(period for period in shelf().periods() if period.is_financial == is_financial):
        edition = shelf().newest(period)
        if edition.has(on.place):
            try:
                yield edition.account(on.place)
            except Altered as wrong:
                report_left_out(wrong)


def accounts_as_years(accounts: Sequence[Account], own: Account) -> list[YearOfMonths]:
    return [YearOfMonths(each.period.id, each.monthly, is_own=each.period.id == own.period.id) for each in accounts]


# What an edition changed in one place.


@over_time.get("/london/changes", defaults={"period": None})
@over_time.get("/london/<period:period>/changes")
def london_changes(period: Period | None) -> str:
    return changes_page(LONDON, choose_edition(LONDON, period))


@over_time.get("/<kind:kind>/<name:name>/changes", defaults={"period": None})
@over_time.get("/<kind:kind>/<name:name>/<period:period>/changes")
def place_changes(kind: Kind, name: str, period: Period | None) -> str | BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_changes", kind=kind, name=found.slug, period=period), 301)
    return changes_page(found, choose_edition(found, period))


def changes_page(place: Place, edition: Edition) -> str:
    """Every figure of the place that the edition changed; of a first edition, that it is the first."""
    on = account_shown(place, edition)
    since = changes_of(edition)
    earlier = account_of_edition(edition.manifest.period, since.since, place) if since else None
    return render_template(
        "account/changes.html",
        **on.context(),
        since=since,
        earlier=earlier,
        changes=figures_that_differ(earlier, on.account) if earlier else [],
        manifest=edition.manifest,
        has_table=edition.holds("differences.csv"),
    )


# Every figure that differs, in words: from the rows of both accounts' tables.


@dataclass(frozen=True)
class Change:
    """`what`: the figure in words; `kind`: new month, corrected, or gone."""

    kind: str
    what: str
    before: str
    now: str


KINDS = ("New months", "Corrected", "No longer there")


def figures_that_differ(before: Account, now: Account) -> list[Change]:
    """Figures that differ or are new, in the order of the account's table; at its end those that are gone.

    A figure is the same where its counts, its value and its state are.
    """
    earlier = {row.name: row for row in account_rows(before)}
    found = []
    for row in account_rows(now):
        old = earlier.pop(row.name, None)
        if old is None or state_of(old) != state_of(row):
            is_new = row.breakdown == "month" and (old is None or (old.searches is None and row.searches is not None))
            found.append(
                Change(KINDS[0] if is_new else KINDS[1], figure_in_words(row), figure_told(old), figure_told(row))
            )
    gone = [Change(KINDS[2], figure_in_words(row), figure_told(row), NO_FIGURE) for row in earlier.values()]
    return sorted([*found, *gone], key=lambda each: KINDS.index(each.kind))


def state_of(row: Row) -> tuple[object, ...]:
    return row.searches, row.of, row.value, row.status


def figure_told(row: Row | None) -> str:
    """The figure itself: a count, a share, a rate."""
    if row is None:
        return NO_FIGURE
    if row.value is None:
        return format_number(row.searches) if row.unit != "verdict" else row.key.rpartition(".")[2].replace("_", " ")
    return format_share(row.value) if row.unit.startswith(("share", "change")) else decimal(row.value)


def figure_in_words(row: Row) -> str:
    """`Searches, April 2018`; of what has no words of its own the names that its table has."""
    measure = defined_measures().get(row.measure)
    name = (measure.means.split(".")[0] if measure else row.measure.replace("_", " ")).strip()
    key = row.key.removeprefix("month_")
    part = month(key) if row.breakdown == "month" else " ".join((row.breakdown, key)).replace("_", " ").strip()
    return f"{name}: {part}" if part else name

"""An account's first screen in sentences, built for none, one, many, in part, withheld and missing."""

from collections.abc import Sequence

from portal.disclosure.words import OTHERS
from portal.documents.account import Account, Summary
from portal.documents.figures import Figure, Headline
from portal.places import forces_by_id
from portal.vocabulary import NO_GROUP, NOT_PUBLISHED, NOT_RECORDED, UNLISTED
from portal.web.presentation.account_pages import by_or_in, with_article
from portal.web.presentation.figures import crossed_grid, fields_shown, format_figure, is_untold
from portal.web.presentation.formatting import (
    NOT_KNOWN,
    UNREADABLE,
    format_count,
    format_number,
    format_percent,
    format_searches,
    format_times,
    join_names,
    month,
)

NO_SEARCH = "No searches were recorded."
HELD_BACK = "held_back"  # in editions published by an older rule
"""The row of a table of teams that holds what may not be shown team by team."""


def how_many(account: Account) -> str:
    """The first sentence: how many searches there were. A year without a full month is not told as a year."""
    total = account.totals
    if account.only:
        force = account.only.removesuffix(" only")
        return f"{of_one_force_only(account)} {force} made {format_searches(total.searches)}."
    if is_missing(account) or (total.searches == 0 and total.status == "partial"):
        none = "" if is_missing(account) else "No search is recorded, but "
        return f"We do not know how many searches there were. {capitalised(none + incomplete_months(account))}."
    if doubled := [month.month for month in account.monthly if month.status == "unknown"]:
        return doubled_sentence(account, doubled)
    if total.searches is None and total.low is None:
        return f"We do not know how many searches there were. {UNREADABLE if total.status == 'unknown' else ''}".strip()
    if is_without_full_month(account):
        return in_part_only(account)
    return made_by(account)


def made_by(account: Account) -> str:
    """`Police searched people or vehicles in Hackney 5,722 times.`, `The Met's team made 120 searches.`"""
    total, place = account.totals, account.place
    if not place.kind.has_residents:
        return f"{capitalised(with_article(place.name))} made {how_many_searches(account)}."
    where = by_or_in(place.kind, place.name)
    if total.searches is None:
        return f"Police made {how_many_searches(account)} {where}."
    if total.searches == 0:
        return f"Police made no searches {where}."
    times = "once" if total.searches == 1 else f"{format_number(total.searches)} times"
    return f"Police searched people or vehicles {where} {times}."


def how_many_searches(account: Account) -> str:
    total = account.totals
    if total.searches is None:
        return f"between {format_number(total.low)} and {format_number(total.high)} searches"
    return format_searches(total.searches)


def is_without_full_month(account: Account) -> bool:
    """Whether searches are recorded and yet no month is here in full: then no figure of a year may be given."""
    return bool(account.monthly) and not any(month.status in ("value", "rounded") for month in account.monthly)


def in_part_only(account: Account) -> str:
    """`We have part of one month (September 2024): 131 searches in Hackney. This is not a year's figure.`"""
    held = [month(each.month) for each in account.monthly if each.searches is not None]
    parts = f"part of one month ({held[0]})" if len(held) == 1 else f"parts of {len(held)} months ({join_names(held)})"
    where = by_or_in(account.place.kind, account.place.name)
    return f"We have {parts}: {how_many_searches(account)} {where}. This is not a year's figure."


def capitalised(words: str) -> str:
    """With a capital at its start."""
    return words[:1].upper() + words[1:]


def doubled_sentence(account: Account, doubled: Sequence[str]) -> str:
    """Where the files of some months seem to hold their searches twice."""
    held, names = format_searches(account.totals.searches), join_names([month(each) for each in doubled])
    if len(account.monthly) == len(doubled) or not any(each.status == "value" for each in account.monthly):
        said = f"The files have {held}, but seem to have each of them twice"
    else:
        said = f"The files have {held}, but those of {names} seem to have each search twice"
    return f"{said}. We do not know how many there were {by_or_in(account.place.kind, account.place.name)}."


def of_one_force_only(account: Account) -> str:
    """Whose searches an account of London lacks altogether, so that it is no figure for London."""
    sent = {supply.force for supply in account.supplies if supply.rows}
    gone = [force.name for force in forces_by_id().values() if force.expected and force.id not in sent]
    if not gone:
        return "No month has the searches of every police force, so these are not figures for London."
    verb = "has" if len(gone) == 1 else "have"
    return f"The {join_names(gone)} {verb} published nothing for this period, so these are not figures for London."


def not_known(found: Headline | None) -> str:
    """That a figure is not given, as too much of it cannot be read; empty where that is not why."""
    return f"{NOT_KNOWN}. {UNREADABLE}" if found is not None and is_untold(found, found.value) else ""


def incomplete_months(account: Account) -> str:
    """How many months have no figure, or one in part."""
    whole = sum(month.status == "value" for month in account.monthly)
    every = len(account.monthly)
    if not whole:
        return f"we have no full month of {every}"
    return f"we have full figures for {format_count(whole, 'month')} of {every}"


def is_missing(account: Account) -> bool:
    """Nothing was supplied: which is not the same as no searches."""
    found = headline_of(account, "searches")
    return found is not None and found.status == "missing"


def is_bare(account: Account) -> bool:
    """There is no search to tell of, supplied or not."""
    return (not account.totals.searches and account.totals.low is None) or (is_missing(account) and not account.only)


def nothing_told(account: Account) -> str:
    """Why an account without a search tells nothing: there was none, or nobody can say."""
    return NO_SEARCH if account.totals.status == "value" else f"Not known: {incomplete_months(account)}."


def headline_of(account: Account | Summary, measure: str) -> Headline | None:
    return next((each for each in account.headline if each.measure == measure), None)


def up_or_down(account: Account) -> str:
    """Compared with the year before: for which months, and why not where it is not."""
    found = headline_of(account, "change")
    if account.only or is_without_full_month(account):
        return ""
    if not_known(found):
        return f"We cannot say if that is more or less than the year before. {UNREADABLE}"
    if found is None or found.value is None:
        return found.reason if found else ""
    months = left_out_of_both(account, found.of)
    if abs(found.value) < 0.0005:
        return f"That is the same as the year before.{months}"
    direction = "more" if found.value > 0 else "fewer"
    return f"That is {format_percent(abs(found.value))} {direction} than the year before.{months}"


def left_out_of_both(account: Account, months: int | None) -> str:
    """Which months two years are not compared in, as one of them lacks them; empty where it is none."""
    if months in (None, 12):
        return ""
    compared = {each[5:] for each in account.comparison.months}
    gone = [month(each.month).split()[0] for each in account.monthly if each.month[5:] not in compared]
    if compared and 0 < len(gone) <= FEW_MONTHS:
        return f" (We leave {join_names(gone)} out of both years, as one of them is not full.)"
    return f" (We compare the {format_count(months, 'month')} that both years have in full.)"


FEW_MONTHS = 3


def did_they_find(account: Account) -> str:
    """Searches that led to a formal action, in 100."""
    found = headline_of(account, "action_rate")
    if account.only:
        return f"{NOT_KNOWN} for London. {of_one_force_only(account)}"
    if is_bare(account):
        return nothing_told(account)
    if untold_of := not_known(found):
        return untold_of
    if found is None or found.value is None:
        return f"We do not know the results. {found.reason if found else ''}".strip()
    return (
        f"{format_in_100(found.value)} searches led to an arrest or other police action "
        f"({format_number(found.searches)} of {format_number(found.of)} where we know the result)."
    )


def format_in_100(value: float, *, inside: bool = False) -> str:
    """`29 in 100`; never rounded to a zero or a hundred it is not. `inside`: not at a sentence's start."""
    whole = round(100 * value)
    if whole == 0 and value > 0:
        return "fewer than 1 in 100" if inside else "Fewer than 1 in 100"
    if whole == 100 and value < 1:
        return "more than 99 in 100" if inside else "More than 99 in 100"
    return f"{whole} in 100"


def is_it_fair(account: Account) -> str:
    """Black and White residents' searches, each for the number who live there."""
    found = headline_of(account, "black_to_white")
    if account.only:
        return f"{NOT_KNOWN} for London. {of_one_force_only(account)}"
    if is_bare(account):
        return nothing_told(account)
    care = f" {account.unfair_yardstick}" if account.unfair_yardstick else ""
    if untold_of := not_known(found):
        return untold_of + care
    if found is None or found.value is None:
        return (found.reason if found and found.reason else "We cannot compare groups fairly here.") + care
    where = "in London" if account.place.kind == "london" else "here"
    times = format_times(found.value)
    return f"Black people were searched {times} as often as White people, given how many live {where}.{care}"


def which_teams(account: Account) -> str:
    found = headline_of(account, "teams")
    if account.place.kind == "team":
        return ""
    if is_bare(account):
        return nothing_told(account)
    if untold_of := not_known(found):
        return untold_of
    if found is None or found.value is None:
        return found.reason if found and found.reason else "Police have not said which teams."
    figures = account.breakdowns.get("team", [])
    if not is_known_of_most(figures):
        many = (
            "One team is named here" if found.value == 1 else f"{format_number(int(found.value))} teams are named here"
        )
        return f"{many}. {nobody_can_say(figures)}"
    many = "One team searched here" if found.value == 1 else f"{format_number(int(found.value))} teams searched here"
    return f"{many}{foremost(account)}."


def foremost(account: Account) -> str:
    """The team that searched most: none where two cannot be told apart, and never several that stand together."""
    every = account.breakdowns.get("team", [])
    named = [figure for figure in every if figure.group and not figure.key.startswith(OTHERS)]
    ordered = sorted(named, key=count_ends, reverse=True)
    if not ordered or (len(ordered) > 1 and count_ends(ordered[0])[0] <= count_ends(ordered[1])[1]):
        return ""
    first = ordered[0]
    share = f", {format_percent(first.searches / first.of)}" if first.searches and first.of else ""
    return f". {first.label} made the most ({format_figure(first)}{share})"


def is_unknown_figure(figure: Figure) -> bool:
    """A row of searches of which nobody can say the answer: blank, not published, held back, or in no list of ours."""
    untold = figure.key in (NOT_RECORDED, NOT_PUBLISHED, NO_GROUP, HELD_BACK) or figure.status == "unknown"
    return untold or figure.key.startswith(UNLISTED)


def is_known_of_most(figures: Sequence[Figure]) -> bool:
    """Whether at least half of the searches of a table have a known answer: of fewer nobody can say what is most."""
    known = sum(count_ends(figure)[0] for figure in figures if not is_unknown_figure(figure))
    unknown = sum(count_ends(figure)[1] for figure in figures if is_unknown_figure(figure))
    return known >= unknown


def nobody_can_say(figures: Sequence[Figure]) -> str:
    """Why no team is told as the one that searched most."""
    unknown = [figure for figure in figures if is_unknown_figure(figure) and count_ends(figure)[1]]
    of = figures[0].of
    if of and all(figure.searches is not None for figure in unknown):
        lacking = sum(figure.searches or 0 for figure in unknown)
        where = f"{format_in_100(lacking / of)} searches here"
    else:
        where = "More than half of the searches here"
    if {figure.key for figure in unknown} == {NOT_PUBLISHED}:
        return f"{where} were by forces that do not name the team, so we cannot say which team searched most."
    return f"{where} have no team that we can show, so we cannot say which team searched most."


def count_ends(figure: Figure) -> tuple[int, int]:
    """Between what a count lies."""
    exact = figure.searches or 0
    return (exact if figure.low is None else figure.low, exact if figure.high is None else figure.high)


def what_is_missing(account: Account) -> str:
    """How many of the months, and of the facts that the charter asks for, are published."""
    period, fields = account.period, account.fields
    months = "" if period.months_supplied == period.months_expected else f"{months_held(account)} "
    if fields is None:
        return months.strip() or "We do not know what else was asked for."
    every = {0: "none of them"}.get(len(fields.published), format_number(len(fields.published)))
    partly = f" and some forces publish {format_number(len(fields.partly))} more" if fields.partly else ""
    said = f"Of the {format_number(fields.of)} facts that the charter needs, all forces publish {every}{partly}."
    return f"{months}{said}{silent(account)}"


def months_held(account: Account) -> str:
    """`We have 6 full months of 12.`, `We have no full month. We have part of September 2024.`"""
    period = account.period
    parts = [month(each.month) for each in account.monthly if each.status in ("partial", "unknown")]
    some = f" We have part of {join_names(parts)}." if parts and len(parts) <= FEW_MONTHS else ""
    if not period.months_supplied:
        return f"We have no full month.{some}"
    return f"We have {format_count(period.months_supplied, 'full month')} of {period.months_expected}.{some}"


def silent(account: Account) -> str:
    """Forces that search in London too, and of which the year has not every month: their searches are in no figure."""
    if not account.place.kind.has_residents:
        return ""
    told = []
    for force in (each for each in forces_by_id().values() if not each.expected):
        months = {supply.month for supply in account.supplies if supply.force == force.id and supply.rows}
        if len(months) < account.period.months_expected:
            sent = f"searches for only {format_count(len(months), 'month')}" if months else "no searches"
            told.append(f" {force.name} also search in London. They sent {sent}.")
    return "".join(told)


FILTERS = {
    formatter.__name__: formatter
    for formatter in (
        crossed_grid,
        fields_shown,
        how_many,
        up_or_down,
        did_they_find,
        is_it_fair,
        which_teams,
        what_is_missing,
        format_in_100,
        months_held,
    )
}

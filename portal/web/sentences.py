"""An account's first screen in sentences, built for none, one, many, in part, withheld and missing."""

from collections.abc import Sequence

from portal.accounts.document import Account, Summary
from portal.accounts.figures import Figure, Headline
from portal.disclosure.words import OTHERS
from portal.places import forces
from portal.vocabulary import NO_GROUP, NOT_PUBLISHED, NOT_RECORDED, UNLISTED
from portal.web.grids import grid
from portal.web.values import count, is_untold
from portal.web.words import NOT_KNOWN, UNREADABLE, counted, joined, month, number, searches, share, times

WITH_ARTICLE = ("City of London",)
NO_SEARCH = "No searches were recorded."
HELD_BACK = "held_back"  # in editions published by an older rule
"""The row of a table of teams that holds what may not be shown team by team."""


def how_many(account: Account) -> str:
    """The first sentence: how many searches there were."""
    total, name = account.totals, in_a_sentence(account.place.name)
    if account.only:
        return f"{of_one_force_only(account)} {account.only.removesuffix(' only')} recorded {searches(total.searches)}."
    if is_missing(account) or (total.searches == 0 and total.status == "partial"):
        none = "" if is_missing(account) else "no search is told of, and "
        return f"Nobody can say how many searches there were: {none}{untold(account)}."
    if doubled := [month.month for month in account.monthly if month.status == "unknown"]:
        return twice(account, doubled)
    if total.searches is None and total.low is None:
        return f"Nobody can say how many searches there were. {UNREADABLE if total.status == 'unknown' else ''}".strip()
    many = searches(total.searches)
    if total.searches is None:
        many = f"between {number(total.low)} and {number(total.high)} searches"
    if account.place.kind in ("force", "team"):
        return f"{name} recorded {many}."
    return f"Police recorded {many} in {name}."


def twice(account: Account, doubled: Sequence[str]) -> str:
    """Where the files of some months seem to hold their searches twice."""
    held, names = searches(account.totals.searches), joined([month(each) for each in doubled])
    if len(account.monthly) == len(doubled) or not any(each.status == "value" for each in account.monthly):
        said = f"The files have {held}, but seem to hold each of them twice"
    else:
        said = f"The files have {held}, but those of {names} seem to hold each search twice"
    return f"{said}. Nobody can say how many there were in {in_a_sentence(account.place.name)}."


def of_one_force_only(account: Account) -> str:
    """Whose searches an account of London lacks altogether, so that it is no figure for London."""
    sent = {supply.force for supply in account.supplies if supply.rows}
    gone = [force.name for force in forces().values() if force.expected and force.id not in sent]
    if not gone:
        return "In no month did every police force send its searches, so this is no figure for London."
    verb = "has" if len(gone) == 1 else "have"
    return f"The {joined(gone)} {verb} published nothing for this period, so this is no figure for London."


def not_known(found: Headline | None) -> str:
    """That a figure is not given, as too much of it cannot be read; empty where that is not why."""
    return f"{NOT_KNOWN}. {UNREADABLE}" if found is not None and is_untold(found, found.value) else ""


def in_a_sentence(name: str) -> str:
    """A place's name inside a sentence: Hackney, the City of London."""
    return f"the {name}" if name in WITH_ARTICLE else name


def untold(account: Account) -> str:
    """How many months have no figure, or one in part."""
    whole = sum(month.status == "value" for month in account.monthly)
    every = len(account.monthly)
    if not whole:
        return f"none of the {every} months is here whole"
    return f"{every - whole} of {every} months {'is' if every - whole == 1 else 'are'} not here whole"


def is_missing(account: Account) -> bool:
    """Nothing was supplied: which is not the same as no searches."""
    found = headline_of(account, "searches")
    return found is not None and found.status == "missing"


def is_bare(account: Account) -> bool:
    """There is no search to tell of, supplied or not."""
    return (not account.totals.searches and account.totals.low is None) or (is_missing(account) and not account.only)


def nothing_told(account: Account) -> str:
    """Why an account without a search tells nothing: there was none, or nobody can say."""
    return NO_SEARCH if account.totals.status == "value" else f"Nobody can say: {untold(account)}."


def headline_of(account: Account | Summary, measure: str) -> Headline | None:
    return next((each for each in account.headline if each.measure == measure), None)


def up_or_down(account: Account) -> str:
    """Compared with the year before: for how many months, and why not where it is not."""
    found = headline_of(account, "change")
    if account.only:
        return ""
    if not_known(found):
        return f"It cannot be said whether that is more or less than the year before. {UNREADABLE}"
    if found is None or found.value is None:
        return f"It cannot be said whether that is more or less than the year before. {found.reason if found else ''}"
    months = "" if found.of == 12 else f", in the {found.of} months that both years have"
    if abs(found.value) < 0.0005:
        return f"That is as many as the year before{months}."
    direction = "more" if found.value > 0 else "fewer"
    return f"That is {share(abs(found.value))} {direction} than the year before{months}."


def did_they_find(account: Account) -> str:
    """Searches that led to a formal action, out of 100."""
    found = headline_of(account, "action_rate")
    if account.only:
        return f"{NOT_KNOWN} for London. {of_one_force_only(account)}"
    if is_bare(account):
        return nothing_told(account)
    if untold_of := not_known(found):
        return untold_of
    if found is None or found.value is None:
        return f"It cannot be said what came of them. {found.reason if found else ''}".strip()
    return (
        f"{out_of_100(found.value)} searches whose outcome is known led to an arrest or another formal action "
        f"({number(found.searches)} of {number(found.of)})."
    )


def out_of_100(value: float, *, inside: bool = False) -> str:
    """`29 out of 100`; never rounded to a nought or a hundred it is not. `inside`: not at a sentence's start."""
    whole = round(100 * value)
    if whole == 0 and value > 0:
        return "fewer than 1 out of 100" if inside else "Fewer than 1 out of 100"
    if whole == 100 and value < 1:
        return "more than 99 out of 100" if inside else "More than 99 out of 100"
    return f"{whole} out of 100"


def is_it_even(account: Account) -> str:
    """Black and White residents' searches, each for the number who live there."""
    found = headline_of(account, "black_to_white")
    if account.only:
        return f"{NOT_KNOWN} for London. {of_one_force_only(account)}"
    if is_bare(account):
        return nothing_told(account)
    care = f" Take care. {account.unfair_yardstick}" if account.unfair_yardstick else ""
    if untold_of := not_known(found):
        return untold_of + care
    if found is None or found.value is None:
        return f"It cannot be said whether searches fall evenly. {found.reason if found else ''}".strip() + care
    where = "in London" if account.place.kind == "london" else "here"
    says = f"Searches of Black people were {times(found.value)} those of White people, for the number who live {where}."
    return says + care


def which_teams(account: Account) -> str:
    found = headline_of(account, "teams")
    if account.place.kind == "team":
        return ""
    if is_bare(account):
        return nothing_told(account)
    if untold_of := not_known(found):
        return untold_of
    if found is None or found.value is None:
        return found.reason if found and found.reason else "The police have not published which teams made them."
    figures = account.breakdowns.get("team", [])
    if not is_known_of_most(figures):
        many = "One team is named here" if found.value == 1 else f"{number(int(found.value))} teams are named here"
        return f"{many}. {nobody_can_say(figures)}"
    many = "One team searched here" if found.value == 1 else f"{number(int(found.value))} teams searched here"
    return f"{many}{foremost(account)}."


def foremost(account: Account) -> str:
    """The team that searched most: none where two cannot be told apart, and never several that stand together."""
    every = account.breakdowns.get("team", [])
    named = [figure for figure in every if figure.group and not figure.key.startswith(OTHERS)]
    ordered = sorted(named, key=ends, reverse=True)
    if not ordered or (len(ordered) > 1 and ends(ordered[0])[0] <= ends(ordered[1])[1]):
        return ""
    return f", {ordered[0].label} most ({count(ordered[0])})"


def is_unknown(figure: Figure) -> bool:
    """A row of searches of which nobody can say the answer: blank, not published, held back, or in no list of ours."""
    untold = figure.key in (NOT_RECORDED, NOT_PUBLISHED, NO_GROUP, HELD_BACK) or figure.status == "unknown"
    return untold or figure.key.startswith(UNLISTED)


def is_known_of_most(figures: Sequence[Figure]) -> bool:
    """Whether at least half of the searches of a table have a known answer: of fewer nobody can say what is most."""
    known = sum(ends(figure)[0] for figure in figures if not is_unknown(figure))
    unknown = sum(ends(figure)[1] for figure in figures if is_unknown(figure))
    return known >= unknown


def nobody_can_say(figures: Sequence[Figure]) -> str:
    """Why no team is told as the one that searched most."""
    unknown = [figure for figure in figures if is_unknown(figure) and ends(figure)[1]]
    of = figures[0].of
    if of and all(figure.searches is not None for figure in unknown):
        lacking = sum(figure.searches or 0 for figure in unknown)
        where = f"{out_of_100(lacking / of)} searches here"
    else:
        where = "More than half of the searches here"
    if {figure.key for figure in unknown} == {NOT_PUBLISHED}:
        return f"{where} were by forces that do not name the team, so nobody can say which team searched most."
    return f"{where} have no team that may be told, so nobody can say which team searched most."


def ends(figure: Figure) -> tuple[int, int]:
    """Between what a count lies."""
    exact = figure.searches or 0
    return (exact if figure.low is None else figure.low, exact if figure.high is None else figure.high)


def what_is_missing(account: Account) -> str:
    """How many of the months, and of the fields that the charter asks for, are published."""
    gone = account.period.months_expected - account.period.months_supplied
    verb = "is" if gone == 1 else "are"
    months = f"{number(gone)} of {counted(account.period.months_expected, 'month')} {verb} missing. " if gone else ""
    fields = account.fields
    if fields is None:
        return months or "It cannot be said what else was asked for."
    partly = f", and {number(len(fields.partly))} for some forces or months only" if fields.partly else ""
    published = len(fields.published)
    some = {0: "none is", 1: "1 is"}.get(published, f"{number(published)} are")
    return f"{months}Of {number(fields.of)} things the charter asks for, {some} published{partly}.{silent(account)}"


def silent(account: Account) -> str:
    """Forces that search in London too, and of which the year has not every month: their searches are in no figure."""
    if account.place.kind in ("force", "team"):
        return ""
    told = []
    for force in (each for each in forces().values() if not each.expected):
        months = {supply.month for supply in account.supplies if supply.force == force.id and supply.rows}
        if len(months) < account.period.months_expected:
            sent = f"only {counted(len(months), 'month')}" if months else "nothing"
            told.append(f" {force.name}, which searches in London too, sent {sent} with searches in it.")
    return "".join(told)


FILTERS = {
    formatter.__name__: formatter
    for formatter in (
        grid,
        how_many,
        up_or_down,
        did_they_find,
        is_it_even,
        which_teams,
        what_is_missing,
        out_of_100,
    )
}

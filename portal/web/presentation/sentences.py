"""An account's first screen in sentences, built for none, one, many, in part, withheld and missing."""

from collections.abc import Sequence

from portal.disclosure.words import OTHERS
from portal.documents.account import Account, Summary
from portal.documents.figures import Apart, Figure, Headline, MonthFigure
from portal.documents.series import FieldHistory
from portal.places import forces_by_id
from portal.vocabulary import NO_GROUP, NOT_PUBLISHED, NOT_RECORDED, UNLISTED
from portal.web.presentation.figures import crossed_grid, fields_shown, format_figure, is_untold
from portal.web.presentation.formatting import (
    NOT_KNOWN,
    UNREADABLE,
    force_name,
    format_count,
    format_number,
    format_searches,
    format_share,
    format_times,
    join_names,
    month,
    source,
)

WITH_ARTICLE = ("City of London",)
NO_SEARCH = "No searches were recorded."
HELD_BACK = "held_back"  # in editions published by an older rule
"""The row of a table of teams that holds what may not be shown team by team."""


def how_many(account: Account) -> str:
    """The first sentence: how many searches there were."""
    total, name = account.totals, in_a_sentence(account.place.name)
    if account.only:
        force = account.only.removesuffix(" only")
        return f"{of_one_force_only(account)} {force} recorded {format_searches(total.searches)}."
    if is_missing(account) or (total.searches == 0 and total.status == "partial"):
        none = "" if is_missing(account) else "no search is told of, and "
        return f"Nobody can say how many searches there were: {none}{incomplete_months(account)}."
    if doubled := [month.month for month in account.monthly if month.status == "unknown"]:
        return doubled_sentence(account, doubled)
    if total.searches is None and total.low is None:
        return f"Nobody can say how many searches there were. {UNREADABLE if total.status == 'unknown' else ''}".strip()
    many = format_searches(total.searches)
    if total.searches is None:
        many = f"between {format_number(total.low)} and {format_number(total.high)} searches"
    if not account.place.kind.has_residents:
        return f"{name} recorded {many}."
    return f"Police recorded {many} in {name}."


def doubled_sentence(account: Account, doubled: Sequence[str]) -> str:
    """Where the files of some months seem to hold their searches twice."""
    held, names = format_searches(account.totals.searches), join_names([month(each) for each in doubled])
    if len(account.monthly) == len(doubled) or not any(each.status == "value" for each in account.monthly):
        said = f"The files have {held}, but seem to hold each of them twice"
    else:
        said = f"The files have {held}, but those of {names} seem to hold each search twice"
    return f"{said}. Nobody can say how many there were in {in_a_sentence(account.place.name)}."


def of_one_force_only(account: Account) -> str:
    """Whose searches an account of London lacks altogether, so that it is no figure for London."""
    sent = {supply.force for supply in account.supplies if supply.rows}
    gone = [force.name for force in forces_by_id().values() if force.expected and force.id not in sent]
    if not gone:
        return "In no month did every police force send its searches, so this is no figure for London."
    verb = "has" if len(gone) == 1 else "have"
    return f"The {join_names(gone)} {verb} published nothing for this period, so this is no figure for London."


def not_known(found: Headline | None) -> str:
    """That a figure is not given, as too much of it cannot be read; empty where that is not why."""
    return f"{NOT_KNOWN}. {UNREADABLE}" if found is not None and is_untold(found, found.value) else ""


def in_a_sentence(name: str) -> str:
    """A place's name inside a sentence: Hackney, the City of London."""
    return f"the {name}" if name in WITH_ARTICLE else name


def incomplete_months(account: Account) -> str:
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
    return NO_SEARCH if account.totals.status == "value" else f"Nobody can say: {incomplete_months(account)}."


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
    return f"That is {format_share(abs(found.value))} {direction} than the year before{months}."


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
        f"{format_out_of_100(found.value)} searches whose outcome is known led to an arrest or another formal action "
        f"({format_number(found.searches)} of {format_number(found.of)})."
    )


def format_out_of_100(value: float, *, inside: bool = False) -> str:
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
    times = format_times(found.value)
    says = f"Searches of Black people were {times} those of White people, for the number who live {where}."
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
    return f", {ordered[0].label} most ({format_figure(ordered[0])})"


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
        where = f"{format_out_of_100(lacking / of)} searches here"
    else:
        where = "More than half of the searches here"
    if {figure.key for figure in unknown} == {NOT_PUBLISHED}:
        return f"{where} were by forces that do not name the team, so nobody can say which team searched most."
    return f"{where} have no team that may be told, so nobody can say which team searched most."


def count_ends(figure: Figure) -> tuple[int, int]:
    """Between what a count lies."""
    exact = figure.searches or 0
    return (exact if figure.low is None else figure.low, exact if figure.high is None else figure.high)


def what_is_missing(account: Account) -> str:
    """How many of the months, and of the fields that the charter asks for, are published."""
    gone = account.period.months_expected - account.period.months_supplied
    verb = "is" if gone == 1 else "are"
    months = (
        f"{format_number(gone)} of {format_count(account.period.months_expected, 'month')} {verb} missing. "
        if gone
        else ""
    )
    fields = account.fields
    if fields is None:
        return months or "It cannot be said what else was asked for."
    partly = f", and {format_number(len(fields.partly))} for some forces or months only" if fields.partly else ""
    published = len(fields.published)
    some = {0: "none is", 1: "1 is"}.get(published, f"{format_number(published)} are")
    return (
        f"{months}Of {format_number(fields.of)} things the charter asks for, {some} published{partly}.{silent(account)}"
    )


def silent(account: Account) -> str:
    """Forces that search in London too, and of which the year has not every month: their searches are in no figure."""
    if not account.place.kind.has_residents:
        return ""
    told = []
    for force in (each for each in forces_by_id().values() if not each.expected):
        months = {supply.month for supply in account.supplies if supply.force == force.id and supply.rows}
        if len(months) < account.period.months_expected:
            sent = f"only {format_count(len(months), 'month')}" if months else "nothing"
            told.append(f" {force.name}, which searches in London too, sent {sent} with searches in it.")
    return "".join(told)


FILTERS = {
    formatter.__name__: formatter
    for formatter in (
        crossed_grid,
        fields_shown,
        how_many,
        up_or_down,
        did_they_find,
        is_it_even,
        which_teams,
        what_is_missing,
        format_out_of_100,
    )
}


# A table's answer in one sentence: the most common row, the busiest month, the sources that it all comes from.

NOTHING = {NOT_PUBLISHED, NOT_RECORDED}
APART = {
    "section_60": ("searches", "legal power"),
    "under_18": ("searches of people", "age"),
    "vehicle_only": ("searches", "kind"),
}
"""Part -> what it is counted among, and what says whether a search belongs to it."""


def most_often(figures: Sequence[Figure], lead: str = "Most often") -> str:
    """The most common answer of a breakdown, as a share of all its searches; never one that is not known.

    None where fewer than half of the searches have a known answer.
    """
    if not figures or figures[0].of == 0:
        return NO_SEARCH
    if any(is_untold(figure, figure.searches) for figure in figures):
        return f"{lead}: nobody can say. {UNREADABLE}"
    known = [
        figure for figure in figures if not is_unknown_figure(figure) and figure.searches and figure.share is not None
    ]
    most = max(known, key=lambda figure: figure.searches or 0, default=None)
    if most is None or most.share is None:
        return nobody_knows(figures)
    if not is_known_of_most(figures):
        return f"{lead}: nobody can say. {many_unknown(figures)}"
    of = f"{format_number(most.searches)} of {format_number(most.share_of or most.of)}"
    return f"{lead}: {most.label}, {format_out_of_100(most.share, inside=True)} ({of})."


def nobody_knows(figures: Sequence[Figure]) -> str:
    """Why a table has no known answer: no file has the column, nobody filled it in, or it cannot be read."""
    keys = {figure.key for figure in figures if figure.searches}
    return "The police have not published or not recorded this." if keys <= NOTHING else f"{NOT_KNOWN}. {UNREADABLE}"


def many_unknown(figures: Sequence[Figure]) -> str:
    """How many searches of a table have no known answer."""
    lacking, of = sum(figure.searches or 0 for figure in figures if is_unknown_figure(figure)), figures[0].of
    if not of:
        return "For more than half of the searches it is not known."
    share = format_out_of_100(lacking / of, inside=True)
    return f"It is not known for {share} ({format_number(lacking)} of {format_number(of)})."


def busiest(monthly: Sequence[MonthFigure]) -> str:
    """The months with most and fewest searches, of those that are here whole, if they are half of all at least."""
    whole = [(figure.searches, figure.month) for figure in monthly if figure.status in ("value", "rounded")]
    told = [(count, name) for count, name in whole if count is not None]
    if not told:
        return "No whole month is here."
    if len(told) == 1:
        return f"Only {month(told[0][1])} is here whole: {format_searches(told[0][0])}."
    if 2 * len(told) < len(monthly):
        return (
            f"Only {len(told)} of {len(monthly)} months are here whole, so nobody can say which had the most searches."
        )
    least, most = min(told), max(told, key=lambda pair: pair[0])
    if least[0] == most[0]:
        return f"Every whole month had {format_searches(most[0])}."
    fewest = f"The fewest were in {month(least[1])}: {format_number(least[0])}."
    where = "The most" if len(told) == len(monthly) else f"Of the {len(told)} months that are here whole, the most"
    return f"{where} were in {month(most[1])}: {format_searches(most[0])}. {fewest}"


def how_many_apart(each: Apart) -> str:
    """How many searches belong to a part, of those of which it is known whether they do, and of how many it is not."""
    searched, what = APART[each.id]
    if each.status == "not_published":
        return "The police have not published what is needed to tell these apart."
    if each.status == "missing":
        many = format_number(each.of)
        return f"Nobody can say: none of the {many} {searched} that are here belongs, and some are missing."
    known = each.of if each.share_of is None else each.share_of
    if each.status == "unknown" or (each.of and not known):
        unknown, of = format_number(each.unknown), format_number(each.of)
        return f"{NOT_KNOWN}. {unknown} of {of} {searched} have no {what} that we can read."
    beside = f", {format_share(each.share)}" if each.share is not None else ""
    if known == each.of and not each.unknown:
        return f"{format_number(each.searches)} of {format_number(each.of)} {searched}{beside}."
    if known + each.unknown == each.of:
        own = "has" if each.unknown == 1 else "have"
        of = f"{format_number(known)} {searched} whose {what} is known"
        return f"{format_number(each.searches)} of {of}{beside} ({format_number(each.unknown)} {own} no known {what})."
    return told_by_files(each, known, beside)


def told_by_files(each: Apart, known: int, beside: str) -> str:
    """As editions before 2026-12 have it: the share is of all whose file has the column, blank cells with them."""
    searched, what = APART[each.id]
    silent = each.of - known
    of = f"{format_number(known)} {searched}" + (f" whose files tell the {what}" if silent else "")
    blank = each.unknown - silent
    more = f" Of {format_number(silent)} more the police have not published it." if silent else ""
    more += f" Of {format_number(blank)} it is not recorded." if blank > 0 else ""
    return f"{format_number(each.searches)} of {of}{beside}.{more}"


def published_by(history: FieldHistory, senders: Sequence[str]) -> str:
    """Whose files have a field, of the forces that sent any: no file says who else holds it."""
    if history.state == "missing":
        return "Nobody"
    every = [force_name(force) for force in senders if force not in history.without]
    return join_names(every) or "Nobody for every month"


def source_sentence(account: Account) -> str:
    """The sources whose files the account's total counts, in words."""
    titles = dict.fromkeys(source(supply.source) for supply in account.supplies if supply.counted)
    return f"Source: {join_names(list(titles))}." if titles else "Source: none, as no file is held."


def how_many_files(account: Account) -> str:
    """How many files the total is drawn from, how many of them carry something serious, and how many stand beside."""
    files = [supply for supply in account.supplies if supply.counted]
    beside = len(account.supplies) - len(files)
    if not files:
        return "No file is held that the total could be drawn from."
    forces = len({supply.force for supply in files})
    serious = sum(any(finding.is_serious for finding in supply.findings) for supply in files)
    odd = {0: "None carries", 1: "1 carries"}.get(serious, f"{format_number(serious)} carry")
    more = f" {format_count(beside, 'other file')} of the same months {'stands' if beside == 1 else 'stand'} beside."
    said = f"The total is drawn from {format_count(len(files), 'file')} of {format_count(forces, 'police force')}. "
    return f"{said}{odd} a serious finding.{more if beside else ''}"


TELLING_FILTERS = {
    each.__name__: each for each in (most_often, busiest, how_many_apart, published_by, source_sentence, how_many_files)
}

"""A table's answer in one sentence: the most common row, the busiest month, the sources that it all comes from."""

from collections.abc import Sequence

from portal.accounts.document import Account
from portal.accounts.figures import Apart, Figure, MonthFigure
from portal.accounts.series_document import FieldHistory
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED
from portal.web.sentences import NO_SEARCH, is_known_of_most, is_unknown, out_of_100
from portal.web.values import is_untold
from portal.web.words import NOT_KNOWN, UNREADABLE, counted, force_name, joined, month, number, searches, share, source

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
    known = [figure for figure in figures if not is_unknown(figure) and figure.searches and figure.share is not None]
    most = max(known, key=lambda figure: figure.searches or 0, default=None)
    if most is None or most.share is None:
        return nobody_knows(figures)
    if not is_known_of_most(figures):
        return f"{lead}: nobody can say. {not_known(figures)}"
    of = f"{number(most.searches)} of {number(most.share_of or most.of)}"
    return f"{lead}: {most.label}, {out_of_100(most.share, inside=True)} ({of})."


def nobody_knows(figures: Sequence[Figure]) -> str:
    """Why a table has no known answer: no file has the column, nobody filled it in, or it cannot be read."""
    keys = {figure.key for figure in figures if figure.searches}
    return "The police have not published or not recorded this." if keys <= NOTHING else f"{NOT_KNOWN}. {UNREADABLE}"


def not_known(figures: Sequence[Figure]) -> str:
    """How many searches of a table have no known answer."""
    lacking, of = sum(figure.searches or 0 for figure in figures if is_unknown(figure)), figures[0].of
    if not of:
        return "For more than half of the searches it is not known."
    return f"It is not known for {out_of_100(lacking / of, inside=True)} ({number(lacking)} of {number(of)})."


def busiest(monthly: Sequence[MonthFigure]) -> str:
    """The months with most and fewest searches, of those that are here whole, if they are half of all at least."""
    whole = [(figure.searches, figure.month) for figure in monthly if figure.status in ("value", "rounded")]
    told = [(count, name) for count, name in whole if count is not None]
    if not told:
        return "No whole month is here."
    if len(told) == 1:
        return f"Only {month(told[0][1])} is here whole: {searches(told[0][0])}."
    if 2 * len(told) < len(monthly):
        return (
            f"Only {len(told)} of {len(monthly)} months are here whole, so nobody can say which had the most searches."
        )
    least, most = min(told), max(told, key=lambda pair: pair[0])
    if least[0] == most[0]:
        return f"Every whole month had {searches(most[0])}."
    fewest = f"The fewest were in {month(least[1])}: {number(least[0])}."
    where = "The most" if len(told) == len(monthly) else f"Of the {len(told)} months that are here whole, the most"
    return f"{where} were in {month(most[1])}: {searches(most[0])}. {fewest}"


def how_many_apart(each: Apart) -> str:
    """How many searches belong to a part, of those of which it is known whether they do, and of how many it is not."""
    searched, what = APART[each.id]
    if each.status == "not_published":
        return "The police have not published what is needed to tell these apart."
    if each.status == "missing":
        return f"Nobody can say: none of the {number(each.of)} {searched} that are here belongs, and some are missing."
    known = each.of if each.share_of is None else each.share_of
    if each.status == "unknown" or (each.of and not known):
        return f"{NOT_KNOWN}. {number(each.unknown)} of {number(each.of)} {searched} have no {what} that we can read."
    beside = f", {share(each.share)}" if each.share is not None else ""
    if known == each.of and not each.unknown:
        return f"{number(each.searches)} of {number(each.of)} {searched}{beside}."
    if known + each.unknown == each.of:
        own = "has" if each.unknown == 1 else "have"
        of = f"{number(known)} {searched} whose {what} is known"
        return f"{number(each.searches)} of {of}{beside} ({number(each.unknown)} {own} no known {what})."
    return told_by_files(each, known, beside)


def told_by_files(each: Apart, known: int, beside: str) -> str:
    """As editions before 2026-12 have it: the share is of all whose file has the column, blank cells with them."""
    searched, what = APART[each.id]
    silent = each.of - known
    of = f"{number(known)} {searched}" + (f" whose files tell the {what}" if silent else "")
    blank = each.unknown - silent
    more = f" Of {number(silent)} more the police have not published it." if silent else ""
    more += f" Of {number(blank)} it is not recorded." if blank > 0 else ""
    return f"{number(each.searches)} of {of}{beside}.{more}"


def published_by(history: FieldHistory, senders: Sequence[str]) -> str:
    """Whose files have a field, of the forces that sent any: no file says who else holds it."""
    if history.state == "missing":
        return "Nobody"
    every = [force_name(force) for force in senders if force not in history.without]
    return joined(every) or "Nobody for every month"


def drawn_from(account: Account) -> str:
    """The sources whose files the account's total counts, in words."""
    titles = dict.fromkeys(source(supply.source) for supply in account.supplies if supply.counted)
    return f"Source: {joined(list(titles))}." if titles else "Source: none, as no file is held."


def how_many_files(account: Account) -> str:
    """How many files the total is drawn from, how many of them carry something serious, and how many stand beside."""
    files = [supply for supply in account.supplies if supply.counted]
    beside = len(account.supplies) - len(files)
    if not files:
        return "No file is held that the total could be drawn from."
    forces = len({supply.force for supply in files})
    serious = sum(any(finding["severity"] == "serious" for finding in supply.findings) for supply in files)
    odd = {0: "None carries", 1: "1 carries"}.get(serious, f"{number(serious)} carry")
    more = f" {counted(beside, 'other file')} of the same months {'stands' if beside == 1 else 'stand'} beside."
    said = f"The total is drawn from {counted(len(files), 'file')} of {counted(forces, 'police force')}. "
    return f"{said}{odd} a serious finding.{more if beside else ''}"


FILTERS = {
    each.__name__: each for each in (most_often, busiest, how_many_apart, published_by, drawn_from, how_many_files)
}

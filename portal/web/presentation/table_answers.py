"""A table's answer in one sentence: the most common row, the busiest month, the sources that it all comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents.account import Account
from portal.documents.figures import Apart, Figure, Finds, MonthFigure
from portal.documents.series import FieldHistory
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED
from portal.web.presentation.figures import is_untold
from portal.web.presentation.formatting import (
    NOT_KNOWN,
    UNREADABLE,
    force_name,
    format_count,
    format_number,
    format_percent,
    format_searches,
    join_names,
    month,
    source,
)
from portal.web.presentation.sentences import NO_SEARCH, is_known_of_most, is_unknown_figure

NOTHING = {NOT_PUBLISHED, NOT_RECORDED}
APART = {
    "section_60": ("searches", "legal power"),
    "under_18": ("searches of people", "age"),
    "vehicle_only": ("searches", "kind"),
}
"""Part -> what it is counted among, and what says whether a search belongs to it."""


def most_often(figures: Sequence[Figure], lead: str = "Most common") -> str:
    """The most common answer of a breakdown, as a share of all its searches; never one that is not known.

    None where fewer than half of the searches have a known answer.
    """
    if not figures or figures[0].of == 0:
        return NO_SEARCH
    if any(is_untold(figure, figure.searches) for figure in figures):
        return f"{lead}: not known. {UNREADABLE}"
    known = [
        figure for figure in figures if not is_unknown_figure(figure) and figure.searches and figure.share is not None
    ]
    most = max(known, key=lambda figure: figure.searches or 0, default=None)
    if most is None or most.share is None:
        return nobody_knows(figures)
    if not is_known_of_most(figures):
        return f"{lead}: not known. {many_unknown(figures)}"
    of = f"{format_number(most.searches)} of {format_number(most.share_of or most.of)}"
    return f"{lead}: {most.label}, {format_percent(most.share)} ({of})."


def nobody_knows(figures: Sequence[Figure]) -> str:
    """Why a table has no known answer: no file has the column, nobody filled it in, or it cannot be read."""
    keys = {figure.key for figure in figures if figure.searches}
    return "Police have not published or not recorded this." if keys <= NOTHING else f"{NOT_KNOWN}. {UNREADABLE}"


def many_unknown(figures: Sequence[Figure]) -> str:
    """How many searches of a table have no known answer."""
    lacking, of = sum(figure.searches or 0 for figure in figures if is_unknown_figure(figure)), figures[0].of
    if not of:
        return "It is missing for more than half of the searches."
    return f"It is missing for {format_percent(lacking / of)} ({format_number(lacking)} of {format_number(of)})."


def busiest(monthly: Sequence[MonthFigure]) -> str:
    """The months with most and fewest searches, of those that are here in full, if they are half of all at least."""
    whole = [(figure.searches, figure.month) for figure in monthly if figure.status in ("value", "rounded")]
    told = [(count, name) for count, name in whole if count is not None]
    if not told:
        return "We have no full month."
    if len(told) == 1:
        return f"We have one full month, {month(told[0][1])}: {format_searches(told[0][0])}."
    if 2 * len(told) < len(monthly):
        return f"We have {len(told)} full months of {len(monthly)}, too few to say which had the most searches."
    least, most = min(told), max(told, key=lambda pair: pair[0])
    if least[0] == most[0]:
        return f"Every full month had {format_searches(most[0])}."
    where = "Most" if len(told) == len(monthly) else f"Of the {len(told)} full months, most"
    return (
        f"{where}: {month(most[1])} ({format_number(most[0])}). Fewest: {month(least[1])} ({format_number(least[0])})."
    )


def how_many_apart(each: Apart) -> str:
    """How many searches belong to a part, of those of which it is known whether they do, and of how many it is not."""
    searched, what = APART[each.id]
    if each.status == "not_published":
        return "Police have not published what we need to tell these apart."
    if each.status == "missing":
        return f"Not known: none of the {format_number(each.of)} {searched} belongs here, and some are missing."
    known = each.of if each.share_of is None else each.share_of
    if each.status == "unknown" or (each.of and not known):
        unknown, of = format_number(each.unknown), format_number(each.of)
        return f"{NOT_KNOWN}. {unknown} of {of} {searched} have no {what} that we can read."
    share = f" ({format_percent(each.share)})" if each.share is not None else ""
    if known == each.of and not each.unknown:
        return f"{format_number(each.searches)} of {format_number(each.of)} {searched}{share}."
    if known + each.unknown == each.of:
        of = f"{format_number(known)} {searched} where we know the {what}{share}"
        return f"{format_number(each.searches)} of {of}. The {what} is missing for {format_number(each.unknown)}."
    return told_by_files(each, known, share)


def told_by_files(each: Apart, known: int, share: str) -> str:
    """As editions before 2026-12 have it: the share is of all whose file has the column, blank cells with them."""
    searched, what = APART[each.id]
    silent = each.of - known
    of = f"{format_number(known)} {searched}" + (f" whose files have the {what}" if silent else "")
    blank = each.unknown - silent
    more = f" Police have not published it for {format_number(silent)} more." if silent else ""
    more += f" It is not recorded for {format_number(blank)}." if blank > 0 else ""
    return f"{format_number(each.searches)} of {of}{share}.{more}"


def published_by(history: FieldHistory, senders: Sequence[str]) -> str:
    """Whose files have a field, of the forces that sent any: no file says who else holds it."""
    if history.state == "missing":
        return "Nobody"
    every = [force_name(force) for force in senders if force not in history.without]
    return join_names(every) or "Nobody for every month"


# Did they find anything?


@dataclass(frozen=True)
class FoundPart:
    """`left`, `width`: of its stretch of the bar, in percent; `share`: of the searches of which it is known."""

    label: str
    searches: int
    share: float
    left: float
    width: float


FOUND_WORDS = (("looked_for", "What they looked for"), ("something_else", "Something else"), ("nothing", "Nothing"))


def found_parts(found: Finds | None) -> list[FoundPart]:
    """What was found, of the searches of which that is known; empty where too little is known."""
    counts = [getattr(found, name) for name, _ in FOUND_WORDS] if found else []
    if not counts or None in counts or not sum(counts):
        return []
    parts, left, known = [], 0.0, sum(counts)
    for (_, label), count in zip(FOUND_WORDS, counts, strict=True):
        width = 100 * count / known
        parts.append(FoundPart(label, count, count / known, round(left, 2), round(width, 2)))
        left += width
    return parts


def found_in_words(found: Finds) -> str:
    """`In 12% of searches police found what they looked for, in 5% something else, in 83% nothing.`"""
    parts = found_parts(found)
    if not parts:
        return NO_SEARCH if not found.of else why_not_found(found)
    looked_for, other, nothing = (format_percent(part.share) for part in parts)
    known = found.of - found.unknown
    beyond = f" For {format_number(found.unknown)} more it is not known." if found.unknown else ""
    return (
        f"In {looked_for} of searches police found what they looked for, in {other} something else, in {nothing} "
        f"nothing (of {format_number(known)} where we know).{beyond}"
    )


def why_not_found(found: Finds) -> str:
    if found.status == "not_published":
        return "Police have not published whether they found what they looked for."
    return f"{NOT_KNOWN}. Too few searches say whether police found what they looked for."


def source_sentence(account: Account) -> str:
    """The sources whose files the account's total counts, in words."""
    titles = dict.fromkeys(source(supply.source) for supply in account.supplies if supply.counted)
    return f"Source: {join_names(list(titles))}." if titles else "Source: none, as we have no file."


def how_many_files(account: Account) -> str:
    """How many files the total uses, how many of them have a serious problem, and how many are not used."""
    files = [supply for supply in account.supplies if supply.counted]
    others = len(account.supplies) - len(files)
    if not files:
        return "We have no file that the total could use."
    forces = len({supply.force for supply in files})
    serious = sum(any(finding.is_serious for finding in supply.findings) for supply in files)
    odd = {0: "None has", 1: "One has"}.get(serious, f"{format_number(serious)} have")
    cover = "covers the same months but is" if others == 1 else "cover the same months but are"
    more = f" {format_count(others, 'other file')} {cover} not counted." if others else ""
    said = f"The total uses {format_count(len(files), 'file')} from {format_count(forces, 'police force')}."
    return f"{said} {odd} a serious problem.{more}"


TELLING_FILTERS = {
    each.__name__: each
    for each in (
        found_parts,
        found_in_words,
        most_often,
        busiest,
        how_many_apart,
        published_by,
        source_sentence,
        how_many_files,
    )
}

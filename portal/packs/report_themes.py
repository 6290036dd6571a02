"""An account as tables to be read, by theme and in words: what the labelled workbook and the report on paper show.

Every number is the document's own. Where there is none, a cell says reason_of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.documents.account import Account, Compliance
from portal.documents.figures import Apart, Figure, FigureStatus, Headline, MonthFigure, OutcomeRate, Rate
from portal.fields import is_of_persons, search_field, title_of_field
from portal.packs.account_text import TITLES, WHY, day_text, month_text, months

Kind = Literal["count", "share", "decimal"]


@dataclass(frozen=True)
class Number:
    """`count`: a whole number; `share`: 0 to 1, read as percent; `decimal`: with one decimal."""

    value: float
    kind: Kind


Cell = str | Number


@dataclass(frozen=True)
class Block:
    """One table: its first column says what each row is of."""

    title: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    note: str = ""


@dataclass(frozen=True)
class Theme:
    """What stands on one sheet, or below one heading."""

    title: str
    blocks: list[Block]


def themes(account: Account, number: str, titles: Mapping[str, str]) -> list[Theme]:
    """Those that the account has a figure for, in the order of its pages.

    `number`: of the edition; `titles`: check -> its title.
    """
    every = [
        Theme("Summary", [summary(account)]),
        Theme("Months", [months_block(account.monthly)]),
        Theme("Fairness", [rates_block(account.rates)]),
        Theme("Results", [outcome_block(account.outcome_rates), *breakdown_blocks(account, "outcome")]),
        Theme("Reasons", list(breakdown_blocks(account, "object", "power"))),
        Theme("Who", [*breakdown_blocks(account, *WHO), apart_block(account.apart)]),
        Theme("When", list(breakdown_blocks(account, "day", "hour"))),
        Theme("Teams", list(breakdown_blocks(account, "team", "force"))),
        Theme("Charter", [checks_block(account.compliance, titles)]),
        Theme("Notes", [notes(account, number)]),
    ]
    told = [Theme(theme.title, [block for block in theme.blocks if block.rows]) for theme in every]
    return [theme for theme in told if theme.blocks]


WHO = ("age", "gender", "self_defined_ethnicity", "officer_defined_ethnicity")


def count(value: float | None, status: FigureStatus = "value") -> Cell:
    return reason_of(status) if value is None else Number(value, "count")


def share(value: float | None, status: FigureStatus = "value") -> Cell:
    return reason_of(status) if value is None else Number(value, "share")


def decimal_number(value: float | None, status: FigureStatus = "value") -> Cell:
    return reason_of(status) if value is None else Number(value, "decimal")


def reason_of(status: FigureStatus) -> str:
    """Why there is no number; nothing where one is not asked for."""
    return WHY.get(status, "")


def summary(account: Account) -> Block:
    total = account.totals
    of_kinds = total.status if total.kinds == "value" else total.kinds
    rows: list[list[Cell]] = [
        ["All searches", count(total.searches, total.status), "", ""],
        ["Searches of a person", count(total.person_searches, of_kinds), "", ""],
        ["Searches of a vehicle only", count(total.vehicle_only, of_kinds), "", ""],
    ]
    rows += [headline_row(each) for each in account.headline if each.measure in HEADLINES]
    return Block("The year in figures", ("Figure", "Number", "Lower (95%)", "Upper (95%)"), rows)


HEADLINES: dict[str, tuple[str, Kind]] = {
    "change": ("Change since the year before", "share"),
    "action_rate": ("Searches that led to police action", "share"),
    "black_to_white": ("Black people searched, compared with White (times)", "decimal"),
    "teams": ("Teams that searched", "count"),
}


def headline_row(found: Headline) -> list[Cell]:
    title, kind = HEADLINES[found.measure]
    numbers = [None if each is None else Number(each, kind) for each in (found.value, found.low, found.high)]
    first = numbers[0] or found.reason or reason_of(found.status)
    return [title, first, numbers[1] or "", numbers[2] or ""]


def months_block(monthly: Sequence[MonthFigure]) -> Block:
    rows: list[list[Cell]] = [
        [
            month_text(each.month),
            count(each.searches, each.status),
            "part of the month" if each.status == "partial" else "",
            count(each.acted, each.outcomes) if each.searches else "",
            count(each.outcome_known, each.outcomes) if each.searches else "",
        ]
        for each in monthly
    ]
    return Block("Searches each month", ("Month", "Searches", "Note", "With police action", "Result known"), rows)


def rates_block(rates: Sequence[Rate]) -> Block:
    rows: list[list[Cell]] = [
        [
            each.group.capitalize(),
            count(each.searches),
            count(each.residents),
            decimal_number(each.per_1000, each.status),
            decimal_number(each.ratio_to_white, each.status),
            decimal_number(each.low),
            decimal_number(each.high),
        ]
        for each in rates
    ]
    header = ("Ethnic group", "Searches", "Residents", "Per 1,000 residents a year", "Times the rate of White people",
              "Lower (95%)", "Upper (95%)")  # fmt: skip
    return Block("Searches of a person by ethnic group", header, rows, "Residents: Census 2021. Self-described groups.")


def outcome_block(rates: Sequence[OutcomeRate]) -> Block:
    rows: list[list[Cell]] = [
        [
            each.label,
            {"all": "All searches", "object": "By reason", "self_defined_ethnicity": "By ethnic group"}[each.by],
            share(each.rate, each.status),
            share(each.low),
            share(each.high),
            count(each.searches, each.status),
            count(each.of, each.status),
            count(each.unknown, each.status),
        ]
        for each in rates
        if each.measure == "action"
    ]
    header = ("Searches", "Kind", "With police action", "Lower (95%)", "Upper (95%)", "With action", "Result known",
              "Result not known")  # fmt: skip
    return Block("Searches that led to police action", header, rows)


def breakdown_blocks(account: Account, *names: str) -> Iterator[Block]:
    for name in names:
        figures = account.breakdowns.get(name, [])
        title = block_caption(name)
        of = "searches of a person" if is_of_persons(name) else "searches"
        note = f"Shares are of the {of} whose files say it."
        yield Block(title, (title, "Searches", "Share"), [breakdown_row(each) for each in figures], note)


def block_caption(name: str) -> str:
    field = search_field(name)
    return field.table.caption if field and field.table else title_of_field(name)


def breakdown_row(figure: Figure) -> list[Cell]:
    return [figure.label, count(figure.searches, figure.status), share(figure.share)]


def apart_block(parts: Sequence[Apart]) -> Block:
    rows: list[list[Cell]] = [
        [TITLES[each.id], count(each.searches, each.status), share(each.share), count(each.unknown)] for each in parts
    ]
    return Block("Told apart", ("Searches", "Number", "Share", "Not known of"), rows)


def checks_block(compliance: Sequence[Compliance], titles: Mapping[str, str]) -> Block:
    rows: list[list[Cell]] = [
        [
            titles.get(each.check, "") + (" (independent reviewers)" if each.word_of else ""),
            each.check,
            NO_RATE.get(each.status, each.verdict) if each.rate is None else Number(each.rate, "share"),
            count(each.passed),
            count(each.judged),
            count(each.not_recorded),
            share(each.low),
            share(each.high),
            each.reason or (f"Independent reviewers' word. {each.verdict}" if each.word_of else each.verdict),
        ]
        for each in compliance
        if each.status != "missing"
    ]
    header = ("Check", "Id", "Done", "Searches done", "Of", "Blank", "Lowest with blanks", "Highest", "Note")
    return Block("What the checks of the charter found", header, rows)


NO_RATE: dict[FigureStatus, str] = {
    "not_published": "Not published",
    "withheld": "Not told here",
    "rounded": "Not told here",
    "unknown": "Not known",
    "too_few": "Nothing to judge",
}


POLICE_ACTION = "An arrest, charge or summons, caution, penalty notice, community resolution or drugs warning."


def notes(account: Account, number: str) -> Block:
    """What has to be known to read the rest."""
    period = account.period
    told: list[tuple[str, str]] = [
        ("Place", account.only or account.place.name),
        ("Year", f"{day_text(period.first_day)} to {day_text(period.last_day)}: {months(period)}"),
        ("Edition", number),
        *([("Made up", "These records are invented. They are not police data.")] if account.invented else []),
        ("Searches", "A search is an event: somebody searched twice counts twice."),
        ("Police action", POLICE_ACTION),
        ("95%", "What chance alone could explain lies between lower and upper."),
        *((f"Not counted: {left.reason}", "" if left.rows is None else f"{left.rows:,}") for left in account.left_out),
        *((title_of_field(name), reason) for name, reason in account.withheld.items()),
    ]
    return Block("Notes", ("Note", "What it says"), [[name, text] for name, text in told])

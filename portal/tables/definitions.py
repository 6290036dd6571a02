"""Every table that the portal publishes, declared: headers, dictionary and schemas are made from this."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from portal.charter.definitions import STATES
from portal.fields import Field, published_search_fields, search_fields

# What a table is made of: columns, each with what it means and its type.

Value = str | int | float | None
Cells = Sequence[Value]
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "month"]
LABELS = ("edition", "period", "since", "series_edition")
"""Texts that a program takes for numbers unless it is told (1.10, 2018): docs/data.md says how to tell it."""


@dataclass(frozen=True)
class Column:
    """A column: its header, what it means, and the type of its cells. `required`: no cell of it is blank.

    `of_file`: it says what the whole file is of; a workbook has it among its notes.
    """

    name: str
    means: str
    type: Type = "string"
    required: bool = False
    of_file: bool = False


@dataclass(frozen=True)
class Table:
    """A kind of table: its id, what one row of it is, and its columns in the order of the header, which never changes:

    a column may be added at the end, none renamed, moved or taken away. `note`: what a reader of one file of it should
    know of the others.
    """

    id: str
    title: str
    row: str
    columns: tuple[Column, ...]
    note: str = ""

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Sheet:
    """A table filled: what it is of, and its rows, which can be gone through more than once.

    `invented`: its records are made up, and all that is made of them says so.
    """

    table: Table
    title: str
    rows: Sequence[Cells]
    invented: bool = False


@dataclass(frozen=True)
class Format:
    """A form that sheets are written in (formats.FORMATS has every one). The same sheet gives the same bytes.

    `title`: its name for people. `program`: what it is made for; blank for a form of every program. `of_account`: what
    the page of an account says of it.
    `is_saved`: whether every table that a page shows is saved in it when an edition is published. Otherwise only the
    tables that are put together as they are asked for (a comparison, the checks, corrections) come in it.
    """

    ending: str
    media: str
    title: str
    write: Callable[[Sheet], bytes]
    program: str = ""
    of_account: str = ""
    is_saved: bool = True

    @property
    def is_text(self) -> bool:
        return self.media.startswith("text/")

    @property
    def in_words(self) -> str:
        """As links have it: `as CSV`, `for Excel (XLSX)`."""
        return f"for {self.program} ({self.title})" if self.program else f"as {self.title}"


# The columns of the searches themselves: as published first, under the publisher's names; then ours, named apart.

# They are made of the declared fields as this module loads, as every table here is.

KEY = "The key that it counts under"
YES_OR_NO_KEY = "yes, no, not_recorded, not_published, or what nobody listed"
TRUTHS = ("True", "False")
"""What data.police.uk writes in columns that only ever say so: a program that takes them for a truth is right."""
TRUTH = "True or False as the source published it; anything else that a program would change, between angle quotes"


def published_column(field: Field) -> Column:
    """The field as its source published it, under the source's header."""
    return Column(field.header, TRUTH if field.yes_or_no else field.means, field.type)


def key_column(field: Field) -> Column:
    """The field's key in our vocabulary, in a column of its own."""
    return Column(f"portal_{field.name}", YES_OR_NO_KEY if field.yes_or_no else KEY, required=True)


def search_columns(*, later: bool) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Those as published, and those of keys; of fields that the tables had from the first, or of `later` ones."""
    published = (published_column(field) for field in published_search_fields() if field.later == later)
    return tuple(published), tuple(
        key_column(field) for field in search_fields() if field.is_keyed and field.later == later
    )


AS_PUBLISHED, KEYS = search_columns(later=False)
LATER_AS_PUBLISHED, LATER_KEYS = search_columns(later=True)


SEARCHES = Table(
    "searches",
    "Searches of public sources",
    "One search",
    (
        *AS_PUBLISHED,
        Column("portal_supply", "The supply that the search is in", required=True),
        Column("portal_line", "Its line in that supply", "integer", required=True),
        Column("portal_force", "The force that searched", required=True),
        Column("portal_date", "The day in London; the first of the month where only that is known", "date", True),
        Column("portal_day", "Day of the week in London", required=True),
        Column("portal_hour", "Hour in London: hour_14 is 14:00 to 14:59", required=True),
        Column("portal_place", "GSS code of the borough that it counts in, outside_london or no_point", required=True),
        Column("portal_placed", "How the borough was found", required=True),
        Column("portal_person", "true: a person was searched, alone or with a vehicle", "boolean", required=True),
        *KEYS,
        Column("portal_invented", "true: a made-up record, not police data", "boolean", required=True),
        *LATER_AS_PUBLISHED,
        *LATER_KEYS,
    ),
)


PLACE = (
    Column("place_kind", "london, force, bcu, borough or team", required=True, of_file=True),
    Column("place_code", "GSS code, or the id of a force, BCU or team", required=True, of_file=True),
    Column("place_name", "Name of the place", required=True, of_file=True),
    Column("period", "Financial year 2018-19 or calendar year 2018", required=True, of_file=True),
)
EDITION = Column("edition", "Number of the edition; a text: 1.10 follows 1.9", required=True, of_file=True)
MONTHS = (
    Column("months_supplied", "Months of the period that are held", "integer", required=True, of_file=True),
    Column("months_expected", "Months of the period", "integer", required=True, of_file=True),
)
COMPLETE = Column("complete", "true: every month is held, and none in part", "boolean", required=True, of_file=True)
INVENTED = Column("invented", "true: made-up records, not police data", "boolean", required=True, of_file=True)
STATUS = Column("status", "value, or why there is none: see the states", required=True)

FIGURES = Table(
    "figures",
    "Figures of accounts",
    "One figure of one account",
    (
        *PLACE,
        EDITION,
        Column("measure", "What is measured: see the measures", required=True),
        Column("breakdown", "What it is broken down by; blank for a total"),
        Column("key", "The part of the breakdown; blank for a total"),
        Column(
            "searches",
            "Number of searches, or of what the unit counts; of a share or rate, those it is made of",
            "integer",
        ),
        Column("of", "What that number is part of, in the same unit; residents for a rate", "integer"),
        Column("value", "A rate, share, ratio or change; blank for counts", "number"),
        Column("low", "Lower end: of the value's interval, or of a range of searches", "number"),
        Column("high", "Upper end: of the value's interval, or of a range of searches", "number"),
        Column("unit", "What the figure counts, and in which column it stands: see the units", required=True),
        STATUS,
        *MONTHS,
        INVENTED,
        COMPLETE,
    ),
)
CHECKED = Table(
    "checked",
    "What the checks found",
    "One check in one place",
    (
        *PLACE[:3],
        Column("check", "Id of the check", required=True),
        Column("verdict", "Kept, Not kept, or why neither can be said", required=True),
        *(Column(state, "Records in this state; blank where there is no figure", "integer") for state in STATES),
        Column("judged", "Records that the rate is of", "integer"),
        Column("rate", "Share of those judged that pass", "number"),
        Column("low", "Lower end of the rate", "number"),
        Column("high", "Upper end of the rate", "number"),
        Column("status", "State of the rate, and of the counts where there is no rate: see the states", required=True),
        Column("reason", "Why there is no figure"),
        PLACE[3],
        EDITION,
        *MONTHS,
        COMPLETE,
        INVENTED,
        Column("unit", "What the counts are of: searches, files or figures", required=True),
    ),
    note="One row a check and place, to be read across. The CSV of the same address has the same figures in another "
    "shape, one row a figure; a check's CSV has groups too.",
)
"""In workbooks only."""
SERIES = Table(
    "series",
    "A place over all years",
    "One measure of one place in one year",
    (
        *PLACE[:3],
        Column("period", "Financial year 2018-19 or calendar year 2018", required=True),
        Column("edition", "Number of the year's edition that the figure is from; a text", required=True),
        Column("measure", "What is measured: see the measures", required=True),
        Column("value", "The figure; blank where there is none", "number"),
        Column("low", "Lower end of the value's interval", "number"),
        Column("high", "Upper end of the value's interval", "number"),
        Column("of", "Number that the value is part of", "integer"),
        STATUS,
        Column("months_supplied", "Months of the year that are held", "integer", required=True),
        Column("months_expected", "Months of the year", "integer", required=True),
        Column("series_edition", "Number of this table's own edition; a text", required=True, of_file=True),
        INVENTED,
    ),
)
WHERE = Table(
    "where",
    "Searches by area",
    "One cell of the grid over London, in one borough",
    (
        *PLACE,
        EDITION,
        Column(
            "cell",
            "The cell: a hexagon about 750 m across; the same cell is the same area in every year",
            required=True,
        ),
        Column("searches", "Searches of public files whose point is in the cell", "integer", required=True),
        Column("of", "All of those in the borough", "integer", required=True),
        Column("latitude", "Of the centre of the cell, degrees (WGS 84)", "number", required=True),
        Column("longitude", "Of the centre of the cell, degrees (WGS 84)", "number", required=True),
        INVENTED,
        Column("on_or_near", "Of the busiest cells the street that most searches were on or near; blank if unknown"),
    ),
)
REVIEWS = Table(
    "reviews",
    "The video review",
    "One figure of the video review of a year",
    (
        *(Column(column.name, column.means, required=True) for column in PLACE),
        EDITION,
        Column(
            "part",
            "coverage, month, missing, seen, answers, beside, agreed, not_drawn, questions, under_recorded or people",
            required=True,
        ),
        Column("subject", "The check, question, month, panel or topic that it is of; blank where it is of all"),
        Column("answer", "What is counted or measured, or the answer that was given", required=True),
        Column("count", "Number of searches, of pairs judged twice, or of questions to the police", "integer"),
        Column("of", "What that number is part of", "integer"),
        Column("value", "A share, a measure of agreement, days, or an estimated number of searches", "number"),
        Column(
            "low", "Lower end of its 95% interval; of rate_if_open the rate if all that is open had failed", "number"
        ),
        Column("high", "Upper end of its 95% interval; of rate_if_open the rate if it had all passed", "number"),
        STATUS,
        Column("about", "police or person: whom it tells of; blank where it is of the review itself"),
        Column("says", "The answer in words, or why there is no figure"),
        *MONTHS,
        COMPLETE,
        INVENTED,
    ),
    note="Counts over groups of searches that were drawn at random, as independent reviewers judged them by the video; "
    "what a panel chose itself stands under not_drawn, without an interval.",
)
DIFFERENCES = Table(
    "differences",
    "What an edition changed",
    "One figure that differs from the edition before",
    (
        *(Column(column.name, column.means, required=True) for column in PLACE),
        Column("since", "Number of the edition before; a text", required=True),
        Column("measure", "What is measured: see the measures", required=True),
        Column("breakdown", "What it is broken down by; blank for a total"),
        Column("key", "The part of the breakdown; blank for a total"),
        Column("searches_before", "Number of searches in the edition before", "integer"),
        Column("searches_now", "Number of searches in this edition", "integer"),
        Column("value_before", "Rate, share or ratio in the edition before", "number"),
        Column("value_now", "Rate, share or ratio in this edition", "number"),
        Column("status_before", "State of the figure in the edition before", required=True),
        Column("status_now", "State of the figure in this edition", required=True),
        Column("reason", "Why it changed", required=True),
        Column("of_before", "What it was part of, in the edition before", "integer"),
        Column("of_now", "What it is part of, in this edition", "integer"),
        Column("low_before", "Lower end in the edition before", "number"),
        Column("low_now", "Lower end in this edition", "number"),
        Column("high_before", "Upper end in the edition before", "number"),
        Column("high_now", "Upper end in this edition", "number"),
    ),
)
SUPPLIES = Table(
    "supplies",
    "Supplies",
    "One supply: what one force sent for one month, from one source",
    (
        Column("id", "The supply's public id", required=True),
        Column("source", "Where it is from", required=True),
        Column("force", "The force that it is of", required=True),
        Column("month", "The month that it is of", "month", required=True),
        Column("state", "current, superseded, held, refused or withdrawn", required=True),
        Column("rows_read", "Rows in the file; empty where rows_rejected is", "integer"),
        Column("rows_kept", "Rows that could be read", "integer", required=True),
        Column(
            "rows_rejected",
            "Rows that could not be read; of a return empty where there is any",
            "integer",
        ),
        Column("supersedes", "The supply that it replaced"),
        Column("rows_gone", "Rows of the one before that it has no more", "integer"),
        Column("rows_new", "Rows that the one before had not", "integer"),
        Column("sha256", "SHA-256 of the file as it came; of a return a keyed hash (HMAC-SHA-256)", required=True),
        Column("invented", "true: made-up records, not police data", "boolean", required=True),
    ),
)
FINDINGS = Table(
    "findings",
    "Findings",
    "One thing that is odd about one supply",
    (
        Column("supply", "The supply's public id", required=True),
        Column("source", "Where it is from", required=True),
        Column("force", "The force that it is of", required=True),
        Column("month", "The month that it is of", "month", required=True),
        Column("finding", "Which rule found it", required=True),
        Column("severity", "note, warning or serious", required=True),
        Column("sentence", "What was found", required=True),
        Column("invented", "true: made-up records, not police data", "boolean", required=True),
    ),
)
REJECTED = Table(
    "rejected",
    "Rejected rows",
    "One row that could not be read",
    (
        Column("line", "Its line in the file", "integer", required=True),
        Column("column", "The column that is wrong", required=True),
        Column("reason", "Why it could not be read", required=True),
        Column("row_text", "The row as it came; between angle quotes where a spreadsheet would run it"),
    ),
)
EVERY = (FIGURES, CHECKED, SERIES, WHERE, REVIEWS, DIFFERENCES, SUPPLIES, FINDINGS, REJECTED, SEARCHES)
TABLES = {table.id: table for table in EVERY}
PACKAGE = "datapackage.json"
OF_YEAR = {
    "accounts": FIGURES,
    "rates": FIGURES,
    "compliance": FIGURES,
    "supplies": SUPPLIES,
    "findings": FINDINGS,
    "differences": DIFFERENCES,
    "review": REVIEWS,
}
"""Tables of a year under `/data`: name -> what kind of table it is."""

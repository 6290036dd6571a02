"""Tables that are put together as they are asked for, declared as those of editions are (tables.definitions)."""

from portal.tables.definitions import Column, Table

CORRECTIONS = Table(
    "corrections",
    "Corrections",
    "One edition that followed another",
    (
        Column("period", "Financial year 2018-19 or calendar year 2018", required=True),
        Column("edition", "Number of the edition; a text: 1.10 follows 1.9", required=True),
        Column("published_at", "When it was published", "datetime", required=True),
        Column("reason", "Why there is a new edition", required=True),
        Column("figures_changed", "How many figures differ from the edition before", "integer"),
        Column("london_before", "London's searches in the edition before", "integer"),
        Column("london_now", "London's searches in this edition", "integer"),
        Column("status", "value, or withdrawn: then the figures are blank", required=True),
    ),
)
CHARTER = Table(
    "charter",
    "Checks",
    "One check of the charter",
    (
        Column("id", "The id of the check", required=True),
        Column("title", "What is promised or asked", required=True),
        Column("question", "What the check asks", required=True),
        Column("unit", "Of what it is asked: record, review_item, supply or figure", required=True),
        Column("fields", "Columns without which it cannot be answered, between blanks"),
        Column("function", "The rule's name: see the method", required=True),
        Column("parameters", "What the rule is told, as JSON", required=True),
        Column("target", "The share that is enough; blank where nobody has set one", "number"),
        Column("target_set_by", "Who set the target"),
        Column("target_set_on", "When it was set", "date"),
        Column("law", "The law by whose versions records are judged"),
        Column("reference", "Where the sources say it", required=True),
        Column("verified", "true: somebody read it at the source itself", "boolean", required=True),
    ),
)
DRAWS = Table(
    "draws",
    "Draws of the video review",
    "One group of one draw; of a month that is only promised, the promise",
    (
        Column("month", "The month whose searches are drawn", "month", required=True),
        Column("state", "promised: the seed is fixed and secret; drawn: it is told", required=True),
        Column("promised_sha256", "SHA-256 of the seed, published before the month began", required=True),
        Column("promised_at", "When the seed was made; blank where its promise is not listed", "datetime"),
        Column("promised_in", "The edition that published the promise"),
        Column("sample", "records, or activations of cameras"),
        Column("number", "1; more for a supplement, which draws further", "integer"),
        Column("drawn_at", "When it was drawn", "datetime"),
        Column("seed", "The seed, told after the month"),
        Column("frame_sha256", "SHA-256 of the list that was drawn from"),
        Column("list_sha256", "SHA-256 of the list of what was drawn"),
        Column("searches", "How many could be drawn", "integer"),
        Column("drawn", "How many were drawn, each once", "integer"),
        Column("for_teams", "How many of them for specialist teams alone", "integer"),
        Column("a_borough", "How many were asked for of each borough", "integer"),
        Column("group_kind", "What the group is: borough"),
        Column("group_name", "GSS code of the borough, no_point or outside_london"),
        Column("group_size", "How many of the group could be drawn", "integer"),
        Column("group_drawn", "How many of the group were drawn", "integer"),
        Column("is_public", "true: the list can be made from published tables", "boolean"),
        Column("supplement", "Why more were drawn"),
        Column("invented", "true: made-up records, not police data", "boolean", required=True),
    ),
)
SIDES = ("a", "b", "c", "d")
WHICH = ("first", "second", "third", "fourth")


def side_columns(at: int) -> tuple[Column, ...]:
    """What is compared stands in seven columns; only two have to be there."""
    side, which, is_there = SIDES[at], WHICH[at], at < 2
    return (
        Column(f"{side}_place", f"The {which} place, as in its address", required=is_there),
        Column(f"{side}_period", f"The {which} account's year", required=is_there),
        Column(f"{side}_edition", f"Number of the {which} account's edition; a text", required=is_there),
        Column(f"{side}_value", f"The {which} account's figure; blank where there is none", "number"),
        Column(f"{side}_low", "Lower end of its interval or range", "number"),
        Column(f"{side}_high", "Upper end of its interval or range", "number"),
        Column(f"{side}_says", "The figure as the page shows it, or why there is none", required=is_there),
    )


COMPARED = Table(
    "compared",
    "Accounts side by side",
    "One figure of two to four accounts",
    (
        Column("measure", "What is measured: see the measures; compliance for a check", required=True),
        Column("key", "The id of the check; blank for others"),
        *side_columns(0),
        *side_columns(1),
        Column("invented", "true: made-up records, not police data", "boolean", required=True),
        *side_columns(2),  # columns that came later stand last
        *side_columns(3),
    ),
)
ASSEMBLED = {table.id: table for table in (CORRECTIONS, CHARTER, DRAWS, COMPARED)}

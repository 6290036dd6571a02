"""The columns of the searches themselves: as published first, under the publisher's names; then ours, named apart."""

from portal.accounts.files.columns import Column, Table

PUBLISHED = {
    "kind": "Type",
    "instant": "Date",
    "operation": "Part of a policing operation",
    "operation_name": "Policing operation",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "gender": "Gender",
    "age": "Age range",
    "self_defined_ethnicity": "Self-defined ethnicity",
    "officer_defined_ethnicity": "Officer-defined ethnicity",
    "power": "Legislation",
    "object": "Object of search",
    "outcome": "Outcome",
    "linked": "Outcome linked to object of search",
    "clothing": "Removal of more than just outer clothing",
}
"""Field of ours -> the header under which data.police.uk publishes it, in its order."""
OURS = ("kind", "gender", "age", "self_defined_ethnicity", "officer_defined_ethnicity", "power", "object", "outcome",
        "linked", "clothing", "operation", "team")  # fmt: skip
"""Fields whose key in our vocabulary stands in a column of its own."""
KEY = "The key that it counts under"
KEYED = dict.fromkeys(
    ("operation", "linked", "clothing"), "yes, no, not_recorded, not_published, or what nobody listed"
)
AS_PUBLISHED = "As the source published it"
TRUTHS = ("True", "False")
"""What data.police.uk writes in columns that only ever say so: a program that takes them for a truth is right."""
TRUTH = "True or False as the source published it; anything else that a program would change, between angle quotes"
DESCRIBED = {
    "instant": "The moment in UTC; blank where the source gives a day or a month only",
    "latitude": "As the source published it: a point near the search, never the address",
    "longitude": "As the source published it: a point near the search, never the address",
    **dict.fromkeys(("operation", "linked", "clothing"), TRUTH),
    "age": "As the source published it, but for `to` between the two ages: a spreadsheet reads 10-17 as a day",
}
TYPES = {"instant": "datetime", "latitude": "number", "longitude": "number"}


def published_column(field: str, header: str) -> Column:
    return Column(header, DESCRIBED.get(field, AS_PUBLISHED), TYPES.get(field, "string"))  # type: ignore[arg-type]


SEARCHES = Table(
    "searches",
    "Searches of public sources",
    "One search",
    (
        *(published_column(field, header) for field, header in PUBLISHED.items()),
        Column("portal_supply", "The supply that the search is in", required=True),
        Column("portal_line", "Its line in that supply", "integer", required=True),
        Column("portal_force", "The force that searched", required=True),
        Column("portal_date", "The day in London; the first of the month where only that is known", "date", True),
        Column("portal_day", "Day of the week in London", required=True),
        Column("portal_hour", "Hour in London: hour_14 is 14:00 to 14:59", required=True),
        Column("portal_place", "GSS code of the borough that it counts in, outside_london or no_point", required=True),
        Column("portal_placed", "How the borough was found", required=True),
        Column("portal_person", "true: a person was searched, alone or with a vehicle", "boolean", required=True),
        *(Column(f"portal_{field}", KEYED.get(field, KEY), required=True) for field in OURS),
        Column("portal_invented", "true: a made-up record, not police data", "boolean", required=True),
    ),
)

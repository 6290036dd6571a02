"""The real files read once more with nothing but Python: words turned into keys by lists written down here."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERSONS = {"Person search", "Person and Vehicle search"}
ACTIONS = {"arrest", "drugs_warning", "community_resolution", "penalty_notice", "charged_by_post", "caution"}
OBJECTS = {
    "Controlled drugs": "controlled_drugs",
    "Offensive weapons": "offensive_weapons",
    "Stolen goods": "stolen_goods",
    "Evidence of offences under the Act": "evidence_of_offences",
    "Anything to threaten or harm anyone": "threaten_or_harm",
    "Firearms": "firearms",
    "Articles for use in criminal damage": "criminal_damage",
    "Article for use in theft": "theft_articles",
    "Fireworks": "fireworks",
    "Psychoactive substances": "psychoactive_substances",
}
OUTCOMES = {
    "A no further action disposal": "no_further_action",
    "Nothing found - no further action": "no_further_action",
    "Arrest": "arrest",
    "Suspect arrested": "arrest",
    "Khat or Cannabis warning": "drugs_warning",
    "Offender given drugs possession warning": "drugs_warning",
    "Community resolution": "community_resolution",
    "Local resolution": "community_resolution",
    "Penalty Notice for Disorder": "penalty_notice",
    "Offender given penalty notice": "penalty_notice",
    "Summons / charged by post": "charged_by_post",
    "Suspect summonsed to court": "charged_by_post",
    "Caution (simple or conditional)": "caution",
}
AGES = {"under 10": "under_10", "10-17": "10_to_17", "18-24": "18_to_24", "25-34": "25_to_34", "over 34": "over_34"}
POWERS = {
    "Misuse of Drugs Act 1971 (section 23)": "misuse_of_drugs_s23",
    "Police and Criminal Evidence Act 1984 (section 1)": "pace_s1",
    "Criminal Justice and Public Order Act 1994 (section 60)": "cjpoa_s60",
    "Firearms Act 1968 (section 47)": "firearms_s47",
    "Psychoactive Substances Act 2016 (s36(2))": "psychoactive_s36",
}
GENDERS = {"Male": "male", "Female": "female", "Other": "other"}
FIELDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "object": ("Object of search", OBJECTS),
    "outcome": ("Outcome", OUTCOMES),
    "age": ("Age range", AGES),
    "power": ("Legislation", POWERS),
    "gender": ("Gender", GENDERS),
}
Row = dict[str, str]


def ethnicity(written: str) -> str:
    """The broad group that a self-defined ethnicity begins with; "not stated" is none of them."""
    if written == "Other ethnic group - Not stated":
        return "not_stated"
    return re.split("[/ ]", written, maxsplit=1)[0].casefold()


def rows_of(path: Path) -> list[Row]:
    """A month's rows; a blank is not recorded, and not published where every row of the file is blank."""
    with path.open(encoding="utf-8", newline="") as file:
        raw = list(csv.DictReader(file))
    force = path.name[8:].removesuffix("-stop-and-search.csv")
    named = {*(header for header, _ in FIELDS.values()), "Self-defined ethnicity"}
    empty = {header for header in named if not any(row[header] for row in raw)}
    return [keyed(row, force, empty) for row in raw]


def keyed(row: Row, force: str, empty: set[str]) -> Row:
    at = datetime.fromisoformat(row["Date"]).astimezone(LONDON)
    found = {"force": force, "kind": row["Type"], "date": row["Date"], "month": f"{at:%Y-%m}",
             "day": DAYS[at.weekday()], "hour": f"hour_{at:%H}", "latitude": row["Latitude"]}  # fmt: skip
    for field, (header, keys) in FIELDS.items():
        found[field] = keys[row[header]] if row[header] else blank(header, empty)
    own = row["Self-defined ethnicity"]
    return {**found, "self_defined_ethnicity": ethnicity(own) if own else blank("Self-defined ethnicity", empty)}


def blank(header: str, empty: set[str]) -> str:
    return "not_published" if header in empty else "not_recorded"


def tally(rows: Iterable[Row], *fields: str) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row[field] for field in fields)
        found[key] = found.get(key, 0) + 1
    return found


def persons(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["kind"] in PERSONS]


def known(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["outcome"] not in ("not_recorded", "not_published")]

"""What may not be tied to a search is dealt anew among searches of a return; the rest of every row stays as it is.

Whether a column is supplied at all is published of every month, so no deal leaves a month's column wholly blank.
"""

import random
from collections.abc import Callable, Sequence

from tests.disclosure.published.returned_years import (
    FLAGS,
    PERSON,
    PERSON_FLAGS,
    POLICE,
    POLICE_FLAGS,
    PUBLIC,
    Row,
    lives_throughout,
    written_flags,
)

CHILDREN = ("under 10", "10 to 17")
Key = Callable[[Row], tuple[object, ...]]
"""What searches have to be alike in that exchange what is dealt."""


def person_anew(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Over all London: what came off and what follows from it, and each flag that tells of a person.

    Public ages decide whom S02 is for, so children deal among children.
    """
    dealt = exchanged(rows, chance, tuple(PERSON), lambda row: (row["age_band"] in CHILDREN, bool(row["age_band"])))
    for flag in PERSON_FLAGS:
        dealt = flag_anew(dealt, chance, flag)
    return dealt


def flag_anew(rows: Sequence[Row], chance: random.Random, flag: str) -> list[Row]:
    """One flag, among the records that have flags at all; the others of each record stay."""
    told = [at for at, row in enumerate(rows) if row[FLAGS]]
    held = [flag in flags_of(rows[at]) for at in told]
    chance.shuffle(held)
    dealt = [dict(row) for row in rows]
    for at, raised in zip(told, held, strict=True):
        others = [each for each in flags_of(rows[at]) if each != flag]
        dealt[at][FLAGS] = written_flags([*others, flag] if raised else others)
    return dealt


def team_anew(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Among records alike in month, in all that is public but the day and hour, and in all that tells of the police."""
    return exchanged(rows, chance, ("team",), team_alike)


def team_alike(row: Row) -> tuple[object, ...]:
    public, police = (tuple(row[name] for name in names) for names in (PUBLIC, POLICE))
    return row["date"][:7], public, police, police_flags(row)


def police_anew(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """All columns of the police together, among records of equal groups to which the same checks apply.

    Whether S03 applies is the age's, whether C06 does the code's that stands for no ethnicity.
    """
    return police_columns_anew(rows, chance, (*POLICE, "police_flags"), police_alike)


def each_police_column_anew(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Columns that no check reads together, apart from each other."""
    for columns in APART:
        rows = police_columns_anew(rows, chance, columns, apart_alike)
    return list(rows)


APART = (("receipt",), ("video", "video_reason_accepted"), ("supervisor_days",), ("safeguarding",), ("police_flags",),
         ("grounds_edits", "edits_explained"), ("officer_identity_recorded",),
         ("minutes_to_record", "late_reason_recorded"), ("force_used", "force_recorded"))  # fmt: skip


def police_columns_anew(rows: Sequence[Row], chance: random.Random, columns: Sequence[str], alike: Key) -> list[Row]:
    """`police_flags` stands for the flags that tell of the record, of which the person's are none.

    A record without flags says nothing of either, so those deal among themselves.
    """
    apart = [{**row, "police_flags": ";".join(police_flags(row)), "person_flags": person_flags(row)} for row in rows]
    dealt = exchanged(apart, chance, columns, alike)
    return [joined(row) for row in dealt]


def joined(row: Row) -> Row:
    police, person = row.pop("police_flags"), row.pop("person_flags")
    flags = [each for each in (*police.split(";"), *person.split(";")) if each]
    return row | {FLAGS: written_flags(flags) if row[FLAGS] else ""}


def police_alike(row: Row) -> tuple[object, ...]:
    """The four groups by their own names, which is finer; and what decides whether a check applies."""
    groups = (row["borough"], row["team"], row["self_defined_ethnicity"], row["age_band"])
    applies = (row["type"] == "vehicle", row["power"] == "cjpoa_s60", row["outcome"] == "arrest")
    blank = (bool(row["outcome"]), bool(row["officer_defined_ethnicity"]), bool(row[FLAGS]))
    return (*groups, *applies, *blank)


def apart_alike(row: Row) -> tuple[object, ...]:
    """Also whether somebody was in charge of the vehicle, which else goes with the rest."""
    return (*police_alike(row), row["type"] == "vehicle" and row["vehicle_attended"])


def exchanged(rows: Sequence[Row], chance: random.Random, columns: Sequence[str], alike: Key) -> list[Row]:
    """The columns together dealt anew among rows that are alike; every month's columns live on."""
    hands: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(rows):
        hands.setdefault(alike(row), []).append(at)
    for _ in range(100):
        dealt = [dict(row) for row in rows]
        for places in hands.values():
            for at, other in zip(places, chance.sample(places, len(places)), strict=True):
                dealt[at] |= {name: rows[other][name] for name in columns}
        if lives_throughout(dealt):
            return dealt
    raise AssertionError("no deal in a hundred leaves every month's columns living: draw another world")


def flags_of(row: Row) -> list[str]:
    return [] if row[FLAGS] in ("", "none") else row[FLAGS].split(";")


def police_flags(row: Row) -> tuple[str, ...]:
    """With whether there are flags at all."""
    return (*(("",) if row[FLAGS] else ()), *(flag for flag in flags_of(row) if flag in POLICE_FLAGS))


def person_flags(row: Row) -> str:
    return ";".join(flag for flag in flags_of(row) if flag in PERSON_FLAGS)


def moved(rows: Sequence[Row], dealt: Sequence[Row]) -> int:
    """Searches that say something else than before."""
    return sum(one != other for one, other in zip(rows, dealt, strict=True))


Deal = Callable[[Sequence[Row], random.Random], list[Row]]
SEED = 20253
DEALS: dict[str, Deal] = {
    "person": person_anew,
    "team": team_anew,
    "police": police_anew,
    "each of the police": each_police_column_anew,
}


def dealt(rows: Sequence[Row], deal: str) -> list[Row]:
    """Dealt anew, and sent in another order."""
    chance = random.Random(deal)
    found = DEALS[deal](rows, chance)
    return chance.sample(found, len(found))

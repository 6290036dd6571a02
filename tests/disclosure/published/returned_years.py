"""Small random years of one force: a charter return and the public files of the same searches, as plain rows.

Nothing is even. A few kinds of search (`profiles`) make nearly all rows, so that many are alike in whatever may be
published together; boroughs, teams, ethnic groups and ages are drawn with weights that leave some far below 100.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.returns import NAMES, as_file
from tests.samples import police_uk, row

Row = dict[str, str]
YEAR = "2023-24"
MONTHS = tuple(f"{year}-{month:02}" for year, months in ((2023, range(4, 13)), (2024, range(1, 4))) for month in months)
FORCE, OTHER_FORCE = "metropolitan", "city-of-london"
BOROUGHS = {
    "E09000012": ("51.538176", "-0.071504"),
    "E09000033": ("51.533443", "-0.167454"),
    "E09000008": ("51.351168", "-0.017113"),
    "E09000030": ("51.535585", "-0.019903"),
    "E09000007": ("51.561056", "-0.192778"),
    "E09000022": ("51.446052", "-0.095932"),
}
"""Code -> a point in it."""

TEAMS = ("metropolitan-tsg", "metropolitan-vctf", "metropolitan-response-central-east", "metropolitan-sceptre",
         "metropolitan-response-central-west", "metropolitan-neighbourhood-central-east", "metropolitan-rtpc",
         "metropolitan-response-south", "metropolitan-armed-response", "squad-nine", "")  # fmt: skip
"""Two commands' teams, London-wide ones, one that no list has, and searches without a team."""

PUBLIC: Mapping[str, Sequence[str]] = {
    "type": ("person", "person", "person", "person", "person_and_vehicle", "vehicle"),
    "borough": tuple(BOROUGHS),
    "age_band": ("10 to 17", "18 to 24", "25 to 34", "over 34", ""),
    "gender": ("male", "female", ""),
    "self_defined_ethnicity": ("W1", "W9", "B1", "B9", "A2", "M1", "O9", "NS", "officer_called_away", ""),
    "officer_defined_ethnicity": ("white", "black", "asian", ""),
    "power": ("misuse_of_drugs_s23", "pace_s1", "cjpoa_s60"),
    "object": ("controlled_drugs", "offensive_weapons", "stolen_goods"),
    "outcome": ("no_further_action", "arrest", "community_resolution", ""),
    "outcome_linked": ("yes", "no"),
}
"""Columns that the public files have too -> what may stand in them."""

POLICE: Mapping[str, Sequence[str]] = {
    "vehicle_attended": ("yes", "no", ""),
    "self_defined_asked": ("yes", "no", ""),
    "name_given": ("yes", "number_with_reason", "no", ""),
    "shoulder_number_given": ("yes", "no", "no_number", ""),
    "grounds_told": ("yes", "no", ""),
    "gowisely": ("GOWISELY", "GOISELY", "GOISLY", "OISELY", "none", ""),
    "uniform": ("yes", "no", ""),
    "receipt": ("issued", "emailed", "declined", "not_offered", "impracticable", "custody", ""),
    "grounds_recorded": ("yes", "placeholder", "no", ""),
    "grounds_grade": ("reasonable", "not_reasonable", "cannot_tell", ""),
    "grounds_strength": ("0", "1", "2", "3", ""),
    "grounds_rules": ("2026-11",),
    "officer_identity_recorded": ("yes", "no", ""),
    "minutes_to_record": ("5", "90", "720", "721", ""),
    "late_reason_recorded": ("yes", "no", ""),
    "grounds_edits": ("0", "0", "1", "2", ""),
    "edits_explained": ("yes", "no", ""),
    "video": ("full", "partial", "none", "equipment_failure", "no_camera", ""),
    "video_reason_accepted": ("yes", "no", ""),
    "review_drawn": ("yes", "no", ""),
    "review_viewed": ("yes", "no", "deleted", "missing", ""),
    "review_result": ("pass", "fail", "cannot_tell", ""),
    "supervisor_days": ("1", "7", "8", ""),
    "supervisor_result": ("pass", "fail", ""),
    "panel_feedback": ("yes", "no", ""),
    "panel_response_days": ("3", "28", "29", ""),
    "section_60_reference": ("S60/2023/0101", ""),
    "safeguarding": ("referral", "decision", "none", ""),
    "force_used": ("yes", "no", ""),
    "force_recorded": ("yes", "no", ""),
}
"""Columns of the police, with the three that S03 and S06 are excepted for."""

OFTEN = ("receipt", "video", "supervisor_days", "force_used", "safeguarding") * 4
"""Columns that differ more often from one search to the next."""

POLICE_FLAGS, PERSON_FLAGS = ("G1", "G2", "G3", "G5", "G9", "G12"), ("G4", "G8")
PERSON: Mapping[str, Sequence[str]] = {
    "clothing": ("outer", "outer", "more_than_outer", "intimate_parts", "intimate_parts", ""),
    "search_authoriser": ("none", "sergeant", "inspector", "higher", ""),
    "appropriate_adult": ("present", "urgent", "declined", "absent", ""),
}
FLAGS = "grounds_flags"


def returned_year(seed: int, searches: int = 1200) -> list[Row]:
    """The return's rows, in no order; the same for the same seed. Every column lives in every month's file."""
    chance = random.Random(seed)
    while not lives_throughout(rows := drawn_rows(chance, searches)):
        pass
    return rows


def drawn_rows(chance: random.Random, searches: int) -> list[Row]:
    profiles = [one_of_each(chance, PUBLIC) for _ in range(24)]
    manners = [one_of_each(chance, filled(POLICE)) | {FLAGS: drawn_flags(chance)} for _ in range(4)]
    of_profiles, of_manners, of_teams = (skewed(chance, len(each)) for each in (profiles, manners, TEAMS))
    rows = []
    for _ in range(searches):
        own = {**chance.choices(profiles, of_profiles)[0], **chance.choices(manners, of_manners)[0]}
        if chance.random() < 0.6:
            name = chance.choice((*POLICE, *OFTEN))
            own[name] = chance.choice(POLICE[name])
        if chance.random() < 0.1:
            own[FLAGS] = drawn_flags(chance)
        own |= {**one_of_each(chance, PERSON), "force": FORCE, "team": chance.choices(TEAMS, of_teams)[0]}
        rows.append(timed(chance, own))
    return rows


def filled(columns: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Without blanks: those come one by one."""
    return {name: [value for value in values if value] for name, values in columns.items()}


def one_of_each(chance: random.Random, columns: Mapping[str, Sequence[str]]) -> Row:
    """Early values are likelier, by how much is drawn as well."""
    return {
        name: values[int(len(values) * chance.random() ** chance.uniform(1, 2))] for name, values in columns.items()
    }


def drawn_flags(chance: random.Random) -> str:
    return (
        ""
        if chance.random() < 0.1
        else written_flags(f for f in (*POLICE_FLAGS, *PERSON_FLAGS) if chance.random() < 0.3)
    )


def written_flags(flags: Iterable[str]) -> str:
    """In the order of their numbers; `none` where there is none."""
    return ";".join(sorted(flags, key=lambda flag: int(flag[1:]))) or "none"


def skewed(chance: random.Random, kinds: int) -> list[float]:
    return [chance.random() ** 3 + 0.01 for _ in range(kinds)]


def timed(chance: random.Random, row: Row) -> Row:
    """A day of any month and a time of the day."""
    return row | {
        "date": f"{chance.choice(MONTHS)}-{chance.randint(1, 28):02}",
        "time": f"{chance.randint(1, 23):02}:{chance.randint(1, 59):02}",
    }


def lives_throughout(rows: Sequence[Row]) -> bool:
    """Whether no month leaves a column blank on every row: that a column is not supplied is published of a month."""
    cells = {(row["date"][:7], name) for row in rows for name, value in row.items() if value}
    return all((month, name) in cells for month in MONTHS for name in (*PUBLIC, *POLICE, *PERSON, FLAGS, "team"))


WORDS = {
    "type": {"person": "Person search", "person_and_vehicle": "Person and Vehicle search", "vehicle": "Vehicle search"},
    "power": {"misuse_of_drugs_s23": "Misuse of Drugs Act 1971 (section 23)",
              "pace_s1": "Police and Criminal Evidence Act 1984 (section 1)",
              "cjpoa_s60": "Criminal Justice and Public Order Act 1994 (section 60)"},
    "object": {"controlled_drugs": "Controlled drugs", "offensive_weapons": "Offensive weapons",
               "stolen_goods": "Stolen goods"},
    "outcome": {"no_further_action": "A no further action disposal", "arrest": "Arrest",
                "community_resolution": "Community resolution"},
    "self_defined_ethnicity": {"B1": "Black/African/Caribbean/Black British - Caribbean",
                               "W1": "White - English/Welsh/Scottish/Northern Irish/British"},
    "age_band": {"10 to 17": "10-17", "18 to 24": "18-24", "25 to 34": "25-34"},
}  # fmt: skip
"""How a public file writes what the return has."""


def as_published(one: Row) -> str:
    """The search as a line of data.police.uk."""

    def words(name: str) -> str:
        return WORDS.get(name, {}).get(one[name], one[name])

    latitude, longitude = BOROUGHS[one["borough"]]
    return row(
        Type=words("type"), Date=f"{one['date']}T{one['time']}:00+00:00", Latitude=latitude, Longitude=longitude,
        Gender=one["gender"].title(), Age_range=words("age_band"),
        Self_defined_ethnicity=WORDS["self_defined_ethnicity"].get(one["self_defined_ethnicity"], ""),
        Officer_defined_ethnicity=one["officer_defined_ethnicity"].title(),
        Legislation=words("power"), Object_of_search=words("object"), Outcome=words("outcome"),
        Outcome_linked_to_object_of_search={"yes": "True", "no": "False"}[one["outcome_linked"]],
        Removal_of_more_than_just_outer_clothing="False",
    )  # fmt: skip


def write_year(folder: Path, rows: Sequence[Row]) -> Path:
    """The return in one file, as its rows come, and a public file a month of each force; the other force has none."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "return.csv").write_bytes(as_file(rows, NAMES))
    public = sorted(rows, key=lambda one: (one["date"], one["time"], as_published(one)))
    for month in MONTHS:
        own = [as_published(one) for one in public if one["date"].startswith(month)]
        (folder / f"{month}-{FORCE}-stop-and-search.csv").write_bytes(police_uk(own))
        (folder / f"stops-force-{OTHER_FORCE}-{month}.json").write_text("[]\n")
    return folder

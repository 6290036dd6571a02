"""Are the columns filled as they were, with labels we know, that do not contradict each other?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from ingest.findings.baseline import MOST_MONTHS, known_breaks, usual_labels
from ingest.findings.model import Check, Earlier, Finding, Seen, many, month_distance, rows_in_100
from portal import fields, sources, vocabulary
from portal.documents.supplies import Affects, Severity
from portal.places import forces_by_id

POINT = ("latitude", "longitude")
FEWEST_ROWS = 20
EXPECTED_ROWS = 20
EXPECTED_NOT_STATED = 10  # of those who always are some: ten due and none there is one chance in 20,000
SERIOUS_SHARE = 0.05
FEWEST_MONTHS = 3
SMALL_SHARE = 0.1
NOT_STATED = "not_stated"
MOST_LABELS = 10
CONSTANT_ROWS = 200
CONTRADICTED = 0.1


def column_blank(seen: Seen) -> Check:
    """A column is blank on every row, or absent: serious where every supply of its source should have it."""
    if seen.rows < FEWEST_ROWS:
        return
    present = set(seen.now["present"])
    expected = set(sources.known_sources()[seen.source].expected)
    had = {field for profile in seen.last_twelve for field in profile["present"]}
    if "borough_name" in present:  # the name says what the code would
        present.add("borough")
    for field in sorted((expected | had) - present - set(POINT)):
        yield Finding(
            "column_blank",
            "serious" if field in expected else "warning",
            f"{checked_field_title(field)} is blank on every one of its {many(seen.rows, 'row')}: "
            "not published for this month.",
            {"field": field, "rows": seen.rows},
            "column",
        )


def checked_field_title(field: str) -> str:
    """The field in words: its title where it has a vocabulary, or its own name."""
    found = fields.search_field(field)
    if found and found.is_keyed:
        return found.title
    return field.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Vanished:
    """`shares`: keys that should have rows and have none -> the share they have in the `usual` supplies."""

    field: str
    shares: Mapping[str, float]
    usual: Sequence[Earlier]

    @property
    def share(self) -> float:
        return sum(self.shares.values())

    @property
    def is_of_the_unknown(self) -> bool:
        """Those who did not say are gone: what is left looks better known than it is."""
        return any(is_not_stated(self.field, key) for key in self.shares)


def is_not_stated(field: str, key: str) -> bool:
    return any(term.group == NOT_STATED for term in vocabulary.field_vocabulary(field).terms if term.key == key)


def category_vanished(seen: Seen) -> Check:
    """Categories of which the supply should have 20 rows have none, though most of the twelve sound ones before have.

    Serious from 5 in 100 rows on. Where the month has no fewer rows than usual, they were written in another way:
    only figures of that field are wrong. One or two earlier supplies alone prove little: then it is a warning unless
    rows are fewer, too, or those who did not state it are gone. What is known to have ended does not count
    (data/breaks.toml), nor do labels that we do not know.
    """
    for field in fields.field_names_where(lambda field: field.looked_for):
        gone = vanished(seen, field)
        if gone.shares:
            severity, affects = weight(seen, gone)
            shares = gone.shares
            names = ", ".join(label(seen, field, key) for key in sorted(shares, key=lambda key: (-shares[key], key)))
            here = " Their rows may be here under another label, or none." * (affects == "column")
            yield Finding(
                "category_vanished",
                severity,
                f"{checked_field_title(field)}: "
                f"no row is {names}, though about {100 * gone.share:.0f} in 100 rows of the supplies "
                f"before it are.{here}",
                {"field": field, "keys": sorted(shares), "share": round(gone.share, 4)},
                affects,
            )


def vanished(seen: Seen, field: str) -> Vanished:
    now: Mapping[str, int] = seen.now["keys"][field]
    filled = sum(now.values())
    usual = usual_labels(seen, field)
    counts = [each.profile["keys"][field] for each in usual]
    whole = sum(sum(keys.values()) for keys in counts)
    gone: dict[str, float] = {}
    for key in sorted({key for keys in counts for key in keys} - set(now)):
        share = sum(keys.get(key, 0) for keys in counts) / whole
        least = EXPECTED_NOT_STATED if is_not_stated(field, key) else EXPECTED_ROWS
        if filled * share >= least and is_usual(seen, field, key, counts):
            gone[key] = share
    return Vanished(field, gone, usual)


def is_usual(seen: Seen, field: str, key: str, counts: Sequence[Mapping[str, int]]) -> bool:
    """Most of the supplies before have the key, and nothing is known that would explain its end."""
    ended = known_breaks().is_retired(seen.force, field, key, seen.month)
    comes_and_goes = known_breaks().is_occasional(field, key)
    in_most = sum(key in keys for keys in counts) > len(counts) / 2
    return in_most and not ended and not comes_and_goes and not key.startswith(vocabulary.UNLISTED)


def weight(seen: Seen, gone: Vanished) -> tuple[Severity, Affects]:
    """How bad it is that categories are gone, and whether their rows are, too."""
    if gone.share < SERIOUS_SHARE:
        return "warning", ""
    if has_fewer_rows(seen, gone):
        return "serious", "rows"
    if len(gone.usual) >= FEWEST_MONTHS or gone.is_of_the_unknown:
        return "serious", "column"
    return "warning", ""


def has_fewer_rows(seen: Seen, gone: Vanished) -> bool:
    """The month lacks about as many rows as the categories had.

    Of under 10 in 100 rows nobody can tell: whole months of 2018 stand up to 12 in 100 from their median. A label of
    that size that is gone was most likely renamed; of those who did not state it, rows are known to have been lost.
    """
    rows = [each.rows for each in gone.usual]
    if len(rows) < FEWEST_MONTHS and month_distance(gone.usual[-1].month, seen.month) > MOST_MONTHS:
        return seen.rows < median(rows) / 2  # a file of years ago: only a collapse says anything
    is_small = gone.share < SMALL_SHARE and not gone.is_of_the_unknown
    if is_small or written_elsewhere(seen, gone) >= gone.share / 2:
        return False
    return seen.rows < (1 - gone.share / 2) * median(rows)


def written_elsewhere(seen: Seen, gone: Vanished) -> float:
    """How much more of the month than usual is blank or has a label that nobody knows: there its rows may stand."""
    usual = median(unknown_share(each.profile, gone.field) for each in gone.usual)
    return unknown_share(seen.now, gone.field) - usual


def unknown_share(profile: Mapping[str, Any], field: str) -> float:
    rows = int(profile["rows_kept"])
    known = sum(count for key, count in profile["keys"][field].items() if not key.startswith(vocabulary.UNLISTED))
    return 1 - known / rows if rows else 0.0


def label(seen: Seen, field: str, key: str) -> str:
    """The key's label in words, quoted; one that is not in the vocabulary as it was written."""
    words = vocabulary.field_vocabulary(field)
    terms = {term.key: term.label for term in words.terms}
    written = {words.key(text): text for text in seen.now["unlisted"].get(field, {})}
    return f'"{terms.get(key) or words.groups.get(key) or written.get(key) or key}"'


def column_constant(seen: Seen) -> Check:
    """A column has one label on every row, though in most supplies before it had several, or says so of arrests too.

    What is known to have ended does not count as one of several.
    """
    for field, keys in seen.now["keys"].items():
        if len(keys) != 1 or sum(keys.values()) < CONSTANT_ROWS:
            continue
        (key,) = keys
        varied = sum(has_several(seen, field, profile["keys"][field]) for profile in seen.last_twelve)
        often = varied > len(seen.last_twelve) / 2
        if often or (field == "linked" and key == "false" and seen.now["keys"]["outcome"].get("arrest")):
            yield Finding(
                "column_constant",
                "warning",
                f"{checked_field_title(field)} is {label(seen, field, key)} on every row that has it: "
                "that is no information.",
                {"field": field, "key": key, "rows": keys[key]},
                "column",
            )


def has_several(seen: Seen, field: str, keys: Mapping[str, int]) -> bool:
    return sum(not known_breaks().is_retired(seen.force, field, key, seen.month) for key in keys) > 1


def unlisted_label(seen: Seen) -> Check:
    """A label is not in our vocabulary. Serious where its field decides a figure: there its rows count as unknown.

    Of more than ten labels of one field the rest are told together.
    """
    unlisted: Mapping[str, Mapping[str, int]] = seen.now["unlisted"]
    deciding = fields.field_names_where(lambda field: field.decides)
    for field, labels in unlisted.items():
        decides = field in deciding
        severity: Severity = "serious" if decides else "warning"
        affects: Affects = "column" if decides else ""
        counted = "count as unknown in every figure of that field" if decides else "are counted under what was written"
        by_rows = sorted(labels.items(), key=lambda entry: (-entry[1], entry[0]))
        for written, rows in by_rows[:MOST_LABELS]:
            yield Finding(
                "unlisted_label",
                severity,
                f'{checked_field_title(field)}: the label "{written}" is not in our vocabulary; '
                f"its rows ({rows:,}) {counted}.",
                {"field": field, "label": written, "rows": rows},
                affects,
            )
        rest = [rows for _, rows in by_rows[MOST_LABELS:]]
        if rest:
            yield Finding(
                "unlisted_label",
                severity,
                f"{checked_field_title(field)}: "
                f"and {many(len(rest), 'more label')} {'is' if len(rest) == 1 else 'are'} not in our "
                f"vocabulary; {many(sum(rest), 'row')} {counted}.",
                {"field": field, "labels": len(rest), "rows": sum(rest)},
                affects,
            )


def contradictory_links(seen: Seen) -> Check:
    """Rows say that no further action was linked to what was searched for, or that an arrest was not."""
    links: Mapping[str, Any] = seen.now["links"]
    none, arrests = int(links["none_but_linked"]), int(links["arrest_not_linked"])
    if none + arrests:
        share = (none + arrests) / links["stated"]
        yield Finding(
            "contradictory_links",
            "warning" if share > CONTRADICTED else "note",
            "The outcome and its link to what was searched for contradict each other in "
            f"{many(none + arrests, 'row')} ({rows_in_100(none + arrests, links['stated'])} that say): "
            f"{none:,} with no further action but linked, {arrests:,} arrests not linked. All are kept as sent.",
            {"no_further_action_linked": none, "arrest_not_linked": arrests},
        )


# Do the rows say when and where?

FEWEST_UNPLACED = 5  # where most of these have no place, a borough would seem to have no search
SWAPPED_SERIOUS = 0.05  # of all rows: latitude and longitude changed places, so these rows are in a borough they lack
MISSING_SERIOUS, MISSING_WARNING = 0.6, 0.25
OUTSIDE_WARNING, OUTSIDE_NOTE = 0.05, 0.01
MIDNIGHT_SHARE, HOURLY_SHARE = 0.05, 0.6
TIMED_ROWS, FEWEST_HOURS = 50, 4


def points_missing(seen: Seen) -> Check:
    """Rows say nothing of where the search was. Over 60 in 100 is serious: borough figures are far too low."""
    placed: Mapping[str, int] = seen.now["placed"]
    missing = placed["no point"]
    serious = seen.rows >= FEWEST_UNPLACED and missing > MISSING_SERIOUS * seen.rows
    is_large = seen.rows >= FEWEST_ROWS and missing > MISSING_WARNING * seen.rows
    if not (serious or is_large) or not says_where(seen):
        return
    yield Finding(
        "points_missing",
        "serious" if serious else "warning",
        f"{missing:,} of {many(seen.rows, 'row')} ({rows_in_100(missing, seen.rows)}) do not say where the search was: "
        "every borough's figures for this month are too low.",
        {"missing": missing, "rows": seen.rows},
        "places" if serious else "",
    )


def says_where(seen: Seen) -> bool:
    expected = sources.known_sources()[seen.source].expected
    return "latitude" in expected or "borough" in expected


def points_outside(seen: Seen) -> Check:
    """Points lie outside London: from 1 in 100 rows on a note, from 5 in 100 a warning.

    Together with rows without a point: over 25 in 100 a warning; over 60 in 100 serious, for then a borough's
    figures say nothing. Not of a force of the whole country.
    """
    placed: Mapping[str, int] = seen.now["placed"]
    outside, missing = placed["outside London"], placed["no point"]
    located = seen.rows - missing
    turned = int(seen.now.get("swapped", 0))
    severity = outside_severity(seen.rows, missing, outside)
    if seen.rows >= FEWEST_UNPLACED and turned > SWAPPED_SERIOUS * seen.rows:
        severity = "serious"
    if forces_by_id()[seen.force].located_only or not severity:
        return
    together = ""
    if missing and severity != "note":
        together = f" {missing:,} more rows have no point: {rows_in_100(outside + missing, seen.rows)} stand nowhere."
    serious = severity == "serious"
    swapped = " Latitude and longitude seem to have changed places." if turned > outside / 2 else ""
    low = " Every borough's figures for this month are too low." if serious else ""
    yield Finding(
        "points_outside",
        severity,
        f"{outside:,} of {many(located, 'point')} {'lies' if outside == 1 else 'lie'} outside London."
        f"{together}{swapped}{low}",
        {"outside": outside, "located": located, "missing": missing, "rows": seen.rows},
        "places" if serious else "",
    )


def outside_severity(rows: int, missing: int, outside: int) -> Severity | None:
    """How bad points outside London are; what missing points alone would say is told by points_missing."""
    unplaced, located = missing + outside, rows - missing
    told_by_missing = missing > MISSING_SERIOUS * rows
    if rows >= FEWEST_UNPLACED and outside and unplaced > MISSING_SERIOUS * rows and not told_by_missing:
        return "serious"
    if located < FEWEST_ROWS or outside < OUTSIDE_NOTE * located:
        return None
    many_unplaced = missing <= MISSING_WARNING * rows < unplaced
    return "warning" if outside >= OUTSIDE_WARNING * located or many_unplaced else "note"


def unknown_borough(seen: Seen) -> Check:
    """Rows name a borough that is none, such as an airport; they count as without a place."""
    unknown: Mapping[str, int] = seen.now["unknown_boroughs"]
    if unknown:
        names = ", ".join(f"{name!r} ({rows:,})" for name, rows in unknown.items())
        yield Finding(
            "unknown_borough",
            "note",
            f"These names of boroughs are none: {names}. Their rows count as without a place.",
            {"names": dict(unknown)},
        )


def midnight_times(seen: Seen) -> Check:
    """At least 5 in 100 searches stand at midnight sharp: their times were not written down."""
    clock: Mapping[str, int] = seen.now["clock"]
    if clock["timed"] >= FEWEST_ROWS and clock["midnight"] >= MIDNIGHT_SHARE * clock["timed"]:
        yield Finding(
            "midnight_times",
            "warning",
            f"{clock['midnight']:,} of {clock['timed']:,} searches stand at midnight sharp: hours are not reliable.",
            {"midnight": clock["midnight"], "timed": clock["timed"]},
        )


def hourly_times(seen: Seen) -> Check:
    """Most searches stand on a whole hour: minutes were not written down."""
    clock: Mapping[str, int] = seen.now["clock"]
    if clock["timed"] >= FEWEST_ROWS and clock["on_the_hour"] >= HOURLY_SHARE * clock["timed"]:
        yield Finding(
            "hourly_times",
            "warning",
            f"{clock['on_the_hour']:,} of {clock['timed']:,} searches stand on a whole hour: minutes are not reliable.",
            {"on_the_hour": clock["on_the_hour"], "timed": clock["timed"]},
        )


def twelve_hour_clock(seen: Seen) -> Check:
    """No search at all in one half of the day: hours are written by a clock of twelve, morning and afternoon alike."""
    clocks: Mapping[str, list[int]] = seen.now.get("hours", {})
    timed = int(seen.now["clock"]["timed"])
    if timed < TIMED_ROWS or not any(counts_to_twelve(hours) for hours in clocks.values()):
        return
    yield Finding(
        "twelve_hour_clock",
        "warning",
        f"None of {timed:,} searches is in one half of the day: the hours seem to be those of a twelve-hour clock, "
        "morning and afternoon alike. Hours are not reliable.",
        {"timed": timed},
    )


def counts_to_twelve(hours: Sequence[int]) -> bool:
    """Every row is from 0 to 11 or from 1 to 12, over several hours: one hour for all is no clock at all."""
    used = [at for at, rows in enumerate(hours) if rows]
    return len(used) >= FEWEST_HOURS and (max(used) <= 11 or (min(used) >= 1 and max(used) <= 12))

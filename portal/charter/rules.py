"""Name -> function, for the names that a charter may use (charter.functions)."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from portal.charter.agreements import Known
from portal.charter.claims import (
    Claims,
    blank,
    date_to_int,
    either,
    first_claimed_state,
    in_a_return,
    is_between_days,
    is_blank_or_unpublished,
    is_not_published,
    is_one_of,
    is_unlisted_label,
    merge_claims,
)
from portal.charter.definitions import (
    CANNOT_TELL,
    FAIL,
    NOT_APPLICABLE,
    NOT_PUBLISHED,
    NOT_RECORDED,
    STATES,
    Charter,
    Check,
    LawVersion,
    Power,
)

# What had to be agreed or published beforehand: the rationale, and section 60 authorisations.

VAGUE = ("object_unavailable",)
"""Words in place of an object, which do not say what it was."""
FIRST_HOUR, LAST_HOUR = 0, 23


def in_rationale(known: Known) -> Claims:
    """The object is one that the rationale in force that day agrees on; without one, nobody can say."""
    spans = [(is_between_days(one.valid_from, one.valid_until), one.keys) for one in known.rationales]
    agreed = either(days & pl.col("object").is_in(keys) for days, keys in spans)
    return {
        NOT_PUBLISHED: ~either(days for days, _ in spans),
        NOT_RECORDED: blank("object"),
        CANNOT_TELL: is_unlisted_label("object") | is_one_of("object", VAGUE),
        FAIL: ~agreed,
    }


def authorised(known: Known) -> Claims:
    """The record names a published authorisation; while none at all is published, nobody can say."""
    return {
        NOT_PUBLISHED: pl.lit(not known.authorisations),
        NOT_RECORDED: blank("section_60_reference"),
        FAIL: ~is_listed_authorisation(known),
    }


def inside_authorisation(known: Known, *, most_hours: int) -> Claims:
    """The search was in the authorisation's time and area. Of a reference that nobody published, nobody can tell.

    Hours are whole, so the hours in which an authorisation starts and ends count as inside. Without an hour, a day
    that is only partly inside cannot be told. No authorisation lasts longer than `most_hours` (as extended).
    """
    begins, ends = bound(known, "starts", most_hours), bound(known, "ends", most_hours)
    hour = pl.col("hour").str.strip_prefix("hour_").cast(pl.Int64, strict=False)
    earliest = pl.col("london_date").cast(pl.Int64) * 100 + hour.fill_null(FIRST_HOUR)
    latest = pl.col("london_date").cast(pl.Int64) * 100 + hour.fill_null(LAST_HOUR)
    outside = ((latest < begins) | (earliest > ends)).fill_null(False) | ~in_area(known)
    inside = ((earliest >= begins) & (latest <= ends)).fill_null(False)
    return {
        NOT_PUBLISHED: pl.lit(not known.authorisations),
        NOT_RECORDED: blank("section_60_reference") | blank("area"),
        CANNOT_TELL: ~is_listed_authorisation(known) | (~inside & ~outside),
        FAIL: outside,
    }


def is_listed_authorisation(known: Known) -> pl.Expr:
    return pl.col("section_60_reference").is_in([one.reference for one in known.authorisations])


def bound(known: Known, name: str, most_hours: int) -> pl.Expr:
    """When the record's authorisation starts or ends, as a number of day and hour; null where there is none."""
    moments = {}
    for one in known.authorisations:
        ends = min(one.ends, one.starts + timedelta(hours=most_hours))
        moments[one.reference] = at(one.starts if name == "starts" else ends)
    reference = pl.col("section_60_reference")
    return reference.replace_strict(list(moments), list(moments.values()), default=None, return_dtype=pl.Int64)


def at(moment: datetime) -> int:
    return date_to_int(moment.date()) * 100 + moment.hour


def in_area(known: Known) -> pl.Expr:
    pairs = [f"{one.reference} {code}" for one in known.authorisations for code in one.area]
    return pl.concat_str("section_60_reference", "area", separator=" ").is_in(pairs)


# Powers to search, by the day of the search.


def needs_no_suspicion(known: Known) -> pl.Expr:
    """Whether the record's power needed no reasonable suspicion on the record's day."""
    return either(used(power) & is_power_valid(power) for power in known.powers if not power.suspicion)


def used(power: Power) -> pl.Expr:
    return pl.col("power") == power.key


def is_power_valid(power: Power) -> pl.Expr:
    return is_between_days(power.valid_from, power.valid_until)


def power_in_force(known: Known) -> Claims:
    """Written down, in the vocabulary, and in force on that day."""
    dated: dict[str, list[pl.Expr]] = {}
    for power in known.powers:
        dated.setdefault(power.key, []).append(is_power_valid(power))
    not_yet = either((pl.col("power") == key) & ~either(spans) for key, spans in dated.items())
    return {NOT_RECORDED: blank("power"), FAIL: is_unlisted_label("power") | not_yet}


def fits_power(*, pairs: dict[str, list[str]]) -> Claims:
    """The object is one that the power is for. Powers without a list, and labels of no use, cannot be told."""
    told = either((pl.col("power") == power) & pl.col("object").is_in(objects) for power, objects in pairs.items())
    vague = is_unlisted_label("power") | is_unlisted_label("object") | (pl.col("object") == "object_unavailable")
    return {
        NOT_APPLICABLE: blank("power") | blank("object"),
        CANNOT_TELL: vague | ~pl.col("power").is_in(list(pairs)),
        FAIL: ~told,
    }


# Which records a check is not for.
#
# A label that nobody has listed neither takes a record out nor keeps it in: of that record nobody can tell.

VEHICLE_ONLY = "vehicle"


def someone_there() -> Claims:
    """Not for a vehicle that nobody was in charge of.

    Only a return says whether somebody was; in other sources no search of a vehicle alone is asked about.
    """
    vehicle = pl.col("kind") == VEHICLE_ONLY
    nobody = (pl.col("vehicle_attended") == "no") | ~in_a_return()
    return {
        NOT_APPLICABLE: vehicle & nobody,
        NOT_RECORDED: blank("kind") | (vehicle & in_a_return() & is_blank_or_unpublished("vehicle_attended")),
        CANNOT_TELL: is_unlisted_label("kind"),
    }


def suspicion_needed(known: Known) -> Claims:
    """Not for a search under a power that, on that day, needed no suspicion."""
    return {
        NOT_APPLICABLE: needs_no_suspicion(known),
        NOT_RECORDED: blank("power"),
        CANNOT_TELL: is_unlisted_label("power"),
    }


def receipt_due(*, arrests: Sequence[str]) -> Claims:
    """Not for somebody arrested, whose record is the custody record, whatever became of a receipt in the street."""
    return {NOT_APPLICABLE: is_one_of("outcome", arrests), CANNOT_TELL: is_unlisted_label("outcome")}


def only(*, field: str, values: Sequence[str]) -> Claims:
    """Only for these values; where the cell is blank nobody knows, which is the record's failing."""
    return {
        NOT_APPLICABLE: ~is_one_of(field, values) & ~is_blank_or_unpublished(field) & ~is_unlisted_label(field),
        NOT_RECORDED: blank(field),
        CANNOT_TELL: is_unlisted_label(field),
    }


def unless(*, field: str, values: Sequence[str]) -> Claims:
    """For all but these values."""
    return {NOT_APPLICABLE: is_one_of(field, values), CANNOT_TELL: is_unlisted_label(field)}


# What was said and done at the search, as the return's answers have it.


def answered(
    *,
    field: str,
    yes: Sequence[str],
    excused: Sequence[str] = (),
    cannot_tell: Sequence[str] = (),
    excuse: str = "",
) -> Claims:
    """One of the answers in `yes`. `excused`: answers that take the record out; `excuse`: a column whose yes does."""
    let_off = pl.col(excuse) == "yes" if excuse else pl.lit(False)
    done = is_one_of(field, yes)
    return {
        NOT_APPLICABLE: is_one_of(field, excused) | (let_off & ~done & ~is_blank_or_unpublished(field)),
        NOT_RECORDED: blank(field),
        CANNOT_TELL: is_one_of(field, cannot_tell) | is_unlisted_label(field),
        FAIL: ~done,
    }


def asked(*, excused: Sequence[str]) -> Claims:
    """The person was asked their ethnicity.

    A return says so itself. Of other sources only this can be told: whether there is a self-defined ethnicity, or a
    code for why not, on the record.
    """
    code, own_word = "self_defined_code", "self_defined_asked"
    no_word = blank(own_word) & in_a_return()
    return {
        NOT_PUBLISHED: in_a_return() & is_not_published(own_word),
        NOT_APPLICABLE: is_one_of(code, excused),
        NOT_RECORDED: no_word | (blank(code) & (pl.col(own_word) != "no")),
        CANNOT_TELL: is_unlisted_label(code),
        FAIL: pl.col(own_word) == "no",
    }


def letters_said(known: Known, *, letters: str, plain_clothes: str, suspicion: str) -> Claims:
    """Every letter that applied was said: `plain_clothes` unless in uniform, `suspicion` unless none was needed.

    Where a letter was not said, and the cell that tells whether it applied is blank, nobody knows.
    """
    excuses = {plain_clothes: pl.col("uniform") == "yes", suspicion: needs_no_suspicion(known)}
    open_ = {plain_clothes: is_blank_or_unpublished("uniform"), suspicion: is_blank_or_unpublished("power")}
    unsaid = {letter: ~pl.col("gowisely").str.contains(letter, literal=True) for letter in letters}
    wrong = [
        gone & ~excuses.get(letter, pl.lit(False)) & ~open_.get(letter, pl.lit(False))
        for letter, gone in unsaid.items()
    ]
    unsure = [unsaid[letter] & unknown for letter, unknown in open_.items() if letter in unsaid]
    return {NOT_RECORDED: blank("gowisely"), CANNOT_TELL: either(unsure) & ~either(wrong), FAIL: either(wrong)}


def agree(*, field: str, other: str, cannot_tell: Sequence[str] = ()) -> Claims:
    """Two people came to the same result. Where only one looked, or none, there is nothing to compare."""
    return {
        NOT_APPLICABLE: blank(field) | blank(other),
        CANNOT_TELL: is_one_of(field, cannot_tell),
        FAIL: pl.col(field) != pl.col(other),
    }


# What is on the record, and when it got there.


def written(*, field: str, listed: bool = False, placeholders: Sequence[str] = ()) -> Claims:
    """There is something in the cell that is no placeholder and, if `listed`, stands in the vocabulary."""
    outside = is_unlisted_label(field) if listed else pl.lit(False)
    return {NOT_RECORDED: blank(field), FAIL: is_one_of(field, placeholders) | outside}


def timed(*, placeholder_share: float) -> Claims:
    """There is a time. Where so large a share of a supply's times is midnight sharp, midnight is no time."""
    placeholder = (pl.col("clock") == "midnight") & (pl.col("midnight_share") >= placeholder_share)
    return {NOT_RECORDED: blank("clock"), FAIL: placeholder.fill_null(False)}


def team_listed(known: Known) -> Claims:
    """The team stands in the published list of teams."""
    return {NOT_RECORDED: blank("team"), FAIL: ~is_one_of("team", known.teams)}


def within(*, field: str, most: int, blank_means: str = NOT_RECORDED, reason: str = "") -> Claims:
    """At most so many minutes, days or times; more passes where the column `reason` says yes.

    `blank_means`: the state of a record without the number, where the standard gives a blank a meaning.
    """
    too_much = (pl.col(field) > most).fill_null(False)
    explained = pl.col(reason) == "yes" if reason else pl.lit(False)
    claims = {FAIL: too_much & ~explained}
    claims[blank_means] = claims.get(blank_means, pl.lit(False)) | blank(field)
    return claims


Rule = Callable[..., Claims]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        answered,
        written,
        within,
        asked,
        letters_said,
        power_in_force,
        fits_power,
        timed,
        team_listed,
        agree,
        authorised,
        inside_authorisation,
        in_rationale,
    )
}
APPLICABILITY: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        someone_there,
        suspicion_needed,
        receipt_due,
        only,
        unless,
    )
}


def ruled(rule: Rule, known: Known, parameters: dict[str, Any]) -> Claims:
    """The claims of a rule with a check's parameters; what is known beside the records goes to rules that take it."""
    beside = {"known": known} if "known" in inspect.signature(rule).parameters else {}
    return rule(**beside, **parameters)


# Records get their states: one for every record under every check that is asked of records.

STATE = pl.Enum(list(STATES))


def states(charter: Charter, known: Known, frame: pl.DataFrame) -> pl.DataFrame:
    """A column of states under the id of every check asked of records, in the order of the frame's rows.

    `frame`: store.return_columns.measuring_frame, whole or any rows of it; a record's state hangs on its own row alone.
    """
    return frame.select(check_state_column(charter, known, check) for check in charter.checks if check.measured)


def check_state_column(charter: Charter, known: Known, check: Check) -> pl.Expr:
    """The state of each record under the check: not published, else not applicable, and so on (charter.states)."""
    return first_claimed_state(merge_claims(claims(charter, known, check))).cast(STATE).alias(check.id)


def claims(charter: Charter, known: Known, check: Check) -> Iterator[Claims]:
    """What is claimed by the columns it needs, by its law on that day, by who and what it is for, and by its rule."""
    yield {NOT_PUBLISHED: either(is_not_published(name) for name in check.fields)}
    for one in check.applies:
        yield ruled(APPLICABILITY[one.function], known, one.parameters)
    versions = charter.versions(check)
    if versions:
        yield {NOT_APPLICABLE: ~either(is_under_law_version(version) for version in versions)}
    for parameters, on_days in judged_by(check, versions):
        found = ruled(RULES[check.function], known, parameters)
        yield {name: condition & on_days for name, condition in found.items()}


def judged_by(check: Check, versions: tuple[LawVersion, ...]) -> list[tuple[dict[str, Any], pl.Expr]]:
    """The check's parameters and the days they hold: always, but for versions of its law that change them."""
    changed = [version for version in versions if check.id in version.changes]
    usual = ~either(is_under_law_version(version) for version in changed) if changed else pl.lit(True)
    others = [({**check.parameters, **version.changes[check.id]}, is_under_law_version(version)) for version in changed]
    return [(check.parameters, usual), *others]


def is_under_law_version(version: LawVersion) -> pl.Expr:
    return is_between_days(version.valid_from, version.valid_until)

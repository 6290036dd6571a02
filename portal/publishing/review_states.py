"""Drawn searches as the record has them and as reviewers saw them: both judged by the charter's own rules.

What reviewers saw takes the place of what the record says of the same thing; who, when and under which power stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlmodel import Session

from portal.charter import rules
from portal.charter.agreements import Known, known_facts
from portal.charter.claims import RETURN
from portal.charter.definitions import (
    CANNOT_TELL,
    FAIL,
    NOT_APPLICABLE,
    NOT_PUBLISHED,
    NOT_RECORDED,
    PASS,
    Charter,
    Check,
)
from portal.charter.functions import IMPLIED
from portal.disclosure.settings import disclosure_settings
from portal.periods import Period
from portal.return_names import Renamed
from portal.return_standard import PERSON
from portal.review.drawing import Entry, inclusion
from portal.review.programme import FIRST, RECORDS, SECOND, Cells, Drawn, Item, Programme, final_answers
from portal.review.results import LATEST, NO_FOOTAGE, NOT_VIEWED, UNWATCHED, VIEWED, Viewing
from portal.review.standard import GOWISELY, review_fields
from portal.store import return_columns, supplies

SAID = (
    "name_given", "shoulder_number_given", "grounds_told", "uniform", "receipt", "self_defined_asked", "grounds_grade",
    "force_used", "review_result",
)  # fmt: skip
"""Columns that a reviewers' file has under the name that a return has them under, with the same words."""
MADE = ("gowisely", "video", "review_drawn", "review_viewed")
"""Columns made from others of a reviewers' file."""
OF_FOOTAGE = {"full": "full", "part": "partial"}
GONE = {"deleted": "deleted", "not_recorded": "missing", "not_handed_over": "missing"}
"""Why there is no footage -> what became of the item, as a return has it."""


def reviewed_checks(charter: Charter) -> list[Check]:
    """The checks that a video can answer, but those that read what it shows of the person searched.

    So not S06: whether force is on the record tells of the police in a return, but from a video its counts by borough
    would say on how many people force was used.
    """
    of_persons = {field.name for field in review_fields() if field.about == PERSON}
    seen = {*SAID, *MADE} - {"uniform"} - of_persons
    return [
        check
        for check in charter.checks
        if check.measured
        and disclosure_settings().about_check(check) != PERSON
        and of_persons.isdisjoint(check.fields)
        and seen & {*check.fields, *(check.also if check.function in IMPLIED else ())}
    ]


@dataclass(frozen=True)
class Judged:
    """`withdrawn`: items whose record is there no more."""

    viewings: tuple[Viewing, ...]
    withdrawn: int


def judged_items(session: Session, period: Period, charter: Charter, programme: Programme, renamed: Renamed) -> Judged:
    """Every item that was drawn from records of the period's months."""
    draws = [each for each in programme.draws if each.month in period.months and each.sample == RECORDS]
    rows = held_rows_of(session, period, draws, renamed)
    if rows is None:
        return Judged((), sum(len(each.items) for each in draws))
    items = {each.item: (one, each) for one in draws for each in one.items}
    said = {name: programme.said.get(name, {}) for name in rows["item"]}
    known, checks = known_facts(charter), reviewed_checks(charter)
    record = states_by_item(charter, known, checks, rows)
    final = {name: final_answers(by_role) for name, by_role in said.items()}
    of_video = video_states(charter, known, checks, rows, final)
    first, second = (
        video_states(charter, known, checks, rows, {name: roles.get(role, {}) for name, roles in said.items()})
        for role in (FIRST, SECOND)
    )
    results = dict(rows.select("item", "supervisor_result").iter_rows())
    viewings = []
    for name in rows["item"]:
        one, item = items[name]
        by_role = said[name]
        is_double = {FIRST, SECOND} <= by_role.keys()
        viewings.append(
            Viewing(
                item=name,
                month=one.month,
                borough=item.borough,
                force=item.force,
                team=item.team,
                stratum=f"{item.borough} {one.month}",
                chance=inclusion(Entry(item.key, item.borough, item.team), programme.drawn(one.month)[-1].strata),
                watched=watched_as(final[name]),
                missing=final[name].get("footage_reason", ""),
                is_late=is_late(item, final[name]),
                video=of_video[name],
                record=record[name],
                answers=final[name],
                first=first[name] if is_double else None,
                second=second[name] if is_double else None,
                supervisor=two_results(results[name], final[name].get("review_result", "")),
            )
        )
    return Judged(tuple(viewings), len(items) - len(viewings))


def watched_as(cells: Cells) -> str:
    if not cells:
        return NOT_VIEWED
    return NO_FOOTAGE if cells["footage"] == "none" else VIEWED


def is_late(item: Item, cells: Cells) -> bool:
    """Whether it was viewed when footage is usually deleted."""
    if not cells.get("viewed_on") or not item.day:
        return False
    day = date(item.day // 10_000, item.day // 100 % 100, item.day % 100)
    return (date.fromisoformat(cells["viewed_on"]) - day).days > LATEST


def two_results(supervisor: str, reviewer: str) -> tuple[bool, bool] | None:
    both = {"pass": True, "fail": False}
    return (both[supervisor], both[reviewer]) if supervisor in both and reviewer in both else None


def held_rows_of(session: Session, period: Period, draws: Sequence[Drawn], renamed: Renamed) -> pl.DataFrame | None:
    """The records of the items that are still held, in their order: measuring_frame's columns and `item`."""
    of_supply: dict[str, dict[int, str]] = {}
    for one in draws:
        for each in one.items:
            name, _, line = each.key.rpartition(":")
            of_supply.setdefault(renamed.id_of(name), {})[int(line)] = each.item
    parts = []
    for supply in supplies.all_supplies(session):
        own = of_supply.get(supply.public_id)
        if not own or supply.state == "withdrawn":
            continue
        frame = return_columns.measuring_frame(session, period, [supply]).filter(pl.col("line").is_in(list(own)))
        parts.append(frame.with_columns(item=pl.col("line").replace_strict(own, return_dtype=pl.String)))
    return pl.concat(parts).sort("item") if parts else None


def states_by_item(
    charter: Charter, known: Known, checks: Sequence[Check], rows: pl.DataFrame
) -> dict[str, dict[str, str]]:
    """Item -> check -> state."""
    names = [check.id for check in checks]
    columns = [rules.check_state_column(charter, known, check).cast(pl.String) for check in checks]
    found = rows.select("item", *columns)
    return {row["item"]: {name: row[name] for name in names} for row in found.iter_rows(named=True)}


def video_states(
    charter: Charter, known: Known, checks: Sequence[Check], rows: pl.DataFrame, said: Mapping[str, Cells]
) -> dict[str, dict[str, str]]:
    """The same by what reviewers saw. `said`: item -> their answers, nothing of one that nobody has looked at.

    Letters of which nobody can tell are taken as said and as not said: where that decides, nobody can tell.
    """
    best, worst = (
        states_by_item(charter, known, checks, as_seen(rows, said, unheard=unheard)) for unheard in (True, False)
    )
    letters = {check.id for check in checks if "gowisely" in check.fields}
    found: dict[str, dict[str, str]] = {}
    for item, own in best.items():
        is_open = CANNOT_TELL if watched_as(said[item]) == VIEWED else UNWATCHED
        found[item] = {
            check: is_open
            if state not in (NOT_APPLICABLE, FAIL, PASS)
            or (check in letters and state == PASS and worst[item][check] == FAIL)
            else state
            for check, state in own.items()
        }
    return found


def as_seen(rows: pl.DataFrame, said: Mapping[str, Cells], *, unheard: bool) -> pl.DataFrame:
    """The records with what reviewers saw in the place of what they say. `unheard`: count unclear letters as said."""
    order = rows["item"].to_list()
    columns = {name: [answer_or_blank(said[item].get(name, "")) for item in order] for name in SAID}
    columns["gowisely"] = [letters_heard(said[item], unheard=unheard) for item in order]
    columns["video"] = [footage_of(said[item]) for item in order]
    columns["review_drawn"] = ["yes"] * len(order)
    columns["review_viewed"] = [viewed_of(said[item]) for item in order]
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != "item"]
    known = rows.with_columns(pl.col(texts).replace({NOT_PUBLISHED: NOT_RECORDED}))  # the video was asked, not a file
    seen = known.with_columns(
        pl.lit(RETURN).alias("source"), *(pl.Series(name, cells) for name, cells in columns.items())
    )
    asked = (pl.col("self_defined_asked") == "yes") & (pl.col("self_defined_code") == NOT_RECORDED)
    return seen.with_columns(self_defined_code=pl.when(asked).then(pl.lit("not_stated")).otherwise("self_defined_code"))


def answer_or_blank(cell: str) -> str:
    return NOT_RECORDED if cell in ("", CANNOT_TELL) else cell


def letters_heard(cells: Cells, *, unheard: bool) -> str:
    heard = {"yes", CANNOT_TELL} if unheard else {"yes"}
    answers = {letter: cells.get(column, "") for letter, column in GOWISELY.items()}
    if not any(answers.values()):
        return NOT_RECORDED
    return "".join(letter for letter in GOWISELY if answers[letter] in heard) or "none"


def footage_of(cells: Cells) -> str:
    """What V01 asks: a camera that was off is a fact, footage that is gone leaves it open."""
    footage = cells.get("footage", "")
    gone = "none" if footage == "none" and cells.get("footage_reason") == "not_recorded" else NOT_RECORDED
    return OF_FOOTAGE.get(footage, gone)


def viewed_of(cells: Cells) -> str:
    if not cells:
        return "no"
    return GONE.get(cells["footage_reason"], "missing") if cells["footage"] == "none" else "yes"

"""A town whose searches are drawn for a video review: seeds promised in time, months drawn, panels' files."""

import csv
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from portal.editions.archive import Shelf
from portal.editions.freeze import publish_edition
from portal.publishing.register import beginning
from portal.publishing.review_draws import draft_draws, draw_month, frame_of_month
from portal.review.drawing import Asked, commitment
from portal.review.journal import DRAW, SEED
from portal.review.programme import DRAWN, Drawn, Programme
from portal.review.standard import question_fields, review_fields
from portal.settings import Settings
from portal.store.review_journal import enter_in_journal, journal_entries

COLUMNS = [field.name for field in review_fields()]
QUESTION_COLUMNS = [field.name for field in question_fields()]
BEFORE = "2018-03-15T09:00:00+00:00"
GOOD = {
    "name_given": "yes", "shoulder_number_given": "yes", "grounds_told": "yes", "uniform": "yes", "said_grounds": "yes",
    "said_object": "yes", "said_warrant_card": "no", "said_identity": "yes", "said_station": "yes",
    "said_entitlement": "yes", "said_legal_power": "yes", "said_detained": "yes", "receipt": "issued",
    "self_defined_asked": "yes", "grounds_grade": "reasonable", "grounds_strength": "strong", "handcuffs": "none",
    "force_used": "no", "clothing": "outer", "courtesy": "good", "communication": "good", "vulnerability": "none_seen",
    "review_result": "pass", "grade": "green",
}  # fmt: skip


def seed_of(month: str) -> str:
    return f"a seed for {month}"


def promise(engine: Engine, settings: Settings, months: Iterable[str], when: str = BEFORE) -> None:
    """Seeds entered, and their hashes published at that moment."""
    with Session(engine) as session, session.begin():
        for month in months:
            seed = seed_of(month)
            content = {"month": month, "sha256": commitment(seed), "made_at": when, "seed": seed}
            enter_in_journal(session, SEED, month, when, content)
    with Session(engine) as session:
        draft = draft_draws(journal_entries(session), "code", invented=False)
    assert draft is not None
    publish_edition(Shelf(settings.published_dir), draft, datetime.fromisoformat(when), beginning(engine))


def draw_and_enter(engine: Engine, settings: Settings, month: str, asked: Asked, supplement: str = "") -> Drawn:
    when = datetime.fromisoformat(f"{month}-28T10:00:00+00:00")
    with Session(engine) as session, session.begin():
        programme = Programme.of_entries(journal_entries(session))
        before = programme.drawn(month)
        found = frame_of_month(session, month, before[-1].salt if before else "")
        one = draw_month(programme, Shelf(settings.published_dir), found, asked, when, supplement=supplement)
        enter_in_journal(session, DRAW, month, one.drawn_at, DRAWN.dump_python(one, mode="json"))
    return one


def reviewed(item: str, **changed: str) -> dict[str, str]:
    """A row of a reviewers' file: everything was done, and seen. `footage="none"` takes the answers out."""
    row = {**dict.fromkeys(COLUMNS, ""), "item": item, "panel": "london", "reviewer": "A1", "role": "first"}
    row |= {"viewed_on": f"20{item[1:3]}-{item[3:5]}-28", "footage": "full", **GOOD, **changed}
    if row["footage"] == "none":
        row |= dict.fromkeys([*GOOD, "viewed_on"], "")
    return row


def as_panel_file(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> Path:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, columns)
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    return path


def invented_rows(items: Iterable[str], seed: int = 1) -> list[dict[str, str]]:
    """One review an item, of every kind: good ones, failures, unclear ones, without footage, and some not viewed."""
    chance = random.Random(seed)
    rows = []
    for item in items:
        kind = chance.random()
        if kind < 0.08:
            continue
        if kind < 0.18:
            reason = chance.choice(["deleted", "not_recorded", "not_handed_over"])
            rows.append(reviewed(item, footage="none", footage_reason=reason))
            continue
        changed = {
            "name_given": chance.choice(["yes", "yes", "no", "cannot_tell"]),
            "receipt": chance.choice(["issued", "declined", "not_offered", "cannot_tell", "custody"]),
            "said_station": chance.choice(["yes", "yes", "no", "cannot_tell"]),
            "grounds_grade": chance.choice(["reasonable", "not_reasonable", "cannot_tell"]),
            "clothing": chance.choice(["outer"] * 5 + ["more_than_outer"]),
            "review_result": chance.choice(["pass", "fail", "cannot_tell"]),
            "courtesy": chance.choice(["good", "poor"]),
        }
        rows.append(reviewed(item, **changed))
    return rows

"""An invented year of the video review (data/demo/review.toml): drawn and entered like a real one, always the same."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlmodel import Session

from portal import shipped
from portal.demo.inventing import months_from
from portal.editions.archive import Shelf
from portal.editions.freeze import Begun, publish_edition
from portal.periods import month_after
from portal.places import Kind, all_of, boroughs
from portal.publishing.review_draws import (
    draft_draws,
    draw_month,
    frame_of_activations,
    frame_of_month,
    year_of_month,
)
from portal.publishing.review_states import held_rows_of
from portal.return_names import NOT_RENAMED
from portal.review.drawing import Asked, commitment, text_sha256
from portal.review.journal import DRAW, QUESTIONS, REVIEWS, SEED
from portal.review.programme import ACTIVATIONS, DRAWN, RECORDS, Drawn, Item, Programme, add_faults
from portal.review.reading import read_review_file
from portal.review.standard import GOWISELY, answer_fields, question_fields, review_fields
from portal.settings import Settings
from portal.store.review_journal import enter_in_journal, journal_entries

Row = dict[str, str]
Sessions = Callable[[], Session]
COLUMNS = tuple(field.name for field in review_fields())  # asked at import: a row of ours has all of them


@dataclass(frozen=True)
class Invention:
    """What data/demo/review.toml says, and a stream of chances that is always the same."""

    told: Mapping[str, Any]
    chance: np.random.Generator

    @classmethod
    def shipped(cls) -> "Invention":
        with shipped.data("demo", "review.toml").open("rb") as file:
            return cls(tomllib.load(file), np.random.default_rng(2024))

    def one_of(self, odds: Mapping[str, int]) -> str:
        shares = np.array(list(odds.values())) / sum(odds.values())
        return str(self.chance.choice(list(odds), p=shares))

    def happens(self, name: str) -> bool:
        return self.chance.random() * 1000 < int(self.told[name])


def invent_review(sessions: Sessions, settings: Settings, begun: Begun) -> None:
    """A year of draws and reviews, entered at the days on which they would have been; nothing where there is one.

    `sessions`: opens one on the database; `begun`: notes an edition in its register.
    """
    with sessions() as session:
        if journal_entries(session):
            return
    made = Invention.shipped()
    promise_seeds(sessions, settings, made, begun)
    for month in months_from(str(made.told["first_month"]), int(made.told["months"])):
        review_month(sessions, settings, made, month)
    with sessions() as session, session.begin():
        rows = [dict(each) for each in made.told["question"]]
        refuse_bad_invention(tuple(field.name for field in question_fields()), rows, Programme({}, (), {}, (), {}))
        enter(session, QUESTIONS, "panels", "2025-04-01T09:00:00+00:00", {"rows": rows})


def enter(session: Session, kind: str, subject: str, when: str, content: Mapping[str, Any]) -> None:
    """With a nonce that everybody can guess, so that the demo has the same bytes each time."""
    enter_in_journal(session, kind, subject, when, content, nonce=text_sha256(f"invented {kind} {subject} {when}"))


def promise_seeds(sessions: Sessions, settings: Settings, made: Invention, begun: Begun) -> None:
    when = str(made.told["promised_at"])
    with sessions() as session, session.begin():
        for month in months_from(str(made.told["first_month"]), int(made.told["months"])):
            seed = text_sha256(f"the invented seed of {month}")
            content = {"month": month, "sha256": commitment(seed), "made_at": when, "seed": seed}
            enter(session, SEED, month, when, content)
    with sessions() as session:
        draft = draft_draws(journal_entries(session), shipped.code(), invented=True)
    assert draft is not None
    publish_edition(Shelf(settings.published_dir), draft, datetime.fromisoformat(when), begun)


def review_month(sessions: Sessions, settings: Settings, made: Invention, month: str) -> None:
    after = month_after(month)
    drawn_at, sent_at = f"{after}-04T10:00:00+00:00", f"{after}-27T18:00:00+00:00"
    period, salt = year_of_month(month), text_sha256(f"invented salt {month}")[:32]
    shelf, now = Shelf(settings.published_dir), datetime.fromisoformat(drawn_at)
    with sessions() as session, session.begin():
        programme = Programme.of_entries(journal_entries(session))
        whole = frame_of_month(session, month, salt)
        teams = {team: size for team, size in made.told["teams"].items() if whole.teams.get(team, 0) >= size}
        one = draw_month(programme, shelf, whole, Asked(int(made.told["a_borough"]), teams), now)
        enter(session, DRAW, month, drawn_at, DRAWN.dump_python(one, mode="json"))
        draws = [one]
        if month == made.told["activations"]["month"]:
            found = frame_of_activations(month, activations(made, month), salt)
            size = Asked(int(made.told["activations"]["a_borough"]))
            draws.append(draw_month(programme, shelf, found, size, now, sample=ACTIVATIONS))
            enter(session, DRAW, month, drawn_at, DRAWN.dump_python(draws[1], mode="json"))
        if month in made.told["unviewed"]:
            return
        records = held_rows_of(session, period, [one], NOT_RENAMED)
        assert records is not None
        said = {str(row["item"]): {name: str(value) for name, value in row.items()} for row in records.to_dicts()}
        rows = [row for each in draws for row in rows_of_draw(made, each, said)] + list(chosen_by_police(made, month))
        refuse_bad_invention(COLUMNS, rows, Programme.of_entries(journal_entries(session)))
        enter(session, REVIEWS, "panels", sent_at, {"rows": rows})


def refuse_bad_invention(header: tuple[str, ...], rows: list[Row], programme: Programme) -> None:
    """What is invented passes what a panel's file has to pass."""
    numbered = [(line, [row[name] for name in header]) for line, row in enumerate(rows, start=2)]
    found = read_review_file(header, numbered, date(2026, 1, 1))
    assert not found.problems, found.problems[:3]
    if found.kind == "reviews":
        assert not list(add_faults(programme, [(row.line, row.cells) for row in found.rows]))


def activations(made: Invention, month: str) -> bytes:
    codes = sorted(boroughs())
    lines = ["date,time,borough,team"]
    for _ in range(int(made.told["activations"]["rows"])):
        day, hour, minute, at = made.chance.integers([1, 0, 0, 0], [29, 24, 60, len(codes)])
        lines.append(f"{month}-{day:02},{hour:02}:{minute:02},{codes[at]},")
    return "\n".join(lines).encode()


# Rows of reviewers.


def rows_of_draw(made: Invention, one: Drawn, said: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    names = {place.code: place.slug for place in all_of(Kind.BOROUGH)}
    for item in one.items:
        panel = names.get(item.borough, "london")
        first = first_row(made, one, item, panel, said.get(item.item, {}))
        yield first
        if one.sample != RECORDS or first["footage"] == "none" or not made.happens("twice"):
            continue
        second = {**first, "reviewer": "R2", "role": "second"}
        for field in answer_fields():
            if first[field.name] and not made.happens("same"):
                second[field.name] = made.one_of(made.told["odds"][field.name])
        yield second
        if any(first[field.name] != second[field.name] for field in answer_fields()) and made.chance.random() < 0.8:
            yield {**first, "reviewer": "R9", "role": "adjudicator"}


def first_row(made: Invention, one: Drawn, item: Item, panel: str, record: Mapping[str, str]) -> Row:
    row = dict.fromkeys(COLUMNS, "") | {"item": item.item, "panel": panel, "reviewer": "R1", "role": "first"}
    row["footage"] = made.one_of(made.told["footage"])
    reasons = made.told["footage_reason"].get(row["footage"], {})
    row["footage_reason"] = made.one_of(reasons) if reasons else ""
    if row["footage"] == "none":
        return row
    day = date(item.day // 10_000, item.day // 100 % 100, item.day % 100)
    latest = date.fromisoformat(f"{month_after(one.month)}-26")
    row["viewed_on"] = min(day + timedelta(days=int(made.chance.integers(8, 46))), latest).isoformat()
    if one.sample == ACTIVATIONS:
        row["search_seen"] = made.one_of(made.told["activations"]["search_seen"])
        if row["search_seen"] == "yes":
            row["record_found"] = made.one_of(made.told["activations"]["record_found"])
        return row
    return row | answers(made, record)


def answers(made: Invention, record: Mapping[str, str]) -> Row:
    """As the record says, mostly; else by the odds."""
    letters = {name: letter for letter, name in GOWISELY.items()}
    found = {}
    for field in answer_fields():
        told = record.get(field.name, "")
        if field.name in letters and record.get("gowisely", "not_") not in ("not_recorded", "not_published", "not_"):
            told = "yes" if letters[field.name] in record["gowisely"] else "no"
        is_known = told in field.enum and field.name != "review_result"
        found[field.name] = (
            told if is_known and made.happens("as_recorded") else made.one_of(made.told["odds"][field.name])
        )
    return found


def chosen_by_police(made: Invention, month: str) -> Iterator[Row]:
    """Clips that nobody drew, which a panel was shown."""
    told = made.told["not_drawn"]
    for number in range(1, int(told["a_month"]) + 1):
        row = dict.fromkeys(COLUMNS, "") | {"item": f"N{month[2:4]}{month[5:]}-{number:03}", "panel": told["panel"]}
        row |= {"reviewer": "R5", "role": "first", "viewed_on": f"{month}-20", "footage": "full"}
        yield row | {"borough": told["borough"]} | answers(made, {})

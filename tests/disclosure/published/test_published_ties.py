"""A whole published directory, and the site made of it, when what may not be tied to a search is dealt anew."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portal.charter import rules
from portal.editions import freeze
from tests.conftest import LivingIn
from tests.disclosure.published import dealing
from tests.disclosure.published.dealing import DEALS, SEED, dealt
from tests.disclosure.published.returned_years import POLICE, YEAR, Row, lives_throughout, returned_year
from tests.disclosure.published.whole import comparable, differing, everything, files, publish_year

Found = Mapping[str, str]


# ------------------------------------------------------------------------------------------- the deals, without a home


@pytest.mark.parametrize("seed", range(5))
def test_a_world_is_drawn_uneven_with_small_teams_and_lives_in_every_month(seed: int) -> None:
    rows = returned_year(seed)
    sizes = [sum(row["team"] == team for row in rows) for team in {row["team"] for row in rows}]
    assert rows == returned_year(seed)
    assert rows != returned_year(seed + 1)
    assert lives_throughout(rows)
    assert min(sizes) < 100 < max(sizes)


@pytest.mark.parametrize("deal", DEALS)
@pytest.mark.parametrize("seed", range(5))
def test_a_deal_moves_many_and_keeps_the_rest_of_every_row(deal: str, seed: int) -> None:
    rows = returned_year(seed)
    found = DEALS[deal](rows, random.Random(seed))
    own = {"person": {"clothing", "search_authoriser", "appropriate_adult", "grounds_flags"}, "team": {"team"}}
    may = own.get(deal, {*POLICE, "grounds_flags"})
    assert dealing.moved(rows, found) > len(rows) / 10
    for one, other in zip(rows, found, strict=True):
        assert {name for name in one if one[name] != other[name]} <= may
    for name in may:
        assert sorted(row[name] for row in rows) == sorted(row[name] for row in found) or name == "grounds_flags"


@pytest.mark.parametrize("deal", ["police", "each of the police"])
def test_dealing_for_the_police_leaves_every_group_its_answers_and_every_person_flag(deal: str) -> None:
    rows = returned_year(3)
    found = DEALS[deal](rows, random.Random(3))
    for name in ("borough", "team", "self_defined_ethnicity", "age_band"):
        for column in POLICE:
            one, other = (sorted((row[name], row[column]) for row in each) for each in (rows, found))
            assert one == other
    assert [dealing.person_flags(row) for row in rows] == [dealing.person_flags(row) for row in found]


def test_dealing_for_people_leaves_every_flag_of_the_record_where_it_was() -> None:
    rows = returned_year(4)
    found = dealing.person_anew(rows, random.Random(4))
    assert [dealing.police_flags(row) for row in rows] == [dealing.police_flags(row) for row in found]
    assert [dealing.person_flags(row) for row in rows] != [dealing.person_flags(row) for row in found]


def test_only_hashes_that_are_named_are_put_into_words() -> None:
    """An id that no list of supplies has, and the hash of a row that somebody publishes, stay as they are."""
    supply = {"source": "charter-return", "force": "metropolitan", "month": "2024-04"}

    def shelf(own: str, stray: str) -> dict[str, bytes]:
        listed = {"supplies": [{**supply, "id": f"charter-return-metropolitan-2024-04-{own[:8]}", "sha256": own}]}
        manifest = {"period": "x", "number": "1.0", "sha256": own[::-1], "inputs": own, "files": {}}
        return {
            "published/supplies/1.0/supplies.json": json.dumps(listed).encode(),
            "published/x/1.0/manifest.json": json.dumps(manifest).encode(),
            "site/page.html": f"charter-return-metropolitan-2024-04-{own[:8]} {own} {own[::-1]} {stray}".encode(),
        }

    one, other = "0123456789abcdef" * 4, "fedcba9876543210" * 3 + "0" * 16
    assert differing(comparable(shelf(one, "")), comparable(shelf(other, ""))) == []
    for stray in (
        ("5" * 64, "6" * 64),
        ("charter-return-metropolitan-2024-04-55", "charter-return-metropolitan-2024-04-6"),
    ):
        found = [comparable(shelf(own, each)) for own, each in zip((one, other), stray, strict=True)]
        assert differing(*found) == ["site/page.html"]


# ------------------------------------------------------------------------------------------ whole published directories


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return returned_year(SEED)


def published_whole(folder: Path, living_in: LivingIn, rows: Sequence[Row]) -> Found:
    with living_in(folder, whole=True) as settings:
        publish_year(settings, rows, YEAR)
        return comparable(everything(settings))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn, rows: list[Row]) -> Found:
    return published_whole(tmp_path_factory.mktemp("first"), living_in, rows)


@pytest.mark.full
def test_there_is_a_file_of_every_kind(first: Found) -> None:
    kinds = (".json", ".csv", ".html", ".xml", ".svg", "/metrics", ".zip!", ".xlsx!", "SHA256SUMS")
    assert [kind for kind in kinds if not any(kind in name for name in first)] == []
    assert len(first) > 3000


@pytest.mark.full
def test_the_order_of_a_return_and_the_home_are_in_nothing(
    tmp_path: Path, living_in: LivingIn, rows: list[Row], first: Found
) -> None:
    other = random.Random(0).sample(rows, len(rows))
    assert differing(first, published_whole(tmp_path, living_in, other)) == []


@pytest.mark.full
@pytest.mark.parametrize("deal", DEALS)
def test_dealt_anew_the_same_is_published_byte_for_byte(
    tmp_path: Path, living_in: LivingIn, rows: list[Row], first: Found, deal: str
) -> None:
    assert differing(first, published_whole(tmp_path, living_in, dealt(rows, deal))) == []


# ------------------------------------------------------------ every period at once, without the site; and planted leaks


def published_lightly(folder: Path, living_in: LivingIn, rows: Sequence[Row], *periods: str) -> Found:
    with living_in(folder) as settings:
        root = publish_year(settings, rows, *periods)
        return comparable({f"published/{name}": raw for name, raw in files(root)})


@pytest.fixture(scope="module")
def all_years(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn, rows: list[Row]) -> Found:
    return published_lightly(tmp_path_factory.mktemp("years"), living_in, rows)


@pytest.mark.full
@pytest.mark.parametrize("deal", ["person", "police"])
def test_years_that_are_not_financial_or_not_complete_say_no_more(
    tmp_path: Path, living_in: LivingIn, rows: list[Row], all_years: Found, deal: str
) -> None:
    assert {name.split("/")[1] for name in all_years} >= {"2023", "2023-24", "2024"}
    assert differing(all_years, published_lightly(tmp_path, living_in, dealt(rows, deal))) == []


Frames = list[pl.DataFrame]
FLAG = pl.col("grounds_flags").str.contains(r"\bG4\b").alias("G4")
LEAKS: dict[str, tuple[str, tuple[pl.Expr | str, ...]]] = {
    "person-by-borough": ("person", ("S01", "borough")),
    "person-by-age": ("person", ("S01", "age")),
    "flag-by-borough": ("person", (FLAG, "borough")),
    "team-by-hour": ("team", ("team", "hour")),
    "team-by-day": ("team", ("team", "day")),
    "receipt-by-hour": ("police", ("C05", "hour")),
    "receipt-by-month": ("police", ("C05", "month")),
    "receipt-and-video": ("each of the police", ("C05", "V01")),
}
"""A table that somebody might publish by mistake -> the deal that has to find it, and what it is by."""


@pytest.fixture(scope="module")
def planted() -> Iterator[None]:
    """Every edition of a year says in documents of its own what each leak tells."""
    frames: Frames = []
    states, publish = rules.states, freeze.publish_edition

    def watched(charter: Any, known: Any, frame: pl.DataFrame) -> pl.DataFrame:
        found = states(charter, known, frame)
        frames.append(frame.filter(pl.col("source") == "charter-return").hstack(
            found.filter(frame["source"] == "charter-return").cast(pl.String)))  # fmt: skip
        return found

    def leaking(shelf: Any, draft: Any, *others: Any) -> Any:
        if draft.line == YEAR:
            whole = pl.concat(frames)
            tables = {name: whole.group_by(*by).len() for name, (_, by) in LEAKS.items()}
            rows = {name: sorted(map(str, table.rows())) for name, table in tables.items()}
            extra = {f"by-mistake-{name}.json": json.dumps(each).encode() for name, each in rows.items()}
            draft = replace(draft, documents={**draft.documents, **extra})
        frames.clear()
        return publish(shelf, draft, *others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "states", watched)
        patch.setattr("portal.publishing.run.publish_edition", leaking)
        yield


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn, rows: list[Row], planted: None) -> Found:
    return published_lightly(tmp_path_factory.mktemp("leaked"), living_in, rows, YEAR)


@pytest.mark.full
@pytest.mark.parametrize("deal", DEALS)
def test_each_planted_leak_is_found(
    tmp_path: Path, living_in: LivingIn, rows: list[Row], leaked: Found, planted: None, deal: str
) -> None:
    found = differing(leaked, published_lightly(tmp_path, living_in, dealt(rows, deal), YEAR))
    expected = [name for name, (by, _) in LEAKS.items() if by == deal]
    assert [name for name in expected if f"published/{YEAR}/1.0/by-mistake-{name}.json" not in found] == []


@pytest.mark.full
def test_what_is_planted_stays_where_nothing_it_ties_is_dealt(
    tmp_path: Path, living_in: LivingIn, rows: list[Row], leaked: Found, planted: None
) -> None:
    other = random.Random(1).sample(rows, len(rows))
    assert differing(leaked, published_lightly(tmp_path, living_in, other, YEAR)) == []

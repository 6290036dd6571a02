"""Draws from held supplies: once a month, of a seed promised in time, further only as a supplement, and verified."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.editions.archive import Shelf
from portal.publishing.review_draws import (
    FOR_MANY,
    VEHICLE,
    called_as_then,
    frame_of_month,
    receipt,
    specialist_teams,
)
from portal.records import ReviewEntry
from portal.review.drawing import Asked, BadDraw, Entry, Frame
from portal.running.reviewing import review_faults, review_notes
from portal.settings import Settings
from tests.conftest import Portal
from tests.returns import as_file, returned
from tests.review.drawn_town import as_panel_file, draw_and_enter, promise, reviewed
from tests.samples import NOWHERE, WESTMINSTER_BRIDGE, month_file, row

MONTH = "2018-04"


@pytest.fixture
def town(portal: Portal, home: Path) -> None:
    """A public month: 30 searches in Hackney, 20 in Westminster, 5 without a point, 3 of vehicles; 8 of the City's."""
    rows = [row()] * 30 + [row(**WESTMINSTER_BRIDGE)] * 20 + [row(**NOWHERE)] * 5 + [row(Type="Vehicle search")] * 3
    month_file(home / "sent", rows)
    month_file(home / "sent", [row()] * 8, force="city-of-london")
    assert portal("ingest", home / "sent").code == 0


def faults(engine: Engine, settings: Settings) -> list[str]:
    with Session(engine) as session:
        return list(review_faults(session, Shelf(settings.published_dir)))


@pytest.mark.usefixtures("town")
def test_a_frame_has_every_person_search_and_says_what_it_left_out(engine: Engine) -> None:
    with Session(engine) as session:
        found = frame_of_month(session, MONTH)
    sizes: dict[str, int] = {}
    for entry in found.frame.entries:
        sizes[entry.borough] = sizes.get(entry.borough, 0) + 1
    assert sizes == {"E09000012": 38, "E09000033": 20, "no_point": 5}
    assert dict(found.frame.left_out) == {VEHICLE: 3}
    assert found.frame.salt == ""
    assert found.missing == ()
    assert FOR_MANY not in found.frame.left_out


@pytest.mark.usefixtures("town")
def test_a_month_is_drawn_in_equal_numbers_and_once(engine: Engine, settings: Settings) -> None:
    promise(engine, settings, [MONTH])
    one = draw_and_enter(engine, settings, MONTH, Asked(4))
    assert {each.name: (each.size, each.drawn) for each in one.strata} == {
        "E09000012": (38, 4), "E09000033": (20, 4), "no_point": (5, 4)}  # fmt: skip
    assert [item.item for item in one.items] == [f"R1804-{number:03}" for number in range(1, 13)]
    assert one.promised_in == "draws/1.0"
    with pytest.raises(BadDraw, match="a month is drawn once"):
        draw_and_enter(engine, settings, MONTH, Asked(4))
    assert faults(engine, settings) == []


@pytest.mark.usefixtures("town")
def test_a_supplement_draws_further_from_the_same_frame_and_is_told_as_one(engine: Engine, settings: Settings) -> None:
    promise(engine, settings, [MONTH])
    first = draw_and_enter(engine, settings, MONTH, Asked(4))
    with pytest.raises(BadDraw, match="draws more"):
        draw_and_enter(engine, settings, MONTH, Asked(4), supplement="why")
    second = draw_and_enter(engine, settings, MONTH, Asked(6), supplement="another evening")
    assert second.items[0].item == "R1804-013"
    assert not {each.key for each in first.items} & {each.key for each in second.items}
    assert (second.number, receipt(second).supplement, len(second.items)) == (2, "another evening", 5)
    assert receipt(second).strata[0].drawn == 6
    assert faults(engine, settings) == []


@pytest.mark.usefixtures("town")
def test_a_seed_that_was_not_promised_in_time_draws_nothing(engine: Engine, settings: Settings) -> None:
    with pytest.raises(BadDraw, match="no seed was promised"):
        draw_and_enter(engine, settings, MONTH, Asked(4))
    promise(engine, settings, [MONTH], when="2018-04-01T00:30:00+01:00")
    with pytest.raises(BadDraw, match="when the month had begun"):
        draw_and_enter(engine, settings, MONTH, Asked(4))


@pytest.mark.usefixtures("town")
def test_a_seed_of_a_panel_is_asked_for_and_has_to_be_the_promised_one(
    engine: Engine, settings: Settings, portal: Portal
) -> None:
    promise(engine, settings, [MONTH])
    with Session(engine) as session, session.begin():
        entry = session.exec(select(ReviewEntry)).one()
        entry.body = entry.body.replace(f"a seed for {MONTH}", "")
        session.add(entry)
    ran = portal("review", "draw", "--month", MONTH)
    assert (ran.code, "kept by somebody else" in ran.err) == (3, True)
    ran = portal("review", "draw", "--month", MONTH, "--seed", "another")
    assert (ran.code, "not the one whose hash was published" in ran.err) == (3, True)
    ran = portal("review", "draw", "--month", MONTH, "--seed", f"a seed for {MONTH}")
    assert ran.code == 0, ran.err


def edit(change: Callable[[ReviewEntry], None]) -> Callable[[Session], None]:
    def done(session: Session) -> None:
        entry = session.get_one(ReviewEntry, 2)
        change(entry)
        session.add(entry)

    return done


def gone(session: Session) -> None:
    session.delete(session.get_one(ReviewEntry, 3))


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edit(lambda entry: setattr(entry, "body", entry.body.replace("E09000033", "E09000012"))), "entry 2"),
        (gone, "3 were published"),
    ],
)
def test_a_stored_draw_or_review_that_was_edited_is_named_by_verify(
    engine: Engine, settings: Settings, portal: Portal, tmp_path: Path, change: Callable[[Session], None], said: str
) -> None:
    promise(engine, settings, [MONTH])
    one = draw_and_enter(engine, settings, MONTH, Asked(4))
    file = as_panel_file(tmp_path / "sent.csv", [reviewed(one.items[0].item, receipt="not_offered")])
    assert portal("review", "add", file).code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0
    with Session(engine) as session, session.begin():
        change(session)
    for words in (("verify",), ("review", "verify")):
        ran = portal(*words)
        assert ran.code == 6
        assert said in ran.err


@pytest.mark.usefixtures("town")
def test_altered_records_give_another_frame_which_verify_names(engine: Engine, settings: Settings) -> None:
    promise(engine, settings, [MONTH])
    draw_and_enter(engine, settings, MONTH, Asked(4))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stop SET borough = 'E09000012' WHERE borough = 'E09000033'")
    assert any("not those that are held now" in fault for fault in faults(engine, settings))


def test_a_draw_of_a_withdrawn_supply_cannot_be_made_again_and_is_no_fault(
    engine: Engine, settings: Settings, portal: Portal, town: None
) -> None:
    promise(engine, settings, [MONTH])
    one = draw_and_enter(engine, settings, MONTH, Asked(4))
    for name in one.supplies:
        assert portal("withdraw", name, "--reason", "a court asked").code == 0
    assert faults(engine, settings) == []
    with Session(engine) as session:
        assert [note for note in review_notes(session) if "was withdrawn" in note]


def test_the_frame_of_a_return_has_a_secret_line_and_its_teams(engine: Engine, portal: Portal, home: Path) -> None:
    rows = [returned(date=f"{MONTH}-{day:02}") for day in range(1, 11)] + [returned(date=f"{MONTH}-11", team="")]
    folder = home / "sent"
    folder.mkdir()
    (folder / f"metropolitan-{MONTH}.csv").write_bytes(as_file(rows))
    assert portal("ingest", folder).code == 0
    with Session(engine) as session:
        one, other = frame_of_month(session, MONTH), frame_of_month(session, MONTH)
    assert one.frame.salt != other.frame.salt
    assert one.frame.sha256 != other.frame.sha256
    assert dict(one.teams) == {"metropolitan-tsg": 10}
    assert one.missing == ("city-of-london",)


def test_a_team_with_fewer_searches_than_asked_for_has_no_top_up(
    engine: Engine, settings: Settings, portal: Portal, home: Path
) -> None:
    """Else the number drawn, which is published, would be how many searches the team made."""
    folder = home / "sent"
    folder.mkdir()
    rows = [returned(date=f"{MONTH}-{day:02}") for day in range(1, 4)]
    (folder / f"metropolitan-{MONTH}.csv").write_bytes(as_file(rows))
    assert portal("ingest", folder).code == 0
    promise(engine, settings, [MONTH])
    with pytest.raises(BadDraw, match="made 3 searches, fewer than the 4 asked for"):
        draw_and_enter(engine, settings, MONTH, Asked(1, {"metropolitan-tsg": 4}))
    assert draw_and_enter(engine, settings, MONTH, Asked(1, {"metropolitan-tsg": 3})).items


def test_teams_are_written_with_their_number() -> None:
    assert specialist_teams(["metropolitan-tsg=5"]) == {"metropolitan-tsg": 5}
    for text in ("tsg", "TSG=4", "x=y", "=4"):
        with pytest.raises(BadDraw, match="write a team and how many"):
            specialist_teams([text])


def test_a_frame_is_made_again_under_the_names_that_supplies_had() -> None:
    now = Frame.of("2018-04", [Entry("new-b:2", "x", ""), Entry("new-a:10", "y", "t")], {VEHICLE: 1}, "salt")
    then = Frame.of("2018-04", [Entry("old-1:2", "x", ""), Entry("old-2:10", "y", "t")], {VEHICLE: 1}, "salt")
    assert called_as_then(now, {"new-b": "old-1", "new-a": "old-2"}) == then

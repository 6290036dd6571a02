"""Draws of the video review: a month's supplies become a frame, a seed promised in an edition makes the draw.

Nothing here writes: what is to be entered in the journal is answered. Each draw can be made again from what is held.
"""

import csv
import io
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl
from sqlmodel import Session

from portal.accounts.counting.grouped import counts_for_london, is_return
from portal.accounts.counting.searches import Year
from portal.documents import canonical
from portal.documents.review import DRAWS, DrawnStratum, DrawReceipt, ReviewDraws, SeedPromise
from portal.editions.archive import DRAWS_LINE, Altered, BrokenTombstones, NotPublished, Shelf, Withdrawn
from portal.editions.freeze import Draft
from portal.periods import Period, financial_year, today_in_london
from portal.places import boroughs, forces_by_id
from portal.records import Supply
from portal.return_names import NOT_RENAMED, Renamed
from portal.review.drawing import OF_BOROUGH, Asked, BadDraw, Draw, Entry, Frame, commitment, draw
from portal.review.journal import JournalEntry
from portal.review.programme import ACTIVATIONS, LETTERS, RECORDS, Drawn, Item, Programme
from portal.store import searches
from portal.store import supplies as supply_store
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

VEHICLE, ANOTHER_MONTH, FOR_MANY = (
    "searches of a vehicle only",
    "searches whose day in London is in another month",
    "rows that stand for several searches",
)
"""Why a search of the supplies cannot be drawn."""


@dataclass(frozen=True)
class MonthFrame:
    """`items`: key -> an item without a number. `missing`: expected forces without a supply of the month."""

    frame: Frame
    items: Mapping[str, Item]
    supplies: tuple[str, ...]
    missing: tuple[str, ...] = ()
    teams: Mapping[str, int] = field(default_factory=dict)


def year_of_month(month: str) -> Period:
    """The financial year that a month is in."""
    year, number = int(month[:4]), int(month[5:])
    return financial_year(year if number >= 4 else year - 1)


def frame_of_month(session: Session, month: str, salt: str = "") -> MonthFrame:
    """Every person search of the month that London counts, from each force's best source. BadDraw where none is held.

    Where a return is among the sources, the frame has a salt: a new one, if none is given.
    """
    current = [supply for supply in searches.current_supplies(session) if supply.month == month]
    if not current:
        raise BadDraw(f"{month}: no supply of it is held; ingest one first")
    period = year_of_month(month)
    stops = searches.stops(session, period, current)
    chosen = Year(period, stops, tuple(current), searches.has_figure_field).chosen()
    own = [supply for supply in current if supply.public_id in chosen]
    missing = {force.id for force in forces_by_id().values() if force.expected} - {supply.force for supply in own}
    found = frame_of_supplies(session, month, own, salt)
    return replace(found, missing=tuple(sorted(missing)))


def frame_of_supplies(session: Session, month: str, supplies: Sequence[Supply], salt: str = "") -> MonthFrame:
    """The frame of these supplies, whatever has become of them since."""
    period = year_of_month(month)
    stops = searches.stops(session, period, supplies).filter(counts_for_london())
    many = stops.filter(pl.struct("supply", "line").is_duplicated())
    single = stops.filter(~pl.struct("supply", "line").is_duplicated())
    in_month = single.filter(pl.col("month") == month)
    persons = in_month.filter("person")
    left_out = {
        VEHICLE: in_month.height - persons.height,
        ANOTHER_MONTH: single.height - in_month.height,
        FOR_MANY: many.height,
    }
    team = pl.when(pl.col("team").is_in([NOT_PUBLISHED, NOT_RECORDED])).then(pl.lit("")).otherwise(pl.col("team"))
    rows = persons.select(pl.format("{}:{}", "supply", "line"), "borough", team, "force", "london_date").rows()
    items = {key: Item("", key, borough, code, force, day) for key, borough, code, force, day in rows}
    entries = [Entry(key, each.borough, each.team) for key, each in items.items()]
    is_closed = any(map(is_return, supplies))
    used = salt or (secrets.token_hex(16) if is_closed else "")
    frame = Frame.of(month, entries, {why: count for why, count in left_out.items() if count}, used)
    names = tuple(sorted(supply.public_id for supply in supplies))
    sizes = dict(persons.select(team.alias("team"))["team"].value_counts().rows())
    return MonthFrame(frame, items, names, teams={name: size for name, size in sizes.items() if name})


COLUMNS = ("date", "time", "borough", "team")
TEAM = re.compile("[a-z0-9][a-z0-9-]{1,59}")


def frame_of_activations(month: str, raw: bytes, salt: str = "") -> MonthFrame:
    """The second sample's frame: a list of camera activations or dispatches, a row each. BadDraw names line and column.

    Columns date, time, borough (a GSS code, or blank) and team (its id, or blank), and no others.
    """
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    except UnicodeDecodeError as wrong:
        raise BadDraw("the list of activations is not UTF-8: save it as CSV UTF-8") from wrong
    if not rows or tuple(rows[0]) != COLUMNS:
        raise BadDraw(f"the list of activations has to begin with the columns {', '.join(COLUMNS)}, and no others")
    items = {}
    for line, cells in enumerate(rows[1:], start=2):
        item = activation(month, line, cells)
        items[item.key] = item
    entries = [Entry(each.key, each.borough, each.team) for each in items.values()]
    frame = Frame.of(month, entries, salt=salt or secrets.token_hex(16))
    return MonthFrame(frame, items, ())


def activation(month: str, line: int, cells: Sequence[str]) -> Item:
    """A row as an item without a number. BadDraw, without repeating a cell."""
    if len(cells) != len(COLUMNS):
        raise BadDraw(f"line {line} has {len(cells)} cells in place of {len(COLUMNS)}")
    day, clock, borough, team = (cell.strip() for cell in cells)
    try:
        when = date.fromisoformat(day)
    except ValueError as wrong:
        raise BadDraw(f"line {line}, column date: not a date as 2025-04-03") from wrong
    if day[:7] != month:
        raise BadDraw(f"line {line}, column date: not of {month}")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock):
        raise BadDraw(f"line {line}, column time: not a time as 16:40")
    if borough and borough not in boroughs():
        raise BadDraw(f"line {line}, column borough: not the code of a London borough, such as E09000012")
    if team and not TEAM.fullmatch(team):
        raise BadDraw(f"line {line}, column team: not a team's id, such as metropolitan-tsg")
    number = int(when.strftime("%Y%m%d"))
    return Item("", f"{line}", borough or "not_recorded", team, day=number)


# A draw.


def draw_month(
    programme: Programme, shelf: Shelf, found: MonthFrame, asked: Asked, now: datetime, seed: str = "",
    sample: str = RECORDS, supplement: str = "",
) -> Drawn:  # fmt: skip
    """The draw to enter. `seed`: where it was kept by somebody else. `supplement`: why there is to be a further draw.

    BadDraw where the month was drawn before (or, for a supplement, was not), where the seed was not promised in an
    edition before the month began, or is not the promised one.
    """
    month = found.frame.month
    before = programme.drawn(month, sample)
    refuse_second_draw(before, found, asked, supplement)
    refuse_small_team(found, asked)
    promise = programme.promises.get(month)
    if promise is None:
        raise BadDraw(f"{month}: no seed was promised for it, so nobody could know that the draw was not chosen")
    promised_in = timely_promise(shelf, month, promise.sha256)
    told = promise.seed or seed
    if not told:
        raise BadDraw(f"{month}: its seed is kept by somebody else; give it with --seed")
    whole = draw(found.frame, told, promise.sha256, asked)
    known = {each.key: each for one in before for each in one.items}
    fresh = [key for key in whole.keys if key not in known]
    items = tuple(numbered_items(month, sample, len(known), (found.items[key] for key in fresh)))
    return Drawn(
        month=month,
        sample="activations" if sample == ACTIVATIONS else "records",
        number=len(before) + 1,
        drawn_at=now.isoformat(timespec="seconds"),
        seed=told,
        promised=promise.sha256,
        promised_in=promised_in,
        salt=found.frame.salt,
        frame_sha256=whole.frame_sha256,
        list_sha256=whole.sha256,
        searches=len(found.frame.entries),
        asked=asked,
        strata=whole.strata,
        left_out=dict(found.frame.left_out),
        items=items,
        supplies=found.supplies,
        teams=dict(found.teams),
        listed=tuple(found.frame.lines) if sample == ACTIVATIONS else (),
        supplement=supplement,
    )


def refuse_second_draw(before: Sequence[Drawn], found: MonthFrame, asked: Asked, supplement: str) -> None:
    month = found.frame.month
    if not before and supplement:
        raise BadDraw(f"{month}: nothing was drawn yet that could be added to")
    if not before:
        return
    newest = before[-1]
    if not supplement:
        raise BadDraw(
            f"{month} was drawn on {newest.drawn_at[:10]}, and a month is drawn once; "
            "portal review list writes its list again, --supplement draws further and says why"
        )
    if newest.frame_sha256 != found.frame.sha256:
        raise BadDraw(f"{month}: its supplies are not those of the first draw, so nothing can be added to that")
    grows = asked.a_borough >= newest.asked.a_borough and all(
        asked.teams.get(team, 0) >= size for team, size in newest.asked.teams.items()
    )
    if not grows or asked == newest.asked:
        raise BadDraw(f"{month}: a supplement draws more of a borough or a team than {newest.asked.a_borough}")


def refuse_small_team(found: MonthFrame, asked: Asked) -> None:
    """How many were drawn is published, and must not tell how few searches a team made that month."""
    for team, size in asked.teams.items():
        made = found.teams.get(team, 0)
        if made < size:
            why = f"{team} made {made} searches, fewer than the {size} asked for"
            raise BadDraw(f"{found.frame.month}: {why}; ask for fewer, or for none of it")


def numbered_items(month: str, sample: str, held: int, items: Iterator[Item]) -> Iterator[Item]:
    """By key, as a draw has them, going on from those that are held: `R2405-001`."""
    for number, item in enumerate(items, start=held + 1):
        yield replace(item, item=f"{LETTERS[sample]}{month[2:4]}{month[5:]}-{number:03}")


def timely_promise(shelf: Shelf, month: str, promised: str) -> str:
    """The edition that published the hash of the month's seed before it began. BadDraw where none did."""
    for number in shelf.numbers(DRAWS_LINE):
        edition = shelf.edition(DRAWS_LINE, number)
        try:
            document = published_draws(edition.read(DRAWS, "It tells of no draws."))
        except (NotPublished, Withdrawn, Altered, BrokenTombstones):
            continue
        if any((each.month, each.sha256) == (month, promised) for each in document.promises):
            published = datetime.fromisoformat(edition.manifest.published_at)
            if today_in_london(published) < date.fromisoformat(f"{month}-01"):
                return edition.name
            raise BadDraw(
                f"{month}: the hash of its seed was published on {published.date()}, when the month had begun; "
                "what is viewed of it can be sent in as not drawn at random (items that begin with N)"
            )
    raise BadDraw(f"{month}: the hash of its seed stands in no edition yet; portal publish before the month begins")


def published_draws(raw: bytes) -> ReviewDraws:
    return ReviewDraws.model_validate_json(raw)


# Draws as they are published, and made again.


def draft_draws(entries: Sequence[JournalEntry], code: str, *, invented: bool) -> Draft | None:
    """The line of draws; None while there is no entry."""
    if not entries:
        return None
    programme = Programme.of_entries(entries)
    whole = ReviewDraws(
        invented=invented,
        promises=[
            SeedPromise(month=each.month, sha256=each.sha256, made_at=each.made_at)
            for each in sorted(programme.promises.values(), key=lambda each: each.month)
        ],
        draws=[receipt(each) for each in programme.draws],
        head=entries[-1].sha256,
        entries=len(entries),
    )
    document = canonical.as_bytes(whole.as_json())
    return Draft(DRAWS_LINE, {DRAWS: document}, lambda number: (), (), code, beside={"review": whole.head})


def receipt(one: Drawn) -> DrawReceipt:
    """What of a draw is public. Teams are not told by the month: their size may be a return's secret."""
    strata = [each for each in one.strata if each.kind == OF_BOROUGH]
    of_boroughs = sum(each.drawn for each in strata)
    return DrawReceipt(
        month=one.month,
        sample=one.sample,
        number=one.number,
        drawn_at=one.drawn_at,
        seed=one.seed,
        promised=one.promised,
        promised_in=one.promised_in,
        frame_sha256=one.frame_sha256,
        list_sha256=one.list_sha256,
        searches=one.searches,
        drawn=len(one.items),
        a_borough=one.asked.a_borough,
        for_teams=0 if one.supplement else max(0, len(one.items) - of_boroughs),
        strata=[DrawnStratum(kind=each.kind, name=each.name, size=each.size, drawn=each.drawn) for each in strata],
        left_out=one.left_out,
        is_public=one.is_public,
        supplement=one.supplement,
    )


def draw_faults(session: Session, shelf: Shelf, programme: Programme, renamed: Renamed = NOT_RENAMED) -> Iterator[str]:
    """What does not come out as it stands in the journal when every draw is made again."""
    for one in programme.draws:
        called = f"the draw {one.number} of {one.month} ({one.sample})"
        held = {each.public_id: each for each in supply_store.all_supplies(session)}
        names = [renamed.id_of(name) for name in one.supplies]
        if any(name not in held or held[name].state == "withdrawn" for name in names):
            continue  # withdrawn_draws tells of it
        yield from (f"{called}: {said}" for said in one_draw_faults(session, shelf, programme, one, names, held))


def withdrawn_draws(session: Session, programme: Programme, renamed: Renamed = NOT_RENAMED) -> Iterator[str]:
    """Draws that nobody can make again, as what they were drawn from was withdrawn since."""
    held = {each.public_id for each in supply_store.all_supplies(session) if each.state != "withdrawn"}
    for one in programme.draws:
        if gone := [name for name in one.supplies if renamed.id_of(name) not in held]:
            yield f"the draw {one.number} of {one.month} cannot be made again: {', '.join(gone)} was withdrawn"


def one_draw_faults(
    session: Session, shelf: Shelf, programme: Programme, one: Drawn, names: Sequence[str], held: Mapping[str, Supply]
) -> Iterator[str]:
    if one.sample == RECORDS:
        found = frame_of_supplies(session, one.month, [held[name] for name in names], one.salt)
        found = replace(found, frame=called_as_then(found.frame, dict(zip(names, one.supplies, strict=True))))
    else:
        entries = [Entry(*line.split("|")) for line in one.listed]
        found = MonthFrame(Frame.of(one.month, entries, salt=one.salt), {}, ())
    if found.frame.sha256 != one.frame_sha256:
        yield "the searches that it was drawn from are not those that are held now"
        return
    if commitment(one.seed) != one.promised:
        yield "its seed is not the one that was promised"
        return
    again = draw_again(found.frame, one)
    before = [each.key for other in programme.drawn(one.month, one.sample)[: one.number - 1] for each in other.items]
    if sorted(again.keys) != sorted([*before, *(each.key for each in one.items)]) or again.sha256 != one.list_sha256:
        yield "drawn again it gives another list"
    try:
        if timely_promise(shelf, one.month, one.promised) != one.promised_in:
            yield f"{one.promised_in} did not publish the hash of its seed first"
    except BadDraw as wrong:
        yield str(wrong)


def called_as_then(frame: Frame, then: Mapping[str, str]) -> Frame:
    """The frame with supplies called as they were at the draw, where returns were named anew since."""
    entries = []
    for entry in frame.entries:
        name, _, line = entry.key.rpartition(":")
        entries.append(replace(entry, key=f"{then[name]}:{line}"))
    return Frame.of(frame.month, entries, frame.left_out, frame.salt)


def draw_again(frame: Frame, one: Drawn) -> Draw:
    return draw(frame, one.seed, one.promised, one.asked)


def specialist_teams(teams: Sequence[str]) -> dict[str, int]:
    """`metropolitan-tsg=5` -> team and how many of it a month. BadDraw."""
    found = {}
    for text in teams:
        name, _, size = text.partition("=")
        if not TEAM.fullmatch(name) or not size.isdigit():
            raise BadDraw(f"{text!r}: write a team and how many, such as metropolitan-tsg=5")
        found[name] = int(size)
    return found

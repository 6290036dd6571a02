"""What is new, as Atom 1.0: editions, corrections, serious findings and announcements, for London and each borough.

An entry's id never changes; its day is when the edition was published (or withdrawn), or a finding's supply came.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import shipped
from portal.documents.review import DRAWS as DRAWS_DOCUMENT
from portal.documents.review import REVIEW, ReviewDraws
from portal.documents.supplies import ListedSupply, SupplyFinding, SupplyList
from portal.editions.archive import DRAWS_LINE, SUPPLIES, Altered, Edition, NotPublished, Shelf, Withdrawn, stem
from portal.editions.numbering import edition_sort_key
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, find_place
from portal.web.pages.accounts import changes_of, report_left_out, shelf
from portal.web.presentation.formatting import (
    force_name,
    format_count,
    format_coverage,
    format_searches,
    join_names,
    month,
    year,
)
from portal.web.presentation.sentences import how_many
from portal.web.whose import rights

# What people who build on the data must know beforehand, from data: new versions, and the days old ones end.


@dataclass(frozen=True)
class Announcement:
    """`path`: where it is told in full. Its `id` never changes."""

    id: str
    day: date
    title: str
    says: str
    path: str


@cache
def load_announcements() -> tuple[Announcement, ...]:
    return read_announcements(shipped.data("announcements.toml"))


def read_announcements(path: Path) -> tuple[Announcement, ...]:
    """TypeError where a row lacks a key or has one too many."""
    with path.open("rb") as file:
        return tuple(Announcement(**row) for row in tomllib.load(file).get("announcement", []))


# For search engines: what they may read (all of it) and which pages there are.

crawlers = Blueprint("crawlers", __name__)
ALWAYS = ("/", "/charter", "/compliance", "/reviews", "/reviews/draws", "/reviews/plan", "/section-60", "/standard",
          "/standard/review", "/corrections", "/editions", "/method", "/words", "/your-rights", "/accessibility",
          "/privacy", "/api")  # fmt: skip


@crawlers.get("/robots.txt")
def robots() -> Response:
    text = f"User-agent: *\nDisallow: /find\nSitemap: {current_app.config['BASE_URL']}/sitemap.xml\n"
    return Response(text, mimetype="text/plain")


@crawlers.get("/sitemap.xml")
def sitemap() -> Response:
    text = render_template("sitemap.xml", base=current_app.config["BASE_URL"], pages=pages(shelf()))
    return Response(text, mimetype="application/xml")


def pages(held: Shelf) -> dict[str, str]:
    """Address -> the day of its newest edition; blank where it hangs on none. Each place, and each of its years."""
    found = dict.fromkeys(ALWAYS, "")
    for period in held.periods():
        edition = held.newest(period)
        day = edition.manifest.published_at[:10]
        for place in [LONDON, *(place for kind in Kind if kind is not Kind.LONDON for place in all_of(kind))]:
            if edition.has(place):
                found.setdefault(place.address, day)
                found[f"{place.address}/{period.id}"] = day
    for period in held.periods():
        if held.newest(period).holds(REVIEW):
            found[f"/reviews/{period.id}"] = held.newest(period).manifest.published_at[:10]
    try:
        found["/supplies"] = held.newest(SUPPLIES).manifest.published_at[:10]
    except NotPublished:
        return found
    return found


feeds = Blueprint("feeds", __name__)
LONGEST = 100
NOT_AS_PUBLISHED = "Its file is not what was published, so nothing of it is shown."
INVENTED = "Invented records, not police data. "
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped: a finding may repeat a cell, a reason is an operator's words."""
SINCE = "2026"
TAG = f"tag:answerable,{SINCE}:"
"""How every id begins (RFC 4151): the portal's own name, not its host's: no setting and no move changes it."""


@dataclass(frozen=True)
class Entry:
    """`key`: with the feed's place it makes the id. `path`: where it is told in full.

    `category`: edition, correction, finding or announcement. `updated`: a moment with its zone.
    """

    key: str
    path: str
    title: str
    updated: str
    category: str
    says: str


@feeds.get("/feed.xml")
def london_feed() -> Response:
    return feed(LONDON)


@feeds.get("/boroughs/<name:name>/feed.xml")
def borough_feed(name: str) -> BaseResponse:
    found = find_place(Kind.BOROUGH, name)
    if name != found.slug:
        return redirect(url_for(".borough_feed", name=found.slug), 301)
    return feed(found)


def feed(place: Place) -> Response:
    """The newest entries first; of the same moment, in the order of their keys. The same shelf gives the same bytes."""
    base = current_app.config["BASE_URL"]
    entries = sorted(
        [*edition_entries(place), *draw_entries(place), *finding_entries(), *announcement_entries()],
        key=lambda entry: entry.key,
    )
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    own = "" if place.kind is Kind.LONDON else place.address
    text = render_template(
        "feed.xml",
        place=place,
        base=base,
        address=f"{own}/feed.xml",
        tag=f"{TAG}{own}",
        rights=rights(),
        entries=entries[:LONGEST],
        updated=max((entry.updated for entry in entries), default=f"{SINCE}-01-01T00:00:00+00:00"),
    )
    return Response(text, mimetype="application/atom+xml")


def edition_entries(place: Place) -> Iterator[Entry]:
    """One for each edition in which the place's account is another than in the edition before."""
    name = f"{stem(place)}.json"
    for period in shelf().periods():
        before: str | None = None
        for number in shelf().numbers(period):
            edition = shelf().edition(period, number)
            now = edition.manifest.files.get(name)
            if now and now != before:
                yield edition_entry(edition, place, period)
            before = now


def edition_entry(edition: Edition, place: Place, period: Period) -> Entry:
    manifest = edition.manifest
    stone = edition.tombstones.get(f"{stem(place)}.json")
    is_first, is_correction = manifest.number == "1.0", edition_sort_key(manifest.number)[1] > 0
    what = "withdrawn" if stone else "first published" if is_first else "corrected" if is_correction else "new edition"
    name = account_title(edition, place)
    return Entry(
        key=f"editions/{period.id}/{manifest.number}",
        path=f"/editions/{period.id}/{manifest.number}/{stem(place)}",
        title=f"{name}, {year(period)}: {what} (edition {manifest.number})",
        updated=stone["when"] if stone else manifest.published_at,
        category="correction" if is_correction else "edition",
        says=UNWRITABLE.sub("", " ".join(entry_sentences(edition, place))),
    )


def account_title(edition: Edition, place: Place) -> str:
    """What the edition's account is headed with: London's may be of one police force only."""
    try:
        return edition.account(place).only or place.name
    except (Withdrawn, Altered):
        return place.name


def entry_sentences(edition: Edition, place: Place) -> Iterator[str]:
    """How many searches, whether they are made up, and what changed and why; or that it was withdrawn."""
    try:
        account = edition.account(place)
    except Withdrawn as withdrawn:
        yield str(withdrawn.args[0])
        return
    except Altered as wrong:
        report_left_out(wrong)
        yield NOT_AS_PUBLISHED
        return
    if account.invented:
        yield INVENTED.strip()
    yield f"{how_many(account)} It covers {format_coverage(account.period)}."
    if changed := changes_of(edition):
        yield f"Why there is a new edition: {edition.manifest.reason}."
        if changed.causes:
            yield f"{join_names([cause.sentence for cause in changed.causes])}."


def draw_entries(place: Place) -> Iterator[Entry]:
    """One for each edition of the line of draws, which are of all London: promises of seeds, and what was drawn."""
    numbers = shelf().numbers(DRAWS_LINE) if place.kind is Kind.LONDON else []
    for number in numbers:
        edition = shelf().edition(DRAWS_LINE, number)
        stone = edition.tombstones.get(DRAWS_DOCUMENT)
        yield Entry(
            key=f"editions/{DRAWS_LINE}/{number}",
            path=f"/editions/{DRAWS_LINE}/{number}",
            title=f"Draws of the video review: {'withdrawn' if stone else 'new'} (edition {number})",
            updated=stone["when"] if stone else edition.manifest.published_at,
            category="edition",
            says=UNWRITABLE.sub("", " ".join(draw_sentences(edition))),
        )


def draw_sentences(edition: Edition) -> Iterator[str]:
    """How many draws and promises it lists; or that it was withdrawn."""
    try:
        document = ReviewDraws.model_validate_json(edition.read(DRAWS_DOCUMENT, ""))
    except (NotPublished, Withdrawn) as gone:
        yield str(gone.args[0])
        return
    except Altered as wrong:
        report_left_out(wrong)
        yield NOT_AS_PUBLISHED
        return
    if document.invented:
        yield INVENTED.strip()
    yield f"It lists {format_count(len(document.promises), 'promise')} and {format_count(len(document.draws), 'draw')}."
    if document.draws:
        newest = document.draws[-1]
        yield f"The newest drew {format_searches(newest.drawn)} of {month(newest.month)}."


def finding_entries() -> Iterator[Entry]:
    """Serious findings of the supplies that count; they bear on every borough's account."""
    try:
        edition = shelf().newest(SUPPLIES)
        raw = edition.read("supplies.json", "")
    except (NotPublished, Withdrawn):
        return
    except Altered as wrong:
        report_left_out(wrong)
        return
    for supply in SupplyList.model_validate_json(raw).supplies:
        if supply.state != "current":
            continue
        for finding in supply.findings:
            if finding.is_serious:
                yield finding_entry(edition, supply, finding)


def announcement_entries() -> Iterator[Entry]:
    for each in load_announcements():
        moment = f"{each.day.isoformat()}T00:00:00+00:00"
        yield Entry(f"announcements/{each.id}", each.path, each.title, moment, "announcement", each.says)


def finding_entry(edition: Edition, supply: ListedSupply, finding: SupplyFinding) -> Entry:
    return Entry(
        key=f"supplies/{supply.id}/{finding.id}",
        path=f"/supplies/{supply.id}",
        title=f"{force_name(supply.force)}, {month(supply.month)}: a serious finding",
        updated=edition.manifest.arrived.get(supply.id, edition.manifest.published_at),
        category="finding",
        says=UNWRITABLE.sub("", f"{INVENTED if supply.invented else ''}{finding.sentence}"),
    )

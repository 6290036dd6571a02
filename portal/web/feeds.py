"""What is new, as Atom 1.0: editions, corrections, serious findings and announcements, for London and each borough.

An entry's id never changes; its day is when the edition was published (or withdrawn), or a finding's supply came.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.numbering import in_order
from portal.accounts.shelf import SUPPLIES, Altered, Edition, NotPublished, Withdrawn, stem
from portal.accounts.supply_list import ListedSupply, SupplyList
from portal.periods import Period
from portal.places import LONDON, Kind, Place, named
from portal.web import announcements
from portal.web.pages import changes_of, left_out, shelf
from portal.web.sentences import how_many
from portal.web.whose import rights
from portal.web.words import coverage, force_name, joined, month, year

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
def london() -> Response:
    return feed(LONDON)


@feeds.get("/boroughs/<name:name>/feed.xml")
def borough(name: str) -> BaseResponse:
    found = named(Kind.BOROUGH, name)
    if name != found.slug:
        return redirect(url_for(".borough", name=found.slug), 301)
    return feed(found)


def feed(place: Place) -> Response:
    """The newest entries first; of the same moment, in the order of their keys. The same shelf gives the same bytes."""
    base = current_app.config["BASE_URL"]
    entries = sorted([*editions(place), *findings(), *announced()], key=lambda entry: entry.key)
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


def editions(place: Place) -> Iterator[Entry]:
    """One for each edition in which the place's account is another than in the edition before."""
    name = f"{stem(place)}.json"
    for period in shelf().periods():
        before: str | None = None
        for number in shelf().numbers(period):
            edition = shelf().edition(period, number)
            now = edition.manifest.files.get(name)
            if now and now != before:
                yield of_edition(edition, place, period)
            before = now


def of_edition(edition: Edition, place: Place, period: Period) -> Entry:
    manifest = edition.manifest
    stone = edition.tombstones.get(f"{stem(place)}.json")
    is_first, is_correction = manifest.number == "1.0", in_order(manifest.number)[1] > 0
    what = "withdrawn" if stone else "first published" if is_first else "corrected" if is_correction else "new edition"
    name = named_in(edition, place)
    return Entry(
        key=f"editions/{period.id}/{manifest.number}",
        path=f"/editions/{period.id}/{manifest.number}/{stem(place)}",
        title=f"{name}, {year(period)}: {what} (edition {manifest.number})",
        updated=stone["when"] if stone else manifest.published_at,
        category="correction" if is_correction else "edition",
        says=UNWRITABLE.sub("", " ".join(sentences(edition, place))),
    )


def named_in(edition: Edition, place: Place) -> str:
    """What the edition's account is headed with: London's may be of one police force only."""
    try:
        return edition.account(place).only or place.name
    except (Withdrawn, Altered):
        return place.name


def sentences(edition: Edition, place: Place) -> Iterator[str]:
    """How many searches, whether they are made up, and what changed and why; or that it was withdrawn."""
    try:
        account = edition.account(place)
    except Withdrawn as withdrawn:
        yield str(withdrawn.args[0])
        return
    except Altered as wrong:
        left_out(wrong)
        yield NOT_AS_PUBLISHED
        return
    if account.invented:
        yield INVENTED.strip()
    yield f"{how_many(account)} It covers {coverage(account.period)}."
    if changed := changes_of(edition):
        yield f"Why there is a new edition: {edition.manifest.reason}."
        if changed.causes:
            yield f"{joined([cause.sentence for cause in changed.causes])}."


def findings() -> Iterator[Entry]:
    """Serious findings of the supplies that count; they bear on every borough's account."""
    try:
        edition = shelf().newest(SUPPLIES)
        raw = edition.read("supplies.json", "")
    except (NotPublished, Withdrawn):
        return
    except Altered as wrong:
        left_out(wrong)
        return
    for supply in SupplyList.model_validate_json(raw).supplies:
        if supply.state != "current":
            continue
        for finding in supply.findings:
            if finding["severity"] == "serious":
                yield of_finding(edition, supply, finding["id"], finding["sentence"])


def announced() -> Iterator[Entry]:
    for each in announcements.made():
        moment = f"{each.day.isoformat()}T00:00:00+00:00"
        yield Entry(f"announcements/{each.id}", each.path, each.title, moment, "announcement", each.says)


def of_finding(edition: Edition, supply: ListedSupply, finding: str, sentence: str) -> Entry:
    return Entry(
        key=f"supplies/{supply.id}/{finding}",
        path=f"/supplies/{supply.id}",
        title=f"{force_name(supply.force)}, {month(supply.month)}: a serious finding",
        updated=edition.manifest.arrived.get(supply.id, edition.manifest.published_at),
        category="finding",
        says=UNWRITABLE.sub("", f"{INVENTED if supply.invented else ''}{sentence}"),
    )

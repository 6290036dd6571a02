"""From the source to a folder: what is new there, and what has changed since, politely asked for and told of."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from ingest.fetching import archives, downloads
from ingest.fetching import plan as listing
from ingest.fetching import plan as planning
from ingest.fetching.answer import CHANGED, FAILED, NEW, SAME, WARNING, Arrival
from ingest.fetching.archives import Unfinished
from ingest.fetching.client import Failed, Pace, Upstream
from ingest.fetching.downloads import ForceMonth, Records
from ingest.fetching.plan import Plan
from ingest.reading.batch import Refused
from portal.periods import why_impossible

__all__ = ["Pace", "Report", "SourceUnreachable", "Wanted", "fetch"]


MOST_NAMED = 3  # months that cannot be, of many


class SourceUnreachable(Exception):
    """The source could not be asked which months it has, so nothing was fetched; the text says why."""


@dataclass(frozen=True)
class Wanted:
    """`forces` as data.police.uk names them; `extra_urls`: other files to bring; `contact`: told to the source.

    Months before `first_month` (2018-04) are left alone.
    """

    forces: tuple[str, ...]
    base_url: str
    extra_urls: tuple[str, ...] = ()
    contact: str = ""
    first_month: str | None = None


@dataclass(frozen=True)
class Report:
    """What came of a run. `unchanged` counts files asked about that stay as they were; the rest are sentences.

    `vanished`: held months that the source no longer lists; `listed`: every force and month that it does.
    """

    new: tuple[Path, ...]
    changed: tuple[Path, ...]
    unchanged: int
    failed: tuple[str, ...]
    warnings: tuple[str, ...]
    vanished: tuple[str, ...]
    listed: tuple[tuple[str, str], ...]


def silence(sentence: str) -> None:
    """Tell nobody."""


def fetch(
    wanted: Wanted,
    folder: Path,
    now: datetime,
    pace: Pace = Pace(),  # noqa: B008  # a frozen value
    tell: Callable[[str], None] = silence,
    dry_run: bool = False,
) -> Report:
    """Bring what is new into the folder. `now` needs its time zone. SourceUnreachable; nothing else stops the run.

    A dry run asks only which months there are, writes nothing, and reports what it would ask for.
    """
    with Upstream.towards(wanted.contact, pace, tell) as upstream:
        listed = months_listed(upstream, wanted)
        absurd = planning.impossible(listed, now)
        listed = tuple(which for which in listed if which not in absurd)
        records = Records(folder, downloads.ledger(folder), now)
        plan = planned(wanted, listed, records)
        if dry_run:
            return report([*left_alone(absurd, now), *would_ask(wanted, plan, folder)], plan, listed)
        folder.mkdir(parents=True, exist_ok=True)
        downloads.remove_unfinished_downloads(folder)
        arrivals = chain(left_alone(absurd, now), brought(upstream, wanted, plan, records))
        return report(report_arrivals(arrivals, tell), plan, listed)


def left_alone(absurd: tuple[ForceMonth, ...], now: datetime) -> Iterator[Arrival]:
    """One sentence on months that the source lists and cannot have."""
    if absurd:
        reasons = [why_impossible(month, now) for month in sorted({which.month for which in absurd})]
        more = f", and {len(reasons) - MOST_NAMED} months more" if len(reasons) > MOST_NAMED else ""
        why = "; ".join(reasons[:MOST_NAMED]) + more
        yield Arrival(WARNING, sentence=f"the source lists months that cannot be, and they are not asked for: {why}")


def months_listed(upstream: Upstream, wanted: Wanted) -> tuple[ForceMonth, ...]:
    """SourceUnreachable if the source does not say, or says what cannot be made out."""
    if not wanted.forces:
        return ()
    try:
        return listing.fetch_force_months(upstream, wanted.base_url, wanted.forces)
    except (Failed, Refused) as wrong:
        raise SourceUnreachable(f"the source's list of months could not be had: {wrong}") from wrong


def planned(wanted: Wanted, listed: tuple[ForceMonth, ...], records: Records) -> Plan:
    absurd = planning.impossible(downloads.downloaded_months(records.folder), records.now)
    held = {
        which: path
        for which, path in downloads.downloaded_months(records.folder).items()
        if which.force in wanted.forces and which not in absurd
    }
    files = {entry.file for entry in records.ledger.values()}
    recorded = {which for which, path in held.items() if path.name in files}
    return planning.plan(listed, held, recorded, wanted.first_month, records.now)


def report_arrivals(arrivals: Iterable[Arrival], tell: Callable[[str], None]) -> Iterator[Arrival]:
    """The arrivals, each told of as it comes, if it is news."""
    for arrival in arrivals:
        if arrival.what != SAME:
            tell(str(arrival))
        yield arrival


def would_ask(wanted: Wanted, plan: Plan, folder: Path) -> Iterator[Arrival]:
    """What a run would ask for: as new what is not held, as changed what it would check again."""
    held = downloads.downloaded_months(folder)
    yield from (Arrival(NEW, folder / which.json_name) for which in plan.missing)
    yield from (Arrival(CHANGED, held[which]) for which in plan.again)
    for address in wanted.extra_urls:
        try:
            target = folder / archives.file_name(address)
        except Failed as wrong:
            yield Arrival(FAILED, sentence=str(wrong))
        else:
            yield Arrival(CHANGED if target.exists() else NEW, target)


def brought(upstream: Upstream, wanted: Wanted, plan: Plan, records: Records) -> Iterator[Arrival]:
    """Archives where they are cheaper, the API for all else, then the given addresses."""
    postponed = yield from from_archives(upstream, wanted, plan, records)
    if not postponed:
        downloads.sweep_archives(records.folder)
    have = downloads.downloaded_months(records.folder)
    missing = [which for which in plan.missing if which not in have and which not in postponed]
    for which in planning.sort_force_months([*missing, *plan.again]):
        yield archives.fetch_api_month(upstream, wanted.base_url, which, records)
    yield from archives.bring_all(upstream, wanted.extra_urls, records)


def from_archives(
    upstream: Upstream, wanted: Wanted, plan: Plan, records: Records
) -> Generator[Arrival, None, set[ForceMonth]]:
    """Gives back, at its end, the months of archives that are half here: the API is not asked for them."""
    postponed: set[ForceMonth] = set()
    for span in planning.spans(plan.missing):
        cheaper = archives.cheaper(upstream, wanted.base_url, span)
        if cheaper is None:
            continue
        try:
            yield from archives.fetch_archive(upstream, wanted.base_url, cheaper, records)
        except Unfinished as wrong:
            yield Arrival(FAILED, sentence=f"{span}: {wrong}")
            postponed.update(span.missing)
        except Failed as wrong:
            yield Arrival(WARNING, sentence=f"{span}: {wrong}; the API is asked for its months")
    return postponed


def report(arrivals: Iterable[Arrival], plan: Plan, listed: tuple[ForceMonth, ...]) -> Report:
    arrivals = list(arrivals)

    def files(what: str) -> tuple[Path, ...]:
        return tuple(arrival.path for arrival in arrivals if arrival.what == what and arrival.path)

    def sentences(what: str) -> tuple[str, ...]:
        return tuple(arrival.sentence for arrival in arrivals if arrival.what == what)

    return Report(
        new=files(NEW),
        changed=files(CHANGED),
        unchanged=len(files(SAME)),
        failed=sentences(FAILED),
        warnings=sentences(WARNING),
        vanished=tuple(str(which) for which in plan.vanished),
        listed=tuple((which.force, which.month) for which in listed),
    )

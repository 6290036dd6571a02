"""What a new edition changed: every figure that differs from the edition before, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import places
from portal.accounts import canonical, reasons
from portal.accounts.difference_document import DOCUMENT, STEM, Cause, Differences
from portal.accounts.document import Account
from portal.accounts.files.columns import Sheet
from portal.accounts.files.data_file import files_of
from portal.accounts.files.declared import DIFFERENCES
from portal.accounts.numbering import as_sentence
from portal.accounts.reason_codes import EditionReason
from portal.accounts.reasons import Why
from portal.accounts.rows import Row, rows
from portal.accounts.shelf import Edition, NotPublished, Withdrawn
from portal.accounts.supply_gate import is_public
from portal.places import Kind
from portal.records import Supply
from portal.teams import listed


@dataclass(frozen=True)
class Difference:
    """One figure that changed; these are the columns of the table. A header once published is never reordered."""

    place_kind: str
    place_code: str
    place_name: str
    period: str
    since: str
    measure: str
    breakdown: str
    key: str
    searches_before: int | None
    searches_now: int | None
    value_before: float | None
    value_now: float | None
    status_before: str
    status_now: str
    reason: str
    of_before: int | None
    of_now: int | None
    low_before: float | None
    low_now: float | None
    high_before: float | None
    high_now: float | None


def files(
    previous: Edition,
    drawn_from: Iterable[dict[str, str]],
    accounts: Sequence[Account],
    supplies: Sequence[Supply],
    edition_reasons: Sequence[EditionReason],
    charter: Mapping[str, Any],
) -> dict[str, bytes]:
    """The document and the table, for an edition that follows `previous`; `charter`: its document.

    `drawn_from`: the supplies of `previous`, as they are called today.
    """
    told = causes(drawn_from, supplies)
    why = reasons.why(previous, charter, told, edition_reasons)
    before = {account.place.code: old(previous, account) for account in accounts}
    found = [each for account in accounts for each in changed(previous, before[account.place.code], account, why)] + [
        each for account in gone(previous, accounts) for each in lost(previous, account, why)
    ]
    london = before[places.LONDON.code]
    document = Differences(
        since=previous.manifest.number,
        reason=as_sentence(edition_reasons),
        causes=told,
        figures=len(found),
        places=len({each.place_code for each in found}),
        london_before=london.totals.searches if london else None,
        london_now=accounts[0].totals.searches,
    )
    title = f"What differs from edition {previous.manifest.number} of {previous.manifest.period}"
    return {
        DOCUMENT: canonical.as_bytes(document.model_dump(mode="json", by_alias=True)),
        **tables(found, title, invented=accounts[0].invented),
    }


def old(previous: Edition, account: Account) -> Account | None:
    try:
        return previous.account(places.named(account.place.kind, account.place.code))
    except (NotPublished, Withdrawn):
        return None


def causes(before: Iterable[dict[str, str]], now: Sequence[Supply]) -> list[Cause]:
    """The supplies that differ, in the order of forces and months."""
    then = {source["of"]: source["id"] for source in before}
    here = {f"{supply.source} {supply.force} {supply.month}": supply for supply in now}
    found = []
    for of in sorted(then.keys() | here.keys()):
        _, force, month = of.split(" ")
        supply, was = here.get(of), then.get(of)
        if supply is None:
            found.append(Cause(what="was taken out", force=force, month=month, id=None, was=was))
        elif supply.public_id != was:
            what = "replaced" if was else "was added"
            known = supply if supply.supersedes == was and is_public(supply) else None
            gone, new = (known.rows_gone, known.rows_new) if known else (None, None)
            common = {"force": force, "month": month, "id": supply.public_id, "was": was}
            found.append(Cause(what=what, rows_gone=gone, rows_new=new, **common))
    return found


def changed(previous: Edition, before: Account | None, account: Account, why: Why) -> Iterator[Difference]:
    """Figures of one place that are new, gone or other than they were."""
    then = {row.name: row for row in rows(before)} if before else {}
    now = {row.name: row for row in rows(account)}
    own = [cause for cause in why.causes if is_of(cause, account)]
    for name in [*now, *(name for name in then if name not in now)]:
        was, is_ = then.get(name), now.get(name)
        if was != is_:
            yield difference(previous, account, was, is_, why.of(name, own))


def gone(previous: Edition, accounts: Sequence[Account]) -> Iterator[Account]:
    """Accounts that the edition before had and this one has not."""
    here = {account.place.code for account in accounts}
    for kind in Kind:
        for place in places.all_of(kind):
            if place.code not in here and previous.has(place):
                yield previous.account(place)


def lost(previous: Edition, account: Account, why: Why) -> Iterator[Difference]:
    own = [cause for cause in why.causes if is_of(cause, account)]
    for row in rows(account):
        yield difference(previous, account, row, None, why.of(row.name, own))


def is_of(cause: Cause, account: Account) -> bool:
    if account.place.kind is Kind.TEAM:
        return listed()[account.place.code].force == cause.force
    return account.place.kind is not Kind.FORCE or account.place.code == cause.force


def difference(previous: Edition, account: Account, was: Row | None, is_: Row | None, reason: str) -> Difference:
    row = is_ or was
    assert row is not None
    return Difference(
        place_kind=account.place.kind.value,
        place_code=account.place.code,
        place_name=account.place.name,
        period=account.period.id,
        since=previous.manifest.number,
        measure=row.measure,
        breakdown=row.breakdown,
        key=row.key,
        searches_before=was.searches if was else None,
        searches_now=is_.searches if is_ else None,
        value_before=was.value if was else None,
        value_now=is_.value if is_ else None,
        status_before=was.status if was else "missing",
        status_now=is_.status if is_ else "missing",
        reason=reason,
        of_before=was.of if was else None,
        of_now=is_.of if is_ else None,
        low_before=was.low if was else None,
        low_now=is_.low if is_ else None,
        high_before=was.high if was else None,
        high_now=is_.high if is_ else None,
    )


def tables(found: Iterable[Difference], title: str, *, invented: bool) -> dict[str, bytes]:
    """The table as CSV and workbook."""
    rows = [[getattr(each, name) for name in DIFFERENCES.header] for each in found]
    return files_of(STEM, Sheet(DIFFERENCES, title, rows, invented), with_workbook=True)


def none(*, invented: bool) -> dict[str, bytes]:
    """The table of a first edition: nothing came before that it could differ from."""
    return tables([], "A first edition: nothing to differ from", invented=invented)

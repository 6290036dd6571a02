"""What a new edition changed: every figure that differs from the edition before, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import places
from portal.accounts.supplies import has_public_source
from portal.charter.definitions import Check
from portal.documents import canonical, manifest
from portal.documents.account import Account, account_place
from portal.documents.charter import CharterDocument
from portal.documents.differences import DOCUMENT, STEM, Cause, Differences
from portal.documents.reason_codes import EditionReason
from portal.documents.references import SupplyRef
from portal.editions.archive import Edition, NotPublished, Withdrawn
from portal.editions.history import History
from portal.editions.numbering import BESIDE, GONE, NEW_METHOD, as_sentence
from portal.places import Kind, listed_teams
from portal.records import Supply
from portal.tables.definitions import DIFFERENCES, Sheet
from portal.tables.formats import sheet_files
from portal.tables.rows import Row, account_rows

# Why a figure differs from the edition before: what changed of all that this figure follows from.
#
# A figure follows from the supplies of its place, of all places where London stands beside it; a check's from its
# rule
# too, its verdict from its target; what stands beside the year before from that year's account.

MEASURED_BY = frozenset({BESIDE["charter"].code, NEW_METHOD.code})
YEAR_BEFORE = frozenset({BESIDE[manifest.YEAR_BEFORE].code, GONE[manifest.YEAR_BEFORE].code})
ALSO = ("counts_not_recorded", "sampled")
"""What makes another rate of the same states."""
USED = {
    "power_in_force": ("powers",),
    "suspicion_needed": ("powers",),
    "authorised": ("authorisations",),
    "inside_authorisation": ("authorisations",),
    "in_rationale": ("rationales",),
}
"""A function's name in a charter -> the parts of the charter's document that it looks at."""

Name = tuple[str, str, str]
"""Measure, breakdown and key of a figure."""


@dataclass(frozen=True)
class Why:
    """`causes`: supplies that differ. `reasons`: the edition's own. `rules`, `targets`: checks whose rule or target is

    another than it was; None where the edition before no longer tells: then any may be.
    """

    causes: Sequence[Cause]
    reasons: Sequence[EditionReason]
    rules: Collection[str] | None = ()
    targets: Collection[str] | None = ()

    def of(self, name: Name, own: Sequence[Cause]) -> str:
        """The causes that can have changed a figure, files first; else the edition's reasons. `own`: of its place."""
        return "; ".join(dict.fromkeys(self.found(name, own))) or as_sentence(self.reasons)

    def found(self, name: Name, own: Sequence[Cause]) -> Iterator[str]:
        measure, breakdown, key = name
        if measure.startswith("london_"):
            yield from cause_sentences(self.causes)
        elif measure.startswith("year_before_"):
            yield from self.beside_the_year_before(measure, own)
        else:
            of_month = [cause for cause in own if breakdown == "month" and key == f"month_{cause.month}"]
            yield from cause_sentences(of_month or own)
            if self.is_measured_anew(name):
                yield from (reason.sentence for reason in self.reasons if reason.code in MEASURED_BY)

    def beside_the_year_before(self, measure: str, own: Sequence[Cause]) -> Iterator[str]:
        """The figure of the year before follows from files of this one only through the months that both have."""
        years = [reason.sentence for reason in self.reasons if reason.code in YEAR_BEFORE]
        same_months = all(cause.what == "replaced" for cause in own)
        if not (years and same_months and measure == "year_before_then"):
            yield from cause_sentences(own)
        yield from years

    def is_measured_anew(self, name: Name) -> bool:
        """Whether it is a figure of a check (or flag) whose rule is another, or a verdict whose target is."""
        measure, breakdown, key = name
        if measure == "grounds":
            return self.rules is None or key in self.rules
        if measure == "check_verdict" and (self.targets is None or breakdown in self.targets):
            return True
        return measure.startswith("check") and (self.rules is None or breakdown in self.rules)


def cause_sentences(causes: Sequence[Cause]) -> Iterator[str]:
    yield from (cause.sentence for cause in causes)


def reasons_of_figures(
    previous: Edition, charter: CharterDocument, causes: Sequence[Cause], edition_reasons: Sequence[EditionReason]
) -> Why:
    """`charter`: the document of the charter that the new edition measures by."""
    try:
        then = previous.charter()
    except (NotPublished, Withdrawn):
        return Why(causes, edition_reasons, None, None)
    of_rules, of_targets = (differing(of(then), of(charter)) for of in (rules, targets))
    return Why(causes, edition_reasons, of_rules, of_targets)


def differing(then: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {name for name in then.keys() | now.keys() if then.get(name) != now.get(name)}


def rules(charter: CharterDocument) -> dict[str, list[Any]]:
    """Check (or flag) -> all that decides its figures but its target."""
    return {
        check.id: [*charter.rule(check), *rule_inputs(charter, check)] for check in (*charter.checks, *charter.flags)
    }


def rule_inputs(charter: CharterDocument, check: Check) -> Iterator[Any]:
    yield from (getattr(check, name) for name in ALSO)
    for function in (check.function, *(each.function for each in check.applies)):
        yield from (getattr(charter, part) for part in USED.get(function, ()))


def targets(charter: CharterDocument) -> dict[str, float | None]:
    """Check -> the share that is enough."""
    return {check.id: check.target.value if check.target else None for check in (*charter.checks, *charter.flags)}


@dataclass(frozen=True)
class Drawn:
    """What a new edition was drawn up to: its accounts, the supplies they are of, its charter's document."""

    accounts: Sequence[Account]
    supplies: Sequence[Supply]
    charter: CharterDocument


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


def difference_files(
    history: History, previous: Edition, drawn: Drawn, edition_reasons: Sequence[EditionReason]
) -> dict[str, bytes]:
    """The document and the table, for an edition that follows `previous`."""
    accounts = drawn.accounts
    told = causes(history.supplies_of(previous), drawn.supplies)
    why = reasons_of_figures(previous, drawn.charter, told, edition_reasons)
    before = {account.place.code: history.account(previous, account_place(account)) for account in accounts}
    found = [
        each for account in accounts for each in changed_figures(previous, before[account.place.code], account, why)
    ] + [each for account in gone(history, previous, accounts) for each in removed_figures(previous, account, why)]
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
        **difference_tables(found, title, invented=accounts[0].invented),
    }


def causes(before: Iterable[dict[str, str]], now: Sequence[Supply]) -> list[Cause]:
    """The supplies that differ, in the order of forces and months."""
    then = {SupplyRef.parse(source["of"]): source["id"] for source in before}
    here = {SupplyRef.of(supply): supply for supply in now}
    found = []
    for of in sorted(then.keys() | here.keys()):
        supply, was = here.get(of), then.get(of)
        if supply is None:
            found.append(Cause(what="was taken out", force=of.force, month=of.month, id=None, was=was))
        elif supply.public_id != was:
            what = "replaced" if was else "was added"
            known = supply if supply.supersedes == was and has_public_source(supply) else None
            gone, new = (known.rows_gone, known.rows_new) if known else (None, None)
            common = {"force": of.force, "month": of.month, "id": supply.public_id, "was": was}
            found.append(Cause(what=what, rows_gone=gone, rows_new=new, **common))
    return found


def changed_figures(previous: Edition, before: Account | None, account: Account, why: Why) -> Iterator[Difference]:
    """Figures of one place that are new, gone or other than they were."""
    then = {row.name: row for row in account_rows(before)} if before else {}
    now = {row.name: row for row in account_rows(account)}
    own = [cause for cause in why.causes if is_of(cause, account)]
    for name in [*now, *(name for name in then if name not in now)]:
        was, is_ = then.get(name), now.get(name)
        if was != is_:
            yield figure_difference(previous, account, was, is_, why.of(name, own))


def gone(history: History, previous: Edition, accounts: Sequence[Account]) -> Iterator[Account]:
    """Accounts that the edition before had and this one has not."""
    here = {account.place.code for account in accounts}
    for kind in Kind:
        for place in places.all_of(kind):
            if place.code not in here and previous.has(place) and (account := history.account(previous, place)):
                yield account


def removed_figures(previous: Edition, account: Account, why: Why) -> Iterator[Difference]:
    own = [cause for cause in why.causes if is_of(cause, account)]
    for row in account_rows(account):
        yield figure_difference(previous, account, row, None, why.of(row.name, own))


def is_of(cause: Cause, account: Account) -> bool:
    if account.place.kind is Kind.TEAM:
        return listed_teams()[account.place.code].force == cause.force
    return account.place.kind is not Kind.FORCE or account.place.code == cause.force


def figure_difference(previous: Edition, account: Account, was: Row | None, is_: Row | None, reason: str) -> Difference:
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


def difference_tables(found: Iterable[Difference], title: str, *, invented: bool) -> dict[str, bytes]:
    """The table as CSV and workbook."""
    rows = [[getattr(each, name) for name in DIFFERENCES.header] for each in found]
    return sheet_files(STEM, Sheet(DIFFERENCES, title, rows, invented), is_shown=True)


def none(*, invented: bool) -> dict[str, bytes]:
    """The table of a first edition: nothing came before that it could differ from."""
    return difference_tables([], "A first edition: nothing to differ from", invented=invented)

"""The documents of the checks drawn up from finished accounts, with the funnels of boroughs and of teams."""

from collections.abc import Iterator, Sequence

from portal.accounts import canonical
from portal.accounts.check_documents import TABLE, CheckDocument, CheckedPlace, checked_place, of_year, stem_of
from portal.accounts.compliance_document import Compliance, ComplianceBy
from portal.accounts.document import Account
from portal.accounts.funnels import Share, funnel
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.places import Kind


def documents(accounts: Sequence[Account]) -> dict[str, bytes]:
    """Path -> JSON of the table of the year and of every check."""
    every = [entry for account in accounts for entry in account.compliance]
    of_checks = {f"{stem_of(each.check)}.json": each for each in checks(accounts)}
    whole = {TABLE: of_year(accounts, guarantee(every)), **of_checks}
    return {path: canonical.as_bytes(each.model_dump(mode="json", by_alias=True)) for path, each in whole.items()}


def checks(accounts: Sequence[Account]) -> Iterator[CheckDocument]:
    london = accounts[0]
    for at, entry in enumerate(london.compliance):
        groups = [each for each in london.compliance_by if each.compliance.check == entry.check]
        yield CheckDocument(
            invented=any(account.invented for account in accounts),
            period=london.period,
            check=entry.check,
            rows=[CheckedPlace(place=checked_place(account), found=[account.compliance[at]]) for account in accounts],
            groups=groups,
            funnel=funnel(entry.check, list(shares(accounts, at, Kind.BOROUGH))),
            team_funnel=funnel(entry.check, [*shares(accounts, at, Kind.TEAM), *of_small_teams(groups)], "team"),
            guarantee=guarantee(
                [*(account.compliance[at] for account in accounts), *(one.compliance for one in groups)]
            ),
        )


def guarantee(entries: Sequence[Compliance]) -> str | None:
    """What stands beside counts of which only a return tells any."""
    is_returned = any(entry.is_returned for entry in entries)
    return " ".join(disclosure_sentences(disclosure_settings())) if is_returned else None


def shares(accounts: Sequence[Account], at: int, kind: Kind) -> Iterator[Share]:
    """Places with counts: passed of passed and failed (and blank, where that counts as not met)."""
    for account in accounts:
        entry = account.compliance[at]
        if account.place.kind is kind and entry.judged and entry.passed is not None:
            yield Share(account.place.code, account.place.name, entry.passed, entry.judged)


def of_small_teams(groups: Sequence[ComplianceBy]) -> Iterator[Share]:
    """The same of small teams that are counted together."""
    for each in groups:
        entry = each.compliance
        if each.by == Kind.TEAM and entry.judged and entry.passed is not None:
            yield Share(each.key, each.label, entry.passed, entry.judged)

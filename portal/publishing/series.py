"""The series of every place, drawn from the newest edition of every year, as a draft of an edition."""

from portal.accounts.checks.duties import duty_state_counts
from portal.accounts.checks.entries import exact
from portal.accounts.finishing.series import series
from portal.charter.definitions import Charter
from portal.charter.duties import corrections_explained
from portal.documents import canonical
from portal.documents.account import Account, Compliance, account_place
from portal.editions.archive import ACCOUNT, SERIES, Edition, Shelf, is_document, stem
from portal.editions.freeze import Draft, FilesInTurn
from portal.places import Kind
from portal.tables import pack
from portal.tables.selections import every_period_table, series_table

FOLDERS = tuple(kind.plural for kind in Kind if kind is not Kind.LONDON)


def draft_series(shelf: Shelf, charter: Charter, code: str) -> Draft | None:
    """None where nothing is published. What it is drawn from stands in `beside`: year -> edition."""
    held = accounts_by_place([shelf.newest(period) for period in shelf.periods()])
    if not held:
        return None
    found = {name: series(own) for name, own in held.items()}
    if "london" in found:
        found["london"] = found["london"].model_copy(update={"duties": over_all_editions(shelf, charter)})
    documents = {f"{name}.json": canonical.as_bytes(each.as_json()) for name, each in found.items()}

    def tables(number: str) -> FilesInTurn:
        for name, each in found.items():
            every = every_period_table(name, held[name])
            yield from {**series_table(name, each, number), **every}.items()
            if each.place.kind is Kind.BOROUGH:
                yield f"packs/{each_slug(name)}.zip", pack.borough_pack(each, held[name], every)

    manifests = [edition.manifest for own in held.values() for edition, _ in own]
    beside = {manifest.period: f"{manifest.number} {manifest.sha256}" for manifest in manifests}
    return Draft(SERIES, documents, tables, (), code, beside=beside)


def each_slug(name: str) -> str:
    return name.rsplit("/", maxsplit=1)[-1]


def over_all_editions(shelf: Shelf, charter: Charter) -> list[Compliance]:
    """Check P05: every edition that followed another says why."""
    reasons = {
        f"{period.id}/{number}": Edition(shelf.root / period.id / number).manifest.reason
        for period in shelf.periods()
        for number in shelf.numbers(period)[1:]
    }
    finding = corrections_explained(reasons)
    return [
        exact(check, duty_state_counts([finding]))
        for check in charter.checks
        if check.function == "corrections_explained"
    ]


def accounts_by_place(editions: list[Edition]) -> dict[str, list[tuple[Edition, Account]]]:
    """A place's stem -> its accounts; a withdrawn one is not among them."""
    found: dict[str, list[tuple[Edition, Account]]] = {}
    for edition in editions:
        for name in edition.manifest.files:
            if is_document(name) and is_account(name) and edition.holds(name):
                account = ACCOUNT.validate_json(edition.read(name, ""))
                found.setdefault(stem(account_place(account)), []).append((edition, account))
    return dict(sorted(found.items()))


def is_account(name: str) -> bool:
    return name == "london.json" or name.split("/", maxsplit=1)[0] in FOLDERS

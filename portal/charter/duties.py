"""What whoever publishes owes: files in time, accounts, every column, every correction explained. Plain values only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.charter.definitions import FAIL, NOT_APPLICABLE, NOT_PUBLISHED, PASS


@dataclass(frozen=True)
class Finding:
    """A state, the sentence that says why, and what is missing, if anything is."""

    state: str
    sentence: str
    missing: tuple[str, ...] = ()


def published_on_time(month_end: date, received: date | None, today: date, *, within_days: int) -> Finding:
    """A month's file was there by so many days after the month's last day; not yet due, it is not judged."""
    due = month_end + timedelta(days=within_days)
    if received is None:
        if today <= due:
            return Finding(NOT_APPLICABLE, f"The file is due on {due}.")
        return Finding(FAIL, f"The file was due on {due} and has not come.")
    if received <= due:
        return Finding(PASS, f"The file came on {received}; it was due on {due}.")
    return Finding(FAIL, f"The file came on {received}, {(received - due).days} days late.")


def account_published(expected: Collection[str], published: Collection[str], *, by: str) -> Finding:
    """Every place of the kind (`by`: borough, team) has an account. With none expected there is nothing to judge."""
    missing = tuple(sorted(set(expected) - set(published)))
    if not expected:
        return Finding(NOT_PUBLISHED, f"There is nothing to draw an account by {by} from.")
    if missing:
        return Finding(FAIL, f"{len(missing)} of {len(set(expected))} have no account by {by}.", missing)
    return Finding(PASS, f"All {len(set(expected))} have an account by {by}.")


def fields_supplied(wanted: Collection[str], present: Collection[str]) -> Finding:
    """Every column that the standard asks for is there, and not blank on every row."""
    missing = tuple(name for name in wanted if name not in set(present))
    if missing:
        return Finding(FAIL, f"{len(missing)} of {len(wanted)} columns are missing.", missing)
    return Finding(PASS, f"All {len(wanted)} columns are there.")


def corrections_explained(explanations: Mapping[str, str]) -> Finding:
    """Every correction says why. `explanations`: what was corrected, such as an edition -> why, blank if untold."""
    missing = tuple(name for name, why in explanations.items() if not why.strip())
    if not explanations:
        return Finding(NOT_APPLICABLE, "Nothing was corrected.")
    if missing:
        return Finding(FAIL, f"{len(missing)} of {len(explanations)} corrections do not say why.", missing)
    return Finding(PASS, f"All {len(explanations)} corrections say why.")

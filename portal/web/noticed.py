"""What is odd about an account's supplies, gathered where it bears on a figure: one group a finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal import vocabulary
from portal.accounts.document import Account, SupplyPart
from portal.bearing import BEARINGS, HEADLINE, OF_ANSWERS, sections
from portal.places import Kind, forces
from portal.vocabulary import NOT_PUBLISHED
from portal.web.words import force_name, joined, month

ORDER = ("serious", "warning", "note")


@dataclass(frozen=True)
class Told:
    """One supply's finding in its own sentence."""

    supply: SupplyPart
    sentence: str


@dataclass(frozen=True)
class Noticed:
    """Alike findings of one account, equally severe. `months`, `forces`: in words, in their order.

    `about`: the field whose answers are odd, in words; "" where the title says it all.
    """

    title: str
    severity: str
    told: list[Told]
    about: str = ""

    @property
    def files(self) -> int:
        """A file may have several: each label that is not in our list is a finding."""
        return len({each.supply.id for each in self.told})

    @property
    def months(self) -> str:
        return joined(list(dict.fromkeys(month(each.supply.month) for each in self.told)))

    @property
    def forces(self) -> str:
        return joined(list(dict.fromkeys(force_name(each.supply.force) for each in self.told)))


def noticed(account: Account, section: str) -> list[Noticed]:
    """What bears on that section, the worst first; nothing of supplies that the account's total is not drawn from."""
    groups: dict[tuple[str, str, str], list[Told]] = {}
    for supply, finding in bearing_on(account, section):
        key = (finding["id"], finding["severity"], finding["figures"].get("field", ""))
        groups.setdefault(key, []).append(Told(supply, finding["sentence"]))
    found = [Noticed(BEARINGS[key[0]].title, key[1], told, about(key[0], key[2])) for key, told in groups.items()]
    return sorted(found, key=lambda each: ORDER.index(each.severity))


def about(finding: str, field: str) -> str:
    return vocabulary.of(field).title if finding in OF_ANSWERS and field else ""


def bearing_on(account: Account, section: str) -> Iterator[tuple[SupplyPart, dict[str, Any]]]:
    inside = account.place.kind in (Kind.BOROUGH, Kind.BCU)
    for supply in account.supplies:
        if not supply.counted or (inside and not supply.bears):
            continue
        for finding in supply.findings:
            field = finding["figures"].get("field")
            on = sections(finding["id"], field, inside=inside, affects=finding.get("affects", ""))
            if (
                section in on
                and not answered(account, finding["id"], field)
                and weighs(account, section, supply, finding)
            ):
                yield supply, finding


def weighs(account: Account, section: str, supply: SupplyPart, finding: dict[str, Any]) -> bool:
    """On the first screen only what is serious, and of a force that makes up enough of the account's searches."""
    if section != HEADLINE:
        return True
    own = account.place.code == supply.force or forces()[supply.force].expected
    return own and getattr(supply, "bears", True) and finding["severity"] == "serious"


def answered(account: Account, finding: str, field: str | None) -> bool:
    """Another source had the column: then no search stands as not published, and there is nothing to warn of."""
    figures = account.breakdowns.get(field or "", [])
    gaps = any(figure.key == NOT_PUBLISHED and figure.searches != 0 for figure in figures)
    return finding == "column_blank" and bool(figures) and not gaps


FILTERS = {"noticed": noticed}

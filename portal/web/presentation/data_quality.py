"""What is odd about an account's supplies, gathered where it bears on a figure: one group a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal import fields
from portal.documents.account import Account, SupplyPart
from portal.documents.supplies import SupplyFinding
from portal.places import forces_by_id
from portal.vocabulary import NOT_PUBLISHED
from portal.web.presentation.formatting import force_name, join_names, month

# Which figures a finding about a supply bears on: every finding's title and its places on an account's page.
#
# Of a finding about a field, data/fields.toml says it; a test holds that no finding and no field is without a place.

HEADLINE, MAP, MONTHS, OUTCOME, HOUR, BOROUGH, KEPT, SUMS = (
    "headline", "map", "months", "outcome", "hour", "borough", "kept", "sums",
)  # fmt: skip


def page_sections() -> tuple[str, ...]:
    """Parts of an account's page that figures stand in: these, and those that fields are shown in."""
    shown = (section for field in fields.search_fields() for section in field.sections)
    return tuple(dict.fromkeys((HEADLINE, MAP, MONTHS, OUTCOME, HOUR, BOROUGH, KEPT, SUMS, *shown)))


@dataclass(frozen=True)
class Bearing:
    """`title`: the finding in a few words. `on`: the sections it touches; none where that hangs on the field.

    `inside`: the sections it touches in the account of a borough or a command, where they are not the same.
    """

    title: str
    on: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


BEARINGS = {
    "empty_file": Bearing("The file is empty", (HEADLINE, MONTHS)),
    "declared_zero": Bearing("No searches, as declared", (MONTHS,)),
    "rejected_rows": Bearing("Some rows could not be read", (HEADLINE, MONTHS)),
    "cut_short": Bearing("The file ends too soon", (HEADLINE, MONTHS)),
    "partial_month": Bearing("Part of the month is missing", (HEADLINE, MONTHS)),
    "low_volume": Bearing("Far fewer rows than usual", (HEADLINE, MONTHS)),
    "control_total_missed": Bearing("Far fewer than the Home Office counted", (HEADLINE, MONTHS, SUMS)),
    "capped_rows": Bearing("A limit may have cut the file", (MONTHS,)),
    "doubled_file": Bearing("The file seems to be doubled", (HEADLINE, MONTHS)),
    "month_spill": Bearing("Some dates lie outside the month", (HEADLINE, MONTHS)),
    "windows_1252": Bearing("Not written in UTF-8", (MONTHS,)),
    "column_blank": Bearing("A column is blank"),
    "category_vanished": Bearing("Answers that were usual are gone"),
    "column_constant": Bearing("Every row says the same"),
    "unlisted_label": Bearing("An answer that is not in our list"),
    "contradictory_links": Bearing("The outcome and its link do not agree", (OUTCOME,)),
    "points_missing": Bearing("The place is missing", (MAP, BOROUGH), inside=(HEADLINE, MONTHS)),
    "points_outside": Bearing("Points outside London", (HEADLINE, MAP, BOROUGH), inside=(HEADLINE, MONTHS)),
    "unknown_borough": Bearing("Names of boroughs that are none", (BOROUGH,), inside=(MONTHS,)),
    "midnight_times": Bearing("The hour was not written down", (HOUR,)),
    "hourly_times": Bearing("The minute was not written down", (HOUR,)),
    "twelve_hour_clock": Bearing("Morning and afternoon are not told apart", (HOUR,)),
}
"""Finding -> what it bears on."""

OF_ANSWERS = ("category_vanished", "unlisted_label")


def bearing_sections(finding: str, field: str, *, inside: bool, affects: str = "") -> tuple[str, ...]:
    """Where a finding of that id stands; `inside`: in the account of a borough or a command.

    A finding about a field whose rows are missing, too, bears on the months as well; one about answers that the first
    screen is drawn from, on that. The fields that only checks ask for bear on the checks.
    """
    bearing = BEARINGS[finding]
    if bearing.on:
        return bearing.inside if inside and bearing.inside else bearing.on
    found = fields.search_field(field)
    first = (HEADLINE,) if finding in OF_ANSWERS and found and found.in_headline else ()
    return first + ((MONTHS,) if affects == "rows" else ()) + (found.sections if found and found.sections else (KEPT,))


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
        return join_names(list(dict.fromkeys(month(each.supply.month) for each in self.told)))

    @property
    def forces(self) -> str:
        return join_names(list(dict.fromkeys(force_name(each.supply.force) for each in self.told)))


def noticed(account: Account, section: str) -> list[Noticed]:
    """What bears on that section, the worst first; nothing of supplies that the account's total is not drawn from."""
    groups: dict[tuple[str, str, str], list[Told]] = {}
    for supply, finding in bearing_on(account, section):
        key = (finding.id, finding.severity, finding.field)
        groups.setdefault(key, []).append(Told(supply, finding.sentence))
    found = [Noticed(BEARINGS[key[0]].title, key[1], told, about(key[0], key[2])) for key, told in groups.items()]
    return sorted(found, key=lambda each: ORDER.index(each.severity))


def about(finding: str, field: str) -> str:
    return fields.title_of_field(field) if finding in OF_ANSWERS and field else ""


def bearing_on(account: Account, section: str) -> Iterator[tuple[SupplyPart, SupplyFinding]]:
    inside = account.place.kind.is_area
    for supply in account.supplies:
        if not supply.counted or (inside and not supply.bears):
            continue
        for finding in supply.findings:
            on = bearing_sections(finding.id, finding.field, inside=inside, affects=finding.affects)
            if (
                section in on
                and not is_filled_elsewhere(account, finding)
                and weighs(account, section, supply, finding)
            ):
                yield supply, finding


def weighs(account: Account, section: str, supply: SupplyPart, finding: SupplyFinding) -> bool:
    """On the first screen only what is serious, and of a force that makes up enough of the account's searches."""
    if section != HEADLINE:
        return True
    own = account.place.code == supply.force or forces_by_id()[supply.force].expected
    return own and getattr(supply, "bears", True) and finding.is_serious


def is_filled_elsewhere(account: Account, finding: SupplyFinding) -> bool:
    """Another source had the column: then no search stands as not published, and there is nothing to warn of."""
    figures = account.breakdowns.get(finding.field, [])
    gaps = any(figure.key == NOT_PUBLISHED and figure.searches != 0 for figure in figures)
    return finding.id == "column_blank" and bool(figures) and not gaps


FILTERS = {"noticed": noticed}

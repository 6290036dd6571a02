"""What happens to files on their way to us: each damage takes a month's true searches, and gives what arrives."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.accounts.damaged.world import CITY, MONTHS, Files, Search, as_csv

Bytes = bytes | None
"""The file that arrives; None where none does."""
DECIDING = ("Type", "Gender", "Age range", "Self-defined ethnicity", "Legislation", "Outcome")


@dataclass(frozen=True)
class Damage:
    """`what`: its name; `force`, `month`: the file; `share`: how much of it (0.6 to 1); `field`: the column, if one."""

    what: str
    force: str
    month: str
    share: float
    field: str
    seed: int


def arriving(files: Files, damages: list[Damage]) -> Iterator[tuple[str, bytes]]:
    """Every file that arrives, by name."""
    by_file = {(damage.force, damage.month): damage for damage in damages}
    for (force, month), rows in files.items():
        damage = by_file.get((force, month))
        raw = DAMAGES[damage.what](rows, damage, files) if damage else as_csv(rows)
        if raw is not None:
            yield f"{month}-{force}-stop-and-search.csv", raw


def some(rows: list[Search], damage: Damage) -> list[bool]:
    """Which of the rows the damage meets."""
    dice = random.Random(damage.seed)
    return [dice.random() < damage.share for _ in rows]


def with_cell(rows: list[Search], damage: Damage, change: Callable[[str], str], chosen: list[bool]) -> bytes:
    def changed(row: Search) -> Search:
        return Search(row.force, row.borough, {**row.cells, damage.field: change(row.cells[damage.field])})

    return as_csv([changed(row) if hit else row for row, hit in zip(rows, chosen, strict=True)])


def new_labels(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """Labels under words that nobody has listed."""
    return with_cell(rows, damage, lambda text: f"{text} [2]" if text else text, some(rows, damage))


def one_new_label(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """One label of the column, wherever it stands, under another word."""
    label = random.Random(damage.seed).choice(sorted({row.cells[damage.field] for row in rows} - {""}))
    return with_cell(rows, damage, lambda text: f"({text})", [row.cells[damage.field] == label for row in rows])


def blanked(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    return with_cell(rows, damage, lambda text: "", some(rows, damage))


def blank_column(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    return with_cell(rows, damage, lambda text: "", [True] * len(rows))


def cut_off(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """The days from some day on are missing."""
    return as_csv([row for row in rows if row.london.day <= last_day(damage)])


def last_day(damage: Damage) -> int:
    """Of the month in a file that was cut off."""
    return damage.seed % 20 + 1


def thinned(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """Two thirds and more of all rows are missing, whatever they are."""
    kept = 1 - max(damage.share, 0.7)
    return as_csv([row for at, row in enumerate(rows) if (at * 7919 + damage.seed) % 100 < 100 * kept])


def cut_in_a_row(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """The download broke off in the middle of a row."""
    raw = as_csv(rows, end="\n")
    return raw[: raw.index(b"\n", int(len(raw) * damage.share / 2)) + 40]


def doubled(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    return as_csv([row for row, hit in zip(rows, some(rows, damage), strict=True) for _ in range(1 + hit)])


def pointless(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    share = max(damage.share, 0.75)
    chosen = some(rows, Damage(**{**vars(damage), "share": share}))
    return as_csv([row.but(Latitude="", Longitude="") if hit else row for row, hit in zip(rows, chosen, strict=True)])


def swapped(rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    cells = [row.but(Latitude=row.cells["Longitude"], Longitude=row.cells["Latitude"]) for row in rows]
    return as_csv(cells)


def elsewhere(rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    return as_csv([row.but(Latitude="52.630528", Longitude="-1.134336") for row in rows])


def lost_category(rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    """No row that was not stated, or blank, arrives."""
    return as_csv([row for row in rows if "Not stated" not in row.cells["Self-defined ethnicity"]])


def twelve_hours(rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    def halved(row: Search) -> Search:
        hour = row.london.hour % 12
        return row.but(Date=row.london.replace(hour=hour).isoformat())

    return as_csv([halved(row) for row in rows])


def header_only(_rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    return as_csv([])


def never_came(_rows: list[Search], _damage: Damage, _: Files) -> Bytes:
    return None


def other_month(_rows: list[Search], damage: Damage, files: Files) -> Bytes:
    """The bytes of another month under this one's name."""
    return as_csv(files[damage.force, MONTHS[(MONTHS.index(damage.month) + 1) % len(MONTHS)]])


def by_excel(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    """Opened and saved again: a byte order mark, ages as days, truth in capitals."""
    as_day = {"10-17": "Oct-17"}
    cells = [row.but(Age_range=as_day.get(row.cells["Age range"], row.cells["Age range"])) for row in rows]
    return b"\xef\xbb\xbf" + as_csv([row.but(Part_of_a_policing_operation="FALSE") for row in cells])


def in_years(rows: list[Search], damage: Damage, _: Files) -> Bytes:
    years = {"10-17": "16", "18-24": "21", "25-34": "30", "over 34": "50"}
    return as_csv([row.but(Age_range=years.get(row.cells["Age range"], "")) for row in rows])


DAMAGES: dict[str, Callable[[list[Search], Damage, Files], Bytes]] = {
    each.__name__: each
    for each in (
        new_labels, one_new_label, blanked, blank_column, cut_off, thinned, cut_in_a_row, doubled, pointless, swapped,
        elsewhere, lost_category, twelve_hours, header_only, never_came, other_month, by_excel, in_years,
    )
}  # fmt: skip
SHOWN_ALONE = 4
"""Days with searches by which the rest of a month is missed, whatever the months before had."""
NEEDS_MONTHS_BEFORE = ("thinned", "lost_category")
"""What can only be seen beside months that were whole: with none before, nobody could know."""


def needs_months_before(damage: Damage) -> bool:
    """Also of a month that ends early: that a small force has quiet weeks, and the first days alone may be all."""
    is_early = last_day(damage) < SHOWN_ALONE or damage.force == CITY
    return damage.what in NEEDS_MONTHS_BEFORE or (damage.what == "cut_off" and is_early)

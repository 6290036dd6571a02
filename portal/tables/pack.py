"""The councillor's pack: all that a committee needs of one borough, in one ZIP. The same editions, the same bytes."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

from portal.documents.account import Account
from portal.documents.charter import CHARTER
from portal.documents.map import Layer
from portal.documents.series import Series
from portal.editions.archive import Edition
from portal.places import Kind, find_place
from portal.sources import known_sources
from portal.tables import dictionary
from portal.tables.account_text import account_lines, months
from portal.tables.csv_format import csv_bytes
from portal.tables.dictionary import ATTRIBUTION, LICENCE
from portal.tables.formats import FORMATS
from portal.tables.map_picture import Caption, as_svg
from portal.tables.selections import Held, sort_held_accounts

# What the texts of a councillor's pack say: its README, file by file, and how figures are made.

FILES = {
    "account.txt": "the account to be read: start here",
    "-compliance.csv": "what the checks found, one row a figure",
    "-teams.csv": "which teams searched here",
    "-every-period.csv": "every figure of every year in one table",
    **{f".{each.ending}": each.in_pack for each in FORMATS.values() if each.in_pack},
    ".json": "the whole account, for programs",
    ".svg": "a map of London with the borough outlined, for a report",
    "method.txt": "how each figure is made, and what each state says",
    "README.txt": "this text",
}
"""Ending of a file -> what it is; the first that fits."""
READ_FIRST = (
    "Read first:",
    "  Searches are events, not people: a person searched twice counts twice.",
    "  A blank figure is never 0. Its status says why there is none.",
    "  A share stands beside the two numbers that it is made of: searches and of.",
    "  Financial years (2018-19) and calendar years (2018) overlap: never add them.",
    "  A year in part is never to be set beside a whole one.",
    "  method.txt says how each figure is made.",
)
FROM = ("", f"Licence: Open Government Licence v3.0 ({LICENCE}).", ATTRIBUTION)


def readme(found: Series, inside: list[str], held: Held, titles: Mapping[str, str]) -> list[str]:
    """`inside`: names of the files; `titles`: check -> its title."""
    told = [f"Stop and search in {found.place.name}", ""]
    if found.invented:
        told += ["These records are made up. They are not police data.", ""]
    names = [*inside, "README.txt"]
    longest = max(map(len, names))
    told += ["In this pack:", *(f"  {name.ljust(longest)}  {what(name)}" for name in names), ""]
    told += ["Drawn from these editions:", *pack_edition_lines(held), "", *READ_FIRST]
    told += ["", "The checks:", *(f"  {check} {title}" for check, title in titles.items())] if titles else []
    return told if found.invented else [*told, *FROM]


def what(name: str) -> str:
    return next(means for ending, means in FILES.items() if name.endswith(ending))


def pack_edition_lines(held: Held) -> Iterator[str]:
    for edition, account in sort_held_accounts(held):
        yield f"  {edition.manifest.period} edition {edition.manifest.number}: {months(account.period)}"


def method_lines() -> list[str]:
    """What each measure is and how it is made, what it counts, and what each status says."""
    told = ["How the figures are made", ""]
    for measure in dictionary.defined_measures().values():
        told += [measure.id, f"  {measure.means}", f"  Formula: {measure.formula}."]
    told += ["", "What a unit says", ""]
    told += [f"{unit.id}: {unit.means}" for unit in dictionary.units().values()]
    told += ["", "What a figure's status says", ""]
    return told + [f"{status}: {means}" for status, means in dictionary.statuses().items()]


MADE = (2000, 1, 1, 0, 0, 0)
ON_MAP = ("per_1000", "searches")
CRLF = "\r\n"


def borough_pack(found: Series, held: Held, files: Mapping[str, bytes]) -> bytes:
    """`files`: those of every_period of the place."""
    slug = find_place(Kind.BOROUGH, found.place.code).slug
    inside = {f"{slug}-every-period.csv": files[f"data/boroughs/{slug}.csv"]}
    titles: dict[str, str] = {}
    for edition, account in sort_held_accounts(held):
        own = pack_check_titles(edition)
        inside |= pack_period_files(edition, account, slug, own)
        titles |= own
    inside["method.txt"] = pack_text_bytes(method_lines())
    inside["README.txt"] = pack_text_bytes(readme(found, sorted(inside), held, titles))
    return zipped(slug, inside)


def pack_period_files(edition: Edition, account: Account, slug: str, titles: Mapping[str, str]) -> dict[str, bytes]:
    """The account in words and as it was published, what the checks found, which teams searched, and the map."""
    year, stem = account.period.id, f"boroughs/{slug}"
    raw = {ending: held_file(edition, f"{stem}.{ending}") for ending in account_endings()}
    found = {f"{year}/{slug}-{year}.{ending}": file for ending, file in raw.items() if file is not None}
    found[f"{year}/account.txt"] = pack_text_bytes(account_lines(account, edition.manifest.number, titles))
    if table := raw["csv"]:
        found[f"{year}/{slug}-{year}-compliance.csv"] = filter_csv_rows(
            table, lambda row: row["measure"].startswith("check")
        )
        found[f"{year}/{slug}-{year}-teams.csv"] = filter_csv_rows(table, lambda row: row["breakdown"] == "team")
    drawn = edition.map() if "map.json" in edition.manifest.files else None
    layers = {layer.id: layer for layer in drawn.layers} if drawn else {}
    layer = next((layers[name] for name in ON_MAP if name in layers), None)
    if drawn and layer:
        found[f"{year}/map-{year}.svg"] = as_svg(drawn, layer, caption(edition, account, layer), account.place.code)
    return found


def account_endings() -> list[str]:
    """Endings of the files of an account that go into a pack."""
    return [*(each.ending for each in FORMATS.values() if each.in_pack), "json"]


def caption(edition: Edition, account: Account, layer: Layer) -> Caption:
    """What stands below the map: a picture is passed on without the page it was on."""
    name, year = account.place.name, account.period.id
    titles = sorted({known_sources()[supply.source].title for supply in account.supplies if supply.counted})
    source = f"{'invented files in the form of ' if account.invented else ''}{', '.join(titles) or 'no file held'}"
    lines = [
        *(["Invented records: they are not police data."] if account.invented else []),
        f"{months(account.period)}. Edition {edition.manifest.number}.",
        f"Source: {source}; residents: Census 2021 (ONS).",
        "Outlines contain OS data, Crown copyright.",
    ]
    return Caption(f"{layer.title} by borough, {year}: {name} outlined", lines)


def held_file(edition: Edition, name: str) -> bytes | None:
    """None where an older edition has no such file, or it was withdrawn."""
    return edition.read(name, "") if edition.holds(name) else None


def filter_csv_rows(table: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """The table with the wanted rows only."""
    reader = csv.DictReader(io.StringIO(table.decode("ascii"), newline=""))
    rows = [list(row.values()) for row in reader if wanted(row)]
    return csv_bytes([list(reader.fieldnames or ()), *rows])


def pack_check_titles(edition: Edition) -> dict[str, str]:
    """Check -> its title in the charter that the edition measured; none where an older edition has it not."""
    return {check.id: check.title for check in edition.charter().checks} if edition.holds(CHARTER) else {}


def pack_text_bytes(told: list[str]) -> bytes:
    return (CRLF.join(told) + CRLF).encode("ascii", "backslashreplace")


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Names in order, one moment for all."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"stop-and-search-{folder}/{name}", MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return whole.getvalue()

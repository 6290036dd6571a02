"""The councillor's pack: all that a committee needs of one borough, in one ZIP. The same editions, the same bytes."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping

from portal import dictionary
from portal.accounts.document import Account
from portal.accounts.files.delimited import lines
from portal.accounts.files.every_period import Held, in_order
from portal.accounts.files.metadata import ATTRIBUTION, LICENCE
from portal.accounts.files.picture import as_svg
from portal.accounts.series_document import Series
from portal.accounts.shelf import Edition
from portal.places import Kind, named

MADE = (2000, 1, 1, 0, 0, 0)
ON_MAP = ("per_1000", "searches")
CRLF = "\r\n"


def pack(found: Series, held: Held, files: Mapping[str, bytes]) -> bytes:
    """`files`: those of the series' edition so far, with the table of every period."""
    slug = named(Kind.BOROUGH, found.place.code).slug
    inside = {f"{slug}-every-period.csv": files[f"data/boroughs/{slug}.csv"]}
    for edition, account in in_order(held):
        inside |= of_period(edition, account, slug)
    inside["method.txt"] = as_text(method())
    inside["README.txt"] = as_text(readme(found, sorted(inside), held))
    return zipped(slug, inside)


def of_period(edition: Edition, account: Account, slug: str) -> dict[str, bytes]:
    """The account as it was published, what the checks found, which teams searched, and the map."""
    year, stem = account.period.id, f"boroughs/{slug}"
    raw = {ending: held_file(edition, f"{stem}.{ending}") for ending in ("csv", "xlsx", "json")}
    found = {f"{year}/{slug}-{year}.{ending}": file for ending, file in raw.items() if file is not None}
    if table := raw["csv"]:
        found[f"{year}/{slug}-{year}-compliance.csv"] = held_rows(table, lambda row: row["measure"].startswith("check"))
        found[f"{year}/{slug}-{year}-teams.csv"] = held_rows(table, lambda row: row["breakdown"] == "team")
    drawn = edition.map() if "map.json" in edition.manifest.files else None
    layers = {layer.id: layer for layer in drawn.layers} if drawn else {}
    layer = next((layers[name] for name in ON_MAP if name in layers), None)
    if drawn and layer:
        title = f"{layer.title} by borough, {year}: {account.place.name} outlined"
        found[f"{year}/map-{year}.svg"] = as_svg(drawn, layer, title, account.place.code)
    return found


def held_file(edition: Edition, name: str) -> bytes | None:
    """None where an older edition has no such file, or it was withdrawn."""
    path = edition.directory / name
    return path.read_bytes() if name in edition.manifest.files and path.is_file() else None


def held_rows(table: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """The table with the wanted rows only."""
    reader = csv.DictReader(io.StringIO(table.decode("ascii"), newline=""))
    rows = [list(row.values()) for row in reader if wanted(row)]
    return lines([list(reader.fieldnames or ()), *rows])


def method() -> list[str]:
    """What each measure is and how it is made, and what each status says."""
    told = ["How the figures are made", ""]
    for measure in dictionary.measures().values():
        told += [measure.id, f"  {measure.means}", f"  Formula: {measure.formula}."]
    told += ["", "What a figure's status says", ""]
    return told + [f"{status}: {means}" for status, means in dictionary.statuses().items()]


def readme(found: Series, inside: list[str], held: Held) -> list[str]:
    told = [f"Stop and search in {found.place.name}", ""]
    if found.invented:
        told += ["These records are made up. They are not police data.", ""]
    told += ["In this pack:", *(f"  {name}" for name in [*inside, "README.txt"]), "", "Drawn from these editions:"]
    told += [f"  {edition.manifest.period} edition {edition.manifest.number}" for edition, _ in in_order(held)]
    return [*told, "", *READ_FIRST, *(() if found.invented else FROM)]


FROM = ("", f"Licence: Open Government Licence v3.0 ({LICENCE}).", ATTRIBUTION)
READ_FIRST = (
    "Read first:",
    "  Searches are events, not people: a person searched twice counts twice.",
    "  A blank figure is never 0. Its status says why there is none.",
    "  A share stands beside the two numbers that it is made of: searches and of.",
    "  Financial years (2018-19) and calendar years (2018) overlap: never add them.",
    "  method.txt says how each figure is made.",
)


def as_text(lines: list[str]) -> bytes:
    return (CRLF.join(lines) + CRLF).encode("ascii")


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

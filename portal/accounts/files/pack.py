"""The councillor's pack: all that a committee needs of one borough, in one ZIP. The same editions, the same bytes."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping

from portal.accounts.document import Account
from portal.accounts.files.account_text import in_words, months
from portal.accounts.files.delimited import lines
from portal.accounts.files.every_period import Held, in_order
from portal.accounts.files.pack_words import method, readme
from portal.accounts.files.picture import Caption, as_svg
from portal.accounts.map_document import Layer
from portal.accounts.series_document import Series
from portal.accounts.shelf import Edition
from portal.places import Kind, named
from portal.sources import known

MADE = (2000, 1, 1, 0, 0, 0)
ON_MAP = ("per_1000", "searches")
CRLF = "\r\n"


def pack(found: Series, held: Held, files: Mapping[str, bytes]) -> bytes:
    """`files`: those of every_period of the place."""
    slug = named(Kind.BOROUGH, found.place.code).slug
    inside = {f"{slug}-every-period.csv": files[f"data/boroughs/{slug}.csv"]}
    titles: dict[str, str] = {}
    for edition, account in in_order(held):
        own = titles_of(edition)
        inside |= of_period(edition, account, slug, own)
        titles |= own
    inside["method.txt"] = as_text(method())
    inside["README.txt"] = as_text(readme(found, sorted(inside), held, titles))
    return zipped(slug, inside)


def of_period(edition: Edition, account: Account, slug: str, titles: Mapping[str, str]) -> dict[str, bytes]:
    """The account in words and as it was published, what the checks found, which teams searched, and the map."""
    year, stem = account.period.id, f"boroughs/{slug}"
    raw = {ending: held_file(edition, f"{stem}.{ending}") for ending in ("csv", "xlsx", "json")}
    found = {f"{year}/{slug}-{year}.{ending}": file for ending, file in raw.items() if file is not None}
    found[f"{year}/account.txt"] = as_text(in_words(account, edition.manifest.number, titles))
    if table := raw["csv"]:
        found[f"{year}/{slug}-{year}-compliance.csv"] = held_rows(table, lambda row: row["measure"].startswith("check"))
        found[f"{year}/{slug}-{year}-teams.csv"] = held_rows(table, lambda row: row["breakdown"] == "team")
    drawn = edition.map() if "map.json" in edition.manifest.files else None
    layers = {layer.id: layer for layer in drawn.layers} if drawn else {}
    layer = next((layers[name] for name in ON_MAP if name in layers), None)
    if drawn and layer:
        found[f"{year}/map-{year}.svg"] = as_svg(drawn, layer, caption(edition, account, layer), account.place.code)
    return found


def caption(edition: Edition, account: Account, layer: Layer) -> Caption:
    """What stands below the map: a picture is passed on without the page it was on."""
    name, year = account.place.name, account.period.id
    titles = sorted({known()[supply.source].title for supply in account.supplies if supply.counted})
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


def held_rows(table: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """The table with the wanted rows only."""
    reader = csv.DictReader(io.StringIO(table.decode("ascii"), newline=""))
    rows = [list(row.values()) for row in reader if wanted(row)]
    return lines([list(reader.fieldnames or ()), *rows])


def titles_of(edition: Edition) -> dict[str, str]:
    """Check -> its title in the charter that the edition measured; none where an older edition has it not."""
    raw = held_file(edition, "charter.json")
    return {check["id"]: check["title"] for check in json.loads(raw)["checks"]} if raw else {}


def as_text(told: list[str]) -> bytes:
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

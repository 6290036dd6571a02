"""Where the export begins: addresses that were promised, though no page may lead to them.

Editions that were replaced, what was withdrawn, accounts without a year, and what only programs ask for. An address
of these that the site does not have is left out.
"""

import re
from collections.abc import Iterator

from portal.accounts.shelf import SERIES, SUPPLIES, Edition, NotPublished, Shelf
from portal.places import Kind
from portal.web import crawlers

CHECK = re.compile(r"checks/[^/.]+\.json")
OF_SUPPLY = re.compile(r"(?!supplies\.)(?P<supply>[a-z0-9-]+?)(?:\.json|(?P<rejected>-rejected\.csv))")
FORMS = ("csv", "json", "xlsx")
KINDS = [kind.plural for kind in Kind if kind is not Kind.LONDON]
ACCOUNT = re.compile(rf"(london|(?:{'|'.join(KINDS)})/[^/.]+)\.json")
ALONE = ("/data", "/compare", "/openapi.json", "/robots.txt", "/sitemap.xml", "/data/datapackage.json",
         "/data/dictionary", "/feed.xml", "/outlines.geojson")  # fmt: skip
WITH_FORMS = (*(f"/{kind}" for kind in KINDS), "/charter", "/compliance", "/corrections", "/section-60", "/supplies")


def beginnings(shelf: Shelf) -> list[str]:
    """Each once, and editions of which something was withdrawn first: the sooner it is gone the better."""
    editions = [shelf.edition(line, number) for line in shelf.lines() for number in shelf.numbers(line)]
    editions.sort(key=lambda edition: not edition.tombstones)
    newest = sorted((shelf.newest(period) for period in shelf.periods()), key=lambda edition: not edition.tombstones)
    found = [
        *(address for edition in editions for address in of_edition(edition)),
        *(address for edition in newest for address in of_period(edition)),
        *(address for edition in newest for stem in stems(edition) for address in (f"/{stem}", *forms(f"/{stem}"))),
        *of_all_years(shelf),
        *crawlers.ALWAYS,
        *ALONE,
        *(address for each in WITH_FORMS for address in (each, *forms(each))),
        *crawlers.pages(shelf),
    ]
    return list(dict.fromkeys(found))


def forms(address: str) -> list[str]:
    return [f"{address}.{ending}" for ending in FORMS]


def stems(edition: Edition) -> list[str]:
    """The places with an account in the edition, as they were named then: `boroughs/hackney`."""
    return [found[1] for name in edition.manifest.files if (found := ACCOUNT.fullmatch(name))]


def of_edition(edition: Edition) -> Iterator[str]:
    """Its page, its files, the accounts as they were, and what their charts are drawn from."""
    own = f"/editions/{edition.manifest.period}/{edition.manifest.number}"
    yield own
    yield f"{own}/manifest.json"
    yield from (f"{own}/{name}" for name in edition.manifest.files)
    yield from (f"{own}/{stem}" for stem in stems(edition))
    checks = [name.removesuffix(".json") for name in edition.manifest.files if CHECK.fullmatch(name)]
    yield from (f"{own}/compliance", *(f"{own}/charter/{name.removeprefix('checks/')}" for name in checks))
    yield from (f"{own}/{stem}/charts.json" for stem in [*stems(edition), *checks])


def of_period(edition: Edition) -> Iterator[str]:
    """What the newest edition of a period gives outside /editions."""
    period = edition.manifest.period
    for stem in (*stems(edition), "compliance"):
        yield f"/{stem}/{period}"
        yield from forms(f"/{stem}/{period}")
    yield from (f"/data/{period}/{name}" for name in edition.manifest.files if re.fullmatch(r"[a-z-]+\.csv", name))


def of_all_years(shelf: Shelf) -> Iterator[str]:
    """Tables and packs over all periods, and the documents of supplies."""
    for name in files_of(shelf, SERIES):
        if name.startswith("data/") and name.endswith(".csv"):
            yield f"/{name}"
        if name.startswith("packs/"):
            yield f"/data/boroughs/{name.removeprefix('packs/')}"
    for name in files_of(shelf, SUPPLIES):
        if found := OF_SUPPLY.fullmatch(name):
            own = f"/supplies/{found['supply']}"
            yield from (f"{own}/rejected.csv",) if found["rejected"] else (own, *forms(own))


def files_of(shelf: Shelf, line: str) -> list[str]:
    try:
        return [*shelf.newest(line).manifest.files]
    except NotPublished:
        return []

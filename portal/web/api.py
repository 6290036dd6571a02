"""The data addresses, declared once: what stands under each, and the shape of its JSON.

A new route with the ending of a form (data_addresses.FORMS) needs one line in DECLARED; a test says which is missing.
"""

from dataclasses import dataclass

from pydantic import BaseModel

from portal.accounts.check_documents import CheckDocument, ComplianceTable
from portal.accounts.difference_document import Differences
from portal.accounts.document import Account
from portal.accounts.files.selections import Selection
from portal.accounts.manifest import Manifest
from portal.accounts.map_document import Map
from portal.accounts.series_document import Series
from portal.accounts.supply_list import SupplyDocument, SupplyList
from portal.web.addresses import NameConverter, PeriodConverter
from portal.web.corrections import Corrections
from portal.web.names import KINDS
from portal.web.shapes import CharterDocument, Charts

DESCRIBES = "What describes the columns of that CSV (CSV on the Web)"
CHARTER = "The charter: promises, duties, checks and what is agreed; as a table its checks"
SUPPLY = "One supply in full, with its findings; as a table its row of the table of all"
ACCOUNTS, CHECKS, SUPPLIES = "Accounts", "The charter and its checks", "Supplies"
TABLES, EDITIONS, OTHERS = "Tables", "Editions", "Feeds, outlines and the standard"


@dataclass(frozen=True)
class Data:
    """What an endpoint gives. `model`: the shape of its JSON; None for JSON that is somebody else's form.

    `dated`: whether it says since when it stands (Last-Modified). What is put together as it is asked for does not.
    `asks`: what the question of the address (`?a=...`) has.
    """

    section: str
    summary: str
    model: type[BaseModel] | None = None
    dated: bool = True
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A part of an address, or of its question: what it means, and values that exist somewhere.

    `pattern`: of a part of a question, whose routes have none.
    """

    means: str
    examples: tuple[str, ...]
    pattern: str = ""
    required: bool = True


DECLARED: dict[str, Data] = {
    "downloads.london": Data(ACCOUNTS, "London's account of one year; without a year the newest complete one", Account),
    "downloads.place": Data(ACCOUNTS, "A place's account of one year; without a year the newest complete one", Account),
    "charter.index_json": Data(CHECKS, CHARTER, CharterDocument),
    "downloads.london_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.place_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.places": Data(ACCOUNTS, "Totals and rates of every place of a kind, in the newest period", Selection),
    "downloads.places_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.section_60": Data(
        ACCOUNTS, "Searches without suspicion in every place, in the newest period", Selection
    ),
    "downloads.section_60_described": Data(ACCOUNTS, DESCRIBES),
    "data.of_period": Data(TABLES, "A table of a whole period, and what describes its columns"),
    "data.of_place": Data(TABLES, "Every figure of one place, every period, and what describes its columns"),
    "data.pack": Data(TABLES, "A councillor's pack: one borough's account, years, compliance, teams, map and method"),
    "data.package": Data(TABLES, "The tables below /data, as a Data Package"),
    "data.schema": Data(TABLES, "The columns of one kind of table, as a Table Schema"),
    "charter.one_file": Data(CHECKS, "What one check found, in every place", CheckDocument),
    "charter.one_described": Data(CHECKS, DESCRIBES),
    "compliance.table": Data(CHECKS, "Every check in every place, for one year", ComplianceTable),
    "compliance.table_described": Data(CHECKS, DESCRIBES),
    "charter_files.checks": Data(CHECKS, CHARTER, dated=False),
    "charter_files.checks_described": Data(CHECKS, DESCRIBES, dated=False),
    "charter_files.compliance_described": Data(CHECKS, DESCRIBES),
    "supplies.index_file": Data(SUPPLIES, "Every file that was supplied, and what is missing", SupplyList),
    "supplies.index_described": Data(SUPPLIES, DESCRIBES),
    "supplies.one_json": Data(SUPPLIES, SUPPLY, SupplyDocument),
    "supplies.one_file": Data(SUPPLIES, SUPPLY, dated=False),
    "supplies.one_described": Data(SUPPLIES, DESCRIBES, dated=False),
    "supplies.rejected": Data(SUPPLIES, "The rows of a public supply that could not be read"),
    "supplies.rejected_described": Data(SUPPLIES, DESCRIBES),
    "editions.manifest": Data(EDITIONS, "What an edition is made of: every file with its SHA-256", Manifest),
    "editions.file": Data(EDITIONS, "Any file of an edition, for ever the same bytes: its manifest lists them"),
    "editions.differences": Data(EDITIONS, "What an edition changed in the one before, and why", Differences),
    "editions.map_document": Data(EDITIONS, "The map: outlines, figures and classes", Map),
    "explore.of_account": Data(EDITIONS, "The charts of one account, as Plotly draws them", Charts, dated=False),
    "explore.of_check": Data(EDITIONS, "The chart of one check, as Plotly draws it", Charts, dated=False),
    "corrections.table": Data(EDITIONS, "Every edition that followed another, and why", dated=False),
    "corrections.as_json": Data(EDITIONS, "Every edition that followed another, and why", Corrections, dated=False),
    "corrections.described": Data(EDITIONS, DESCRIBES, dated=False),
    "comparing.table": Data(ACCOUNTS, "Two accounts side by side", dated=False, asks=("a", "a_year", "b", "b_year")),
    "comparing.described": Data(ACCOUNTS, DESCRIBES, dated=False),
    "standard.file": Data(OTHERS, "The charter return: its schema, a template and an example"),
    "standard.described": Data(OTHERS, DESCRIBES, dated=False),
    "finding.outlines": Data(OTHERS, "The boroughs' outlines"),
    "feeds.london": Data(OTHERS, "Editions, corrections and serious findings as Atom: all of London", dated=False),
    "feeds.borough": Data(OTHERS, "Editions, corrections and serious findings as Atom: one borough", dated=False),
    "crawlers.sitemap": Data(OTHERS, "Every page, for search engines", dated=False),
    "openapi.described": Data(OTHERS, "This list, as OpenAPI 3.1", dated=False),
}
"""Endpoint -> what it gives."""

PLACE = f"london|(?:{'|'.join(kind.plural for kind in KINDS)})/{NameConverter.regex}"
YEAR = PeriodConverter.regex
PARAMETERS: dict[str, Parameter] = {
    "kind": Parameter("The kind of place, in the plural", ("boroughs", "forces")),
    "name": Parameter("The place's name in addresses, or its GSS code, which redirects to the name", ("hackney",)),
    "period": Parameter("A financial year (April to March) or a calendar year", ("2018-19", "2018")),
    "line": Parameter(
        "A period, or a line of editions of no single year: every place over all years, the list of supplies, "
        "the catalogue of tables",
        ("2018-19", "series", "supplies", "catalogue"),
    ),
    "path": Parameter("A file of the edition; slashes stay as they are", ("london.csv", "SHA256SUMS")),
    "number": Parameter("The number of an edition", ("1.0",)),
    "check": Parameter("The id of a check, in capitals", ("R01",)),
    "table": Parameter("The name of a table", ("accounts", "rates")),
    "a": Parameter("The first place, as in its address", ("london", "boroughs/hackney"), PLACE),
    "a_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "b": Parameter("The second place, as in its address", ("boroughs/hackney",), PLACE),
    "b_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "supply": Parameter("The id of a supply", ("police-uk-metropolitan-2018-04-61b63ad4",)),
}
"""Part of an address -> what it means."""

ALSO: tuple[type[BaseModel], ...] = (Series,)
"""Documents inside editions that have no address of their own, described all the same."""

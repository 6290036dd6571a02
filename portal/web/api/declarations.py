"""The data addresses, declared once: what stands under each, and the shape of its JSON.

A new route with the ending of a form (responses.files.ENDED) needs one line in DECLARED; a test says which is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import Flask
from pydantic import BaseModel, Field

from portal.documents.account import Account
from portal.documents.charter import CharterDocument
from portal.documents.checks import CheckDocument, ComplianceTable
from portal.documents.differences import Differences
from portal.documents.figures import Part
from portal.documents.manifest import Manifest
from portal.documents.map import Map
from portal.documents.review import ReviewDocument, ReviewDraws
from portal.documents.series import Series
from portal.documents.supplies import SupplyDocument, SupplyList
from portal.tables.formats import FORMATS
from portal.tables.selections import Selection
from portal.web.pages.editions import Corrections
from portal.web.pages.search import KINDS
from portal.web.responses.files import ENDED
from portal.web.urls import NameConverter, PeriodConverter

# The shape of JSON that no document of ours has: the charts of a page.


class Chart(Part):
    """One chart as Plotly draws it. A text that begins with `--` names a colour or a font of our style sheet."""

    title: str
    source: str
    file: str
    explains: str
    data: list[dict[str, Any]]
    layout: dict[str, Any]


class Charts(Part):
    """Name of the chart -> the chart; none where a page has none."""

    schema_: str = Field(default="charts/1", alias="schema")
    charts: dict[str, Chart]


PAGE = "The figures of one page of an account (where, results, who and so on)"
DESCRIBES = "What describes the columns of that CSV (CSV on the Web)"
CHARTER = "The charter: promises, duties, checks and what is agreed; as a table its checks"
REVIEW = "What independent reviewers saw on video in one year"
DRAWN = "Every promise of a seed, and every draw of searches for the video review"
SUPPLY = "One supply in full, with its findings; as a table its row of the table of all"
REVIEWS = "The reviewer's return: its schemas, empty files, an example, and a workbook with lists to choose from"
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
    "downloads.london_file": Data(
        ACCOUNTS, "London's account of one year; without a year the newest complete one", Account
    ),
    "downloads.place_file": Data(
        ACCOUNTS, "A place's account of one year; without a year the newest complete one", Account
    ),
    "charter.index_json": Data(CHECKS, CHARTER, CharterDocument),
    "downloads.london_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.place_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.places": Data(ACCOUNTS, "Totals and rates of every place of a kind, in the newest period", Selection),
    "downloads.places_described": Data(ACCOUNTS, DESCRIBES),
    "downloads.section_60": Data(
        ACCOUNTS, "Searches without suspicion in every place, in the newest period", Selection
    ),
    "downloads.section_60_described": Data(ACCOUNTS, DESCRIBES),
    "one_account.london_tables": Data(ACCOUNTS, PAGE, dated=False),
    "one_account.place_tables": Data(ACCOUNTS, PAGE, dated=False),
    "editions.account_tables": Data(ACCOUNTS, f"{PAGE}, for ever", dated=False),
    "data.download_table": Data(TABLES, "A table of a whole period, and what describes its columns"),
    "data.download_place": Data(TABLES, "Every figure of one place, every period, and what describes its columns"),
    "data.download_pack": Data(
        TABLES, "A councillor's pack: one borough's account, years, compliance, teams, map and method"
    ),
    "data.download_package": Data(TABLES, "The tables below /data, as a Data Package"),
    "data.download_schema": Data(TABLES, "The columns of one kind of table, as a Table Schema"),
    "charter.check_file": Data(CHECKS, "What one check found, in every place", CheckDocument),
    "charter.check_metadata": Data(CHECKS, DESCRIBES),
    "compliance.compliance_table": Data(CHECKS, "Every check in every place, for one year", ComplianceTable),
    "compliance.table_described": Data(CHECKS, DESCRIBES),
    "reviews.review_file": Data(CHECKS, REVIEW, ReviewDocument),
    "reviews.review_described": Data(CHECKS, DESCRIBES),
    "reviews.draws_json": Data(CHECKS, DRAWN, ReviewDraws),
    "reviews.draws_table": Data(CHECKS, DRAWN, dated=False),
    "reviews.draws_described": Data(CHECKS, DESCRIBES, dated=False),
    "charter_files.charter_table": Data(CHECKS, CHARTER, dated=False),
    "charter_files.checks_described": Data(CHECKS, DESCRIBES, dated=False),
    "charter_files.compliance_described": Data(CHECKS, DESCRIBES),
    "supplies.index_file": Data(SUPPLIES, "Every file that was supplied, and what is missing", SupplyList),
    "supplies.index_described": Data(SUPPLIES, DESCRIBES),
    "supplies.one_json": Data(SUPPLIES, SUPPLY, SupplyDocument),
    "supplies.supply_file": Data(SUPPLIES, SUPPLY, dated=False),
    "supplies.supply_metadata": Data(SUPPLIES, DESCRIBES, dated=False),
    "supplies.rejected_rows_file": Data(SUPPLIES, "The rows of a public supply that could not be read"),
    "supplies.rejected_described": Data(SUPPLIES, DESCRIBES),
    "editions.manifest": Data(EDITIONS, "What an edition is made of: every file with its SHA-256", Manifest),
    "editions.edition_file": Data(EDITIONS, "Any file of an edition, for ever the same bytes: its manifest lists them"),
    "editions.reviews_file": Data(EDITIONS, f"{REVIEW}, for ever", ReviewDocument),
    "editions.reviews_described": Data(EDITIONS, DESCRIBES),
    "editions.differences": Data(EDITIONS, "What an edition changed in the one before, and why", Differences),
    "editions.map_document": Data(EDITIONS, "The map: outlines, figures and classes", Map),
    "explore.explore_account": Data(EDITIONS, "The charts of one account, as Plotly draws them", Charts, dated=False),
    "explore.explore_trends": Data(EDITIONS, "All months of one place, as Plotly draws them", Charts, dated=False),
    "explore.explore_check": Data(EDITIONS, "The chart of one check, as Plotly draws it", Charts, dated=False),
    "corrections.corrections_table": Data(EDITIONS, "Every edition that followed another, and why", dated=False),
    "corrections.corrections_json": Data(
        EDITIONS, "Every edition that followed another, and why", Corrections, dated=False
    ),
    "corrections.corrections_metadata": Data(EDITIONS, DESCRIBES, dated=False),
    "comparing.compare_table": Data(
        ACCOUNTS,
        "Two to four accounts side by side",
        dated=False,
        asks=("a", "a_year", "b", "b_year", "c", "c_year", "d", "d_year"),
    ),
    "comparing.compare_metadata": Data(ACCOUNTS, DESCRIBES, dated=False),
    "standard.standard_file": Data(OTHERS, "The charter return: its schema, a template and an example"),
    "standard.standard_metadata": Data(OTHERS, DESCRIBES, dated=False),
    "standard.review_standard_file": Data(OTHERS, REVIEWS),
    "standard.review_workbook": Data(OTHERS, REVIEWS, dated=False),
    "standard.review_standard_metadata": Data(OTHERS, DESCRIBES, dated=False),
    "finding.outlines_file": Data(OTHERS, "The boroughs' outlines"),
    "feeds.london_feed": Data(OTHERS, "Editions, corrections and serious findings as Atom: all of London", dated=False),
    "feeds.borough_feed": Data(OTHERS, "Editions, corrections and serious findings as Atom: one borough", dated=False),
    "crawlers.sitemap": Data(OTHERS, "Every page, for search engines", dated=False),
    "openapi.openapi_json": Data(OTHERS, "This list, as OpenAPI 3.1", dated=False),
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
        "the draws of the video review, the catalogue of tables",
        ("2018-19", "series", "supplies", "draws", "catalogue"),
    ),
    "path": Parameter("A file of the edition; slashes stay as they are", ("london.csv", "SHA256SUMS")),
    "number": Parameter("The number of an edition", ("1.0",)),
    "check": Parameter("The id of a check, in capitals", ("R01",)),
    "table": Parameter("The name of a table", ("accounts", "rates")),
    "a": Parameter("The first place, as in its address", ("london", "boroughs/hackney"), PLACE),
    "a_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "b": Parameter("The second place, as in its address", ("boroughs/hackney",), PLACE),
    "b_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "c": Parameter("A third place, as in its address", ("boroughs/islington",), PLACE, required=False),
    "c_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "d": Parameter("A fourth place, as in its address", ("london",), PLACE, required=False),
    "d_year": Parameter("Its year; without one the newest complete", ("2018-19", "2018"), YEAR, required=False),
    "supply": Parameter("The id of a supply", ("police-uk-metropolitan-2018-04-61b63ad4",)),
}
"""Part of an address -> what it means."""

ALSO: tuple[type[BaseModel], ...] = (Series,)
"""Documents inside editions that have no address of their own, described all the same."""


# The data addresses as the routes have them: each with its arguments, its form, and what it was declared to give.

FORMS = {
    "json": "application/json",
    **{ending: each.media for ending, each in FORMATS.items()},
    "zip": "application/zip",
    "geojson": "application/geo+json",
    "xml": "application/atom+xml",
}
SPECIAL = {"sitemap.xml": "application/xml", ".csv-metadata.json": "application/csvm+json"}
ARGUMENT = re.compile(r"<(?:(?P<converter>\w+)(?:\((?P<values>[^)]*)\))?:)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One data address: `/{kind}/{name}/{period}.json`, its arguments with their converters, and what it gives."""

    template: str
    arguments: dict[str, str]
    data: Data

    @property
    def form(self) -> str:
        """The ending; nothing where the argument `path` has it."""
        return self.template.rsplit(".", 1)[-1] if "." in self.template else ""

    @property
    def media(self) -> list[str]:
        """What it may be: one form, or of any file of an edition every form there is."""
        special = [media for ending, media in SPECIAL.items() if self.template.endswith(ending)]
        return special or ([FORMS[self.form]] if self.form else sorted(set(ENDED.values())))

    @property
    def example(self) -> str:
        """The address with the first example of each argument, and of each part of its question."""
        path = self.template.format(**{name: PARAMETERS[name].examples[0] for name in self.arguments})
        asked = "&".join(f"{name}={PARAMETERS[name].examples[0]}" for name in self.data.asks)
        return f"{path}?{asked}" if asked else path


def templates(rule: str) -> Iterator[str]:
    """A rule as addresses with `{arguments}`: one for each value of an `any(...)`."""
    found = [[part] for part in ARGUMENT.split(rule)[:: ARGUMENT.groups + 1]]
    values = [
        [value.strip() for value in match["values"].split(",")]
        if match["converter"] == "any"
        else [f"{{{match['name']}}}"]
        for match in ARGUMENT.finditer(rule)
    ]
    between = [part for pair in zip(found, [*values, [""]], strict=True) for part in pair]
    yield from ("".join(parts) for parts in product(*between))


def arguments(rule: str) -> dict[str, str]:
    """Argument -> its converter, of those that stay in the address."""
    return {
        match["name"]: match["converter"] or "default"
        for match in ARGUMENT.finditer(rule)
        if match["converter"] != "any"
    }


def data_addresses(app: Flask) -> list[Address]:
    """Every declared address of the site, section by section, in the order of the declarations."""
    found = [
        Address(template, arguments(rule.rule), DECLARED[rule.endpoint])
        for endpoint in DECLARED
        for rule in app.url_map.iter_rules()
        if rule.endpoint == endpoint
        for template in templates(rule.rule)
    ]
    sections = list(dict.fromkeys(data.section for data in DECLARED.values()))
    return sorted(found, key=lambda address: sections.index(address.data.section))

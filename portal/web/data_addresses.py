"""The data addresses as the routes have them: each with its arguments, its form, and what it was declared to give."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from flask import Flask

from portal.web.api import DECLARED, PARAMETERS, Data
from portal.web.forms import ENDED
from portal.web.headers import XLSX

FORMS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": XLSX,
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


def of(app: Flask) -> list[Address]:
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

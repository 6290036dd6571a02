"""Text in addresses turned into places and periods before a view sees it."""

from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, ValidationError
from werkzeug.wrappers import Response

from portal.editions.archive import BULKY, CATALOGUE, DRAWS_LINE, SERIES, SUPPLIES, as_period
from portal.periods import NoSuchPeriod, Period
from portal.places import Kind
from portal.tables.definitions import OF_YEAR

# An address with a slash at its end leads to the one without, and keeps what was asked.


def register(app: Flask) -> None:
    app.before_request(strip_slash)


def strip_slash() -> Response | None:
    """None where the address has no slash to lose, or is none of ours without it."""
    path = request.path.rstrip("/")
    if path in ("", request.path) or not leads_somewhere(path):
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(f"{quote(path)}{f'?{asked}' if asked else ''}", 308)


def leads_somewhere(path: str) -> bool:
    """Only to a rule of ours: `//elsewhere.example/` is another site's name, and leads nowhere."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        adapter.match(path, method=request.method)
    except HTTPException:
        return False
    return True


class PeriodConverter(BaseConverter):
    """`2018-19` or `2018`."""

    regex = r"\d{4}(?:-\d{2})?"

    def to_python(self, value: str) -> Period:
        try:
            return Period.named(value)
        except NoSuchPeriod as wrong:
            raise ValidationError from wrong

    def to_url(self, value: Any) -> str:
        return value.id if isinstance(value, Period) else str(value)


class KindConverter(BaseConverter):
    """The plural that heads a place's address: `boroughs`, `teams`, `forces`, `bcus`."""

    def __init__(self, map_: Map) -> None:
        super().__init__(map_)
        self.kinds = {kind.plural: kind for kind in Kind if kind is not Kind.LONDON}
        self.regex = "|".join(self.kinds)

    def to_python(self, value: str) -> Kind:
        return self.kinds[value]

    def to_url(self, value: Any) -> str:
        return Kind(value).plural


class NameConverter(BaseConverter):
    """A place's slug or code; no full stop, so that `.csv` stays an ending."""

    regex = r"[A-Za-z0-9-]+"


class NumberConverter(BaseConverter):
    """The number of an edition: `1.0`."""

    regex = r"\d+\.\d+"


class LineConverter(BaseConverter):
    """A line of editions: a period, or one that is of no single year (`series`, `supplies`, `draws`, `catalogue`).

    The weights of this and of FileConverter let every other address of an edition go first.
    """

    weight = 150
    regex = rf"\d{{4}}(?:-\d{{2}})?|{SERIES}|{SUPPLIES}|{DRAWS_LINE}|{CATALOGUE}"

    def to_python(self, value: str) -> str:
        if value[0].isdigit() and not as_period(value):
            raise ValidationError
        return value


class FileConverter(BaseConverter):
    """A file inside an edition: `SHA256SUMS`, `boroughs/hackney.csv-metadata.json`."""

    part_isolating = False
    weight = 200
    regex = r"(?:[A-Za-z0-9][A-Za-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9-]*(?:\.[a-z-]+)*"


class TableConverter(BaseConverter):
    """A table of a year: `accounts`, `searches-hackney`."""

    regex = rf"(?:{'|'.join(OF_YEAR)}|{BULKY}[a-z-]+)"


CONVERTERS: dict[str, type[BaseConverter]] = {
    "period": PeriodConverter,
    "kind": KindConverter,
    "name": NameConverter,
    "number": NumberConverter,
    "line": LineConverter,
    "file": FileConverter,
    "table": TableConverter,
}
"""What create_app registers; `<period:period>` in a rule."""

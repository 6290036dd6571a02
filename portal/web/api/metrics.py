"""Facts for monitoring, read from the published directory: the same whichever worker answers (Prometheus text)."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from portal import shipped
from portal.documents.supplies import SupplyList
from portal.editions.archive import SUPPLIES, Altered, NotPublished, Shelf, Withdrawn
from portal.editions.stamp import last_run_note
from portal.periods import Period
from portal.web.pages.accounts import altered_files, shelf
from portal.web.published import Shown

metrics = Blueprint("metrics", __name__)
TEXT = "text/plain; version=0.0.4; charset=utf-8"
STATES = ("current", "superseded", "held", "refused", "withdrawn")


@dataclass(frozen=True)
class Gauge:
    """A measure with a value for each set of labels (`line="2018-19"`, or nothing)."""

    name: str
    says: str
    values: Mapping[str, float]

    def __str__(self) -> str:
        head = f"# HELP portal_{self.name} {self.says}\n# TYPE portal_{self.name} gauge\n"
        lines = (f"portal_{self.name}{{{labels}}} {value:.17g}\n" for labels, value in self.values.items())
        return head + "".join(lines).replace("{}", "")


@metrics.get("/metrics")
def metrics_text() -> Response:
    return Response("".join(map(str, gauges(shelf()))), content_type=TEXT)


def gauges(held: Shown) -> Iterator[Gauge]:
    """An empty shelf has no days and no supplies: then those lines are not there, never 0."""
    yield Gauge("build_info", "The code that answers.", {f'version="{shipped.build()}"': 1})
    yield Gauge("periods", "Years with an edition.", {"": len(held.periods())})
    yield Gauge("editions", "Editions by line.", {f'line="{line}"': len(held.numbers(line)) for line in held.lines()})
    days = {f'line="{line}"': published_timestamp(held, line) for line in held.lines()}
    yield Gauge("published_timestamp_seconds", "When the newest edition of a line was published.", days)
    if days:
        yield Gauge("newest_timestamp_seconds", "When anything was last published.", {"": max(days.values())})
    months = {
        f'period="{period.id}"': found for period in held.periods() if (found := months_with_supplies(held, period))
    }
    yield Gauge("months_supplied", "Months of a year that are held, of 12.", months)
    yield Gauge("supplies", "Supplies by state.", supplies(held))
    yield Gauge(
        "faults", "What keeps newer or whole figures from being shown; /readyz names it.", {"": len(held.faults())}
    )
    yield Gauge(
        "altered_files", "Files that this worker met and that are not what was published.", {"": len(altered_files())}
    )
    try:
        yield from list(run_gauges(last_run(held)))
    except (ValueError, TypeError, AttributeError, OverflowError):  # a note that was altered tells nothing
        return


def published_timestamp(held: Shelf, line: str) -> float:
    """Seconds since 1970, of the newest edition."""
    return seconds(held.newest(line).manifest.published_at)


def months_with_supplies(held: Shelf, period: Period) -> int:
    """Months that the newest edition of the year draws on: how many months its supplies are of."""
    edition = held.newest(period)
    return len(edition.manifest.months() & set(period.months))


def supplies(held: Shelf) -> dict[str, float]:
    try:
        raw = held.newest(SUPPLIES).read("supplies.json", "")
    except (NotPublished, Withdrawn, Altered):
        return {}
    found = Counter(supply.state for supply in SupplyList.model_validate_json(raw).supplies)
    return {f'state="{state}"': found[state] for state in STATES}


def last_run(held: Shelf) -> dict[str, Any]:
    """The note that a command which writes leaves at its end; nothing before the first, or where it was damaged."""
    try:
        path = last_run_note(held.root)
        found = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):  # monitoring misses the measure then, which is an alarm by itself
        return {}
    return found if isinstance(found, dict) else {}


def run_gauges(told: dict[str, Any]) -> Iterator[Gauge]:
    """Never a 0 for what never was: then the line is not there."""
    if ended := told.get("finished_at"):
        yield Gauge("last_run_timestamp_seconds", "When a command that writes last ended.", {"": seconds(ended)})
        well = float(told.get("outcome") == "done")
        yield Gauge("last_run_ok", "Whether the last command that writes did all of its work.", {"": well})
    if succeeded := told.get("succeeded_at"):
        yield Gauge("last_success_timestamp_seconds", "When one last did all of its work.", {"": seconds(succeeded)})
        days = {f'command="{name}"': seconds(when) for name, when in sorted(told.get("succeeded", {}).items())}
        yield Gauge("command_success_timestamp_seconds", "When each command last did all of its work.", days)


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()

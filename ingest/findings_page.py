"""`python -m ingest.findings_page`: docs/findings.md, generated from the checks themselves."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.finding import Finding, Seen
from ingest.findings import CHECKS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
HEAD = """# Findings

What the portal looks for in every supply. A finding is public: it stands on the supply's page, in `portal status`, and
in every account the supply feeds. Generated from the code by `python -m ingest.findings_page`; do not edit.

*Serious* findings of missing rows make a month "part of the month" and keep a year from being complete; serious
findings of missing places do so in borough accounts; where a *column* is affected, only figures of that field are.
Findings are drawn anew after every ingest from the current supplies alone, so that they do not depend on the order in
which files came. What is usual is taken from earlier supplies that are sound themselves, and lasting changes that are
known stand in `data/breaks.toml`. A note that stands on nearly every month of a force is told once, of the source.

| check | what it finds |
|---|---|
"""


def page() -> str:
    return HEAD + "\n".join(f"| `{check.__name__}` | {words(check)} |" for check in CHECKS) + "\n"


def words(check: Callable[[Seen], Iterator[Finding]]) -> str:
    """What the check says of itself, in one line: a cell of a table has no other."""
    return " ".join(str(inspect.getdoc(check)).split())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

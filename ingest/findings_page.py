"""`python -m ingest.findings_page`: docs/findings.md, generated from the checks themselves."""

import inspect
from pathlib import Path

from ingest.findings import CHECKS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
HEAD = """# Findings

What the portal looks for in every supply. A finding is public: it stands on the supply's page, in `portal status`, and
in every account the supply feeds. Generated from the code by `python -m ingest.findings_page`; do not edit.

*Serious* findings of missing rows make a month "part of the month" and keep a year from being complete; serious
findings of missing places do so in borough accounts. Findings are drawn anew after every ingest from the current
supplies alone, so that they do not depend on the order in which files came.

| check | what it finds |
|---|---|
"""


def page() -> str:
    rows = [f"| `{check.__name__}` | {inspect.getdoc(check)} |" for check in CHECKS]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

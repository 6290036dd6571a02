"""Charts of the demo that can be explored, and what Plotly holds of one that is open."""

import json
from typing import Any

from playwright.sync_api import Locator, Page

HACKNEY, LONDON, CHECK = "/boroughs/hackney/trends", "/london/2024-25/results", "/charter/R02"
TEAMS = "/london/2024-25/teams"
CHARTS = [(HACKNEY, "months"), ("/london/trends", "months"), (LONDON, "action"), (LONDON, "arrest"), (CHECK, "R02"),
          (TEAMS, "action-teams")]  # fmt: skip
OPENER = "Explore this chart"


def box_of(page: Page, chart: str) -> Locator:
    """Unfolded, where the chart is one that the reader has to open."""
    page.evaluate("for (const each of document.querySelectorAll('details:has([data-explore])')) each.open = true")
    return page.locator(f"[data-explore='{chart}']")


def explored(page: Page, chart: str) -> Locator:
    """The box of the chart, once it is drawn."""
    box = box_of(page, chart)
    box.get_by_role("button", name=OPENER).click()
    box.get_by_text("The chart is drawn").wait_for()
    return box


def plotted(box: Locator, what: str) -> Any:
    """`data` or `layout`, as Plotly has it."""
    return json.loads(box.locator(".plot").evaluate("(plot, what) => JSON.stringify(plot[what])", what))


def rows(page: Page, selector: str) -> dict[str, list[str]]:
    """The rows of a table, also of one that is folded away: head -> cells."""
    cells = (
        "table => [...table.querySelectorAll('tbody tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return {row[0]: row[1:] for row in page.locator(selector).evaluate(cells)}


def number(value: int | None) -> str:
    return "no figure" if value is None else f"{value:,}"


def plain(cell: str) -> str:
    return cell.replace(",", "")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))

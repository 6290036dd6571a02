"""The measures of a page: how high on a phone, how small its words, how narrow a first column, how heavy."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from portal.web.presentation.account_pages import PAGES
from tests.browser.kinds_of_page import ACCOUNTS, BUDGET, KINDS, assets, fetched

pytestmark = pytest.mark.full

OVERVIEW, QUESTION = 3600, 6500
"""Pixels at 360 wide."""
SMALLEST = 14.0
"""Pixels of letters on a screen; those in pictures as they are drawn there."""
SMALL_WORDS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const own = node.parentElement;
    if (!node.data.trim() || !own.getClientRects().length || own.closest(".unseen, title, script")) continue;
    let size = parseFloat(getComputedStyle(own).fontSize);
    if (own.ownerSVGElement && own.getScreenCTM) size *= own.getScreenCTM().a;
    if (size < LEAST - 0.01) found.push([Math.round(size * 10) / 10, node.data.trim().slice(0, 30)]);
  }
  return found;
}""".replace("LEAST", str(SMALLEST))


@pytest.fixture
def phone(chromium: Browser) -> Page:
    return chromium.new_context(viewport={"width": 360, "height": 800}).new_page()


def height(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollHeight")
    return found


@pytest.mark.parametrize("account", ACCOUNTS)
def test_an_overview_is_at_most_four_and_a_half_screens_and_a_page_eight(demo: str, phone: Page, account: str) -> None:
    phone.goto(demo + account)
    assert height(phone) <= OVERVIEW
    links = {link.get_attribute("href") for link in phone.locator("main a").all()}
    found = [page.id for page in PAGES if f"{account}/{page.id}" in links]
    assert {"where", "who", "charter", "sources"} <= set(found)
    for name in (*found, "changes"):
        phone.goto(f"{demo}{account}/{name}")
        assert height(phone) <= QUESTION, name


def test_the_first_questions_are_answered_on_the_first_two_screens(demo: str, phone: Page) -> None:
    """How many and up or down, action, fair, receipt, which team."""
    phone.goto(f"{demo}/boroughs/hackney/2024-25")
    assert phone.locator(".lead").bounding_box()["y"] < 800  # type: ignore[index]
    for tile in phone.locator(".tile .big").all():
        assert tile.bounding_box()["y"] < 1600  # type: ignore[index]


@pytest.mark.parametrize("width", [360, 1280])
def test_no_words_are_too_small_to_read(demo: str, chromium: Browser, width: int) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    for address in [*KINDS, *(f"/boroughs/hackney/2024-25/{each.id}" for each in PAGES)]:
        page.goto(demo + address)
        assert page.evaluate(SMALL_WORDS) == [], address


def test_first_columns_can_be_read_at_400_percent(demo: str, chromium: Browser) -> None:
    """320 pixels are what 1,280 are at 400%: the head of a row is never one letter wide."""
    page = chromium.new_context(viewport={"width": 320, "height": 800}).new_page()
    for address in (*KINDS, "/boroughs/hackney/2024-25/who", "/boroughs/hackney/2024-25/charter"):
        page.goto(demo + address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        narrow: list[Any] = page.evaluate(
            "[...document.querySelectorAll('tbody th[scope=row]')].filter(each => each.getClientRects().length"
            " && !each.closest('.short, .unseen') && each.getBoundingClientRect().width < 110)"
            ".map(each => each.textContent.trim())"
        )
        assert narrow == [], address


def test_text_twice_as_large_stays_on_the_page(demo: str, chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 360, "height": 800}).new_page()
    for address in ("/boroughs/hackney/2024-25", "/boroughs/hackney/2024-25/who", "/boroughs/hackney/2024-25/results"):
        page.goto(demo + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_an_overview_with_its_map_is_light(demo: str) -> None:
    """The page, its style, script and font, as they go over the line."""
    style = assets(demo)[0]
    whole = sum(len(fetched(demo + each, "br")) for each in ("/boroughs/hackney/2024-25", style))
    font = len(fetched(demo + "/static/answerable-sans.woff2", "identity"))
    assert whole + font < BUDGET

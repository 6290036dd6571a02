"""Exploring a chart when it fails, without scripts, on a phone, with a screen reader, and what it weighs before."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.explored import CHARTS, CHECK, HACKNEY, LONDON, OPENER, box_of, explored, focused
from tests.browser.kinds_of_page import BUDGET, assets, fetched

pytestmark = pytest.mark.full


@pytest.mark.parametrize("refused", ["**/plotly/*.js", "**/charts.json", "**/plotly.css*"])
def test_when_it_cannot_be_loaded_it_says_so_and_can_be_tried_again(demo: str, chromium: Browser, refused: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo + HACKNEY)
    page.route(refused, lambda route: route.abort())
    box = box_of(page, "months")
    box.get_by_role("button", name=OPENER).click()
    page.locator(".skip").focus()
    box.get_by_text("The chart could not be loaded.").wait_for()
    assert focused(page) == "Skip to the main content"
    assert page.locator("figure:has([data-explore=months]) > svg").is_visible()
    assert not box.locator(".explored-chart").is_visible()
    page.unroute(refused)
    explored(page, "months")
    context.close()


def test_nothing_moves_when_the_script_comes(demo: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    tall = "document.documentElement.scrollHeight"
    page.goto(demo + LONDON)
    with_script = page.evaluate(tall)
    page.route("**/explore.js*", lambda route: route.abort())
    page.reload()
    assert page.get_by_role("button", name=OPENER).count() == 0
    assert page.evaluate(tall) == with_script
    context.close()


def test_without_script_there_is_no_control(demo: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for address, chart in CHARTS:
        page.goto(demo + address)
        assert not box_of(page, chart).is_visible()
        assert page.locator("figure > svg").first.is_visible()
        assert page.get_by_role("button", name=OPENER).count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_chart_fits_a_phone_and_axe_finds_no_fault(demo: str, chromium: Browser, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for address, charts in {LONDON: ("action", "arrest"), HACKNEY: ("months",), CHECK: ("R02",)}.items():
        page.goto(demo + address)
        for chart in charts:
            explored(page, chart)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == [], address
    context.close()


def test_a_page_with_its_style_and_scripts_keeps_its_budget(demo: str) -> None:
    for address in (HACKNEY, LONDON, CHECK):
        page = fetched(demo + address, "identity").decode()
        scripts = re.findall(r'<script src="([^"]+)"', page)
        assert any("explore.js" in script for script in scripts)
        loaded = [address, *assets(demo), *scripts]
        assert sum(len(fetched(demo + each, "br")) for each in loaded) < BUDGET, address

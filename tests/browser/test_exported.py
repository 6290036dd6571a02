"""The demo as files behind `python -m http.server`: what needs no server works, with and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from portal.export.links import path_of
from tests.browser.kinds_of_page import KINDS

pytestmark = pytest.mark.full
NEEDS_A_SERVER = ("/find", "/compare?", "/embed/", "/no-such-page")
PAGES = [f"/{path_of(address)}" for address in KINDS
         if not address.startswith(NEEDS_A_SERVER)]  # fmt: skip


def test_axe_finds_no_fault_on_any_page(exported: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for address in PAGES:
        answer = page.goto(exported + address)
        assert answer is not None
        assert answer.ok, address
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_walks_from_home_to_a_table(exported: str, chromium: Browser, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(exported) else faults.append(request.url))
    page.goto(f"{exported}/index.html")
    page.get_by_role("link", name="Hackney").last.click()
    assert "Hackney" in page.title()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="The charter").click()
    page.get_by_role("link", name="R07").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="as CSV").click()
    assert download.value.path().read_bytes().startswith(b"place_kind,")
    assert faults == []
    context.close()


def test_a_device_finds_its_borough(exported: str, chromium: Browser) -> None:
    context = chromium.new_context(geolocation={"longitude": -0.0561, "latitude": 51.5471}, permissions=["geolocation"])
    page = context.new_page()
    page.goto(f"{exported}/index.html")
    page.get_by_role("button", name="Use my location").click()
    page.locator("[data-here-says] a").click()
    page.wait_for_url("**/boroughs/hackney/index.html")
    assert "Hackney" in page.title()
    context.close()

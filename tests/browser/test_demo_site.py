"""The demo as a resident sees it, on a phone and on a desk, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full
ADDRESSES = ["/", "/boroughs", "/forces", "/london", "/boroughs/hackney/2023-24", "/forces/city-of-london"]


def opened(browser: Browser, width: int, *, script: bool) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    return context.new_page()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_hold_at_this_width_say_they_are_invented_and_stay_on_this_host(
    demo: str, chromium: Browser, width: int, script: bool
) -> None:
    page = opened(chromium, width, script=script)
    said: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for address in ADDRESSES:
        page.goto(demo + address)
        if script:
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
        assert page.get_by_text("Made-up figures. Do not quote.").first.is_visible()
    assert said == []
    assert hosts == {demo.split("/")[2]}


def test_from_the_map_to_a_boroughs_csv_by_keyboard(demo: str, chromium: Browser) -> None:
    page = opened(chromium, 1280, script=False)
    page.goto(demo)
    area = page.locator(".map a").filter(has=page.locator("title", has_text="Hackney"))
    area.focus()
    page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Hackney"
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename.startswith("hackney-")

"""Every kind of page for everybody: all of axe's rules, in the light and in the dark; reflow; weight; every link."""

import re
from urllib.error import HTTPError

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from portal.tables.formats import FORMATS
from tests.browser.kinds_of_page import BUDGET, KINDS, assets, fetched

pytestmark = pytest.mark.full

DOWNLOADS = re.compile(rf"\.({'|'.join(FORMATS)}|json|zip)$|^/editions/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_on_any_kind_of_page(demo: str, chromium: Browser, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for address in KINDS:
        page.goto(demo + address)
        found = Axe().run(page).response["violations"]
        told = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]
        assert told == [], address
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_the_screen(demo: str, chromium: Browser, width: int) -> None:
    """320 pixels are what 1,280 are at 400%."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in KINDS:
        page.goto(demo + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_every_page_is_light_enough_with_all_it_loads(demo: str) -> None:
    style = len(fetched(demo + assets(demo)[0], "br"))
    for address in KINDS[:-1]:
        assert len(fetched(demo + address, "br")) + style < BUDGET, address


def test_no_link_of_the_demo_leads_nowhere(demo: str) -> None:
    """Every page that can be reached from the pages of each kind, one step on."""
    links = {link for address in KINDS[:-1] for link in inner_links(fetched(demo + address, "identity").decode())}
    assert len(links) > 300
    broken = [link for link in sorted(links) if not DOWNLOADS.search(link) and not answers(demo + link)]
    assert broken == []


def inner_links(page: str) -> set[str]:
    found = re.findall(r'href="(/[^"#]*)', page)
    return {link.replace("&amp;", "&") for link in found}


def answers(address: str) -> bool:
    try:
        fetched(address, "identity")
    except HTTPError:
        return False
    return True


def test_the_figure_of_a_page_is_that_of_its_map_its_csv_and_its_json(demo: str, chromium: Browser) -> None:
    """Hackney's searches on the page, in the map's hidden name, in the table beside it, in CSV and JSON."""
    page = chromium.new_page()
    page.goto(f"{demo}/boroughs/hackney/2024-25")
    shown = page.locator(".lead strong").inner_text().split(" ")[-2]
    page.goto(f"{demo}/london/2024-25/where")
    label = page.locator("svg a[href='/boroughs/hackney/2024-25']").get_attribute("aria-label")
    assert label == f"Hackney: {shown} searches"
    plain = shown.replace(",", "")
    assert f'"totals":{{"searches":{plain},' in fetched(f"{demo}/boroughs/hackney/2024-25.json", "identity").decode()
    csv = fetched(f"{demo}/boroughs/hackney/2024-25.csv", "identity").decode()
    assert f",searches,,,{plain},{plain}," in csv
    page.close()


@pytest.mark.parametrize(
    ("where", "says", "links"),
    [
        ((51.5450, -0.0553), "You are in Hackney.", ["/boroughs/E09000012"]),
        ((51.4816, -0.6044), "Your device says you are outside London.", []),
    ],
    ids=["in Hackney", "in Windsor"],
)
def test_the_borough_is_found_on_the_readers_own_device(
    demo: str, chromium: Browser, where: tuple[float, float], says: str, links: list[str]
) -> None:
    """The site learns the borough only if the reader follows the link."""
    context = chromium.new_context(
        geolocation={"latitude": where[0], "longitude": where[1]}, permissions=["geolocation"]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo)
    page.get_by_role("button", name="Use my location").click()
    status = page.get_by_role("status")
    expect(status).to_have_text(says)
    assert [link.get_attribute("href") for link in status.get_by_role("link").all()] == links
    assert page.url.removeprefix(demo) == "/"
    assert not [address for address in asked if "51.5" in address or "51.4" in address or "/boroughs" in address]
    if links:
        status.get_by_role("link").click()
        assert page.url.removeprefix(demo) == "/boroughs/hackney"
    context.close()


def test_without_scripts_a_resident_walks_from_home_to_borough_team_check_and_csv(demo: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(demo)
    page.get_by_label("Your borough, or a team").fill("hackney")
    page.keyboard.press("Enter")
    page.wait_for_url("**/boroughs/hackney")
    assert page.locator("h1").inner_text().startswith("Hackney")
    page.get_by_role("link", name="Which teams searched?").click()
    page.get_by_role("link", name="Territorial Support Group").click()
    assert page.locator("h1").inner_text().startswith("Territorial Support Group")
    page.get_by_role("link", name="All 39 checks").click()
    page.get_by_role("link", name="C05", exact=True).click()
    assert page.locator("h1").inner_text().startswith("C05")
    with page.expect_download() as download:
        page.get_by_role("link", name="as CSV").click()
    assert download.value.suggested_filename == "C05.csv"
    assert said == []
    context.close()

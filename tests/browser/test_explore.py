"""Exploring a chart in Chromium: under the strict policy, from this site alone, with its figures, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.explored import (
    CHARTS,
    HACKNEY,
    LONDON,
    OPENER,
    box_of,
    explored,
    focused,
    number,
    plain,
    plotted,
    rows,
)
from tests.browser.kinds_of_page import fetched

pytestmark = pytest.mark.full
TABLES = {"months": "#months-table"}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A desk in the light; the test fails on whatever the console says, such as a breach of the policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize(("address", "chart"), CHARTS)
def test_nothing_is_loaded_before_and_only_ours_after(demo: str, page: Page, address: str, chart: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo + address, wait_until="networkidle")
    assert not [each for each in asked if "plotly" in each or "charts.json" in each]
    explored(page, chart)
    assert {each.split("/")[2] for each in asked if not each.startswith(("data:", "blob:"))} == {demo.split("/")[2]}
    assert len([each for each in asked if re.search(r"/plotly/[0-9a-f]{16}\.js$", each)]) == 1
    assert page.locator("style").count() == 0


@pytest.mark.parametrize(("address", "chart"), CHARTS)
def test_plotly_has_the_figures_of_the_table(demo: str, page: Page, address: str, chart: str) -> None:
    page.goto(demo + address)
    marks = plotted(explored(page, chart), "data")[-1]
    table = rows(page, TABLES.get(chart, f"#table-{chart}"))
    if chart == "months":
        told = {name: [number(y)] for name, y in zip(marks["customdata"], marks["y"], strict=True)}
        assert told == {name: cells[:1] for name, cells in table.items()}
    else:
        drawn = {name: cells for name, cells in table.items() if cells[-1] != "too few to draw"}
        assert dict(zip(marks["customdata"], (number(of) for of in marks["x"]), strict=True)) == {
            name: cells[0] for name, cells in drawn.items()
        }
        for name, share in zip(marks["customdata"], marks["y"], strict=True):
            assert share == pytest.approx(int(plain(drawn[name][1])) / int(plain(drawn[name][0])), abs=1e-6)


def test_by_keyboard_alone_from_the_button_to_the_table_and_back(demo: str, page: Page) -> None:
    page.goto(demo + LONDON)
    box = box_of(page, "action")
    said = box.locator("[role=status]")
    box.get_by_role("button", name=OPENER).focus()
    page.keyboard.press("Enter")
    box.get_by_text("The chart is drawn").wait_for()
    whole = plotted(box, "layout")["xaxis"]["range"]
    page.keyboard.press("Tab")
    assert focused(page) == "Zoom in"
    page.keyboard.press("Enter")
    box.get_by_text("Now showing").wait_for()
    low, high = plotted(box, "layout")["xaxis"]["range"]
    assert high - low == pytest.approx((whole[1] - whole[0]) / 2)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "Move right"
    for _ in range(9):
        page.keyboard.press("Space")
    page.wait_for_timeout(300)
    assert plotted(box, "layout")["xaxis"]["range"][1] == pytest.approx(whole[1])
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    box.get_by_text("Now showing the whole chart").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    box.get_by_text(re.compile(r"^Barking and Dagenham: ")).first.wait_for()
    assert said.inner_text() == f"{plotted(box, 'data')[-1]['hovertext'][0]}."
    assert plotted(box, "data")[-1]["selectedpoints"] == [0]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "table-action"
    assert page.locator("#table-action").is_visible()
    box.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    assert focused(page) == OPENER
    assert not box.locator(".explored-chart").is_visible()
    assert page.locator("figure:has([data-explore=action]) > svg").is_visible()


def test_a_month_without_a_figure_is_said_to_have_none(demo: str, page: Page) -> None:
    page.goto(f"{demo}/forces/btp/trends")
    box = explored(page, "months")
    marks = plotted(box, "data")[-1]
    at = marks["y"].index(None)
    box.locator("select").select_option(str(at))
    box.get_by_text("no figure, no file.").wait_for()
    assert box.locator(".plot .annotation").count() == marks["y"].count(None)
    assert plotted(box, "data")[-1].get("selectedpoints") is None


def test_all_charts_of_a_page_stand_open_side_by_side(demo: str, page: Page) -> None:
    page.goto(demo + LONDON)
    openers = page.get_by_role("button", name=OPENER)
    charts = ("action", "arrest")
    assert openers.count() == len(charts)
    openers.evaluate_all("buttons => buttons.forEach(button => button.click())")
    for chart in charts:
        box_of(page, chart).get_by_text("The chart is drawn").wait_for()
    assert page.locator("script[src*='/plotly/']").count() == 1
    assert page.locator(".js-plotly-plot").count() == len(charts)


def test_the_chart_follows_the_light(demo: str, page: Page) -> None:
    page.goto(demo + HACKNEY)
    box = explored(page, "months")
    assert plotted(box, "layout")["paper_bgcolor"] == "#fff"
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert plotted(box, "layout")["paper_bgcolor"] == "#16211f"
    assert set(plotted(box, "data")[-1]["marker"]["color"]) == {"#35667a", "#5bb0cd"}  # full months, and one in part


def test_print_shows_the_servers_own_chart(demo: str, page: Page) -> None:
    page.goto(demo + HACKNEY)
    box = explored(page, "months")
    picture = page.locator("figure:has([data-explore=months]) > svg")
    assert (box.is_visible(), picture.is_visible()) == (True, False)
    page.emulate_media(media="print")
    assert (box.is_visible(), picture.is_visible()) == (False, True)


def test_the_picture_and_the_data_can_be_taken_away(demo: str, page: Page, tmp_path: Path) -> None:
    page.goto(demo + LONDON)
    box = explored(page, "arrest")
    with page.expect_download() as download:
        box.get_by_role("button", name="Download the picture").click()
    download.value.save_as(tmp_path / "picture.svg")
    picture = (tmp_path / "picture.svg").read_text("utf-8")
    assert download.value.suggested_filename == "london-2024-25-edition-1.0-arrest.svg"
    assert "Arrests: boroughs beside London" in picture
    assert "Invented records: not police data." in picture
    link = box.get_by_role("link", name="Download the data").get_attribute("href")
    assert fetched(f"{demo}{link}", "identity") == fetched(f"{demo}/london/2024-25.csv", "identity")

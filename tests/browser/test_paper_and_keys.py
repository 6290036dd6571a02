"""On paper, with the reader's own colours, and with nothing but a keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds_of_page import ACCOUNTS

pytestmark = pytest.mark.full
ACCOUNT = "/boroughs/hackney/2024-25"


@pytest.fixture
def page(chromium: Browser) -> Page:
    return chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()


def test_an_account_on_paper_has_its_figures_and_nothing_to_press(demo: str, page: Page, tmp_path: Path) -> None:
    page.goto(demo + ACCOUNT)
    shown = page.locator(".lead strong").inner_text()
    page.emulate_media(media="print")
    for hidden in (".site-nav", ".skip", ".to-menu", ".feedback"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for kept in ("h1", ".lead", ".tile", "table", ".invented"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    page.pdf(path=tmp_path / "account.pdf", format="A4")
    pages = re.findall(rb"/Type /Page\b(?!s)", (tmp_path / "account.pdf").read_bytes())
    assert 2 <= len(pages) <= 8
    assert shown == page.locator(".lead strong").inner_text()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_report_is_four_pages_of_paper(demo: str, page: Page, tmp_path: Path, account: str) -> None:
    page.goto(f"{demo}{account}/report")
    page.pdf(path=tmp_path / "report.pdf", format="A4", prefer_css_page_size=True)
    pages = re.findall(rb"/Type /Page\b(?!s)", (tmp_path / "report.pdf").read_bytes())
    assert len(pages) == 4


def test_a_page_that_is_dark_on_screen_is_light_on_paper(demo: str, chromium: Browser) -> None:
    page = chromium.new_context(color_scheme="dark").new_page()
    page.goto(demo + ACCOUNT)
    page.emulate_media(media="print", color_scheme="dark")
    ink, ground = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert brightness(ink) < 100
    assert ground == "rgba(0, 0, 0, 0)" or brightness(ground) > 200


def brightness(colour: str) -> float:
    parts = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3


def test_with_the_readers_own_colours_the_map_keeps_its_classes(demo: str, chromium: Browser) -> None:
    """Forced colours: shades and swatches keep theirs, as they mean something; text takes the reader's."""
    page = chromium.new_context(forced_colors="active").new_page()
    page.goto(f"{demo}/london/2024-25/where")
    fills = page.evaluate(
        "[...document.querySelectorAll('.map .area:not(.no-shade)')].map(area => getComputedStyle(area).fill)"
    )
    assert len(set(fills)) >= 4
    swatches = page.evaluate(
        "[...document.querySelectorAll('.map .swatch')].map(each => getComputedStyle(each).backgroundColor)"
    )
    assert set(fills) <= set(swatches)


def test_a_reader_with_a_keyboard_walks_from_home_to_a_csv(demo: str, page: Page) -> None:
    """Tab and Enter only; every stop can be seen, and the first one skips to the content."""
    page.goto(demo)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").is_visible()
    walked_to(page, "Your area")
    walked_to(page, "Hackney")
    assert page.locator("h1").inner_text().startswith("Hackney")
    with page.expect_download() as download:
        walked_to(page, "CSV", downloads=True)
    assert download.value.suggested_filename.startswith("hackney-")


def left(page: Page, before: str) -> None:
    page.wait_for_url(lambda address: address != before)


def walked_to(page: Page, name: str, *, downloads: bool = False) -> None:
    """Press Tab until a link of that name has the focus, then Enter."""
    for _ in range(400):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(() => { const at = document.activeElement; const box = at.getBoundingClientRect();"
            " return [at.textContent.trim(), box.width * box.height > 0, getComputedStyle(at).outlineStyle,"
            " at.closest('svg') !== null]; })()"
        )
        text, is_seen, outline, is_drawn = told
        assert is_seen, text
        assert outline != "none" or is_drawn, f"{text!r} takes the focus and does not show it"
        if text == name:
            before = page.url
            page.keyboard.press("Enter")
            if not downloads:
                left(page, before)
            return
    raise AssertionError(f"no link {name!r} can be reached with Tab")

"""Pictures of the demo for docs/screenshots: `python -m tests.browser.screenshots http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.required import ROOT

PAGES = {
    "home": "/",
    "borough": "/boroughs/hackney/2024-25",
    "team": "/teams/metropolitan-tsg/2024-25",
    "check": "/charter/C05",
    "compliance": "/compliance/2024-25",
    "compare": "/compare?a=boroughs/hackney&a_year=2024-25&b=boroughs/camden&b_year=2024-25",
    "supplies": "/supplies",
    "where": "/boroughs/hackney/2024-25/where",
    "fairness": "/boroughs/hackney/2024-25/fairness",
    "review": "/reviews/2024-25",
    "plan": "/reviews/plan",
}
HEIGHTS = {360: 1500, 1280: 1300}


def main(site: str) -> None:
    """The first screens of every page, on a phone and on a desk, light and dark."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=Path("/usr/bin/chromium"), args=FLAGS)
        for width, height in HEIGHTS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                )
                page = context.new_page()
                for name, address in PAGES.items():
                    page.goto(site + address)
                    path = folder / f"{name}-{width}-{scheme}.jpg"
                    page.screenshot(path=path, type="jpeg", quality=60)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

"""What Lighthouse says of the demo on a phone with a slow line: `python -m tests.benchmarks.lighthouse [SITE]`.

Lighthouse 12 comes from npm into a folder that is kept for next time. Without SITE the demo is made and served.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.browser.conftest import FLAGS, served
from tests.required import ROOT

VERSION = "12.8.2"
PAGES = ("/", "/boroughs/hackney/2024-25", "/london/2024-25", "/charter/C05", "/compliance/2024-25", "/data")
KINDS = ("performance", "accessibility", "best-practices", "seo")
AIM = 98
TIMES = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint"}


def main(words: list[str]) -> None:
    with contextlib.ExitStack() as held:
        site = words[0] if words else held.enter_context(demo())
        print(f"| page | {' | '.join(KINDS)} | {' | '.join(TIMES.values())} | blocking | shift | KB |")
        print("|---" * (len(KINDS) + len(TIMES) + 4) + "|")
        for page in PAGES:
            print(row(page, told(site + page)))
    print(f"aim: at least {AIM} everywhere")


def told(address: str) -> dict[str, dict[str, dict[str, float]]]:
    """Lighthouse's report of one page."""
    environ = {**os.environ, "CHROME_PATH": str(shutil.which("chromium"))}
    words = [program(), address, "--quiet", "--output=json", f"--chrome-flags={' '.join(FLAGS)}",
             f"--only-categories={','.join(KINDS)}"]  # fmt: skip
    ran = subprocess.run(words, env=environ, capture_output=True, check=True)
    report: dict[str, dict[str, dict[str, float]]] = json.loads(ran.stdout)
    return report


def row(page: str, report: dict[str, dict[str, dict[str, float]]]) -> str:
    audits = report["audits"]
    scores = [f"{report['categories'][kind]['score'] * 100:.0f}" for kind in KINDS]
    times = [f"{audits[name]['numericValue'] / 1000:.2f} s" for name in TIMES]
    rest = [
        f"{audits['total-blocking-time']['numericValue']:.0f} ms",
        f"{audits['cumulative-layout-shift']['numericValue']:.3f}",
        f"{audits['total-byte-weight']['numericValue'] / 1000:.0f}",
    ]
    return f"| {page} | {' | '.join([*scores, *times, *rest])} |"


def program() -> str:
    """Lighthouse, installed once."""
    folder = Path(tempfile.gettempdir()) / f"lighthouse-{VERSION}"
    found = folder / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        folder.mkdir(exist_ok=True)
        words = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run([*words, f"lighthouse@{VERSION}"], check=True)
    return str(found)


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The demo's site."""
    with tempfile.TemporaryDirectory(prefix="portal-lighthouse-") as home:
        environ = {**os.environ, "PORTAL_HOME": home, "HOME": home}
        words = [sys.executable, "-m", "portal.commands", "demo", "--no-serve"]
        subprocess.run(words, env=environ, cwd=ROOT, check=True, capture_output=True)
        yield from served({**environ, "PORTAL_PUBLISHED_DIR": f"{home}/instance/demo/published"})


if __name__ == "__main__":
    main(sys.argv[1:])

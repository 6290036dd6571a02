"""The proof-reader bites: a page that keeps every rule, and the same page with one fault at a time."""

import html5lib
import pytest

from tests.web.house_rules import RULES

GOOD = """<!doctype html><html lang="en-GB"><head><title>Hackney, 2018</title></head><body><main>
<h1>Hackney</h1><p>Police recorded 70,196 searches in 2018, and 29.0% led to something. See <a href="#t">the table</a>,
RFC 9457 and <code>2018-04-01 12345</code>.</p><h2 id="t">Table</h2>
<svg><title>Map</title><svg></svg></svg>
<table><caption>Ages</caption><tbody><tr class="unknown"><th scope="row">Not published</th><td>12</td></tr>
<tr><th scope="row">R01</th><td class="verdict not-published">Not published</td><td>12</td></tr></tbody></table>
</main></body></html>"""
FAULTS = {
    "one_heading": [("<h1>Hackney</h1>", ""), ("<title>Hackney", "<title>Camden"),
                    ("<h2 id", "<h1>Hackney</h1><h2 id")],
    "headings_step_down": [("<h2 id=\"t\">Table</h2>", "<h4 id=\"t\">Table</h4>")],
    "ids_are_one_and_found": [("#t", "#nowhere"), ("<main>", "<main id=\"t\">")],
    "tables_are_captioned": [("<caption>Ages</caption>", ""), ("Ages", " "), ("<th scope=\"row\">R01", "<th>R01")],
    "pictures_are_named": [("<title>Map</title>", "")],
    "nothing_is_inline": [("<p>", "<p style=\"color: red\">"), ("<p>", "<p onclick=\"go()\">")],
    "numbers_are_formatted": [("70,196", "70196"), ("29.0%", "0.29037"), ("in 2018", "on 2018-04-01"),
                              ("29.0%", "nan"), (">12<", ">None<")],
    "no_share_without_value": [(">12</td></tr>\n", ">0.0%</td></tr>\n"),
                               ("Not published</td>", "Not published 0.0%</td>")],
    "no_share_beside_no_verdict": [("<td>12</td></tr></tbody>", "<td>0.0%</td></tr></tbody>")],
}  # fmt: skip


def broken(page: str) -> set[str]:
    tree = html5lib.HTMLParser(strict=True).parse(page)
    return {rule.__name__ for rule in RULES if list(rule(tree))}


def test_a_good_page_breaks_no_rule() -> None:
    assert broken(GOOD) == set()
    assert set(FAULTS) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "old", "new"), [(rule, *fault) for rule, faults in FAULTS.items() for fault in faults]
)
def test_every_fault_is_found(rule: str, old: str, new: str) -> None:
    assert old in GOOD
    assert rule in broken(GOOD.replace(old, new, 1))

"""The method in full on its page: all of docs/method.md, its links and tables as the site keeps them."""

import html
import re

import pytest

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.pages.reading import anchor, method_in_full
from tests.required import ROOT
from tests.web.proofreading import Proofreader

DOCUMENT = (ROOT / "docs" / "method.md").read_text("utf-8")


@pytest.fixture
def page(settings: Settings) -> str:
    return Proofreader(create_app(settings).test_client()).page("/method")


def test_every_part_of_the_document_stands_on_the_page_and_in_its_list(page: str) -> None:
    titles = re.findall(r"^## (.+)$", DOCUMENT, re.MULTILINE)
    assert titles == [title for _, title in method_in_full().sections]
    plain = html.unescape(page)
    for title in titles:
        assert f'<h3 id="{anchor(title)}">{title}</h3>' in plain
        assert f'<a href="#{anchor(title)}">{title}</a>' in plain


def test_its_formulas_and_its_tables_are_there(page: str) -> None:
    formulas = re.findall(r"^    (\S.*)$", DOCUMENT, re.MULTILINE)
    assert len(formulas) > 8
    plain = html.unescape(page)
    assert [formula for formula in formulas if formula not in plain] == []
    rows = len(re.findall(r"^\|(?!---)", DOCUMENT, re.MULTILINE))
    assert len(re.findall("<tr>", method_in_full().html)) == rows
    assert method_in_full().html.count("<caption>") == len(re.findall(r"^\|---", DOCUMENT, re.MULTILINE))


def test_links_to_other_documents_lead_to_pages(page: str) -> None:
    assert '<a href="/words">' in page
    assert ".md" not in "".join(re.findall(r'href="([^"]*)"', page))


@pytest.mark.parametrize(
    ("title", "named"),
    [("Outcome and arrest rates", "outcome-and-arrest-rates"), ("The charter's checks", "the-charters-checks")],
)
def test_a_heading_is_named_as_markdown_names_it(title: str, named: str) -> None:
    assert anchor(title) == named


def test_keys_reach_what_may_scroll(page: str) -> None:
    assert page.count("<pre>") == 0
    assert page.count('<pre tabindex="0">') > 8

"""Years in which London has no figure, beside others and alone: they are published, and their pages can be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import Portal
from tests.samples import WINDSOR, month_file, row
from tests.web.every_page.crawling import crawl


def only_an_empty_file(records: Path) -> None:
    month_file(records, [], force="btp", month="2021-05")


def elsewhere(records: Path) -> None:
    month_file(records, [row(**WINDSOR)], force="btp", month="2021-05")


def beside_a_year_with_figures(records: Path) -> None:
    month_file(records, [row(), row()])
    month_file(records, [row()], force="city-of-london")
    only_an_empty_file(records)
    month_file(records, [], force="metropolitan", month="2021-06")


def one_force_empty_the_other_not(records: Path) -> None:
    month_file(records, [], force="metropolitan", month="2018-04")
    month_file(records, [row()], force="city-of-london", month="2018-04")


@pytest.mark.parametrize(
    "records",
    [
        only_an_empty_file,
        pytest.param(elsewhere, marks=pytest.mark.full),
        pytest.param(beside_a_year_with_figures, marks=pytest.mark.full),
        one_force_empty_the_other_not,
    ],
)
def test_such_a_year_is_published_and_read(
    portal: Portal, settings: Settings, tmp_path: Path, records: Callable[[Path], None]
) -> None:
    records(tmp_path)
    assert portal("ingest", tmp_path).code in (0, 3)
    ran = portal("publish")
    assert (ran.code, ran.err) == (0, "")
    found = crawl(create_app(settings), of_a_kind=2)
    assert found.faults == []
    assert len(found.kinds) > 60

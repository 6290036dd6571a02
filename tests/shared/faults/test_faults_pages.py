"""Inputs that are known to have broken the site: each is published, and every address of what comes out is opened."""

from pathlib import Path

import pytest

from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.required import shared
from tests.web.every_page.crawling import crawl


@pytest.mark.full
@pytest.mark.parametrize("fault", ["header-only", "btp-elsewhere"])
def test_a_year_in_which_london_has_no_figure_is_published_and_can_be_read(
    tmp_path: Path, living_in: LivingIn, fault: str
) -> None:
    with living_in(tmp_path, whole=True) as settings:
        assert run("ingest", shared("faults", fault)).code in (0, 3)
        ran = run("publish")
        assert (ran.code, ran.err) == (0, "")
        assert "2021-22 edition 1.0 (first edition): no figure for London, 0 of 12 months" in ran.out
        found = crawl(create_app(settings))
    assert found.faults == []
    assert found.opened > 2000
    assert len(found.kinds) > 60

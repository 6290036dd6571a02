"""A figure of status `unknown` is never 0 or blank; a part tells of how many it is known; one force is no London."""

from typing import Any

import pytest
from jinja2 import Environment

from portal.documents.account import Compliance
from portal.documents.figures import Apart, Compared, Figure, Totals
from portal.documents.map import LayerFigure
from portal.documents.series import Point
from portal.places import LONDON as WHOLE
from portal.settings import Settings
from portal.web.app import create_app
from portal.web.drawings.maps import on_map
from portal.web.pages.accounts import place_listing
from portal.web.presentation.account_pages import PAGES
from portal.web.presentation.checks import check_class, check_shape, format_check
from portal.web.presentation.figures import format_figure, format_point, format_side, format_total, share_of
from portal.web.presentation.first_screen import promises_kept, receipts_found, tiles
from portal.web.presentation.sentences import (
    did_they_find,
    how_many,
    is_it_fair,
    up_or_down,
    which_teams,
)
from portal.web.presentation.table_answers import how_many_apart, most_often
from tests.web.small_account import LONDON, check, figure, headline, small, supply

UNREADABLE = "Not known. Too many of these searches have no known answer."


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    app = create_app(Settings.from_environ({"PORTAL_HOME": str(tmp_path_factory.mktemp("bare"))}))
    return app.jinja_env


def test_the_first_screen_says_not_known_and_why() -> None:
    untold = [headline(name, None, "unknown") for name in ("change", "action_rate", "black_to_white", "teams")]
    account = small(headline=untold, compliance=[check("C05", "unknown")])
    assert (
        did_they_find(account)
        == is_it_fair(account)
        == which_teams(account)
        == receipts_found(account.compliance[0])
        == UNREADABLE
    )
    assert "We cannot say if that is more or less" in up_or_down(account)
    assert promises_kept(account) == "1 is not known: too many searches have no known answer."
    assert [each.big for each in tiles(account, None, PAGES)] == [""] * 4
    assert place_listing(WHOLE, account).untold == "Not known"


def test_every_kind_of_figure_says_not_known() -> None:
    row = Figure(key="drugs", label="Drugs", searches=None, of=9, status="unknown")
    compared = Compared(measure="action_rate", now=None, then=0.2, status="unknown")
    entry = Compliance.model_validate(check("C05", "unknown"))
    nothing = Totals(searches=None, person_searches=None, vehicle_only=None, placed_by_nearness=None, status="unknown")
    said = [
        format_figure(row), share_of(row), format_side(compared, "now"), format_check(entry), format_total(nothing),
        format_point(Point(measure="action_rate", value=None, status="unknown"), "action_rate"),
        on_map(LayerFigure(code="x", value=None, shade=None, status="unknown"), None),
    ]  # fmt: skip
    assert said == ["Not known"] * 7
    assert (format_side(compared, "then"), check_shape(entry), check_class(entry)) == ("20.0", "?", "unknown")
    assert how_many(small(None, totals=nothing.model_dump())).startswith("We do not know how many searches there were.")
    assert most_often([row]) == f"Most common: not known. {UNREADABLE.removeprefix('Not known. ')}"


def test_a_table_in_part_says_so_once(templates: Environment) -> None:
    table = templates.get_template("parts/breakdown_table.html").module
    rows = [Figure.model_validate(figure(key, 3, 9, "partial")) for key in ("drugs", "weapons", "fireworks")]
    page = str(table.breakdown_table(rows, "What for", "Object", "searches"))  # type: ignore[attr-defined]
    assert (
        page.count("A file of these months is not complete, or has searches twice: counts may be too low or too high.")
        == 1
    )
    assert "unknown" not in page
    untold = [Figure(key="drugs", label="Drugs", searches=None, of=9, status="unknown")]
    page = str(table.breakdown_table(untold, "What for", "Object", "searches"))  # type: ignore[attr-defined]
    assert page.count('<td class="number">Not known</td>') == 2
    assert "no known answer" in page


def part(name: str = "under_18", status: str = "value", **numbers: Any) -> Apart:
    return Apart.model_validate({"id": name, "status": status, "share": None, "breakdowns": {}, "outcome_rates": [],
                                 **numbers})  # fmt: skip


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (part(searches=60, of=140, unknown=0, share_of=140, share=0.428571),
         "60 of 140 searches of people (43%)."),
        (part(searches=60, of=140, unknown=12, share_of=128, share=0.46875),
         "60 of 128 searches of people where we know the age (47%). The age is missing for 12."),
        (part("section_60", searches=0, of=9, unknown=1, share_of=8, share=0.0),
         "0 of 8 searches where we know the legal power (0%). The legal power is missing for 1."),
        (part("vehicle_only", "unknown", searches=0, of=140, unknown=100, share_of=40),
         "Not known. 100 of 140 searches have no kind that we can read."),
        (part(searches=0, of=140, unknown=140, share_of=0),
         "Not known. 140 of 140 searches of people have no age that we can read."),
        (part(status="not_published", searches=0, of=9, unknown=9),
         "Police have not published what we need to tell these apart."),
        (part(searches=6, of=20, unknown=9, share_of=15, share=0.4),  # as older editions have it
         "6 of 15 searches of people whose files have the age (40%). Police have not published it for 5 more. It is "
         "not recorded for 4."),
        (part(searches=0, of=0, unknown=0, share_of=0), "0 of 0 searches of people."),
    ],
)  # fmt: skip
def test_a_part_is_told_of_those_of_which_it_is_known(told: Apart, said: str) -> None:
    assert how_many_apart(told) == said


def test_one_force_is_no_london() -> None:
    own = [supply(force="city-of-london")]
    account = small(120, LONDON, supplies=own, only="City of London Police only")
    assert how_many(account) == (
        "The Metropolitan Police has published nothing for this period, so these are not figures for London. "
        "City of London Police made 120 searches."
    )
    both = small(120, LONDON, supplies=[*own, supply()], only="City of London Police only")
    assert how_many(both).startswith("No month has the searches of every police force")

"""Names are promises: every measure, unit and status, and every file of an edition, ever published stays.

names.txt: a kind of name and the name. Add a line for each new one; never take one away. In names of files `{place}`
stands for a borough, command, force or team, `{check}` for a check, `{supply}` for a supply.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from portal import places
from portal.charter.validation import published_charter as charter
from portal.documents.figures import FigureStatus
from portal.editions.archive import CATALOGUE, DRAWS_LINE, SERIES, SUPPLIES, Shelf
from portal.places import Kind
from portal.tables import dictionary
from tests.accounts.returned_town import written
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.review.drawn_town import QUESTION_COLUMNS, as_panel_file
from tests.samples import NOWHERE, WINDSOR, month_file, row

HERE = Path(__file__).parent
PINNED = {tuple(line.split(" ", 1)) for line in (HERE / "names.txt").read_text("ascii").splitlines()}


def pinned(kind: str) -> set[str]:
    return {name for pinned_kind, name in PINNED if pinned_kind == kind}


@pytest.mark.parametrize(
    ("kind", "names"),
    [("measure", dictionary.defined_measures()), ("unit", dictionary.units()), ("status", dictionary.statuses())],
)
def test_every_word_ever_published_is_there_and_every_new_one_is_pinned(kind: str, names: Iterable[str]) -> None:
    assert pinned(kind) - set(names) == set(), "a published name is gone"
    assert set(names) - pinned(kind) == set(), "add the new name to tests/publishing/names.txt"


def test_the_dictionary_has_the_statuses_that_figures_can_have() -> None:
    assert set(dictionary.statuses()) == set(get_args(FigureStatus))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Shelf]:
    """Two editions of two years, with teams, a file with a row that cannot be read, and a question of a panel."""
    asked = {"panel": "hackney", "topic": "receipt", "asked_on": "2018-05-04", "answered_on": "", "outcome": ""}
    with living_in(tmp_path_factory.mktemp("names")) as settings:
        questions = as_panel_file(tmp_path_factory.mktemp("panel") / "questions.csv", [asked], QUESTION_COLUMNS)
        assert run("review", "add", questions).code == 0
        city = [row(), row(**NOWHERE), row(**WINDSOR)]
        for name, rows in (("1", city), ("2", [*city, row(Latitude="abc")])):
            month_file(settings.home / name, rows, force="city-of-london")
            written(settings.home / name, [returned()] * 150)
            assert run("ingest", settings.home / name).code in (0, 3)
            assert run("publish").code == 0
        yield Shelf(settings.published_dir)


def named(shelf: Shelf) -> Iterator[str]:
    """Line of editions and file, once for all places alike. Of years they are the same: `year`."""
    for line in shelf.lines():
        kind = line if line in (CATALOGUE, DRAWS_LINE, SERIES, SUPPLIES) else "year"
        for name in shelf.newest(line).manifest.files:
            yield f"{kind} {alike(name)}"


NAMES = {place.slug for kind in Kind for place in places.all_of(kind) if kind is not Kind.LONDON}
SLUGS = "|".join(sorted(NAMES | {"no-point", "outside-london"}))
PLACE = re.compile(rf"(?P<before>/|^searches-)({SLUGS})(?=\.)")
CHECK = re.compile(rf"(?<=checks/)({'|'.join(check.id for check in charter().checks)})(?=\.)")
SUPPLY = re.compile(r"(police-uk|charter-return)-[a-z-]+-\d{4}-\d\d-[0-9a-f]{8}")


def alike(name: str) -> str:
    return CHECK.sub("{check}", PLACE.sub(r"\g<before>{place}", SUPPLY.sub("{supply}", name)))


def test_every_file_ever_published_is_there_and_every_new_one_is_pinned(shelf: Shelf) -> None:
    names = set(named(shelf))
    assert pinned("file") - names == set(), "a published file is gone"
    assert names - pinned("file") == set(), "add the new file to tests/publishing/names.txt"

"""Every document of every place and period adds up: by itself, and with the others."""

import copy
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from portal.editions.archive import is_document
from portal.settings import Settings
from tests.conftest import Ran
from tests.shared.adding_up import ALONE, STATUSES, Document, every_dict, words

pytestmark = pytest.mark.full

PERIODS = ("2017-18", "2018", "2018-19")
BCUS = {
    "central-east": ("hackney", "tower-hamlets"),
    "central-north": ("camden", "islington"),
    "central-south": ("lambeth", "southwark"),
    "central-west": ("hammersmith-and-fulham", "kensington-and-chelsea", "westminster"),
    "east-area": ("barking-and-dagenham", "havering", "redbridge"),
    "north": ("enfield", "haringey"),
    "north-east": ("newham", "waltham-forest"),
    "north-west": ("barnet", "brent", "harrow"),
    "south": ("bromley", "croydon", "sutton"),
    "south-east": ("bexley", "greenwich", "lewisham"),
    "south-west": ("kingston-upon-thames", "merton", "richmond-upon-thames", "wandsworth"),
    "west-area": ("ealing", "hillingdon", "hounslow"),
}
"""The Met's twelve commands, written down a second time."""
Accounts = dict[str, dict[str, Document]]
Counts = dict[tuple[str, ...], int | None]


@pytest.fixture(scope="module")
def accounts(held: tuple[Settings, list[Ran]]) -> Accounts:
    """Period -> stem (`london`, `boroughs/hackney`) -> its account."""
    root = held[0].published_dir
    return {
        period: {
            str(path.relative_to(root / period / "1.0").with_suffix("")): read(path) for path in listed(root, period)
        }
        for period in PERIODS
    }


def listed(root: Path, period: str) -> Iterable[Path]:
    folder = root / period / "1.0"
    found = [folder / "london.json", *sorted(folder.glob("forces/*.json")), *sorted(folder.glob("b*s/*.json"))]
    return [path for path in found if is_document(path.name)]


def read(path: Path) -> Document:
    def never(constant: str) -> None:
        raise AssertionError(f"{path}: {constant} is no JSON")

    document: Document = json.loads(path.read_bytes(), parse_constant=never)
    return document


def test_every_document_adds_up(accounts: Accounts) -> None:
    assert [len(places) for places in accounts.values()] == [1 + 2 + 12 + 33] * len(PERIODS)
    faults = [
        f"{period} {name}: {fault}"
        for period, places in accounts.items()
        for name, document in places.items()
        for check in ALONE
        for fault in check(document)
    ]
    assert faults == []


def test_no_json_of_any_line_has_a_number_that_is_none_or_a_status_of_its_own(
    held: tuple[Settings, list[Ran]],
) -> None:
    documents = [read(path) for path in held[0].published_dir.rglob("*.json") if path.name != "manifest.json"]
    assert len(documents) > 200
    assert [fault for document in documents for fault in words(document)] == []
    assert {each["status"] for document in documents for each in every_dict(document) if "status" in each} <= STATUSES


def counts(document: Document) -> Counts:
    """Every count that can be added across places, by what it counts; noughts left out, None where it is not known."""
    found: Counts = {("total", name): number for name, number in document["totals"].items() if isinstance(number, int)}
    for month in document["monthly"]:
        found.update({("month", month["month"], name): month[name] or 0 for name in ("searches", "outcome_known")})
    for name, figures in document["breakdowns"].items():
        found.update({("breakdown", name, each["key"]): each["searches"] for each in figures})
    for name, cells in document["crossed"].items():
        found.update({(name, each["row"], each["column"]): each["searches"] for each in cells})
    for rate in document["outcome_rates"]:
        name = (rate["measure"], rate["by"], rate["key"])
        ends = ("of", "unknown") if rate["of"] == 0 else ("searches", "of", "unknown")
        found.update({("rate", *name, end): rate[end] for end in ends})
    for each in document["apart"]:
        found.update({(each["id"], end): each[end] for end in ("searches", "of", "unknown")})
        for field, part in each["breakdowns"].items():
            found.update({(each["id"], field, one["key"]): one["searches"] for one in part})
    return {key: number for key, number in found.items() if number != 0}


def together(documents: Iterable[Document]) -> Counts:
    found: Counts = {}
    for document in documents:
        for key, number in counts(document).items():
            so_far = found.get(key, 0)
            found[key] = None if number is None or so_far is None else so_far + number
    return found


def differing(one: Counts, other: Counts) -> dict[tuple[str, ...], object]:
    """Counts that are not the same; what one side does not know is no difference."""
    both = {key: (one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys()}
    return {key: pair for key, pair in both.items() if None not in pair and pair[0] != pair[1]}


@pytest.mark.parametrize("period", PERIODS)
def test_the_forces_are_london_and_a_command_is_its_boroughs_figure_by_figure(accounts: Accounts, period: str) -> None:
    places = accounts[period]
    assert len(counts(places["london"])) > 300
    forces = together(document for name, document in places.items() if name.startswith("forces/"))
    assert differing(forces, counts(places["london"])) == {}
    for bcu, boroughs in BCUS.items():
        own = together(places[f"boroughs/{borough}"] for borough in boroughs)
        assert differing(own, counts(places[f"bcus/{bcu}"])) == {}, bcu


@pytest.mark.parametrize("period", PERIODS)
def test_boroughs_with_outside_and_no_point_are_the_forces_and_london(accounts: Accounts, period: str) -> None:
    places = accounts[period]
    london = {each["key"]: each["searches"] for each in places["london"]["breakdowns"]["borough"]}
    boroughs = [document for name, document in places.items() if name.startswith("boroughs/")]
    own = {each["place"]["code"]: each["totals"]["searches"] for each in boroughs}
    assert {code: searches for code, searches in own.items() if searches} == {
        code: searches for code, searches in london.items() if code.startswith("E09")
    }
    outside, nowhere = london.get("outside_london", 0), london.get("no_point", 0)
    assert min(outside, nowhere) > 0
    whole = places["london"]["totals"]["searches"]
    forces = sum(each["totals"]["searches"] for name, each in places.items() if name.startswith("forces/"))
    assert sum(own.values()) + outside + nowhere == forces == whole


def put(value: object, *path: str | int) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        put(0, "monthly", 4, "searches"),
        put(1, "monthly", 4, "acted"),
        put(1, "breakdowns", "hour", 3, "searches"),
        put(0.5, "breakdowns", "object", 0, "share"),
        put(0.0, "breakdowns", "team", 0, "share"),
        put(1, "crossed", "day_by_hour", 0, "searches"),
        put(1, "apart", 0, "searches"),
        put(1, "apart", 1, "breakdowns", "gender", 0, "searches"),
        put(1, "outcome_rates", 2, "of"),
        put(float("nan"), "outcome_rates", 2, "high"),
        put(False, "sums", 0, "holds"),
        put("odd", "totals", "status"),
    ],
)
def test_a_spoilt_document_is_seen(accounts: Accounts, spoil: Callable[[Any], None]) -> None:
    document = copy.deepcopy(accounts["2018"]["boroughs/hackney"])
    spoil(document)
    assert [fault for check in ALONE for fault in check(document)] != []

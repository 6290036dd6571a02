"""Tables of a town that has protected figures too: every status is that of its own line, every share has its counts."""

import csv
from collections import Counter

import pytest

from portal.documents.account import Account
from portal.editions.archive import Shelf
from portal.places import LONDON
from portal.tables import dictionary
from tests.conftest import LivingIn
from tests.tables.states import contradiction
from tests.towns import flagged_return

Lines = list[dict[str, str]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Shelf:
    return Shelf(flagged_return(tmp_path_factory, living_in))


@pytest.fixture(scope="module")
def lines(shelf: Shelf) -> Lines:
    """Both years' accounts.csv."""
    found: Lines = []
    for period in shelf.periods():
        with (shelf.newest(period).directory / "accounts.csv").open(encoding="ascii", newline="") as file:
            found += csv.DictReader(file)
    return found


def london(shelf: Shelf) -> Account:
    return next(shelf.newest(period).account(LONDON) for period in shelf.periods() if period.is_financial)


def test_no_status_contradicts_its_line(lines: Lines) -> None:
    assert {"rounded", "withheld", "value", "missing", "not_published"} <= {line["status"] for line in lines}
    assert [wrong for line in lines if (wrong := contradiction(line))] == []


def test_no_figure_stands_twice(lines: Lines) -> None:
    names = ("place_kind", "place_code", "period", "measure", "breakdown", "key")
    counted = Counter(tuple(line[name] for name in names) for line in lines)
    assert [name for name, times in counted.items() if times > 1] == []


def test_a_share_stands_with_the_two_counts_that_it_is_made_of(lines: Lines) -> None:
    shares = [line for line in lines if line["unit"] == "share" and line["value"]]
    assert {"check_rate", "action_rate", "arrest_rate"} <= {line["measure"] for line in shares}
    for line in shares:
        if line["searches"]:
            assert float(line["value"]) == pytest.approx(int(line["searches"]) / int(line["of"]), abs=1e-6), line
        else:  # made of ranges: exact all the same, as nothing failed
            assert line["low"], line


def test_every_unit_and_status_of_the_table_is_in_the_dictionary(lines: Lines) -> None:
    assert {line["unit"] for line in lines} <= dictionary.units().keys()
    assert {line["status"] for line in lines} <= dictionary.statuses().keys()
    assert {line["measure"] for line in lines} <= dictionary.defined_measures().keys()


def test_checks_by_groups_of_people_and_shares_of_flags_are_there(shelf: Shelf, lines: Lines) -> None:
    account = london(shelf)
    own = [line for line in lines if line["place_kind"] == "london" and line["period"] == account.period.id]
    told = {(line["breakdown"], line["key"]) for line in own if line["measure"] == "check_by_rate"}
    assert told == {(f"{each.compliance.check}.{each.by}", each.key) for each in account.compliance_by}
    assert told
    of_grounds = [line for line in own if line["measure"] == "grounds_share"]
    shares = {line["key"]: line["value"] for line in of_grounds if line["breakdown"] == "flag"}
    assert shares == {flag.flag: "" if flag.share is None else str(flag.share) for flag in account.grounds}
    graded = {line["key"] for line in of_grounds if line["breakdown"] == "strength"}
    assert graded == {f"strength_{each.flag}" for each in account.strength}
    assert any(shares.values())


def test_the_table_of_a_check_has_its_groups_as_its_document_has(shelf: Shelf) -> None:
    account = london(shelf)
    check = account.compliance_by[0].compliance.check
    edition = next(shelf.newest(period) for period in shelf.periods() if period.is_financial)
    with (edition.directory / f"checks/{check}.csv").open(encoding="ascii", newline="") as file:
        groups = {line["key"] for line in csv.DictReader(file) if line["measure"] == "check_by_rate"}
    assert groups == {each.key for each in account.compliance_by if each.compliance.check == check}

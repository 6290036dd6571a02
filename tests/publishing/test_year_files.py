"""The tables of a published year: declared, plain, equal to the accounts, and searches that add up to them."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.editions.archive import Edition, Shelf
from portal.periods import Period
from portal.places import LONDON, Kind
from portal.tables import dictionary
from portal.tables.definitions import OF_YEAR, SEARCHES, TABLES
from tests.conftest import LivingIn
from tests.publishing.tabled_town import HACKNEY, ROWS, YEAR, published, table
from tests.samples import FIELDS, USUAL
from tests.tables.manners import fault


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Shelf]:
    yield from published(tmp_path_factory, living_in, whole=False)


@pytest.fixture(scope="module")
def edition(shelf: Shelf) -> Edition:
    return shelf.newest(YEAR)


def header(edition: Edition, name: str) -> list[str]:
    with (edition.directory / name).open(encoding="ascii", newline="") as file:
        return next(csv.reader(file))


def kinds(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every CSV of the edition with the id of its table."""
    for name in edition.manifest.files:
        if name.endswith(".csv"):
            stem = name.removesuffix(".csv")
            known = OF_YEAR.get(stem)
            yield name, known.id if known else "searches" if stem.startswith("searches-") else "figures"


def test_every_table_has_the_header_that_is_declared(edition: Edition) -> None:
    for name, kind in kinds(edition):
        assert tuple(header(edition, name)) == TABLES[kind].header, name


def test_no_cell_is_one_that_a_spreadsheet_would_change(edition: Edition) -> None:
    faults = [
        (name, wrong)
        for name, kind in kinds(edition)
        for line in table(edition, name)
        for column in TABLES[kind].columns
        if (wrong := fault(TABLES[kind], column, line[column.name]))
    ]
    assert faults == []


def test_no_byte_order_mark_and_every_line_ends_alike(edition: Edition) -> None:
    for name, _ in kinds(edition):
        raw = (edition.directory / name).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_table_of_all_accounts_is_each_account_one_after_the_other(edition: Edition) -> None:
    own = [name for name, _ in kinds(edition) if name == "london.csv" or name.split("/")[0] in KIND_FOLDERS]
    each = Counter(tuple(line.values()) for name in own for line in table(edition, name))
    assert Counter(tuple(line.values()) for line in table(edition, "accounts.csv")) == each


KIND_FOLDERS = [kind.plural for kind in Kind if kind is not Kind.LONDON]


def test_rates_are_those_of_the_accounts(edition: Edition) -> None:
    rates = table(edition, "rates.csv")
    every = [line for line in table(edition, "accounts.csv") if line["measure"] == "rate"]
    assert [line for line in rates if line["measure"] == "rate"] == every
    assert not {line["unit"] for line in rates} & {"searches", "rows", "verdict"}
    assert not any(line["measure"].startswith(("check", "year_before", "london_")) for line in rates)


def test_a_file_holds_only_its_own_place(edition: Edition) -> None:
    assert {line["place_code"] for line in table(edition, "boroughs/hackney.csv")} == {HACKNEY.code}
    assert {line["portal_place"] for line in table(edition, "searches-hackney.csv")} == {HACKNEY.code}


def test_the_searches_add_up_to_the_accounts(edition: Edition) -> None:
    counted = {name: len(table(edition, name)) for name, kind in kinds(edition) if kind == "searches"}
    assert counted["searches-hackney.csv"] == edition.account(HACKNEY).totals.searches == 10
    assert counted["searches-no-point.csv"] == 1
    assert counted["searches-outside-london.csv"] == 1
    assert sum(counted.values()) == edition.account(LONDON).totals.searches == len(ROWS)


def test_the_searches_are_as_published_then_ours(edition: Edition) -> None:
    assert list(SEARCHES.header[: len(FIELDS)]) == FIELDS
    first = table(edition, "searches-hackney.csv")[0]
    same = {name: first[name] for name in FIELDS if name != "Age range"}
    assert same == {name: USUAL.get(name, "") for name in FIELDS if name != "Age range"}
    assert first["Age range"] == "18 to 24"
    first_ours = SEARCHES.header[len(FIELDS) : SEARCHES.header.index("portal_invented")]
    assert all(name.startswith("portal_") for name in first_ours)
    assert (first["portal_date"], first["portal_hour"]) == ("2018-04-10", "hour_15")
    assert first["portal_line"] == "2"


def test_yes_and_no_are_words_that_no_program_takes_for_true_and_false(edition: Edition) -> None:
    lines = [line for name, kind in kinds(edition) if kind == "searches" for line in table(edition, name)]
    for name in ("portal_operation", "portal_linked", "portal_clothing"):
        assert {line[name] for line in lines} <= {"yes", "no", "not_recorded", "not_published"}
    assert "no" in {line["portal_operation"] for line in lines}
    assert {line["portal_person"] for line in lines} <= {"true", "false"}  # declared as such


def test_a_label_that_a_spreadsheet_would_run_is_made_plain(edition: Edition) -> None:
    labels = {line["Object of search"] for line in table(edition, "searches-hackney.csv")}
    assert "<=cmd|' /C calc'!A0>" in labels
    assert {line["Legislation"] for line in table(edition, "searches-westminster.csv") + table(edition,
            "searches-lambeth.csv")} == {"Caf\\xe9"}  # fmt: skip


def test_every_measure_is_in_the_dictionary_and_every_status(shelf: Shelf, edition: Edition) -> None:
    lines = table(edition, "accounts.csv")
    series = table(shelf.newest("series"), "london.csv")
    assert {line["measure"] for line in [*lines, *series]} <= dictionary.defined_measures().keys()
    assert {line["status"] for line in [*lines, *series]} <= dictionary.statuses().keys()


def test_the_sums_are_those_of_the_files(edition: Edition) -> None:
    lines = (edition.directory / "SHA256SUMS").read_text("ascii").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert told == {name: digest for name, digest in edition.manifest.files.items() if name != "SHA256SUMS"}


def test_every_csv_is_described(edition: Edition) -> None:
    for name, kind in kinds(edition):
        told = json.loads((edition.directory / f"{name}-metadata.json").read_bytes())
        assert told["url"] == Path(name).name
        assert [column["titles"] for column in told["tableSchema"]["columns"]] == list(TABLES[kind].header)


def test_the_catalogue_lists_every_table_below_data_with_its_hash(shelf: Shelf, edition: Edition) -> None:
    package = json.loads((shelf.newest("catalogue").directory / "datapackage.json").read_bytes())
    found = {each["path"]: each for each in package["resources"]}
    searches = {f"2018-19/{name}" for name, kind in kinds(edition) if kind == "searches"}
    assert {*searches, *(f"2018-19/{name}.csv" for name in OF_YEAR if name != "review")} <= found.keys()
    assert {"london.csv", "boroughs/hackney.csv", "forces/metropolitan.csv"} <= found.keys()
    one = found["2018-19/accounts.csv"]
    assert one["hash"] == f"sha256:{edition.manifest.files['accounts.csv']}"
    assert one["bytes"] == (edition.directory / "accounts.csv").stat().st_size
    names = [each["name"] for each in package["resources"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["boroughs", "forces", "section-60"])
def test_figures_of_many_places_say_how_much_of_the_period_each_holds(edition: Edition, name: str) -> None:
    document = json.loads((edition.directory / f"{name}.json").read_bytes())
    london = edition.account(LONDON).period
    assert (document["months_supplied"], document["months_expected"], document["complete"]) == (
        london.months_supplied, 12, False)  # fmt: skip
    lines = table(edition, f"{name}.csv")
    assert [(line["months_supplied"], line["complete"]) for line in lines] == [
        (str(each["months_supplied"]), str(each["complete"]).lower()) for each in document["figures"]
    ]
    assert len(lines) > 3


def test_one_place_every_period_is_its_accounts_of_all_periods(shelf: Shelf) -> None:
    whole = table(shelf.newest("series"), "data/boroughs/hackney.csv")
    each = [line for year in ("2018", "2018-19")
            for line in table(shelf.newest(Period.named(year)), "boroughs/hackney.csv")]  # fmt: skip
    assert whole == each

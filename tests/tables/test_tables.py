"""Every table, below /data and in editions, opened by frictionless, csvw and pandas; one a kind by LibreOffice."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from portal.editions.archive import CATALOGUE, Shelf
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, run
from tests.publishing.tabled_town import ROWS
from tests.required import ROOT, missing
from tests.returns import as_file, returned
from tests.samples import month_file, row
from tests.tables.checkers import by_csvw, by_frictionless, by_libreoffice, by_pandas, every, table_of

pytestmark = pytest.mark.full
KINDS = ("accounts", "rates", "compliance", "supplies", "findings", "differences", "searches-hackney",
         "searches-no-point")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """The tables of an export: two editions, a public file with a row that cannot be read, and a return.

    Its operations have codes that look like numbers, truths and missing values.
    """
    folder = tmp_path_factory.mktemp("tables")
    with living_in(tmp_path_factory.mktemp("home")) as settings:
        coded = [row(Policing_operation=code) for code in ("007", "12E3", "TRUE", "1/2", "=1+1", "#N/A!")]
        for name, rows in (("1", ROWS), ("2", [*ROWS, row(Gender="Female"), row(Latitude="abc"), *coded])):
            run("ingest", month_file(settings.home / name, rows))
            run("publish")
        (settings.home / "return.csv").write_bytes(as_file([returned(date="2018-05-02"), returned(date="2018-05-03")]))
        run("ingest", settings.home / "return.csv")
        run("publish")
        written(settings, folder / "data")
        copied(settings, folder)
        yield folder


def written(settings: Settings, folder: Path) -> None:
    """What the site serves below /data."""
    client = create_app(settings).test_client()
    with closing(client.get("/data/datapackage.json")) as answer:
        package = json.loads(answer.data)
    names = {each[part] for each in package["resources"] for part in ("path", "schema")}
    names |= {f"{each['path']}-metadata.json" for each in package["resources"]}
    names |= {f"schemas/{kind}.json" for kind in ("series", "rejected")}
    for name in sorted(names | {"datapackage.json"}):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with closing(client.get(f"/data/{name}")) as answer:
            assert answer.status_code == 200, name
            (folder / name).write_bytes(answer.data)


def copied(settings: Settings, folder: Path) -> None:
    """Every other CSV of the newest editions, with what describes it, as it is served beside its page."""
    shelf = Shelf(settings.published_dir)
    for line in set(shelf.lines()) - {CATALOGUE}:
        newest = shelf.newest(line).directory
        for path in [*newest.rglob("*.csv"), *newest.rglob("*.csv-metadata.json")]:
            to = folder / "editions" / newest.relative_to(settings.published_dir) / path.relative_to(newest)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)


def test_every_kind_of_table_is_looked_at(site: Path) -> None:
    found = every(site)
    names = {path.relative_to(site / "editions").parts[2:] for path in found if path.is_relative_to(site / "editions")}
    assert {("boroughs", "hackney.csv"), ("checks", "R07.csv"), ("boroughs.csv",), ("section-60.csv",), ("london.csv",),
            ("supplies.csv",)} <= names  # fmt: skip
    assert any(path.name.endswith("-rejected.csv") for path in found)
    assert any(path.is_relative_to(site / "data") for path in found)
    assert {table_of(path).id for path in found} == {
        "figures", "series", "differences", "supplies", "findings", "rejected", "searches"}  # fmt: skip


def test_frictionless_csvw_and_pandas_find_nothing_in_any_table(site: Path) -> None:
    for check in (by_frictionless, by_csvw, by_pandas):
        assert check(site, every(site)) == [], check.__name__


@pytest.mark.parametrize("name", ["data/2018-19/accounts.csv", "editions/2018-19/*/boroughs/hackney.csv"])
def test_each_of_them_sees_a_planted_fault(site: Path, tmp_path: Path, name: str) -> None:
    spoilt = Path(shutil.copytree(site, tmp_path / "site"))
    path = next(spoilt.glob(name))
    lines = path.read_bytes().split(b"\r\n")
    cells = lines[1].split(b",")
    cells[8] = b"many"
    path.write_bytes(b"\r\n".join([lines[0], b",".join(cells), *lines[2:]]))
    for check in (by_frictionless, by_csvw, by_pandas):
        assert check(spoilt, [path]) != [], check.__name__


def test_an_edition_is_a_text_to_all_who_ask_the_schema_and_the_words_that_tell_pandas_are_in_the_docs(
    site: Path,
) -> None:
    """1.10 follows 1.9; a program that guesses makes 1.1 of it."""
    for kind in ("figures", "series", "differences"):
        schema = json.loads((site / f"data/schemas/{kind}.json").read_bytes())
        fields = {each["name"]: each["type"] for each in schema["fields"]}
        assert {fields[name] for name in ("edition", "period", "since") if name in fields} == {"string"}
    table = "edition,period\r\n1.10,2018\r\n"
    told = pd.read_csv(io.StringIO(table), dtype={"edition": str, "period": str})
    assert told.iloc[0].to_list() == next(csv.reader([table.splitlines()[1]]))
    assert 'dtype={"edition": str, "period": str}' in (ROOT / "docs/data.md").read_text("utf-8")


def test_libreoffice_opens_a_table_of_each_kind_and_changes_no_cell(site: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        missing("libreoffice", "LibreOffice is not installed")
    year = site / "data/2018-19"
    assert by_libreoffice(site, [year / f"{name}.csv" for name in KINDS]) == []
    spoilt = Path(shutil.copytree(year, tmp_path / "2018-19")) / "accounts.csv"
    spoilt.write_bytes(spoilt.read_bytes().replace(b",month_2018-04,", b",=1+1,").replace(b",male,", b",10-17,"))
    assert by_libreoffice(tmp_path, [spoilt]) != []

"""Every table below /data, opened by frictionless, csvw and pandas; one of each kind by LibreOffice."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.web.app import create_app
from tests.accounts.files.tabled_town import ROWS
from tests.conftest import LivingIn, run
from tests.required import missing
from tests.returns import as_file, returned
from tests.samples import month_file, row
from tests.tables.checkers import by_csvw, by_frictionless, by_libreoffice, by_pandas

pytestmark = pytest.mark.full
KINDS = ("accounts", "rates", "compliance", "supplies", "findings", "differences", "searches-hackney",
         "searches-no-point")  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """The folder `data` as the export writes it: two editions, a public file and a return."""
    folder = tmp_path_factory.mktemp("tables") / "data"
    with living_in(tmp_path_factory.mktemp("home")) as settings:
        for name, rows in (("1", ROWS), ("2", [*ROWS, row(Gender="Female")])):
            run("ingest", month_file(settings.home / name, rows))
            run("publish")
        (settings.home / "return.csv").write_bytes(as_file([returned(date="2018-05-02"), returned(date="2018-05-03")]))
        run("ingest", settings.home / "return.csv")
        run("publish")
        written(settings, folder)
        yield folder


def written(settings: Settings, folder: Path) -> None:
    client = create_app(settings).test_client()
    with closing(client.get("/data/datapackage.json")) as answer:
        package = json.loads(answer.data)
    names = {each[part] for each in package["resources"] for part in ("path", "schema")}
    names |= {f"{each['path']}-metadata.json" for each in package["resources"]}
    for name in sorted(names | {"datapackage.json"}):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with closing(client.get(f"/data/{name}")) as answer:
            assert answer.status_code == 200, name
            (folder / name).write_bytes(answer.data)


def tables(data: Path) -> list[Path]:
    return sorted(data.rglob("*.csv"))


def test_frictionless_csvw_and_pandas_find_nothing_in_any_table(data: Path) -> None:
    assert len(tables(data)) > 100
    for check in (by_frictionless, by_csvw, by_pandas):
        assert check(data, tables(data)) == [], check.__name__


def test_each_of_them_sees_a_planted_fault(data: Path, tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(data, tmp_path / "data"))
    path = spoilt / "2018-19" / "accounts.csv"
    lines = path.read_bytes().split(b"\r\n")
    cells = lines[1].split(b",")
    cells[8] = b"many"
    path.write_bytes(b"\r\n".join([lines[0], b",".join(cells), *lines[2:]]))
    for check in (by_frictionless, by_csvw, by_pandas):
        assert check(spoilt, [path]) != [], check.__name__


def test_libreoffice_opens_a_table_of_each_kind_and_changes_no_cell(data: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        missing("libreoffice", "LibreOffice is not installed")
    assert by_libreoffice(data, [data / "2018-19" / f"{name}.csv" for name in KINDS]) == []
    spoilt = Path(shutil.copytree(data / "2018-19", tmp_path / "2018-19")) / "accounts.csv"
    spoilt.write_bytes(spoilt.read_bytes().replace(b",month_2018-04,", b",=1+1,").replace(b",male,", b",10-17,"))
    assert by_libreoffice(tmp_path, [spoilt]) != []

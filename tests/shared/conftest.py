"""The six real months, held by a portal, and read a second time by DuckDB and GeoPandas."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
from sqlmodel import Session, select

from geo.boundaries import RIVER, read_outlines
from portal import shipped
from portal.records import Supply
from portal.settings import Settings
from portal.store import database
from tests.conftest import LivingIn, Ran, run
from tests.required import shared


@pytest.fixture(scope="session")
def folders() -> list[Path]:
    return sorted(shared("police-uk").glob("2018-*"))


@dataclass(frozen=True)
class Real:
    """A portal that held the six months: where it published, what each command said, and its supplies."""

    settings: Settings
    ran: list[Ran]
    supplies: list[Supply]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, folders: list[Path], living_in: LivingIn) -> Real:
    """The six months ingested twice and published, once for all tests; its database is gone afterwards."""
    with living_in(tmp_path_factory.mktemp("real")) as settings:
        ran = [run("ingest", *folders), run("publish"), run("ingest", *folders), run("publish")]
        return Real(settings, ran, held_supplies(settings))


def held_supplies(settings: Settings) -> list[Supply]:
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        supplies = list(session.exec(select(Supply)))
    engine.dispose()
    return supplies


@pytest.fixture(scope="session")
def held(real: Real) -> tuple[Settings, list[Ran]]:
    """The settings, and what each command said."""
    return real.settings, real.ran


@pytest.fixture(scope="session")
def raw(folders: list[Path]) -> pd.DataFrame:
    """The files as DuckDB reads them, all text, with force and London's clock beside each row."""
    with contextlib.closing(duckdb.connect()) as duck:
        frame = duck.execute(
            "SELECT *, regexp_extract(filename, '\\d{4}-\\d{2}-([a-z-]+)-stop', 1) AS force "
            "FROM read_csv(?, all_varchar = true, header = true, filename = true)",
            [[str(path) for folder in folders for path in folder.glob("*.csv")]],
        ).df()
    frame["london"] = pd.to_datetime(frame["Date"], utc=True).dt.tz_convert("Europe/London")
    return frame


@pytest.fixture(scope="session")
def placed(raw: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a borough's code, by GeoPandas' own joins over rows (else blank), and `near`."""
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson")).to_crs(27700)
    boroughs, river = outlines[outlines["code"] != RIVER], outlines[outlines["code"] == RIVER]
    points = raw.dropna(subset=["Latitude"])
    where = gpd.points_from_xy(points["Longitude"].astype(float), points["Latitude"].astype(float), crs=4326)
    geo = gpd.GeoDataFrame(points, geometry=where).to_crs(27700)
    inside = geo.sjoin(boroughs[["code", "geometry"]], predicate="intersects").sort_values("code")
    found = inside[~inside.index.duplicated()]["code"]
    missed = geo.loc[geo.index.difference(found.index)]
    nearest = missed.sjoin_nearest(boroughs[["code", "geometry"]], distance_col="metres").sort_values("code")
    nearest = nearest[~nearest.index.duplicated()]
    near = nearest[(nearest["metres"] <= 100) | nearest.within(river.geometry.iloc[0])]
    codes = pd.concat([found, near["code"]]).reindex(raw.index).fillna("")
    return raw.assign(code=codes, near=raw.index.isin(near.index))

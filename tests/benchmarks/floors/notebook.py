"""What a notebook does: pandas reads each file, and `to_sql` appends it through SQLAlchemy.

`plain`: nothing is made sense of. `whole`: the same is learnt as `portal ingest` learns: London's day and
hour, the key of each label, and the borough of each point.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import create_engine

from geo.boundaries import RIVER, read_outlines
from ingest.sources.police_uk import police_uk_fields
from portal import shipped, vocabulary
from tests.benchmarks.measured import tell

Understand = Callable[[pd.DataFrame], pd.DataFrame]


def work(folder: Path, path: Path, understand: Understand) -> int:
    engine, rows = create_engine(f"sqlite:///{path}"), 0
    for file in sorted(folder.glob("*.csv")):
        frame = understand(pd.read_csv(file))
        frame.to_sql("stop", engine, if_exists="append", index=False)
        rows += len(frame)
    engine.dispose()
    return rows


def plain() -> Understand:
    return lambda frame: frame


def whole() -> Understand:
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson"))
    boroughs = outlines.loc[outlines["code"] != RIVER, ["code", "geometry"]]

    def understand(frame: pd.DataFrame) -> pd.DataFrame:
        london = pd.to_datetime(frame["Date"], utc=True).dt.tz_convert("Europe/London")
        for name, field in police_uk_fields().items():
            if field.is_keyed:
                words = vocabulary.field_vocabulary(field.name)
                frame[name] = frame[name].map(
                    {label: words.counted_as(str(label)) for label in frame[name].dropna().unique()}
                )
        points = gpd.GeoSeries(gpd.points_from_xy(frame["Longitude"], frame["Latitude"], crs=4326))
        found = gpd.GeoDataFrame(geometry=points).sjoin(boroughs, predicate="within")["code"]
        return frame.assign(day=london.dt.strftime("%Y%m%d").astype(int), hour=london.dt.hour, borough=found)

    return understand


if __name__ == "__main__":
    understand = {"plain": plain, "whole": whole}[sys.argv[3]]
    tell(lambda: work(Path(sys.argv[1]), Path(sys.argv[2]), understand()))

"""Six real months through the whole house, against a second count by DuckDB and GeoPandas."""

import contextlib
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
from sqlmodel import Session, select
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from geo.boundaries import RIVER, read
from portal import shipped
from portal.records import Supply
from portal.settings import Settings
from portal.store import database
from tests.conftest import LivingIn, Ran, run
from tests.required import shared

CELLS = (
    "Object of search",
    "Legislation",
    "Outcome",
    "Self-defined ethnicity",
    "Gender",
    "Age range",
    "Type",
)


@pytest.fixture(scope="module")
def folders() -> list[Path]:
    return sorted(shared("police-uk").glob("2018-*"))


@pytest.fixture(scope="module")
def held(
    tmp_path_factory: pytest.TempPathFactory, folders: list[Path], living_in: LivingIn
) -> Iterator[tuple[Settings, list[Ran]]]:
    """The six months ingested twice and published: the settings, and what each command said."""
    with living_in(tmp_path_factory.mktemp("real")) as settings:
        ran = [run("ingest", *folders), run("publish"), run("ingest", *folders), run("publish")]
        yield settings, ran


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def placed(raw: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a borough's code, by GeoPandas' own joins over rows; blank where there is none."""
    outlines = read(shipped.data("boundaries", "locate.geojson")).to_crs(27700)
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
    return raw.assign(code=pd.concat([found, near["code"]]).reindex(raw.index).fillna(""))


def account(settings: Settings, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((settings.published_dir / f"{name}.json").read_bytes())
    return document


def held_supplies(settings: Settings) -> list[Supply]:
    engine = database.opened(settings.database_url)
    with Session(engine) as session:
        supplies = list(session.exec(select(Supply)))
    engine.dispose()
    return supplies


def test_every_row_is_kept_or_rejected(held: tuple[Settings, list[Ran]], folders: list[Path]) -> None:
    settings, ran = held
    assert [done.code for done in ran] == [0, 0, 0, 0]
    supplies = held_supplies(settings)
    lines = {path.name: path.read_bytes().count(b"\n") - 1 for folder in folders for path in folder.glob("*.csv")}
    assert {s.filename: s.rows_read for s in supplies} == lines
    assert all(s.rows_read == s.rows_kept + s.rows_rejected for s in supplies)
    assert sum(s.rows_kept for s in supplies) == 70_196


def test_the_second_run_brings_nothing_new(held: tuple[Settings, list[Ran]]) -> None:
    _, (_, _, again, publish_again) = held
    assert again.out == "nothing new (12 held already, 0 passed over)\n"
    assert publish_again.out == "nothing new\n"


def test_london_adds_up_and_says_what_has_no_point(held: tuple[Settings, list[Ran]]) -> None:
    london = account(held[0], "2018/1.0/london")
    by_borough = {figure["key"]: figure["searches"] for figure in london["breakdowns"]["borough"]}
    assert london["totals"]["searches"] == 70_196 == sum(by_borough.values())
    assert by_borough["no_point"] == 24_751
    assert (london["period"]["months_supplied"], london["period"]["complete"]) == (6, False)


def test_london_midnight_turns_the_year(held: tuple[Settings, list[Ran]], raw: pd.DataFrame) -> None:
    assert account(held[0], "2018-19/1.0/london")["totals"]["searches"] == 36_117
    april = raw[(raw["london"].dt.month == 4) & raw["Date"].str.startswith("2018-03-31")]
    assert len(april) > 0


def test_every_boroughs_figures_equal_the_second_count(held: tuple[Settings, list[Ran]], placed: pd.DataFrame) -> None:
    settings = held[0]
    documents = list((settings.published_dir / "2018" / "1.0" / "boroughs").glob("*.json"))
    assert len(documents) == 33
    for path in documents:
        document = json.loads(path.read_bytes())
        rows = placed[placed["code"] == document["place"]["code"]]
        check_against_rows(document, rows)


@pytest.mark.parametrize("period", ["2018", "2018-19", "2017-18"])
def test_forces_and_london_equal_the_second_count(
    held: tuple[Settings, list[Ran]], placed: pd.DataFrame, period: str
) -> None:
    document = account(held[0], f"{period}/1.0/london")
    days = placed["london"].dt.date.astype(str)
    inside = placed[(days >= document["period"]["from"]) & (days <= document["period"]["to"])]
    check_against_rows(document, inside)
    for force in ("metropolitan", "city-of-london"):
        check_against_rows(account(held[0], f"{period}/1.0/forces/{force}"), inside[inside["force"] == force])


def check_against_rows(document: dict[str, Any], rows: pd.DataFrame) -> None:
    """Totals, months, hours and four breakdowns of a document, counted again from the raw rows."""
    persons = rows[rows["Type"] != "Vehicle search"]
    assert document["totals"]["searches"] == len(rows)
    assert document["totals"]["person_searches"] == len(persons)
    months = {m["month"]: m["searches"] or 0 for m in document["monthly"]}
    assert {k: v for k, v in months.items() if v} == rows["london"].dt.strftime("%Y-%m").value_counts().to_dict()
    hours = {figure["key"]: figure["searches"] for figure in document["breakdowns"]["hour"]}
    assert hours == rows["london"].dt.strftime("hour_%H").value_counts().to_dict()
    expect(document, "gender", persons["Gender"].str.lower(), {})
    expect(
        document,
        "object",
        rows["Object of search"],
        {"drugs": "Controlled drugs", "weapon": "Offensive weapons"},
    )
    expect(
        document,
        "outcome",
        rows["Outcome"],
        {"arrest": "Arrest|Suspect arrested", "action": "further action"},
    )
    broad = persons["Self-defined ethnicity"].str.split("[/ ]").str[0].str.lower()
    stated = broad.mask(persons["Self-defined ethnicity"] == "Other ethnic group - Not stated", "not_stated")
    expect(document, "self_defined_ethnicity", stated, {})


def test_rates_are_the_raw_counts_over_the_census(held: tuple[Settings, list[Ran]], placed: pd.DataFrame) -> None:
    """Plain arithmetic from the shared census file, and statsmodels' own ratio and exact test."""
    with shared("figures", "census2021_ethnicity_by_borough.csv").open(encoding="utf-8", newline="") as file:
        census = {row["gss"]: row for row in csv.DictReader(file)}
    for slug, code in (("hackney", "E09000012"), ("croydon", "E09000008"), ("westminster", "E09000033")):
        document = account(held[0], f"2018/1.0/boroughs/{slug}")
        rows = placed[(placed["code"] == code) & (placed["Type"] != "Vehicle search")]
        broad = rows["Self-defined ethnicity"].dropna()
        counted = {
            group: int(broad.str.startswith(group.capitalize()).sum()) for group in ("white", "black", "asian", "mixed")
        }
        unknown = int((broad == "Other ethnic group - Not stated").sum()) + int(
            rows["Self-defined ethnicity"].isna().sum()
        )
        white = float(census[code]["white"]) / 2
        for rate in document["rates"]:
            if rate["group"] == "other":
                continue
            n, living = counted[rate["group"]], int(census[code][rate["group"]])
            assert (rate["searches"], rate["residents"]) == (n, living)
            assert rate["per_1000"] == pytest.approx(1000 * n / (living / 2), rel=1e-6)
            if rate["group"] != "white":
                lowest = poisson_test(
                    n, living / 2, counted["white"], white, value=rate["low"], method="exact-cond", alternative="larger"
                )
                assert lowest.pvalue == pytest.approx(0.025, abs=1e-4)
                high = ((n + unknown) / (living / 2)) / (counted["white"] / white)
                assert rate["if_unknown_high"] == pytest.approx(high, rel=1e-5)


def expect(document: dict[str, Any], breakdown: str, values: pd.Series, groups: dict[str, str]) -> None:
    """The breakdown's counts equal the raw values', where `groups` names words to look for, else by value."""
    figures = document["breakdowns"][breakdown]
    known = {f["key"]: f["searches"] for f in figures if f["key"] not in ("not_recorded", "not_published")}
    blank = sum(f["searches"] for f in figures if f["key"] in ("not_recorded", "not_published"))
    assert blank == values.isna().sum()
    if not groups:
        assert known == values.dropna().value_counts().to_dict()
    for word, pattern in groups.items():
        ours = sum(count for key, count in known.items() if word in key)
        assert ours == values.dropna().str.contains(pattern).sum()


def test_one_changed_month_is_superseded_and_the_difference_counted(
    folders: list[Path], tmp_path: Path, home: Path
) -> None:
    original = folders[5] / "2018-06-city-of-london-stop-and-search.csv"
    run("ingest", original)
    changed = tmp_path / original.name
    lines = original.read_bytes().splitlines(keepends=True)
    changed.write_bytes(b"".join([*lines[:-2], lines[-1].replace(b",51.", b",50.")]))
    ran = run("ingest", changed)
    assert ran.code == 0
    assert "2 rows gone, 1 rows new" in ran.out


def test_exactly_three_supplies_carry_serious_findings(settings: Settings) -> None:
    run("ingest", *sorted(shared("police-uk").iterdir()))
    supplies = held_supplies(settings)
    serious = {
        (supply.force, supply.month): {f["id"] for f in supply.findings if f["severity"] == "serious"}
        for supply in supplies
        if any(f["severity"] == "serious" for f in supply.findings)
    }
    assert len(supplies) == 13
    assert serious == {
        ("metropolitan", "2018-02"): {"column_blank", "points_missing"},
        ("metropolitan", "2018-03"): {"column_blank", "points_missing"},
        ("metropolitan", "2024-09"): {"control_total_missed", "category_vanished"},
    }


def test_the_same_findings_stand_alone_without_the_months_before(settings: Settings, folders: list[Path]) -> None:
    run("ingest", folders[1], shared("police-uk", "api"))
    found = {
        s.month: {f["id"] for f in s.findings if f["severity"] == "serious"}
        for s in held_supplies(settings)
        if s.force == "metropolitan"
    }
    assert found == {
        "2018-02": {"column_blank", "points_missing"},
        "2024-09": {"control_total_missed", "category_vanished"},
    }

"""Every figure of the real months counted a second time, from the raw rows."""

import csv
import json
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from portal.editions.archive import is_document
from portal.settings import Settings
from tests.conftest import Ran
from tests.required import shared
from tests.shared.published import account

pytestmark = pytest.mark.full


def test_every_boroughs_figures_equal_the_second_count(held: tuple[Settings, list[Ran]], placed: pd.DataFrame) -> None:
    settings = held[0]
    found = (settings.published_dir / "2018" / "1.0" / "boroughs").glob("*.json")
    documents = [path for path in found if is_document(path.name)]
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
    """Totals, months, hours and eight of the ten breakdowns of a document, counted again from the raw rows."""
    persons = rows[rows["Type"] != "Vehicle search"]
    assert document["totals"]["searches"] == len(rows)
    assert document["totals"]["person_searches"] == len(persons)
    assert document["totals"]["vehicle_only"] == len(rows) - len(persons)
    assert document["totals"]["placed_by_nearness"] == int(rows["near"].sum())
    months = {m["month"]: m["searches"] or 0 for m in document["monthly"]}
    assert {k: v for k, v in months.items() if v} == rows["london"].dt.strftime("%Y-%m").value_counts().to_dict()
    hours = {figure["key"]: figure["searches"] for figure in document["breakdowns"]["hour"]}
    assert hours == rows["london"].dt.strftime("hour_%H").value_counts().to_dict()
    ages = (
        persons["Age range"]
        .str.replace(r"[- ]", "_", regex=True)
        .str.replace(r"(\d\d)_(\d\d)", r"\1_to_\2", regex=True)
    )
    expect(document, "age", ages, {})
    expect(document, "officer_defined_ethnicity", persons["Officer-defined ethnicity"].str.lower(), {})
    sections = {"pace_s1": "1984 .section 1", "drugs": "1971", "s60": "section 60", "firearms": "Firearms"}
    expect(document, "power", rows["Legislation"], sections)
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

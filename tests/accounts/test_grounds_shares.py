"""Shares of grounds flags: from nothing published, counted from returns, of people for London only, never a guess."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portal.accounts.checks import entries
from portal.accounts.checks.grounds import flag_states, grounds_flag
from portal.charter.definitions import FLAGS_FIELD, STATES, flags
from portal.grounds.flagging import published_grounds_rules
from portal.web.presentation.checks import format_flag
from tests.accounts.returned_town import CROYDON, HACKNEY, TSG, WESTMINSTER, document, written
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.samples import month_file, row

PEOPLE = ("G4", "G8")
SAID = (["none"] * 9 + ["G1", "G12", "G2;G11", "G12;G1", ""] + ["none"] * 6) * 12
"""What each search's flags are, over and over: of twenty, G1 and G12 stand twice, G2 and G11 once; one is blank."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """A return of 240 searches each in two boroughs, 20 left out in a third, and a public file; both years."""
    with living_in(tmp_path_factory.mktemp("flags")) as settings:
        folder = settings.home / "records"
        places = [HACKNEY] * 240 + [WESTMINSTER] * 240 + [CROYDON] * 20
        flagged = [*SAID, *["none"] * 223, "G3", *["G4"] * 12, *["G8"] * 4, *SAID[:20]]
        groups, ages = ("A1", "B1"), ("10 to 17", "18 to 24")
        rows = [
            returned(borough=place, grounds_flags=said, team="", self_defined_ethnicity=groups[at % 2],
                     age_band=ages[at % 2])
            for at, (place, said) in enumerate(zip(places, flagged, strict=True))
        ]  # fmt: skip
        month_file(folder, [row()] * 150, force="city-of-london")
        written(folder, rows)
        assert run("ingest", folder).code == run("publish").code == 0
        yield settings.published_dir


def grounds(published: Path, name: str) -> dict[str, dict[str, Any]]:
    return {each["flag"]: each for each in document(published, name)["grounds"]}


def test_there_are_as_many_flags_as_rules() -> None:
    assert (
        [flag.id for flag in flags()]
        == [flag.id for flag in published_grounds_rules().flags]
        == [f"G{n}" for n in range(1, 13)]
    )
    assert not any(flag.counts_not_recorded or flag.sampled or flag.target for flag in flags())


@pytest.mark.parametrize(
    ("said", "fails"),
    [
        ("none", set()),
        ("G12", {"G12"}),
        ("G1", {"G1"}),
        ("G11;G2", {"G2", "G11"}),
        ("G1;G12", {"G1", "G12"}),
    ],
)
def test_a_flag_is_raised_by_its_own_name_alone(said: str, fails: set[str]) -> None:
    (found,) = flag_states(pl.DataFrame({FLAGS_FIELD: [said]})).to_dicts()
    assert {flag for flag, state in found.items() if state == "fail"} == fails
    assert {found[flag] for flag in found.keys() - fails} == {"pass"}


@pytest.mark.parametrize("said", ["not_recorded", "not_published"])
def test_without_flags_nothing_is_said_to_be_raised_or_not(said: str) -> None:
    (found,) = flag_states(pl.DataFrame({FLAGS_FIELD: [said]})).to_dicts()
    assert set(found.values()) == {said}


def test_where_nothing_is_published_there_is_no_share(site: Path) -> None:
    for flag in grounds(site, "2018-19/1.0/forces/city-of-london").values():
        assert flag["status"] == "not_published"
        assert {flag[name] for name in ("searches", "low", "high", "share", "share_low", "share_high")} == {None}
    assert len(grounds(site, "2018-19/1.0/forces/city-of-london")) == 12


@pytest.mark.parametrize("place", ["boroughs/hackney", "boroughs/westminster", "london"])
def test_flags_of_the_police_are_counted(site: Path, place: str) -> None:
    westminster = ["G3", *["none"] * 239]
    own = {"boroughs/hackney": SAID, "boroughs/westminster": westminster}.get(place) or [*SAID, *westminster]
    counts = Counter(flag for said in own for flag in said.split(";"))
    for flag, found in grounds(site, f"2018-19/1.0/{place}").items():
        if flag not in PEOPLE:
            of = len(own) - counts[""]
            assert (found["searches"], found["of"], found["status"]) == (counts[flag], of, "value")
            assert found["share"] == pytest.approx(counts[flag] / of, abs=1e-6)


def test_flags_of_the_person_are_told_of_london_to_the_nearest_five(site: Path) -> None:
    """Of 480 searches with an answer (those left out among them) 12 have G4 and 4 have G8."""
    found = grounds(site, "2018-19/1.0/london")
    assert [(found[flag]["searches"], found[flag]["status"]) for flag in PEOPLE] == [
        (10, "rounded"),
        (None, "withheld"),
    ]
    assert found["G4"]["share"] == pytest.approx(10 / found["G1"]["of"], abs=1e-6)
    for place in ("boroughs/westminster", "forces/metropolitan"):
        elsewhere = grounds(site, f"2018-19/1.0/{place}")
        assert {(elsewhere[flag]["searches"], elsewhere[flag]["reason_code"]) for flag in PEOPLE} == {(None, "people")}


def test_small_places_and_calendar_years_tell_of_no_flag(site: Path) -> None:
    for name, code in (("2018-19/1.0/boroughs/croydon", "small_group"), ("2018/1.0/london", "year_running")):
        for flag in grounds(site, name).values():
            assert (flag["status"], flag["searches"], flag["share"]) == ("withheld", None, None)
            assert flag["reason_code"] in (code, "people" if "croydon" in name else code)


def test_no_flag_stands_among_the_checks(site: Path) -> None:
    london = document(site, "2018-19/1.0/london")
    ids = {flag.id for flag in flags()}
    assert not ids & {entry["check"] for entry in london["compliance"]}
    assert not ids & {group["compliance"]["check"] for group in london["compliance_by"]}
    assert not (site / "2018-19/1.0/checks/G1.json").exists()
    assert not (site / f"2018-19/1.0/teams/{TSG}.json").exists()


def test_exact_counts_have_an_exact_share() -> None:
    flag = flags()[0]
    exact = grounds_flag(flag, entries.exact(flag, {**dict.fromkeys(STATES, 0), "fail": 3, "pass": 9}))
    assert (exact.searches, exact.share, exact.low, format_flag(exact)) == (3, 0.25, None, "25.0%")
    nobody = grounds_flag(flag, entries.exact(flag, {**dict.fromkeys(STATES, 0), "not_recorded": 3}))
    assert (nobody.share, nobody.status, format_flag(nobody)) == (None, "too_few", "Nothing to judge")
    silent = grounds_flag(flag, entries.exact(flag, {**dict.fromkeys(STATES, 0), "not_published": 3}))
    assert (silent.share, silent.status, format_flag(silent)) == (None, "not_published", "Not published")

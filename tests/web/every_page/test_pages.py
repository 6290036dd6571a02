"""The site over the small town: pages, downloads, errors, and every link followed."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.presentation.formatting import decimal, format_share
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, month_file, row
from tests.web.proofreading import Proofreader


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Proofreader]:
    with living_in(tmp_path_factory.mktemp("site")) as settings:
        records = settings.home / "records"
        month_file(records, [row(), row(Outcome="Arrest"), row(**NOWHERE)])
        month_file(records, [row()], force="city-of-london")
        run("ingest", records)
        run("publish")
        yield Proofreader(create_app(settings).test_client())


@pytest.mark.parametrize("of_a_kind", [2, pytest.param(10_000, marks=pytest.mark.full)])
def test_a_residents_walk_follows_every_link(site: Proofreader, of_a_kind: int) -> None:
    """Every link that can be reached from home; in the quick test two of each kind of address."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    walker = Proofreader(site.client)
    walker.page("/")
    while left := walker.inner_links() - seen:
        address = min(left)
        seen.add(address)
        kind = kind_of(site, address)
        kinds[kind] += 1
        if kinds[kind] <= of_a_kind:
            walker.follow(address)
    assert "/boroughs/hackney/2018-19" in seen
    assert "/forces/metropolitan/2018-19.csv" in seen or of_a_kind == 2
    assert len(seen) > 100
    assert len(kinds) > 25


def kind_of(site: Proofreader, address: str) -> str:
    """The rule that answers the address, and the kind of place; AssertionError if no rule does."""
    try:
        endpoint, values = site.client.application.url_map.bind("").match(address)
    except HTTPException as nowhere:
        raise AssertionError(address) from nowhere
    return f"{endpoint} {values.get('kind', '')}"


def test_page_csv_and_json_say_the_same(site: Proofreader) -> None:
    page = site.account("/boroughs/hackney/2018-19")
    document = json.loads(site.download("/boroughs/hackney/2018-19.json"))
    rows = list(csv.DictReader(io.StringIO(site.download("/boroughs/hackney/2018-19.csv").decode())))
    assert "<strong>Police searched people or vehicles in Hackney 3 times.</strong>" in page
    assert "We have 1 full month of 12." in page
    assert document["totals"]["searches"] == 3
    assert document["edition"]["number"] == "1.0"
    by_csv = {(r["breakdown"], r["key"]): r["searches"] for r in rows if r["measure"] == "searches"}
    for name, figures in document["breakdowns"].items():
        for figure in figures:
            assert by_csv[name, figure["key"]] == str(figure["searches"])
            assert figure["label"] in page or name in ("borough",)
    assert by_csv["month", "month_2018-05"] == ""


def test_the_json_has_every_promised_key_in_order(site: Proofreader) -> None:
    document = json.loads(site.download("/london/2018.json"))
    assert list(document)[:15] == ["schema", "invented", "place", "period", "edition", "totals", "monthly",
                                   "breakdowns", "rates", "outcome_rates", "comparison", "headline",
                                   "compliance", "review", "supplies"]  # fmt: skip
    assert document["schema"] == "account/1"
    assert document["period"] == {"id": "2018", "from": "2018-01-01", "to": "2018-12-31",
                                  "months_expected": 12,
                                  "months_supplied": 1, "complete": False}  # fmt: skip
    assert set(document["breakdowns"]) == {
        "object", "power", "outcome", "self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender",
        "hour", "team", "borough", "day", "force"}  # fmt: skip
    (supply,) = [s for s in document["supplies"] if s["force"] == "metropolitan"]
    assert set(supply) == {"id", "source", "force", "month", "sha256", "rows", "findings", "counted", "bears"}


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/boroughs/E09000012", "/boroughs/hackney"),
        ("/boroughs/E09000012/2018", "/boroughs/hackney/2018"),
        ("/boroughs/E09000012/2018.csv", "/boroughs/hackney/2018.csv"),
    ],
)
def test_codes_redirect_to_names(site: Proofreader, asked: str, answered: str) -> None:
    response = site.client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, answered)


@pytest.mark.parametrize(
    "address",
    ["/boroughs/nowhere", "/boroughs/hackney/2019", "/boroughs/hackney/2018-20", "/x"],
)
def test_what_is_not_there_is_said_helpfully(site: Proofreader, address: str) -> None:
    assert "choose a borough" in site.page(address, status=404)


@pytest.mark.parametrize(
    ("address", "meant"), [("/boroughs/hakney", "/boroughs/hackney"), ("/bcus/hackney/2011", "/boroughs/hackney")]
)
def test_a_name_that_is_nearly_right_leads_to_the_place(site: Proofreader, address: str, meant: str) -> None:
    assert f'<li><a href="{meant}">Hackney</a></li>' in site.page(address, status=404)


def test_without_a_period_the_newest_is_shown_with_a_list_of_all(site: Proofreader) -> None:
    assert "<title>Hackney: stop and search, April 2018 to March 2019" in site.page("/boroughs/hackney")
    page = site.page("/boroughs/hackney/sources")
    listed = page.split('id="years"')[1].split("</section>")[0]
    assert listed.index("2018-19") < listed.index("January 2018 to December 2018")
    assert listed.count("<td>1 of 12 months</td>") == 2
    assert 'aria-current="page">April 2018 to March 2019</a> <span class="tag">This page</span>' in listed
    assert "shows April 2018 to March 2019" in listed


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/boroughs",
            ["Hackney</a>", "where we know the result", "not a fair rate", "Census of 2021"],
        ),
        ("/bcus", ["Central East</a>", "Per 1,000 residents"]),
        ("/forces", ["Metropolitan Police</a>", "Nobody lives in a police force"]),
        ("/teams", ["There are no figures of this kind", "Police have not said which teams"]),
    ],
)
def test_every_kind_has_a_table_with_its_caveats(site: Proofreader, address: str, said: list[str]) -> None:
    page = site.page(address)
    assert [part for part in [*said, "1 full month of 12"] if part not in page] == []


def test_the_table_of_boroughs_has_the_figures_of_their_accounts(site: Proofreader) -> None:
    row = site.page("/boroughs").split('<a href="/boroughs/hackney/2018-19">')[1].split("</tr>")[0]
    account = json.loads(site.download("/boroughs/hackney/2018-19.json"))
    rate = next(each for each in account["comparison"]["with_london"] if each["measure"] == "per_1000")["now"]
    assert [f">{cell}<" in row for cell in ("3", decimal(rate), "1 of 3")] == [True] * 3
    assert format_share(account["headline"][2]["value"]) in row


def test_a_missing_month_is_never_a_nought(site: Proofreader) -> None:
    page = site.page("/boroughs/hackney/2018-19/when")
    assert page.count("no figure") >= 11
    assert "no file" in page


def test_nothing_unpublished_shows_as_a_share(site: Proofreader) -> None:
    page = site.page("/boroughs/hackney/2018-19/teams")
    teams = page.split('id="team"')[1].split("</table>")[0]
    assert "Not published" in teams
    assert "%" not in teams


def test_answers_can_be_asked_again_cheaply(site: Proofreader) -> None:
    first = site.client.get("/boroughs/hackney/2018")
    again = site.client.get("/boroughs/hackney/2018", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_the_csv_is_plain(site: Proofreader) -> None:
    raw = site.download("/london/2018.csv")
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert not any(cell[:1] in "=+-@\t" for line in csv.reader(io.StringIO(raw.decode())) for cell in line if cell)


def test_health_and_readiness(site: Proofreader, tmp_path: Path) -> None:
    assert site.client.get("/healthz").text == "ok\n"
    assert site.client.get("/readyz").status_code == 200
    bare = create_app(Settings.from_environ({"PORTAL_HOME": str(tmp_path)})).test_client()
    assert bare.get("/readyz").status_code == 503
    assert "No figures yet" in Proofreader(bare).page("/")
    assert bare.get("/boroughs").status_code == 404

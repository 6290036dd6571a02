"""The pages of the video review over a shelf written by hand: every number of the document, and no other."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import html5lib
import openpyxl
import pytest
from flask.testing import FlaskClient

from portal.documents.figures import Seen
from portal.documents.review import ReviewDocument
from portal.settings import Settings
from portal.tables.definitions import REVIEWS
from portal.web.app import create_app
from portal.web.presentation.formatting import format_number, format_percent
from portal.web.presentation.reviews import NO_REVIEW
from tests.web.every_page.readability import faults, paragraphs
from tests.web.page_tables import table, tree, words
from tests.web.pages.checks import charter_shelf, review_shelf
from tests.web.pages.checks.review_shelf import FEW, FULL, GUARANTEE, NONE, NOT_YET, RUNNING, TOO_FEW
from tests.web.proofreading import HTML, Proofreader

REVIEW = review_shelf.REVIEWS[FULL]
ETHNICITY = next(check["title"] for check in charter_shelf.charter()["checks"] if check["id"] == "C06")
YEARS = (FULL, FEW, RUNNING, NONE)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    root = review_shelf.written(tmp_path_factory.mktemp("reviews"))
    return create_app(Settings.from_environ({"PORTAL_HOME": str(root)})).test_client()


@pytest.fixture
def site(reviewed: FlaskClient) -> Proofreader:
    return Proofreader(reviewed)


def text(site: Proofreader, address: str) -> str:
    return words(next(tree(site, address).iter(f"{HTML}main")))


def numbers(document: Any) -> set[str]:
    """Every number of a document as a page may show it: counts, shares in percent, measures, days."""
    match document:
        case dict():
            return set().union(*(numbers(each) for each in document.values())) if document else set()
        case list():
            return set().union(*(numbers(each) for each in document)) if document else set()
        case bool() | None | str():
            return set()
        case int():
            return {format_number(document)}
        case float():
            return {
                format_percent(document).strip("%"),
                f"{document:.2f}",
                f"{document:.1f}",
                format_number(round(document)),
            }
    raise AssertionError(document)


def test_every_number_on_the_page_is_in_the_document(site: Proofreader) -> None:
    page = tree(site, f"/reviews/{FULL}")
    said = " ".join(next(page.iter(f"{HTML}main")).itertext())
    said = re.sub(r"[A-Z][a-z]+ \d{4}(-\d\d)?", " ", said)  # months
    shown = {each.rstrip(",") for each in re.findall(r"(?<![A-Z\d])\d[\d,]*(?:\.\d+)?", said)}
    derived = {
        "95",  # the level of the intervals
        "30",  # days, and searches judged twice
        "5", "10",  # the rounding of figures about people
        "0", "1",  # the ends of AC1 and kappa
        "40", "100",  # the ends of a scale
        "45",  # of C05 both the record and the video say something
        *(format_number(seen.cannot_tell + seen.unwatched) for place in REVIEW.places for seen in place.seen),
    }  # fmt: skip
    assert shown - derived - numbers(REVIEW.as_json()) == set()


def test_the_page_begins_with_the_answer_and_says_whose_word_it_is(site: Proofreader) -> None:
    page = tree(site, f"/reviews/{FULL}")
    lead = next(words(each) for each in page.iter(f"{HTML}p") if each.get("class") == "lead")
    assert lead == (
        '"A receipt was given or offered": independent reviewers saw this on video in 84% of searches. '
        "That is 42 of 50 that they could judge. Chance leaves 71% to 92% open."
    )
    assert "Independent reviewers viewed 53 of the 60 searches drawn at random." in text(site, f"/reviews/{FULL}")
    assert "It is not the word of the police." in text(site, f"/reviews/{FULL}")
    assert GUARANTEE in text(site, f"/reviews/{FULL}")


def told(seen: Seen) -> list[str]:
    """What the cell of a check has to say."""
    if seen.rate is None:
        return ["Nothing to judge", f"None of {seen.drawn} could be judged"]
    assert seen.low is not None
    assert seen.high is not None
    return [format_percent(seen.rate), f"{seen.passed} of {seen.judged}",
            f"{format_percent(seen.low)} to {format_percent(seen.high)}"]  # fmt: skip


def test_every_check_has_its_rate_counts_interval_bounds_and_verdict(site: Proofreader) -> None:
    page = tree(site, f"/reviews/{FULL}")
    rows = table(page, "Each check on video, London")
    assert [name[:3] for name in rows] == ["C05", "C06", "R05", "R02"]
    for seen, (cell,) in zip(REVIEW.london.seen, rows.values(), strict=True):
        assert all(each in cell for each in told(seen)), cell
        assert ("%" in cell) is (seen.rate is not None)
    assert (
        "70% if all 10 not judged had failed, 87% if all had passed." in rows["C05 A receipt was given or offered"][0]
    )
    assert "✓ Kept. 90%" in next(cell for name, (cell,) in rows.items() if name.startswith("R05"))
    areas = table(page, f"Areas. {ETHNICITY}")
    assert {name: cells[-2:] for name, cells in areas.items()} == {
        "Hackney": ["✗ Not kept.33%10 of 3019% to 51%", "29% to 43%"]
    }
    teams = table(page, "Teams. A receipt was given or offered")
    assert teams["Territorial Support Group"][-2:] == ["63%12 of 1941% to 81%", "48% to 72%"]


def test_nothing_without_a_figure_is_green_or_a_percentage(site: Proofreader) -> None:
    for year in YEARS:
        for element in tree(site, f"/reviews/{year}").iter():
            kinds = (element.get("class") or "").split()
            if "kept" in kinds or "not-kept" in kinds:
                assert "%" in words(element)
                assert "ept" in words(element)
        if year != FULL:
            assert "%" not in text(site, f"/reviews/{year}")


def test_how_far_to_trust_it(site: Proofreader) -> None:
    page, said = tree(site, f"/reviews/{FULL}"), text(site, f"/reviews/{FULL}")
    assert table(page, "London, month by month") == {
        "April 2018": ["31", "27", "3", "1", "3"], "May 2018": ["29", "26", "2", "1", "1"]}  # fmt: skip
    boroughs = table(page, "How much was viewed, borough by borough")
    assert boroughs["Hackney"] == ["35", "32", "2", "1", "3"]
    assert "No footage: 5. Why: camera off (4) and deleted (too few to show)." in said
    assert "Reviewers changed 3 of their answers later." in said
    assert "Left out: 1 search drawn, as the record was taken back later." in said
    assert f"Other boroughs, Westminster: {TOO_FEW}" in said
    site.page(f"/reviews/{FULL}")
    assert "/reviews/draws" in site.inner_links()


def test_record_beside_video_agreement_and_what_is_in_no_record(site: Proofreader) -> None:
    page, said = tree(site, f"/reviews/{FULL}"), text(site, f"/reviews/{FULL}")
    assert "In 6 of 45 searches the record says that this was done, and the video shows that it was not." in said
    beside = table(page, "What the record says and what the video shows")
    assert list(beside.values()) == [["33", "6", "2", "4", "5"], ["too few to show"]]
    agreed = table(page, "Two who judged the same searches")
    assert list(agreed.values()) == [["45", "89%", "0.86", "0.38"], ["12", "too few"]]
    first, supervisor = agreed
    assert first.endswith("Both done: 38. Only the first: 2. Only the second: 3. Both not done: 2.")
    assert "Fewer than 30 were judged twice" in supervisor
    assert "the prevalence paradox" in said
    assert "saw 80 searches. Of these, 12 are in no record: 15%. Chance leaves 9% to 24% open." in said
    assert "about 2,353, from 2,193 to 2,646." in said or "about 2,353, from 2,193 to 2,645." in said


def test_panels_and_people(site: Proofreader) -> None:
    page = tree(site, f"/reviews/{FULL}")
    asked = table(page, "Questions of panels to the police")
    assert asked == {
        "Receipts What came of it: officer advised 3, nothing too few to show.": ["7", "5", "21.5"],
        "Use of force": ["2", "0", "no answer yet"],
    }
    section = next(each for each in page.iter(f"{HTML}section") if each.get("aria-labelledby") == "chosen")
    assert "%" not in words(section)
    assert "Hackney monitoring group: 39 searches viewed" in words(section)
    assert table(page, "Was a receipt given or offered?") == {"Issued": ["25"], "Not offered": ["14"]}
    assert "Another panel: 3 searches viewed. It told us only how many it viewed." in words(section)
    assert table(page, "Appropriate adult?") == {"Yes": ["15"], "No": ["too few to show"]}


def test_every_empty_part_says_why(site: Proofreader) -> None:
    few = text(site, f"/reviews/{FEW}")
    assert f"Independent reviewers viewed 12 of the 20 searches drawn at random. {TOO_FEW}" in few
    assert "No footage: 8. Nobody told us why." in few
    for says in ("no month has been drawn", "this review names none", f"No check is shown for London. {TOO_FEW}",
                 "so we cannot compare them", "No search was judged by two people", "so we cannot say",
                 "No panel told us of a question", "No panel told us of video",
                 "nothing about the people searched"):  # fmt: skip
        assert says in few
    running = text(site, f"/reviews/{RUNNING}")
    assert f"{NO_REVIEW} {NOT_YET}" in running
    assert "5 of 12 months" in running
    assert NO_REVIEW in text(site, f"/reviews/{NONE}")


def test_without_a_year_it_leads_to_the_newest_that_has_a_review(site: Proofreader) -> None:
    assert text(site, "/reviews") == text(site, f"/reviews/{RUNNING}")
    assert site.client.get("/reviews/2011-12").status_code == 404


def test_without_any_review_the_page_is_there_all_the_same(reader: FlaskClient) -> None:
    site = Proofreader(reader)
    for address in ("/reviews", "/reviews/2018-19"):
        assert NO_REVIEW in site.page(address)
    for ending in ("json", "csv", "xlsx", "csv-metadata.json"):
        assert reader.get(f"/reviews.{ending}").status_code == 404


def test_an_older_edition_keeps_its_review_under_its_own_address(site: Proofreader) -> None:
    assert NO_REVIEW in site.page(f"/editions/{FULL}/1.0/reviews")
    assert "has been replaced" in site.page(f"/editions/{FULL}/1.0/reviews")
    answer = site.client.get(f"/editions/{FULL}/1.1/reviews")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/reviews/{FULL}")
    for ending in ("json", "csv", "xlsx"):
        frozen, live = f"/editions/{FULL}/1.1/reviews.{ending}", f"/reviews/{FULL}.{ending}"
        assert site.download(frozen) == site.download(live)


def rows_of(site: Proofreader, year: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.download(f"/reviews/{year}.csv").decode("ascii"))))


def recounted(document: dict[str, Any]) -> set[tuple[str, ...]]:
    """The counts of a document in plain Python: place, part, subject, answer, count."""
    found: set[tuple[str, ...]] = set()
    for place in document["places"]:
        code = place["code"]
        for name in ("searches", "drawn", "viewed", "no_footage", "not_viewed", "late"):
            found.add((code, "coverage", "", name, str(place["reviewed"][name])))
        for seen in place["seen"]:
            for name in ("pass", "fail", "cannot_tell", "unwatched", "not_applicable"):
                found.add((code, "seen", seen["check"], name, str(seen[name])))
            found.add((code, "seen", seen["check"], "rate", str(seen["pass"])))
        for asked in place["answers"]:
            found |= {(code, "answers", asked["field"], each["key"], blank(each["items"])) for each in asked["answers"]}
    for month in document["months"]:
        code = "E12000007" if month["place"] == "london" else month["place"]
        for name in ("drawn", "viewed", "no_footage", "not_viewed", "late"):
            found.add((code, "month", f"month_{month['month']}", name, str(month[name])))
    return found | recounted_of_london(document)


def recounted_of_london(document: dict[str, Any]) -> set[tuple[str, ...]]:
    found = {("missing", "", each["key"], blank(each["items"])) for each in document["missing"]}
    found |= {("coverage", "", "answers_changed", str(document["changed"])),
              ("coverage", "", "items_withdrawn", str(document["withdrawn"]))}  # fmt: skip
    for each in document["beside"]:
        for name in ("both", "record_only", "video_only", "neither", "without_record"):
            found.add(("beside", each["check"], name, str(each[name]) if each["status"] == "value" else ""))
    for each in document["agreed"]:
        for name in ("pairs", "both", "first_only", "second_only", "neither"):
            found.add(("agreed", each["what"], name, blank(each[name])))
    return {("E12000007", *each) for each in found | recounted_of_panels(document)}


def recounted_of_panels(document: dict[str, Any]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for panel in document["not_drawn"]:
        found.add(("not_drawn", panel["panel"], "viewed", str(panel["viewed"])))
        for asked in panel["answers"]:
            subject = f"{panel['panel']}.{asked['field']}"
            found |= {("not_drawn", subject, each["key"], blank(each["items"])) for each in asked["answers"]}
    for topic in document["questions"]:
        found |= {("questions", topic["topic"], name, str(topic[name])) for name in ("asked", "answered")}
        found |= {("questions", topic["topic"], each["key"], blank(each["items"])) for each in topic["outcomes"]}
    missed = document["under_recorded"] or {}
    if missed:
        found |= {("under_recorded", "", name, str(missed[key])) for name, key in (
            ("activations", "activations"), ("searches_seen", "seen"), ("without_record", "without_record"),
            ("recorded", "recorded"))}  # fmt: skip
    for asked in document["people"]:
        found |= {("people", asked["field"], each["key"], blank(each["items"])) for each in asked["answers"]}
    return found


def blank(count: int | None) -> str:
    return "" if count is None else str(count)


WITHOUT_COUNT = re.compile(r"rate_if_open|verdict_.*|not_told|share|ac1|kappa|days|total")


@pytest.mark.parametrize("year", [FULL, FEW, RUNNING])
def test_the_csv_is_the_document_recounted(site: Proofreader, year: str) -> None:
    rows = rows_of(site, year)
    document = json.loads(site.download(f"/reviews/{year}.json"))
    counts = {(row["place_code"], row["part"], row["subject"], row["answer"], row["count"]) for row in rows
              if not WITHOUT_COUNT.fullmatch(row["answer"])}  # fmt: skip
    assert counts == recounted(document)
    assert tuple(rows[0]) == REVIEWS.header
    assert {(row["edition"], row["period"], row["invented"]) for row in rows} == {
        ("1.1" if year == FULL else "1.0", year, "true")
    }


def test_the_values_of_the_csv_are_those_of_the_document(site: Proofreader) -> None:
    rows = {(row["place_code"], row["part"], row["subject"], row["answer"]): row for row in rows_of(site, FULL)}
    for place in REVIEW.places:
        for seen in place.seen:
            rate, ends = (rows[place.code, "seen", seen.check, name] for name in ("rate", "rate_if_open"))
            assert [rate[name] for name in ("value", "low", "high")] == [
                blank_of(each) for each in (seen.rate, seen.low, seen.high)
            ]
            assert [ends[name] for name in ("low", "high")] == [blank_of(each) for each in (seen.lowest, seen.highest)]
            assert (rate["status"] == "value") is (seen.rate is not None)
    london = "E12000007"
    assert rows[london, "agreed", "C05", "kappa"]["value"] == "0.38"
    assert rows[london, "agreed", "supervisor", "share"]["status"] == "too_few"
    assert rows[london, "questions", "receipt", "days"]["value"] == "21.5"
    assert rows[london, "under_recorded", "", "total"]["value"] == "2352.9"
    assert rows[london, "people", "appropriate_adult", "yes"]["status"] == "rounded"
    assert {row["about"] for row in rows.values() if row["part"] == "people"} == {"person"}
    assert rows[review_shelf.WESTMINSTER["code"], "seen", "", "not_told"]["says"] == TOO_FEW


def blank_of(value: float | None) -> str:
    return "" if value is None else str(value)


def test_the_workbook_has_every_row(site: Proofreader) -> None:
    book = openpyxl.load_workbook(io.BytesIO(site.download(f"/reviews/{FULL}.xlsx")))
    assert max(sheet.max_row for sheet in book.worksheets) > len(rows_of(site, FULL))
    assert json.loads(site.download(f"/reviews/{FULL}.csv-metadata.json"))["url"] == f"{FULL}.csv"


# Beside the records: on accounts, on checks, in the table of all.


def test_an_account_shows_the_video_beside_its_records(site: Proofreader) -> None:
    for address, seen in (("/london", REVIEW.london.seen), ("/boroughs/hackney", REVIEW.places[1].seen)):
        rows = table(tree(site, f"{address}/{FULL}/charter"), "The same checks on video and in the records")
        assert [name[:3] for name in rows] == [each.check for each in seen]
        for each, (video, records) in zip(seen, rows.values(), strict=True):
            assert all(part in video for part in told(each))
            assert records
    assert f"Independent reviewers viewed 10 of the 12 searches drawn at random. {TOO_FEW}" in text(
        site, f"/boroughs/westminster/{FULL}/charter"
    )


@pytest.mark.parametrize("address", [f"/london/{NONE}/charter", f"/boroughs/hackney/{NONE}/charter",
                                     f"/editions/{FULL}/1.0/london/charter", f"/editions/{FULL}/1.0/charter/C05",
                                     f"/boroughs/hackney/{FEW}/charter"])  # fmt: skip
def test_without_a_review_the_section_says_one_sentence(site: Proofreader, address: str) -> None:
    page = tree(site, address)
    section = next(each for each in page.iter(f"{HTML}section") if each.get("aria-labelledby") == "video")
    assert [words(each) for each in section][1:] == [NO_REVIEW]


def test_a_check_has_london_boroughs_and_teams_on_video(site: Proofreader) -> None:
    year = f"/editions/{FULL}/1.1/charter/C05"
    rows = table(tree(site, year), "On video and in the records. A receipt was given or offered")
    assert list(rows) == ["London", "Hackney", "Territorial Support Group"]
    assert "84% 42 of 50, 71% to 92%" in rows["London"][0]
    assert "On video: 42 of 50 (84%), 71% to 92%. That is the word of independent reviewers." in text(site, year)
    assert rows["Territorial Support Group"][1] == "- Not shown by the records"
    assert "Nothing is told of this check on video." in text(site, f"/editions/{FULL}/1.1/charter/S04")


def test_whose_word_it_is_where_reviewers_are_asked(site: Proofreader) -> None:
    for address in (f"/editions/{FULL}/1.1/charter/R05", f"/compliance/{FULL}", f"/compliance/{FULL}/all"):
        assert "independent reviewers' word" in text(site, address)
        assert "the records' word" not in text(site, address)
    assert "the records' word" in text(site, f"/compliance/{NONE}")
    assert "s' word" not in text(site, f"/editions/{FULL}/1.1/charter/C06")


def test_londons_overview_has_one_line_of_it(site: Proofreader) -> None:
    assert "Independent reviewers viewed 53 of the 60 searches drawn at random. What they saw" in text(
        site, f"/london/{FULL}"
    )
    assert "reviewers" not in text(site, f"/london/{NONE}")
    assert "reviewers" not in text(site, f"/boroughs/hackney/{FULL}")


# The site about them.


@pytest.mark.parametrize("address", ["/reviews", *(f"/reviews/{year}" for year in YEARS), "/reviews/draws",
                                     "/reviews/plan", "/reviews/plan?clips=60&target=95"])  # fmt: skip
def test_pages_are_plain_to_read_and_need_no_script(site: Proofreader, address: str) -> None:
    page = html5lib.parse(site.page(address))
    assert faults(list(paragraphs(page))) == []
    main = next(page.iter(f"{HTML}main"))
    assert list(main.iter(f"{HTML}script")) == []


def test_every_link_leads_somewhere(site: Proofreader) -> None:
    for address in (
        *(f"/reviews/{year}" for year in YEARS),
        "/reviews/draws",
        "/reviews/plan",
        f"/london/{FULL}/charter",
    ):
        site.page(address)
    own = {link for link in site.inner_links() if "review" in link or "draws" in link}
    assert {"/reviews/plan", f"/reviews/{FULL}.csv", "/reviews/draws.json", "/editions/draws/1.1"} <= own
    for link in own:
        site.follow(link)


def test_a_withdrawn_review_is_gone_and_pages_beside_say_nothing_of_it(tmp_path: Path) -> None:
    root = review_shelf.written(tmp_path)
    folder = root / "instance/published" / FULL / "1.1"
    stone = {"sha256": "0", "when": "2020-06-01T00:00:00Z", "reason": "It named a person."}
    (folder / "withdrawn.json").write_text(json.dumps({"review.json": stone}))
    client = create_app(Settings.from_environ({"PORTAL_HOME": str(root)})).test_client()
    assert client.get(f"/reviews/{FULL}").status_code == 410
    assert NO_REVIEW in client.get(f"/editions/{FULL}/1.1/charter/C05").text


def test_a_document_without_what_came_later_can_be_read() -> None:
    whole = REVIEW.as_json()
    for name in ("under_recorded", "people", "changed", "withdrawn", "guarantee"):
        del whole[name]
    assert ReviewDocument.model_validate(whole).people == []


def test_a_place_without_an_account_has_its_name_and_no_link(site: Proofreader) -> None:
    """The year's edition has no account of the team: its searches are told on video all the same."""
    page = site.page(f"/reviews/{FULL}")
    assert "Territorial Support Group" in page
    assert "/teams/metropolitan-tsg" not in page
    assert f'<a href="/boroughs/hackney/{FULL}">Hackney</a>' in page

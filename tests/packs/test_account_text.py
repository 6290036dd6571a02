"""An account in words: every number with what it is of, and a word where there is none."""

from typing import Any

from portal.accounts.checks import entries
from portal.charter.definitions import STATES
from portal.charter.validation import published_charter as charter
from portal.documents.account import Comparison
from portal.documents.figures import Compared, Figure, OutcomeRate, Rate, Totals
from portal.packs.account_text import account_lines, check_result_text, of_figure
from tests.accounts.years import account, gap, month

TITLES = {"C05": "A receipt was given"}


def words(*months: Any, **changed: Any) -> list[str]:
    return account_lines(account(months, **changed), "1.0", TITLES)


def test_a_year_in_part_says_so_first() -> None:
    told = words(month("2018-04", 100), gap("2018-05"))
    assert told[0] == "Stop and search in Hackney, 2018-19"
    assert told[2] == "1 April 2018 to 31 March 2019: 1 of 12 months, not a whole year. Edition 1.0."
    assert "made up" in told[3]
    assert "  2018-04: 100" in told
    assert "  2018-05: no figure: not held" in told


def test_a_number_stands_with_what_it_is_of() -> None:
    exact = Figure(key="a", label="Drugs", searches=25, of=100, share=0.25, status="value")
    assert of_figure(exact) == "Drugs: 25 of 100 (25.0%)"
    ranged = Figure(key="a", label="Team", searches=None, of=100, status="rounded", low=23, high=27)
    assert of_figure(ranged) == "Team: 23 to 27 of 100"
    silent = Figure(key="not_published", label="Not published", searches=100, of=100, status="not_published")
    assert of_figure(silent) == "Not published: 100 of 100"
    held = Figure(key="a", label="Team", searches=None, of=None, status="withheld")
    assert of_figure(held) == "Team: not told here"


def test_a_share_of_another_number_than_the_one_beside_it_is_not_shown() -> None:
    other = Figure(key="a", label="Drugs", searches=25, of=100, share=0.5, status="value")
    assert of_figure(other) == "Drugs: 25 of 100"


def test_a_check_has_its_title_its_verdict_and_its_counts() -> None:
    check, nothing = charter().named("C05"), dict.fromkeys(STATES, 0)
    exact = entries.exact(check, nothing | {"pass": 9, "fail": 3})
    assert check_result_text(exact, TITLES) == (
        "C05 A receipt was given: No target set. 9 of 12 searches passed (75.0%).")  # fmt: skip
    told = check_result_text(entries.people_compliance(check, {"pass": 140, "fail": 60, "not_recorded": None}), {})
    assert told.startswith("C05: No target set. 140 of 200 searches passed (70.0%). This tells of the person searched.")
    assert check_result_text(entries.unpublished_compliance(check), {}).startswith(
        "C05: Not published. The police have not"
    )


def test_rates_and_comparisons_are_told() -> None:
    rate = Rate(group="black", searches=30, residents=1000, per_1000=30.0, ratio_to_white=2.5, low=2.0, high=3.0,
                if_unknown_low=None, if_unknown_high=None, status="value")  # fmt: skip
    few = rate.model_copy(update={"per_1000": None, "ratio_to_white": None, "status": "too_few"})
    outcome = OutcomeRate(measure="action", by="all", key="all", label="", searches=20, of=80, unknown=20, rate=0.25,
                          low=0.2, high=0.3, status="value")  # fmt: skip
    sides = [
        Compared(measure="action_rate", now=0.25, then=0.3, status="value"),
        Compared(measure="per_1000", now=None, then=3.0, status="missing", reason="Nobody lives there."),
    ]
    told = words(month("2018-04", 100), rates=[rate, few], outcome_rates=[outcome],
                 comparison=Comparison(with_london=sides))  # fmt: skip
    assert "  Black: 30.0 (30 searches, 1,000 residents); 2.5 times the rate of White residents" in told
    assert "  Black: too few to say (30 searches, 1,000 residents)" in told
    assert "  Any formal action: 20 of 80 (25.0%); of 20 more the outcome is not known" in told
    assert "  Share that led to a formal action: here 25.0%, in London 30.0%" in told
    assert "  Searches of a person for every 1,000 residents: Nobody lives there." in told


def test_what_is_protected_is_no_number() -> None:
    nothing: dict[str, None] = dict.fromkeys(("searches", "person_searches", "vehicle_only", "placed_by_nearness"))
    told = words(month("2018-04", 9), totals=Totals(**nothing, low=120, high=140, status="rounded"))
    assert "  All searches: 120 to 140" in told
    assert "  Searches of a person: not told here" in told

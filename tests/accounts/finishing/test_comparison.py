"""An account beside the year before and beside London: like months only, and nothing that is in doubt."""

from collections.abc import Sequence

import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from portal import residents
from portal.accounts.finishing import comparison
from portal.accounts.finishing.comparison import account_comparison
from portal.accounts.finishing.finish import finish
from portal.documents.account import Account, Comparison
from portal.documents.figures import Compared, MonthFigure, OutcomeRate, Rate, Totals
from portal.places import LONDON, Kind, find_place
from tests.accounts.years import HACKNEY, account, gap, month, serious, supply, year

NOW = [month("2018-04", 100), month("2018-05", 140), month("2018-06", 60)]
BEFORE = [month("2017-04", 80, acted=10), month("2017-05", 120, acted=30), month("2017-06", 50)]
RATE = Rate(group="black", searches=1, residents=1, per_1000=1, ratio_to_white=3.5, low=3, high=4, if_unknown_low=None,
            if_unknown_high=None, status="value")  # fmt: skip


def beside(now: Sequence[MonthFigure], before: Sequence[MonthFigure], rates: Sequence[Rate] = ()) -> Comparison:
    return account_comparison(account(now, rates=rates), year(now), account(before), set())


def measure(found: Sequence[Compared], name: str) -> Compared:
    return next(each for each in found if each.measure == name)


def test_only_like_months_that_both_years_hold_whole_are_compared() -> None:
    now = [*NOW, month("2018-07", 999), month("2018-08", 500, status="partial")]
    before = [*BEFORE[:2], gap("2017-06"), month("2017-08", 70), month("2017-09", 70)]
    found = beside(now, before)
    assert (found.period, found.months, found.reason) == ("2017-18", ["2018-04", "2018-05"], "")
    searches = measure(found.with_year_before, "searches")
    assert (searches.now, searches.then, searches.change, searches.status) == (240, 200, 0.2, "value")


def test_the_action_rate_has_wilsons_interval_over_the_same_months() -> None:
    found = measure(beside(NOW[:2], BEFORE[:2]).with_year_before, "action_rate")
    for part, whole, value in ((40, 240, (found.now, found.now_low, found.now_high)),
                               (40, 200, (found.then, found.then_low, found.then_high))):  # fmt: skip
        assert value == pytest.approx((part / whole, *proportion_confint(part, whole, method="wilson")), abs=1e-6)
    assert found.change is None


def test_black_to_white_is_the_plain_ratio_over_the_months_compared() -> None:
    """30 Black and 60 White searches a month, by residents: Clopper-Pearson, and dual to statsmodels' exact test."""
    census = residents.census()[HACKNEY.code]
    found = measure(beside(NOW[:2], BEFORE[:2], rates=[RATE]).with_year_before, "black_to_white")
    black, white = census["black"] * 2 / 12, census["white"] * 2 / 12
    share = binomtest(60, 180).proportion_ci(0.95, "exact")
    ends = [white / black * end / (1 - end) for end in (share.low, share.high)]
    assert (found.now, found.now_low, found.now_high) == pytest.approx((60 / black / (120 / white), *ends), abs=1e-6)
    lowest = poisson_test(60, black, 120, white, value=found.now_low, method="exact-cond", alternative="larger")
    assert lowest.pvalue == pytest.approx(0.025, abs=1e-5)
    assert (found.then, found.then_low, found.then_high) == (found.now, found.now_low, found.now_high)


def test_below_ten_searches_of_a_group_there_is_no_ratio() -> None:
    few = [month("2018-04", 100, white=80, black=9)]
    found = measure(beside(few, [month("2017-04", 100)], rates=[RATE]).with_year_before, "black_to_white")
    assert (found.now, found.status, found.reason) == (None, "too_few", comparison.GATE)
    assert found.then is not None


@pytest.mark.parametrize("which", ["now", "before"])
@pytest.mark.parametrize("affects", ["rows", "doubled", "places"])
def test_a_month_with_a_serious_finding_is_not_compared_and_the_change_is_held_back(which: str, affects: str) -> None:
    supplies = [supply("2018-05" if which == "now" else "2017-05", serious(affects))]
    now, before = account(NOW, supplies=supplies), account(BEFORE, supplies=supplies)
    found = finish(now, year(NOW), before)
    assert found.comparison.months == ["2018-04", "2018-06"]
    assert found.comparison.reason == comparison.DOUBTFUL
    change = next(each for each in found.headline if each.measure == "change")
    assert (change.value, change.status, change.reason) == (None, "missing", comparison.DOUBTFUL)


@pytest.mark.parametrize(
    "harmless",
    [
        supply("2018-05", serious("rows", "warning")),
        supply("2018-05", serious("column")),
        supply("2018-05", serious("rows"), counted=False),
    ],
    ids=["a warning", "a column", "a source that was not counted"],
)
def test_other_findings_hold_nothing_back(harmless: object) -> None:
    found = finish(account(NOW, supplies=[harmless]), year(NOW), account(BEFORE))
    assert (len(found.comparison.months), found.comparison.reason) == (3, "")
    change = next(each for each in found.headline if each.measure == "change")
    assert (change.value, change.status, change.of) == (0.2, "value", 3)


def test_where_most_searches_have_no_place_boroughs_are_held_back_and_london_is_not() -> None:
    supplies = [supply("2018-05", serious("places"))]
    whole = account(NOW, LONDON, supplies=supplies)
    assert finish(whole, [whole], account(BEFORE, LONDON)).comparison.reason == ""


def test_every_month_in_doubt_leaves_no_figure() -> None:
    found = account_comparison(account(NOW[:1]), year(NOW), account(BEFORE[:1]), {"2018-04"}).with_year_before
    assert [(each.now, each.then, each.change, each.reason) for each in found] == [
        (None, None, None, comparison.DOUBTFUL)
    ] * len(found)


def test_what_is_not_published_of_a_month_is_not_compared() -> None:
    blank = [month("2018-04", 100, acted=None).model_copy(update={"groups": None, "outcomes": "not_published"})]
    found = beside(blank, BEFORE[:1], rates=[RATE]).with_year_before
    assert [(each.now, each.status) for each in found[1:]] == [(None, "not_published")] * 2
    assert [each.reason for each in found[1:]] == [comparison.NO_OUTCOMES, comparison.NO_GROUPS]


def test_without_a_year_before_or_a_like_month_there_is_a_reason_and_london_stays() -> None:
    alone = account_comparison(account(NOW), year(NOW), None, set())
    assert (alone.period, alone.with_year_before) == (None, [])
    assert "year before" in alone.reason
    assert len(alone.with_london) > 0
    other = beside(NOW[:1], BEFORE[1:])
    assert (other.with_year_before, "No month" in other.reason) == ([], True)
    nothing_before = beside(NOW[:1], [month("2017-04", 0, acted=0)])
    assert measure(nothing_before.with_year_before, "searches").change is None


def test_a_year_published_in_ranges_is_not_compared() -> None:
    hidden = Totals(searches=None, person_searches=None, vehicle_only=None, placed_by_nearness=None, low=1, high=9,
                    status="rounded")  # fmt: skip
    place = find_place(Kind.TEAM, "metropolitan-tsg")
    found = account_comparison(account(NOW, place), year(NOW), account(BEFORE, place, totals=hidden), set())
    assert (found.with_year_before, found.with_london, found.reason) == ([], [], comparison.IN_RANGES)


def team_of(months: Sequence[MonthFigure], acted: int, known: int) -> Account:
    """A team that a return names, with the action rate of the whole year."""
    interval = proportion_confint(acted, known, method="wilson")
    rate = OutcomeRate(measure="action", by="all", key="all", label="", searches=acted, of=known, unknown=0,
                       rate=acted / known, low=interval[0], high=interval[1], status="value")  # fmt: skip
    alone = [each.model_copy(update={"acted": None, "outcome_known": None, "persons": None}) for each in months]
    return account(alone, find_place(Kind.TEAM, "metropolitan-tsg"), guarded=["teams"], outcome_rates=[rate])


def twelve(first: int, searches: int, acted: int = 20) -> list[MonthFigure]:
    names = [*(f"{first}-{each:02}" for each in range(4, 13)), *(f"{first + 1}-{each:02}" for each in range(1, 4))]
    return [month(name, searches, acted=acted) for name in names]


def test_of_a_team_that_a_return_names_whole_years_are_compared() -> None:
    now, then = team_of(twelve(2018, 15), 40, 160), team_of(twelve(2017, 10), 30, 100)
    everywhere = [account(twelve(2018, 200), LONDON), account(twelve(2018, 190, acted=19))]
    found = account_comparison(now, everywhere, then, set())
    assert (found.period, len(found.months), found.reason) == ("2017-18", 12, "")
    searches, action = found.with_year_before
    assert (searches.now, searches.then, searches.change) == (180, 120, 0.5)
    for part, whole, value in ((40, 160, (action.now, action.now_low, action.now_high)),
                               (30, 100, (action.then, action.then_low, action.then_high))):  # fmt: skip
        assert value == pytest.approx((part / whole, *proportion_confint(part, whole, method="wilson")), abs=1e-6)
    (london,) = found.with_london
    assert (london.measure, london.now, london.then, len(found.london_months)) == ("action_rate", 0.25, 0.1, 12)


@pytest.mark.parametrize(
    ("before", "doubtful", "reason"),
    [
        (None, set(), comparison.NOT_TOLD_BEFORE),
        (account(twelve(2017, 10), find_place(Kind.TEAM, "metropolitan-tsg")), set(), comparison.NOT_TOLD_BEFORE),
        (team_of(twelve(2017, 10)[:11], 30, 100), set(), comparison.WHOLE_YEARS),
        (team_of(twelve(2017, 10), 30, 100), {"2017-06"}, comparison.DOUBTFUL),
        (team_of(twelve(2017, 10), 30, 100), {"2019-01"}, comparison.DOUBTFUL),
    ],
)
def test_of_a_team_nothing_less_than_two_whole_years_is_compared(
    before: Account | None, doubtful: set[str], reason: str
) -> None:
    now = team_of(twelve(2018, 15), 40, 160)
    found = account_comparison(now, [account(twelve(2018, 200), LONDON), account(twelve(2018, 190))], before, doubtful)
    assert (found.with_year_before, found.reason) == ([], reason)
    assert [each.measure for each in found.with_london] == ["action_rate"]


def test_a_team_stands_beside_londons_whole_year_or_not_at_all() -> None:
    now = team_of(twelve(2018, 15), 40, 160)
    cut = [*twelve(2018, 200)[:11], month("2019-03", 1, status="partial")]
    found = account_comparison(now, [account(cut, LONDON), account(twelve(2018, 190))], None, set())
    (london,) = found.with_london
    assert (london.now, london.then, london.reason) == (None, None, comparison.NOT_ALL_YEAR)
    assert found.london_months == []


def everywhere() -> list[Account]:
    """London, Hackney and Camden; of London's searches 700 have no point, and one of Camden's months is in part."""
    rates = [RATE.model_copy(update={"ratio_to_white": 2.0, "low": 1.5, "high": 2.5})]
    whole = [month("2018-04", 800, acted=80), month("2018-05", 540, acted=54), month("2018-06", 60, acted=6)]
    camden = [month("2018-04", 50), month("2018-05", 50), month("2018-06", 99, status="partial"), gap("2018-07")]
    here = account(NOW, rates=[RATE])
    return [account(whole, LONDON, rates=rates), here, account(camden, find_place(Kind.BOROUGH, "camden"))]


def test_a_place_stands_beside_london_and_london_beside_nothing() -> None:
    places = everywhere()
    found = {each.measure: each for each in account_comparison(places[1], places, None, set()).with_london}
    assert found["action_rate"].now == 0.2
    assert found["action_rate"].then == pytest.approx((60 + 60) / (300 + 199), abs=1e-6)  # the boroughs', not 0.1
    ratio = found["black_to_white"]
    living, london = residents.residents_of(HACKNEY), residents.residents_of(LONDON)
    assert living is not None
    assert london is not None
    assert ratio.now == pytest.approx((90 / living["black"]) / (180 / living["white"]), abs=1e-6)
    assert ratio.then == pytest.approx((180 / london["black"]) / (360 / london["white"]), abs=1e-6)
    assert account_comparison(places[0], places, None, set()).with_london == []


def test_both_sides_are_of_the_months_that_the_place_holds_whole() -> None:
    """Camden's June is in part: neither its own June counts beside London, nor anybody else's."""
    places = everywhere()
    told = account_comparison(places[2], places, None, set())
    assert told.london_months == ["2018-04", "2018-05"]
    action = next(each for each in told.with_london if each.measure == "action_rate")
    assert action.now == pytest.approx(40 / 100)
    assert action.then == pytest.approx((40 + 40) / (100 + 240), abs=1e-6)


def test_searches_by_residents_count_only_months_that_are_held_whole_and_places_on_the_map() -> None:
    places = everywhere()
    hackney, camden = (sum(residents.census()[place.place.code].values()) for place in places[1:])
    found = {each.measure: each for each in account_comparison(places[1], places, None, set()).with_london}["per_1000"]
    assert found.now == pytest.approx(1000 * 300 / (hackney * 3 / 12), abs=1e-6)
    alone = {each.measure: each for each in account_comparison(places[2], places, None, set()).with_london}["per_1000"]
    assert alone.now == pytest.approx(1000 * 100 / (camden * 2 / 12), abs=1e-6)
    two = account_comparison(places[1], [places[0], places[1]], None, set()).with_london[0]
    assert (two.then, two.now) == (found.now, found.now)


def test_a_force_has_no_residents_to_be_counted_by() -> None:
    found = account_comparison(
        account(NOW, find_place(Kind.FORCE, "metropolitan")), everywhere(), None, set()
    ).with_london
    assert [each.measure for each in found] == ["per_1000", "action_rate"]
    assert (found[0].now, found[0].status, "Nobody lives" in found[0].reason) == (None, "missing", True)

"""A period's searches and supplies become accounts, one a place: plain values in, documents out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal

from portal import places, residents, sources
from portal.accounts import supplies
from portal.accounts.counting.breakdowns import MAY_BE_PERSONS, breakdown, breakdowns, crossed, finds, knowledge
from portal.accounts.counting.fields import published_fields
from portal.accounts.counting.funnels import named_rates, of_outcomes
from portal.accounts.counting.months import month_senders, monthly, period_part, sent_only, whole_months
from portal.accounts.counting.place_counts import Condition, PlaceCounts
from portal.accounts.counting.rates import of_frame, outcome_rates, rates, round_or_none
from portal.accounts.counting.reconciliation import controls, left_out_entries, source_months
from portal.accounts.counting.searches import BASE, View, Year
from portal.accounts.counting.team_accounts import joined_keys, of_returned_team, rates_of_teams, with_teams
from portal.documents.account import Account, PlacePart, SourceNote, SupplyPart
from portal.documents.figures import Apart, FigureStatus, MonthFigure, Totals
from portal.places import HOW_PLACED, Kind, Place
from portal.records import Supply


def accounts(year: Year) -> list[Account]:
    """London's account; then those of forces that sent a supply, BCUs, boroughs, and teams where any is named.

    Every figure may be published as it is: what only a return tells was grouped before (accounts.counting.grouped).
    """
    views = [View(year, place) for place in places_with_accounts(year)]
    drawn = [publishable_account(view) for view in views]
    boroughs = [account for account in drawn if account.place.kind is Kind.BOROUGH]
    whole = {
        "funnels": of_outcomes(named_rates(boroughs)),
        "team_funnels": of_outcomes(rates_of_teams(year, drawn), "team"),
        "joined": joined_keys(year),
    }
    return [drawn[0].model_copy(update=whole), *(beside_teams(year, each, drawn) for each in drawn[1:])]


def beside_teams(year: Year, account: Account, drawn: Sequence[Account]) -> Account:
    """A force's account with the funnels of its teams; any other as it is."""
    if account.place.kind is not Kind.FORCE:
        return account
    found = of_outcomes(rates_of_teams(year, drawn, account.place.code), "team")
    return account.model_copy(update={"team_funnels": found})


def publishable_account(view: View) -> Account:
    """The account with what may be told of its supplies, and of its teams."""
    is_returned = view.place.kind is Kind.TEAM and view.year.is_naming_teams_in_returns
    account = of_returned_team(view, outline(view)) if is_returned else draw_up(view)
    told = [
        part.model_copy(update={"findings": supplies.published_findings(supply)})
        for part, supply in zip(account.supplies, view.supplies, strict=True)
    ]
    return with_teams(account.model_copy(update={"supplies": told}), view)


def places_with_accounts(year: Year) -> Iterator[Place]:
    yield places.LONDON
    yield from (force.place for force in year.forces)
    yield from places.all_of(Kind.BCU)
    yield from places.all_of(Kind.BOROUGH)
    yield from year.teams


def draw_up(view: View) -> Account:
    bare = outline(view)
    whole = whole_months(view.year.period, view.place, view.counted)
    status = status_of_counts(view, bare.monthly)
    ethnicities = view.searches("self_defined_ethnicity")
    return bare.model_copy(
        update={
            "breakdowns": breakdowns(view.searches, status),
            "rates": rates(view.place, ethnicities, bare.period, whole, status_of_rates(view, bare.monthly, whole)),
            "outcome_rates": outcome_rates(view.searches, status),
            "crossed": crossed(view.searches, status),
            "finds": finds(view.searches("outcome", "linked"), status),
            "apart": search_subsets(view.searches, status),
            "unfair_yardstick": residents.unfair().get(view.place.code),
            "left_out": left_out_entries(view),
            "sources": source_months(view.year, forces_of(view)),
            "controls": controls(bare),
        }
    )


def status_of_counts(view: View, months: Sequence[MonthFigure]) -> FigureStatus:
    """Partial where a month that a file came of is here in part: its searches are counted, and are too few (or many).

    A month of which nothing came is not counted at all: "6 of 12 months" says that.
    """
    supplied = {supply.month for supply in view.counted}
    is_cut = any(month.status != "value" and month.month in supplied for month in months)
    return "partial" if is_cut else "value"


def status_of_rates(view: View, months: Sequence[MonthFigure], whole: Collection[str]) -> FigureStatus:
    """`whole`: the months that are exposure. A group missing from a file of one makes every rate of groups unknown."""
    if view.without_groups("self_defined_ethnicity").keys() & set(whole):
        return "unknown"
    return "partial" if any(month.status != "value" for month in months if month.month in whole) else "value"


def only_forces_label(view: View) -> str | None:
    """Of London, whose searches alone these are, where no month has the file of every expected force."""
    if whole_months(view.year.period, view.place, view.counted):
        return None
    sent = {force for month in view.year.period.months for force in month_senders(month, view.counted)}
    return sent_only(view.place, sent)


def outline(view: View) -> Account:
    """What every account has, without a breakdown of its searches."""
    months = monthly(view)
    part = period_part(view.year.period, view.place, view.counted, view.bearing)
    is_doubtful = any(month.status == "unknown" for month in months)  # also by rows spilt in from another file
    return Account(
        invented=any(supply.invented for supply in view.supplies),
        place=PlacePart(kind=view.place.kind, code=view.place.code, name=view.place.name),
        period=part.model_copy(update={"complete": part.complete and not is_doubtful}),
        only=only_forces_label(view),
        totals=account_totals(view.searches(BASE), months),
        monthly=months,
        breakdowns={"team": [], "borough": []},
        supplies=[
            supply_part(supply, supply in view.counted, supply.force in view.bearing) for supply in view.supplies
        ],
        left_out=[],
        fields=published_fields(view),
        source_notes=list(account_source_notes(view)),
    )


def account_source_notes(view: View) -> Iterator[SourceNote]:
    """Of the year's own public files that touch the place, so that a new month elsewhere changes no old account."""
    open_ = [
        each for each in view.counted if sources.known_sources()[each.source].public and each.force in view.bearing
    ]
    for each in sources.of_source(open_):
        yield SourceNote(
            id=each.id, source=each.source, force=each.force, months=each.months, of=each.of, sentence=each.sentence
        )


def forces_of(view: View) -> list[str]:
    """The forces whose sources an account sets against each other: London's all, a force's own."""
    if view.place.kind is Kind.LONDON:
        return [force.id for force in view.year.forces]
    return [view.place.code] if view.place.kind is Kind.FORCE else []


def account_totals(stops: PlaceCounts, months: Sequence[MonthFigure]) -> Totals:
    """The sum of the months that have a figure; of none there is no total, and never 0."""
    states = {month.status for month in months}
    if states == {"missing"}:
        nothing = dict.fromkeys(("searches", "person_searches", "vehicle_only", "placed_by_nearness"))
        return Totals(**nothing, status="missing")
    known, vehicles = knowledge(stops, "kind"), stops.by_one("kind").get("vehicle", 0)
    kinds: FigureStatus = "unknown" if known.status == "value" and known.unlisted > vehicles else known.status
    return Totals(
        status="value" if states == {"value"} else "partial",
        searches=stops.searches,
        person_searches=stops.by_one("person").get(True, 0) if kinds == "value" else None,
        vehicle_only=vehicles if kinds == "value" else None,
        kinds=kinds,
        placed_by_nearness=stops.by_one("placed").get(HOW_PLACED["by nearness"], 0),
    )


def supply_part(supply: Supply, counted: bool, bears: bool) -> SupplyPart:
    return SupplyPart(
        id=supply.public_id,
        source=supply.source,
        force=supply.force,
        month=supply.month,
        sha256=supply.sha256,
        rows=supply.rows_kept,
        findings=supply.found,
        counted=counted,
        bears=bears,
    )


# Searches told apart from the rest: under section 60 (no suspicion needed), of children, of vehicles only.

Searches = Callable[..., PlaceCounts]
SECTION_60 = "cjpoa_s60"
CHILDREN = ("under_10", "10_to_17")
FIELDS: dict[str, tuple[str, ...]] = {
    "section_60": ("object", "outcome", "self_defined_ethnicity", "age"),
    "under_18": ("object", "outcome", "power", "self_defined_ethnicity", "gender", "age"),
    "vehicle_only": ("object", "outcome", "power"),
}


def search_subsets(searches: Searches, status: FigureStatus = "value") -> list[Apart]:
    """The three, each with its own breakdowns and outcome rates. `status`: as in breakdowns."""
    return [
        search_subset(
            "section_60", searches, "power", Condition(("power",), lambda power: power == SECTION_60), status
        ),
        search_subset("under_18", searches, "age", Condition(("person", "age"), is_child), status),
        search_subset("vehicle_only", searches, "kind", Condition(("kind",), lambda kind: kind == "vehicle"), status),
    ]


def is_child(person: bool, age: str) -> bool:
    return person and age in CHILDREN


def search_subset(
    name: Literal["section_60", "under_18", "vehicle_only"],
    searches: Searches,
    by: str,
    belongs: Condition,
    status: FigureStatus,
) -> Apart:
    """`by`: the field that says whether a search belongs; unknown where it has no answer that can be read."""
    stops = searches(by)
    is_of_persons = name == "under_18"  # a search whose kind nobody knows may be one of a child
    over, fields = (stops.among(MAY_BE_PERSONS), ("kind", by)) if is_of_persons else (stops, (by,))
    known, own = knowledge(over, *fields), over.among(belongs).searches
    is_told = known.status == "value" and known.unlisted <= own  # else more are hidden than are counted
    own_status: FigureStatus = status if is_told else "unknown" if known.status == "value" else known.status
    if status != "value" and is_told and not own:  # what is missing of a cut month may hold some: never 0
        is_told, own_status = False, "missing"
    return Apart(
        id=name,
        searches=own if is_told else None,
        of=known.of,
        unknown=known.unknown,
        share=round_or_none(own / known.known) if is_told and known.known else None,
        share_of=known.known if is_told else None,
        if_unknown_low=round_or_none(own / known.of) if is_told and known.of else None,
        if_unknown_high=round_or_none((own + known.unknown) / known.of) if is_told and known.of else None,
        status=own_status,
        breakdowns={
            field: breakdown(searches(by, field).among(belongs), field, status if is_told else "unknown")
            for field in FIELDS[name]
        },
        outcome_rates=list(of_frame(searches(by, "outcome").among(belongs), status if is_told else "unknown")),
    )

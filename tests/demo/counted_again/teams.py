"""Teams in the accounts of places, and accounts of teams, held beside the second count."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.charter.second.words import NP, NR
from tests.demo.counted_again.looking import Document, Looked, wilson
from tests.demo.counted_again.searches import Place, Search, Year
from tests.shared.plain_rows import ACTIONS


def look_at_team_tables(found: Mapping[Place, Document], year: Year) -> Looked:
    """How often each team searched in London, in each force, command and borough."""
    looked = Looked()
    for place, document in found.items():
        if place[0] == "team":
            continue
        own, left, public = (year.at(place, standing) for standing in ("grouped", "left_out", "public"))
        counts = Counter(each.cells["team"] for each in own)
        counts |= Counter({"no_group": len(left), NP: len(public)})
        whole, named = len(own) + len(left) + len(public), len(own) + len(left)
        figures = document["breakdowns"]["team"]
        looked.at(f"{place} searches", document["totals"]["searches"], whole)
        looked.at(
            f"{place} teams", {figure["key"] for figure in figures}, {key for key, size in counts.items() if size}
        )
        for figure in figures:
            where, searches = f"{place} {figure['key']}", counts[figure["key"]]
            is_told = figure["key"] != NP
            looked.at(f"{where} searches", figure["searches"], searches)
            looked.at(f"{where} of", figure["of"], whole)
            looked.at(f"{where} share", figure["share"], searches / named if is_told else None)
            looked.at(f"{where} share of", figure["share_of"], named if is_told else None)
    return looked


TABLES = ("object", "power", "outcome", "self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender",
          "borough", "force")  # fmt: skip
OF_PERSONS = ("self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender")
UNTIED = ("hour", "day", "team")
"""What a team's account does not break down by."""


def look_at_team_accounts(found: Mapping[Place, Document], year: Year) -> Looked:
    """Each team's account: months, every table, and what came of its searches."""
    looked = Looked()
    for place, document in found.items():
        if place[0] == "team":
            look_at_team(looked, place[1], document, year.at(place, "grouped"))
    return looked


def look_at_team(looked: Looked, team: str, document: Document, own: Sequence[Search]) -> None:
    persons = [each for each in own if each.cells["kind"] != "vehicle"]
    totals = document["totals"]
    for name, counted in (("searches", own), ("person_searches", persons)):
        looked.at(f"{team} {name}", totals[name], len(counted))
    looked.at(f"{team} vehicle_only", totals["vehicle_only"], len(own) - len(persons))
    months = Counter(each.cells["month"] for each in own)
    looked.at(f"{team} months", {each["month"]: each["searches"] for each in document["monthly"]}, dict(months))
    for name in TABLES:
        counted = persons if name in OF_PERSONS else own
        column = {"borough": "borough_group"}.get(name, name)
        counts = Counter(each.force if name == "force" else str(each.cells[column]) for each in counted)
        figures = document["breakdowns"][name]
        looked.at(f"{team} {name}", {each["key"] for each in figures if each["searches"]}, set(counts))
        for figure in figures:
            where, searches = f"{team} {name} {figure['key']}", counts[figure["key"]]
            looked.at(where, figure["searches"], searches)
            looked.at(f"{where} of", (figure["of"], figure["share_of"]), (len(counted), len(counted)))
            is_lost = figure["status"] == "unknown"  # a finding says that a file has lost some answers: no shares
            looked.at(f"{where} share", figure["share"], None if is_lost else searches / len(counted))
    looked.at(f"{team} untied", [document["breakdowns"][name] for name in UNTIED], [[], [], []])
    known = [outcome for each in own if (outcome := each.cells["outcome"]) not in (NR, NP)]
    wanted = {"action": sum(each in ACTIONS for each in known), "arrest": known.count("arrest")}
    looked.at(f"{team} outcomes", {rate["measure"] for rate in document["outcome_rates"]}, set(wanted))
    for rate in document["outcome_rates"]:
        where, searches = f"{team} {rate['measure']}", wanted[rate["measure"]]
        counted_so = (searches, len(known), len(own) - len(known))
        looked.at(where, (rate["searches"], rate["of"], rate["unknown"]), counted_so)
        for name, expected in zip(
            ("rate", "low", "high"), (searches / len(known), *wilson(searches, len(known))), strict=True
        ):
            looked.at(f"{where} {name}", rate[name], expected)

"""What must be true of every published document, and of documents beside each other: each fault as a sentence."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Faults = Iterator[str]
STATUSES = {"value", "missing", "partial", "rounded", "withheld", "not_published", "too_few", "unknown"}
VERDICTS = {"Kept", "Not kept", "Too close to call", "Too few checked to say", "No target set", "Not published",
            "Does not apply"}  # fmt: skip
PERSONAL = {"self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender"}
ACTIONS = {"arrest", "community_resolution", "drugs_warning", "penalty_notice", "charged_by_post", "caution"}
UNKNOWN = {"not_recorded", "not_published"}
DRAWN = ("share", "rate", "value", "per_1000", "ratio_to_white")


def every_dict(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every_dict(child)


def unlike(what: str, found: object, expected: object) -> Faults:
    if found != expected:
        yield f"{what}: {found}, not {expected}"


def words(document: Document) -> Faults:
    """Every status and verdict is one of the vocabulary, and nothing that is not published has a share or a rate."""
    for each in every_dict(document):
        if "status" in each and each["status"] not in STATUSES:
            yield f"status {each['status']!r}"
        if "verdict" in each and each["verdict"] not in VERDICTS:
            yield f"verdict {each['verdict']!r}"
        if each.get("status") == "not_published" and any(each.get(name) is not None for name in DRAWN):
            yield f"not published, but {each}"
        if each.get("status") == "missing" and each.get("searches"):
            yield f"missing, but {each}"
        for name, value in each.items():
            if isinstance(value, float) and not math.isfinite(value):
                yield f"{name} is {value}"


def months(document: Document) -> Faults:
    total, monthly = document["totals"]["searches"], document["monthly"]
    told = [month["searches"] for month in monthly if month["searches"] is not None]
    yield from unlike("months", sum(told) if told else None, total)
    action = next(rate for rate in document["outcome_rates"] if (rate["measure"], rate["by"]) == ("action", "all"))
    yield from unlike("months acted", sum(month["acted"] or 0 for month in monthly), action["searches"] or 0)
    yield from unlike("months known", sum(month["outcome_known"] or 0 for month in monthly), action["of"])
    groups = {each["key"]: each["searches"] for each in document["breakdowns"]["self_defined_ethnicity"]}
    for key in groups.keys() - {"not_published"}:
        yield from unlike(f"months {key}", sum((month["groups"] or {}).get(key, 0) for month in monthly), groups[key])


def breakdowns(document: Document) -> Faults:
    """Each adds up to searches, or person searches; a share is what it says."""
    totals = document["totals"]
    yield from unlike(
        "kinds", (totals["person_searches"] or 0) + (totals["vehicle_only"] or 0), totals["searches"] or 0
    )
    for name, figures in document["breakdowns"].items():
        whole = totals["person_searches"] if name in PERSONAL else totals["searches"]
        yield from added(name, figures, whole)


def added(name: str, figures: list[Document], whole: int) -> Faults:
    yield from unlike(name, sum(figure["searches"] for figure in figures), whole)
    told = whole - sum(figure["searches"] for figure in figures if figure["key"] == "not_published")
    for figure in figures:
        yield from unlike(f"{name} {figure['key']} of", figure["of"], whole)
        if figure["key"] == "not_published":
            yield from unlike(f"{name} not published", (figure["status"], figure["share"]), ("not_published", None))
        elif figure["status"] == "unknown":
            yield from unlike(f"{name} {figure['key']} share of what is not known", figure["share"], None)
        elif figure["share_of"] != told or abs(figure["share"] - figure["searches"] / told) > 5.1e-7:
            yield f"{name} {figure['key']}: the share is not {figure['searches']} of {told}"


def crossed(document: Document) -> Faults:
    """Two fields at once add up to all searches, and along each side to the breakdown of that side."""
    for name, cells in document["crossed"].items():
        yield from unlike(name, sum(cell["searches"] for cell in cells), document["totals"]["searches"])
        yield from unlike(f"{name} of", {cell["of"] for cell in cells} - {document["totals"]["searches"]}, set())
        for side, field in zip(("row", "column"), name.split("_by_"), strict=True):
            sums: dict[str, int] = {}
            for cell in cells:
                sums[cell[side]] = sums.get(cell[side], 0) + cell["searches"]
            yield from unlike(f"{name} by {field}", sums, by_key(document, field))


def by_key(document: Document, field: str) -> dict[str, int]:
    return {figure["key"]: figure["searches"] for figure in document["breakdowns"][field]}


def apart(document: Document) -> Faults:
    power, age, totals = by_key(document, "power"), by_key(document, "age"), document["totals"]
    searches = {"section_60": power.get("cjpoa_s60", 0), "vehicle_only": totals["vehicle_only"],
                "under_18": age.get("under_10", 0) + age.get("10_to_17", 0)}  # fmt: skip
    for each in document["apart"]:
        if each["status"] in ("unknown", "missing", "not_published"):
            yield from unlike(f"{each['id']} that is not known", (each["searches"], each["share"]), (None, None))
            continue
        name, persons = each["id"], {"under_18": each["searches"], "vehicle_only": 0}.get(each["id"])
        yield from unlike(name, each["searches"], searches[name])
        for field, figures in each["breakdowns"].items():
            if field in PERSONAL and persons is None:
                persons = sum(figure["searches"] for figure in figures)
            yield from added(f"{name} {field}", figures, (persons or 0) if field in PERSONAL else each["searches"])
        if (persons or 0) > each["searches"]:
            yield f"{name}: more persons than searches"
        yield from rated(f"{name} ", each["outcome_rates"], {"all": outcomes(each["breakdowns"]["outcome"])})


def outcomes(figures: list[Document]) -> dict[str, int]:
    return {figure["key"]: figure["searches"] for figure in figures}


def outcome_rates(document: Document) -> Faults:
    """All, and by object: counted from the breakdown, and from the table of objects by outcome."""
    counts = {"all": by_key(document, "outcome")}
    for cell in document["crossed"]["object_by_outcome"]:
        counts.setdefault(cell["row"], {})[cell["column"]] = cell["searches"]
    yield from rated("", [rate for rate in document["outcome_rates"] if rate["by"] in ("all", "object")], counts)


def rated(what: str, rates: list[Document], counts: Mapping[str, Mapping[str, int]]) -> Faults:
    for rate in rates:
        own, name = counts[rate["key"]], f"{what}{rate['measure']} rate {rate['key']}"
        known = sum(count for key, count in own.items() if key not in UNKNOWN)
        done = sum(own.get(key, 0) for key in (ACTIONS if rate["measure"] == "action" else {"arrest"}))
        if rate["status"] == "unknown":  # the counts stand beside it, and no rate
            yield from unlike(name, (rate["of"], rate["unknown"]), (known, sum(own.values()) - known))
            yield from unlike(f"{name} unknown", (rate["searches"], rate["rate"], rate["low"]), (None, None, None))
            continue
        found = (rate["searches"], rate["of"], rate["unknown"])
        yield from unlike(name, found, (done if known else None, known, sum(own.values()) - known))
        if (rate["rate"] is None) != (known == 0) or (known and abs(rate["rate"] - done / known) > 5.1e-7):
            yield f"{name}: {rate['rate']}, not {done} of {known}"
        if known and not rate["low"] <= rate["rate"] <= rate["high"]:
            yield f"{name}: outside its interval"


def sums_hold(document: Document) -> Faults:
    for each in document["sums"]:
        if not (each["holds"] and sum(each["parts"].values()) == each["whole"] == document["totals"]["searches"]):
            yield f"sum: {each['claim']}"
    claims = len({each["claim"] for each in document["sums"]})
    yield from unlike("sums", claims, 4 if document["totals"]["searches"] else 1)


ALONE: tuple[Callable[[Document], Faults], ...] = (
    words, months, breakdowns, crossed, apart, outcome_rates, sums_hold,
)  # fmt: skip

"""A line of a table of figures beside its own status: does the one say what the other shows?"""

from collections.abc import Mapping

from portal.tables import dictionary

OF_VERDICT = {"not_published": "not_published", "too_few_checked_to_say": "too_few", "does_not_apply": "missing"}
WHY = {"missing", "withheld", "not_published", "too_few", "unknown"}


def contradiction(line: Mapping[str, str]) -> str | None:
    """What is wrong; None if nothing is."""
    name = " ".join(line[part] for part in ("place_code", "measure", "breakdown", "key", "status"))
    column = dictionary.units()[line["unit"]].column
    numbers = {each: line[each] for each in ("searches", "of", "value", "low", "high")}
    if column == "key":
        said = OF_VERDICT.get(line["key"].rpartition(".")[2], "value")
        return name if line["status"] != said or any(numbers.values()) else None
    is_range = bool(line["low"]) and (not line[column] or (column == "searches" and line["low"] != line["high"]))
    if is_range:
        is_right = line["status"] == "rounded" or (line["status"] == "withheld" and not line[column])
    elif line[column]:
        is_right = line["status"] in (
            "value",
            "partial",
            "unknown",
            "rounded",
        )  # of those that say so: nobody knows how many more
    else:
        is_right = line["status"] in WHY
    return None if is_right else f"{name}: {numbers}"

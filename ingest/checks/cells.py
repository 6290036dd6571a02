"""Are the columns filled as they were, with labels we know, that do not contradict each other?"""

from collections.abc import Mapping
from typing import Any

from ingest.finding import Check, Finding, Seen, many, out_of_100
from portal import sources, vocabulary

POINT = ("latitude", "longitude")
FEWEST_ROWS = 20
LOOKED_FOR = ("kind", "gender", "age", "self_defined_ethnicity", "officer_defined_ethnicity", "power", "object",
              "outcome")  # fmt: skip
EXPECTED_ROWS = 20
SERIOUS_SHARE = 0.05
CONSTANT_ROWS = 200
CONTRADICTED = 0.1


def column_blank(seen: Seen) -> Check:
    """A column is blank on every row, or absent: serious where every supply of its source should have it."""
    if seen.rows < FEWEST_ROWS:
        return
    present = set(seen.now["present"])
    expected = set(sources.known()[seen.source].expected)
    had = {field for profile in seen.last_twelve for field in profile["present"]}
    for field in sorted((expected | had) - present - set(POINT)):
        yield Finding(
            "column_blank",
            "serious" if field in expected else "warning",
            f"{title(field)} is blank on every one of its {many(seen.rows, 'row')}: not published for this month.",
            {"field": field, "rows": seen.rows},
            "column",
        )


def title(field: str) -> str:
    """The field in words: its vocabulary's title, or its own name."""
    from portal.records import LABELLED

    if field in LABELLED and field != "operation_name":
        return vocabulary.of(field).title
    return field.replace("_", " ").capitalize()


def category_vanished(seen: Seen) -> Check:
    """Categories that the supplies before it have, and of which this one should have 20 rows, have none."""
    for field in LOOKED_FOR:
        gone = vanished(seen, field)
        if gone:
            share = sum(gone.values())
            names = ", ".join(label(field, key) for key in sorted(gone, key=gone.__getitem__, reverse=True))
            yield Finding(
                "category_vanished",
                "serious" if share >= SERIOUS_SHARE else "warning",
                f"{title(field)}: no row is {names}, though about {100 * share:.0f} in 100 rows of the supplies "
                "before it are.",
                {"field": field, "keys": sorted(gone), "share": round(share, 4)},
                "rows" if share >= SERIOUS_SHARE else "",
            )


def vanished(seen: Seen, field: str) -> dict[str, float]:
    """Key -> the share it had before, for keys that should have rows here and have none."""
    now: Mapping[str, int] = seen.now["keys"][field]
    filled = sum(now.values())
    before: dict[str, int] = {}
    for profile in seen.last_twelve:
        for key, rows in profile["keys"][field].items():
            before[key] = before.get(key, 0) + rows
    whole = sum(before.values())
    return {
        key: rows / whole for key, rows in before.items() if key not in now and filled * rows / whole >= EXPECTED_ROWS
    }


def label(field: str, key: str) -> str:
    return next((f'"{term.label}"' for term in vocabulary.of(field).terms if term.key == key), f'"{key}"')


def column_constant(seen: Seen) -> Check:
    """A column has one and the same label on every row, though it had several before, or says so of arrests too."""
    for field, keys in seen.now["keys"].items():
        if len(keys) != 1 or sum(keys.values()) < CONSTANT_ROWS:
            continue
        (key,) = keys
        varied = any(len(profile["keys"][field]) > 1 for profile in seen.last_twelve)
        if varied or (field == "linked" and key == "false" and seen.now["keys"]["outcome"].get("arrest")):
            yield Finding(
                "column_constant",
                "warning",
                f"{title(field)} is {label(field, key)} on every row that has it: that is no information.",
                {"field": field, "key": key, "rows": keys[key]},
                "column",
            )


def unlisted_label(seen: Seen) -> Check:
    """A label is not in our vocabulary; its rows are counted under it, as written."""
    unlisted: Mapping[str, Mapping[str, int]] = seen.now["unlisted"]
    for field, labels in unlisted.items():
        for written, rows in labels.items():
            yield Finding(
                "unlisted_label",
                "warning",
                f"{title(field)}: the label {written!r} is not in our vocabulary; its rows ({rows:,}) are counted "
                "under it, as written.",
                {"field": field, "label": written, "rows": rows},
            )


def contradictory_links(seen: Seen) -> Check:
    """Rows say that no further action was linked to what was searched for, or that an arrest was not."""
    links: Mapping[str, Any] = seen.now["links"]
    none, arrests = int(links["none_but_linked"]), int(links["arrest_not_linked"])
    if none + arrests:
        share = (none + arrests) / links["stated"]
        yield Finding(
            "contradictory_links",
            "warning" if share > CONTRADICTED else "note",
            "The outcome and its link to what was searched for contradict each other in "
            f"{many(none + arrests, 'row')} ({out_of_100(none + arrests, links['stated'])} that say): "
            f"{none:,} with no further action but linked, {arrests:,} arrests not linked. All are kept as sent.",
            {"no_further_action_linked": none, "arrest_not_linked": arrests},
        )

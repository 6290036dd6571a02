"""The rule in the words of pages and files, made from the settings: no number of it is written out anywhere."""

from portal import places
from portal.disclosure.rounding import Rounding
from portal.disclosure.settings import DisclosureSettings

OTHERS = "all_others"
"""The group of all names of a dimension that are too small and have no group between. No vocabulary has this key."""

OTHERS_OF = f"{OTHERS}_of_"
"""With a command's slug behind it: its teams that are too small by themselves."""


def disclosure_sentences(settings: DisclosureSettings) -> tuple[str, ...]:
    """The public explanation, a sentence an entry: what is counted, what of people, what is not covered."""
    rounded = () if settings.police.is_exact else (f"They are {rounding_words(settings.police)}.",)
    return (
        f"Figures that only a force's own return can give are counts over at least {settings.fewest_searches} "
        "searches: a borough, a team, an ethnic group or an age group, over a financial year.",
        "They say what the police did.",
        *rounded,
        "What a return says about the person searched is given for London as a whole, "
        f"{rounding_words(settings.people)}, once a year.",
        "No figure ties any of this to a day, a street or a single search.",
        "Not covered: somebody who knows that a search was corrected between two accounts may work out what the police "
        "did in it, not who it was.",
    )


def rounding_words(rounding: Rounding) -> str:
    """`to the nearest 5, never under 10`; empty for exact counts."""
    nearest = f"to the nearest {rounding.base}" if rounding.base > 1 else ""
    under = f"never under {rounding.fewest}" if rounding.fewest else ""
    return ", ".join(part for part in (nearest, under) if part)


def left_out_sentence(settings: DisclosureSettings) -> str:
    """Which searches of a return are in none of its figures: how many stands behind it."""
    return (
        f"Searches of a police return in no group of at least {settings.fewest_searches}: none of its figures has them"
    )


def too_small_sentence(settings: DisclosureSettings) -> str:
    """Why a place has no figure of what only a return tells."""
    return (
        f"The police's own return has fewer than {settings.fewest_searches} searches here: they are counted together "
        "with those of other places."
    )


def police_sentence(settings: DisclosureSettings) -> str:
    """Why a count of what the police did is not there, where such counts are rounded."""
    return f"Only a police return tells this. Such counts are given {rounding_words(settings.police)}."


def people_sentence(settings: DisclosureSettings) -> str:
    """How London's figures about people are given."""
    return f"This tells of the person searched. It is given {rounding_words(settings.people)}, once a year."


def london_only_sentence() -> str:
    """Why no other place has a figure about people."""
    return "This tells of the person searched, so it is given for London as a whole only."


def team_of_person_sentence() -> str:
    """Why a return's teams are not told at all, where the operator wants it so."""
    return "The police's own return names teams. Here a team is taken to tell of the person searched, so none is told."


def year_running_sentence() -> str:
    """When the rest comes."""
    return "Figures from a police force's own return come once it has sent every month of a financial year."


def small_groups_label(group: str, kind: str, settings: DisclosureSettings) -> str:
    """`Other teams of Central East, each under 100 searches`, for a group of grouping.OTHERS; `kind`: in the plural."""
    command = places.command_names().get(group.removeprefix(OTHERS_OF))
    of = f" of {command}" if command else ""
    return f"Other {kind}{of}, each under {settings.fewest_searches} searches"

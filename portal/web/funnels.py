"""A funnel of boroughs or of teams in words: what is drawn, of what, and whether they differ by more than chance."""

from dataclasses import dataclass

from portal.accounts.figures import Funnel
from portal.web.words import decimal


@dataclass(frozen=True)
class Drawn:
    """What a funnel shows: `what` in a caption, its two counts as heads of columns, and what they are counts of."""

    what: str
    whole: str
    part: str
    units: str


@dataclass(frozen=True)
class Nouns:
    """What a dot is called, and what a reader must not take the picture for."""

    one: str
    many: str
    care: str


NOUNS = {
    "borough": Nouns("borough", "boroughs", "This is no ranking: what police search for differs from place to place."),
    "team": Nouns(
        "team",
        "teams",
        "This is no ranking and no league table: teams are set different tasks, so what they search for differs, and "
        "most differences of rank are chance.",
    ),
}

OUTCOMES = {
    "action": Drawn(
        "Searches that led to a formal action",
        "Outcome known",
        "Led to a formal action",
        "searches with a known outcome",
    ),
    "arrest": Drawn(
        "Searches that led to an arrest", "Outcome known", "Led to an arrest", "searches with a known outcome"
    ),
}


def drawn(funnel: Funnel, title: str) -> Drawn:
    """An outcome of searches, or the check of that title."""
    return OUTCOMES.get(funnel.measure) or Drawn(
        f"Records where {inside(title)}", "Records judged", "Done", "records judged"
    )


def nouns(funnel: Funnel) -> Nouns:
    return NOUNS[funnel.kind]


def inside(title: str) -> str:
    """A title inside a sentence: `The officer gave their name` -> the officer gave their name; PACE stays PACE."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def spread(funnel: Funnel) -> str:
    """Whether the places differ by more than chance, and what follows for a dot."""
    these = nouns(funnel).many.capitalize()
    if funnel.phi <= 1:
        return f"{these} differ no more than chance would let them."
    times = decimal(funnel.phi)
    if times == "1.0":
        return f"{these} differ hardly more than chance would let them."
    return (
        f"{these} differ by more than chance (by {times} times as much): "
        "a dot outside the solid line is not by itself unusual."
    )


FILTERS = {each.__name__: each for each in (drawn, nouns, spread)}

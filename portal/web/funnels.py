"""A funnel of boroughs in words: what is drawn, of what, and whether they differ by more than chance."""

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


def inside(title: str) -> str:
    """A title inside a sentence: `The officer gave their name` -> the officer gave their name; PACE stays PACE."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def spread(funnel: Funnel) -> str:
    """Whether boroughs differ by more than chance, and what follows for a dot."""
    if funnel.phi <= 1:
        return "Boroughs differ no more than chance would let them."
    times = decimal(funnel.phi)
    if times == "1.0":
        return "Boroughs differ hardly more than chance would let them."
    return (
        f"Boroughs differ by more than chance (by {times} times as much): "
        "a dot outside the solid line is not by itself unusual."
    )


FILTERS = {each.__name__: each for each in (drawn, spread)}

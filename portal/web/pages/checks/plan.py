"""What an evening of viewing is worth: how many clips give which answer, and what a plan can never show."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from portal.charter.tally import FEWEST
from portal.review.planning import ENDLESS, Plan, plan_review, searches_that_end_it, size_for

review_plan = Blueprint("review_plan", __name__)
CLIPS = (3, 10, 30, 40, 60, 80, 100, 200, 400)
TARGETS = (85, 90, 95)
LEAST_TARGET, MOST_TARGET, MOST_CLIPS, MOST_SEARCHES = 50, 99, 2000, 1_000_000
A_MONTH, OF_ALL_BOROUGHS = 3, 60
"""Two plans that people make, and what they cannot answer: three clips a month, and 60 a year of every borough."""


@dataclass(frozen=True)
class Wanted:
    """What a reader filled in. `searches`: None where the box was left blank: so many that viewing some leaves as many.

    `whole`: the searches as a number. `fault`: what is wrong with it, in a sentence; else empty.
    """

    clips: str
    target: str
    searches: str
    fault: str = ""
    plan: Plan | None = None
    whole: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.clips


@review_plan.get("/reviews/plan")
def plan_page() -> str:
    """The table, and a form for one's own numbers, which needs no script."""
    targets = [target / 100 for target in TARGETS]
    return render_template(
        "reviews/plan.html",
        targets=[(target, [plan_review(clips, target) for clips in CLIPS]) for target in targets],
        fewest=FEWEST,
        wanted=wanted_plan(
            request.args.get("clips", ""), request.args.get("target", ""), request.args.get("searches", "")
        ),
        a_year=plan_review(12 * A_MONTH, 0.5),
        of_all=plan_review(OF_ALL_BOROUGHS, 0.95),
        enough=searches_that_end_it(OF_ALL_BOROUGHS, 0.95),
        sizes=[(points, size_for(points / 100, 0.9)) for points in (10, 5, 3)],
        limits=(LEAST_TARGET, MOST_TARGET, MOST_CLIPS, MOST_SEARCHES),
    )


def wanted_plan(clips: str, target: str, searches: str) -> Wanted:
    """The plan of a reader's own numbers; nothing of a blank form."""
    asked = Wanted(clips.strip(), target.strip() or "90", searches.strip())
    if asked.is_blank:
        return asked
    n, aim = whole_number(asked.clips, 1, MOST_CLIPS), whole_number(asked.target, LEAST_TARGET, MOST_TARGET)
    whole = whole_number(asked.searches, 1, MOST_SEARCHES) if asked.searches else ENDLESS
    fault = ""
    if n is None:
        fault = f"Give the number of clips as a whole number from 1 to {MOST_CLIPS:,}."
    elif aim is None:
        fault = f"Give the target as a whole percentage from {LEAST_TARGET} to {MOST_TARGET}."
    elif whole is None:
        fault = f"Give the number of searches as a whole number from 1 to {MOST_SEARCHES:,}, or leave it blank."
    elif n > whole:
        fault = "You cannot view more clips than there were searches."
    if fault or n is None or aim is None or whole is None:
        return Wanted(asked.clips, asked.target, asked.searches, fault)
    return Wanted(
        asked.clips,
        asked.target,
        asked.searches,
        plan=plan_review(n, aim / 100, whole),
        whole=whole if asked.searches else None,
    )


def whole_number(text: str, least: int, most: int) -> int | None:
    """None of what is no whole number between the two; a comma between thousands is read."""
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len(str(most)):
        return None
    return int(plain) if least <= int(plain) <= most else None

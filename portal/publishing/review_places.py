"""Who is told of what reviewers saw: London, boroughs and teams of at least 30 viewed searches, others together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import places
from portal.charter.definitions import Charter
from portal.documents.account import Account, account_place
from portal.documents.figures import Seen
from portal.documents.reason_codes import SMALL_GROUP, YEAR_RUNNING
from portal.documents.review import Answers, Counted, ReviewedPlace
from portal.places import LONDON, Kind, Place
from portal.publishing.review_states import reviewed_checks
from portal.return_standard import PERSON, POLICE
from portal.review.programme import Cells
from portal.review.results import VIEWED, Viewing, reviewed_part, seen_check
from portal.review.standard import answer_words, review_fields
from portal.review.telling import FEWEST_VIEWED, OTHER, viewed_groups

FEW = (
    f"Here, or in what would be left of London without it, fewer than {FEWEST_VIEWED} searches were viewed. They are "
    "told together with others, so that nobody can tell what one video shows."
)
FEW_IN_ALL = f"Fewer than {FEWEST_VIEWED} searches were viewed, so it is not told what the videos show."
RUNNING = "What the videos show is told once the financial year is complete."
OF_FORCE = "The review is told for London, its boroughs and its teams, not for a police force by itself."
Names = Mapping[str, str | None]


def reviewed_place_name(code: str) -> str:
    """Of a stratum, or of `london`."""
    names = {places.NO_POINT: "No place recorded", places.OUTSIDE_LONDON: "Outside London", LONDON.slug: LONDON.name}
    names |= {place.code: place.name for place in places.all_of(Kind.BOROUGH)}
    return names.get(code, code)


@dataclass(frozen=True)
class Telling:
    """Who is told of what: boroughs and teams of at least 30 viewed, each in one group with others where smaller."""

    charter: Charter
    viewings: tuple[Viewing, ...]
    sizes: Mapping[str, Mapping[str, int]]
    is_complete: bool

    @property
    def viewed(self) -> int:
        return sum(each.watched == VIEWED for each in self.viewings)

    def groups(self, kind: Kind) -> Names:
        """Name -> the group that tells of it; nobody is told while the year runs."""
        names = Counter({name_in(each, kind): 0 for each in self.viewings})
        names.update(name_in(each, kind) for each in self.viewings if each.watched == VIEWED)
        return viewed_groups(names) if self.is_complete else dict.fromkeys(names)

    def places(self, told: Mapping[tuple[Kind, str], ReviewedPlace]) -> list[ReviewedPlace]:
        """London; every borough; teams that are told; the others together. `told`: every_place."""
        groups = self.groups(Kind.TEAM)
        shown = [
            each
            for (kind, code), each in told.items()
            if kind in (Kind.LONDON, Kind.BOROUGH) or (kind is Kind.TEAM and groups.get(code) == code)
        ]
        return [*shown, *self.others()]

    def others(self) -> list[ReviewedPlace]:
        """Those that are told together, of each kind, and who they are."""
        found = []
        for kind, noun in ((Kind.BOROUGH, "boroughs"), (Kind.TEAM, "teams")):
            together = sorted(name for name, group in self.groups(kind).items() if group == OTHER)
            if together:
                own = [each for each in self.viewings if name_in(each, kind) in together]
                size = sum(self.sizes[kind].get(name, 0) for name in together)
                part = reviewed_part(own, size)
                found.append(
                    ReviewedPlace(
                        kind=kind,
                        code=OTHER,
                        name=f"Other {noun}",
                        reviewed=part,
                        seen=self.seen(own),
                        answers=form_answers(own, POLICE),
                        together=[name for name in together if name],
                    )
                )
        return found

    @property
    def london_reason(self) -> tuple[str, str]:
        if not self.is_complete:
            return RUNNING, YEAR_RUNNING
        return ("", "") if self.viewed >= FEWEST_VIEWED else (FEW_IN_ALL, SMALL_GROUP)

    def reason(self, place: Place) -> tuple[str, str]:
        """Why nothing is told of what was seen there, and its code."""
        if place.kind is Kind.LONDON or not self.is_complete:
            return self.london_reason
        if place.kind is Kind.FORCE:
            return OF_FORCE, SMALL_GROUP
        if place.kind is Kind.TEAM:
            return ("", "") if self.groups(Kind.TEAM).get(place.code) == place.code else (FEW, SMALL_GROUP)
        told = self.groups(Kind.BOROUGH)
        own = [code for code in places.boroughs_within(place) if code in told]
        return ("", "") if own and all(told[code] == code for code in own) else (FEW, SMALL_GROUP)

    def of_account(self, account: Account) -> ReviewedPlace:
        place = account_place(account)
        own = [each for each in self.viewings if is_drawn_in(each, place)]
        return self.place(place, own, self.size(place), self.reason(place))

    def size(self, place: Place) -> int:
        if place.kind is Kind.TEAM:
            return self.sizes[Kind.TEAM].get(place.code, 0)
        return sum(self.sizes[Kind.BOROUGH].get(code, 0) for code in places.boroughs_within(place))

    def place(self, place: Place, own: Sequence[Viewing], size: int, reason: tuple[str, str]) -> ReviewedPlace:
        part = reviewed_part(own, size, *reason)
        if reason[0] and place.kind in (Kind.TEAM, Kind.FORCE):
            nothing = dict.fromkeys(("searches", "drawn", "viewed", "no_footage", "not_viewed", "late"))
            part = part.model_copy(update=nothing)
        return ReviewedPlace(
            kind=place.kind,
            code=place.code,
            name=place.name,
            reviewed=part,
            seen=[] if reason[0] else self.seen(own),
            answers=[] if reason[0] else form_answers(own, POLICE),
        )

    def seen(self, own: Sequence[Viewing]) -> list[Seen]:
        return [seen_check(check, own) for check in reviewed_checks(self.charter)]

    def every_place(self, accounts: Sequence[Account]) -> dict[tuple[Kind, str], ReviewedPlace]:
        """Kind and code -> what is told of the place of each account, in their order."""
        found: dict[tuple[Kind, str], ReviewedPlace] = {}
        for account in accounts:
            place = account_place(account)
            if place.kind is Kind.LONDON:
                whole = sum(self.sizes[Kind.BOROUGH].values())
                found[place.kind, place.code] = self.place(LONDON, self.viewings, whole, self.london_reason)
            else:
                found[place.kind, place.code] = self.of_account(account)
        return found


def name_in(each: Viewing, kind: Kind) -> str:
    return each.team if kind is Kind.TEAM else each.borough


def is_drawn_in(each: Viewing, place: Place) -> bool:
    match place.kind:
        case Kind.TEAM:
            return each.team == place.code
        case Kind.FORCE:
            return each.force == place.code
        case _:
            return each.borough in places.boroughs_within(place)


# What was answered on the form, beside the checks.

USUAL = frozenset({"no", "outer", "none_seen"})
"""Answers about a person that most searches have. They are not told: with the number viewed they would undo a count

that is too small to be told (docs/method.md; portal.disclosure.people.TOLD_STATES is the same rule).
"""
UNTOLD_FIELDS = frozenset({"item", "panel", "reviewer", "role", "viewed_on", "footage_reason", "borough",
                           "search_seen", "record_found"})  # fmt: skip


def form_answers(own: Sequence[Viewing], about: str) -> list[Answers]:
    """The questions of the form that tell of the police (or of a person), with the answers of those viewed."""
    return counted_answers([each.answers for each in own if each.watched == VIEWED], about)


def counted_answers(every: Sequence[Cells], about: str) -> list[Answers]:
    found = []
    for each in review_fields():
        if each.name in UNTOLD_FIELDS or not each.enum or each.about != about:
            continue
        counts = Counter(cells.get(each.name, "") for cells in every)
        told = [key for key in each.enum if about != PERSON or key not in USUAL]
        answers = [Counted(key=key, label=answer_words(each.name, key), items=counts[key]) for key in told]
        if counts[""] and about != PERSON:
            answers.append(Counted(key="not_answered", label="Not answered", items=counts[""]))
        found.append(
            Answers(field=each.name, title=each.title, about="person" if about == PERSON else "police", answers=answers)
        )
    return found

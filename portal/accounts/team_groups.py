"""How the teams of an account stand to its place: local, of another command, London-wide, or not listed."""

from portal import places, teams
from portal.accounts.document import Account
from portal.accounts.figures import Figure
from portal.accounts.team_editions import OTHER
from portal.places import Kind
from portal.vocabulary import LABELS

HELD_BACK = "held_back"
NAMES = LABELS | {OTHER: "Teams with fewer than 100 searches each", HELD_BACK: "Held back"}


def with_groups(account: Account) -> Account:
    """With the group of each team that is listed by itself."""
    figures = [
        figure if figure.key in NAMES else figure.model_copy(update={"group": standing(account, figure.key)})
        for figure in account.breakdowns["team"]
    ]
    return with_teams(account, figures)


def standing(account: Account, team: str) -> str:
    match account.place.kind:
        case Kind.BOROUGH:
            return teams.standing(team, places.bcu_of(account.place.code))
        case Kind.BCU:
            return teams.standing(team, account.place.code)
        case _:
            found = teams.standing(team, None)
            return "local" if found == "elsewhere" else found


def with_teams(account: Account, figures: list[Figure]) -> Account:
    return account.model_copy(update={"breakdowns": {**account.breakdowns, "team": figures}})

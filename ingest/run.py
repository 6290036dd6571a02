"""One run of ingest: every file in what was named, taken in and examined, and what came of each in lines of text."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from ingest import normalise
from ingest.findings import examine
from ingest.load import Candidate, Loader, candidate_files
from ingest.outcome import EMPTY, HELD_ALREADY, NO_NEWS, NOT_OURS, Origin, Outcome

MOST_NAMES = 20  # passed over for one reason, that are listed
Watch = Callable[[Sequence[Candidate]], Iterable[Candidate]]
"""The files again, one at a time: whoever draws a bar of progress sees them pass."""
Tell = Callable[[Outcome], None]


def ignore_outcome(_: Outcome) -> None:
    """For callers who want the result alone."""


def ingest(
    engine: Engine, paths: tuple[Path, ...], origin: Origin, watch: Watch = iter, tell: Tell = ignore_outcome
) -> list[Outcome]:
    """Take every file in. `tell` hears of each that brings news as it comes. Only for whoever holds the lock."""
    found = list(candidate_files(paths))
    loader = Loader(engine, normalise.shipped_locator(), origin)
    outcomes = [
        Outcome(EMPTY, str(path), "the folder is empty: there is no file in it") for path in empty_folders(paths, found)
    ]
    for candidate in watch(found):
        for outcome in loader.load(candidate):
            outcomes.append(outcome)
            if outcome.what not in NO_NEWS:
                tell(outcome)
    with Session(engine) as session, session.begin():
        examine.update_findings(session)
    return outcomes


def closing_lines(outcomes: list[Outcome], *, quiet: bool) -> Iterator[str]:
    """What is said at the end. `quiet`: nothing but news; else also the files passed over, by the reason."""
    if not quiet:
        yield from passed_over(outcomes)
    if not quiet or any(outcome.what not in NO_NEWS for outcome in outcomes):
        yield ingest_summary(outcomes)


def empty_folders(paths: tuple[Path, ...], found: list[Candidate]) -> list[Path]:
    """The folders among the paths that hold no file."""
    folders = [path for path in paths if path.is_dir() and not path.is_symlink()]
    return [path for path in folders if not any(path in each.path.parents for each in found)]


def passed_over(outcomes: list[Outcome]) -> Iterator[str]:
    """Every file that was not taken, under the reason, and every archive or folder without one."""
    reasons = sorted({outcome.sentence for outcome in outcomes if outcome.what == NOT_OURS})
    for reason in reasons:
        names = sorted(one.filename for one in outcomes if (one.what, one.sentence) == (NOT_OURS, reason))
        yield f"passed over, {reason}:"
        yield from (f"  {name}" for name in names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            yield f"  and {len(names) - MOST_NAMES:,} more"
    yield from (f"{one.filename}: {one.sentence}" for one in outcomes if one.what == EMPTY)


def ingest_summary(outcomes: list[Outcome]) -> str:
    counted = Counter(outcome.what for outcome in outcomes if outcome.what != EMPTY)
    if not counted:
        return "nothing new: there is no file in what you named"
    if not counted.keys() - {HELD_ALREADY, NOT_OURS}:
        return f"nothing new ({counted[HELD_ALREADY]} held already, {counted[NOT_OURS]} passed over)"
    return ", ".join(f"{number} {'passed over' if what == NOT_OURS else what}" for what, number in counted.items())

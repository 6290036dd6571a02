"""What an account says of the video review: how much was viewed, that nobody did, or why even that is not told."""

import pytest

from portal.documents.figures import Reviewed
from portal.web.presentation.reviews import NO_REVIEW, viewed_sentence

UNTOLD = dict.fromkeys(("searches", "drawn", "viewed", "no_footage", "not_viewed", "late"))


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        (Reviewed(searches=90, drawn=10, viewed=8, no_footage=1, not_viewed=1, late=0),
         "Independent reviewers viewed 8 of the 10 searches drawn at random."),
        (Reviewed(searches=90, drawn=10, viewed=0, no_footage=0, not_viewed=10, late=0, reason="Not yet."),
         f"{NO_REVIEW} Not yet."),
        (Reviewed(**UNTOLD, reason="Told with others."), "Told with others."),
    ],
)  # fmt: skip
def test_what_is_not_told_is_not_said_to_be_nothing(reviewed: Reviewed, said: str) -> None:
    assert viewed_sentence(reviewed) == said

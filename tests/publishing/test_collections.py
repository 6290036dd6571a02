"""Publishing looks for dead objects less often, and leaves the process as it found it."""

import gc

import pytest

from portal.publishing.run import rare_collections


@rare_collections()
def fails() -> None:
    assert gc.get_threshold()[0] >= 50_000
    raise KeyError


def test_the_process_is_left_as_it_was_found_also_after_a_failure() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError):
        fails()
    assert gc.get_threshold() == before

"""The portal with a source of our own, as the tests of its commands have it."""

from tests.commands.conftest import operated, upstream

__all__ = ["operated", "upstream"]

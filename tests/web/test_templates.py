"""Templates ask for nothing that the site has not: a page that is seldom shown would answer 500."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from portal import shipped

TEMPLATES = sorted(shipped.folder("templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_filter_of_a_template_is_there(application: Flask, path: Path) -> None:
    tree = application.jinja_env.parse(path.read_text("utf-8"))
    assert {each.name for each in tree.find_all(nodes.Filter)} <= application.jinja_env.filters.keys()
    assert {each.name for each in tree.find_all(nodes.Test)} <= application.jinja_env.tests.keys()

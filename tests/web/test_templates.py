"""Every template names filters and tests that there are: Jinja misses one only as it draws that line."""

import os
from pathlib import Path

from jinja2 import nodes

from portal.settings import Settings
from portal.web.app import create_app


def test_every_filter_and_test_that_a_template_names_is_there(tmp_path: Path) -> None:
    site = create_app(Settings.from_environ({"PATH": os.environ["PATH"], "PORTAL_HOME": str(tmp_path)})).jinja_env
    assert site.loader is not None
    missing = [
        (name, found.name)
        for name in site.list_templates()
        for kind, known in ((nodes.Filter, site.filters), (nodes.Test, site.tests))
        for found in site.parse(site.loader.get_source(site, name)[0]).find_all(kind)
        if found.name not in known
    ]
    assert missing == []

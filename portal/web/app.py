"""The Flask application, made from settings; nothing happens on import."""

import hashlib
from pathlib import Path

from flask import Flask, url_for
from jinja2 import StrictUndefined

from portal import shipped
from portal.accounts.shelf import Shelf
from portal.places import forces
from portal.settings import Settings
from portal.web import errors, headers, words
from portal.web.addresses import CONVERTERS
from portal.web.downloads import downloads
from portal.web.pages import pages
from portal.web.standard import standard_pages
from portal.web.supplies import supplies

HOME = Path(__file__).resolve().parent.parent


def create_app(settings: Settings) -> Flask:
    """The site over the editions in `settings.published_dir`."""
    app = Flask("portal", static_folder=str(HOME / "static"), template_folder=str(shipped.folder("templates")))
    app.extensions["shelf"] = Shelf(settings.published_dir)
    app.url_map.converters.update(CONVERTERS)
    app.url_map.strict_slashes = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(
        publisher=settings.publisher,
        contact=settings.contact,
        asset=asset,
        force_names={force.id: force.name for force in forces().values()},
    )
    for part in (downloads, pages, supplies, standard_pages):
        app.register_blueprint(part)
    errors.register(app)
    headers.register(app)
    return app


def asset(name: str) -> str:
    """The address of a static file, changing with its bytes."""
    digest = hashlib.sha256((HOME / "static" / name).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=name, v=digest)

"""The Flask application, made from settings; nothing happens on import."""

from pathlib import Path

from flask import Flask, url_for
from jinja2 import StrictUndefined

from portal import shipped
from portal.places import Kind, UnknownPlace, forces, named
from portal.settings import Settings
from portal.web import (
    answers,
    cards,
    datasets,
    errors,
    funnels,
    headers,
    hosts,
    mapping,
    marks,
    noticed,
    permanent,
    redirects,
    sentences,
    slashes,
    telling,
    values,
    verdicts,
    whose,
    words,
)
from portal.web.addresses import CONVERTERS
from portal.web.charter import charter_pages
from portal.web.charter_files import charter_files
from portal.web.comparing import comparing
from portal.web.compliance import compliance_pages
from portal.web.corrections import corrections
from portal.web.crawlers import crawlers
from portal.web.data import data
from portal.web.downloads import downloads
from portal.web.editions import editions
from portal.web.explore import explore
from portal.web.feeds import feeds
from portal.web.finding import finding
from portal.web.metrics import metrics
from portal.web.openapi import openapi
from portal.web.pages import pages
from portal.web.plotly_script import plotly_address, plotly_files
from portal.web.reading import reading
from portal.web.section_60 import section_60_page
from portal.web.shown import Shown
from portal.web.standard import standard_pages
from portal.web.supplies import supplies

HOME = Path(__file__).resolve().parent.parent


def create_app(settings: Settings) -> Flask:
    """The site over the editions in `settings.published_dir`."""
    app = Flask("portal", static_folder=str(HOME / "static"), template_folder=str(shipped.folder("templates")))
    app.config["BASE_URL"] = settings.base_url
    app.extensions["shelf"] = shown = Shown(settings.published_dir)
    app.before_request(lambda: (shown.look(), None)[1])
    shown.look()
    app.url_map.converters.update(CONVERTERS)
    app.url_map.strict_slashes = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for room in (words, values, sentences, answers, cards, marks, verdicts, funnels, mapping, noticed, telling):
        app.jinja_env.filters.update(room.FILTERS)
    app.jinja_env.globals.update(
        publisher=settings.publisher,
        contact=settings.contact,
        asset=asset,
        place_address=place_address,
        dataset_of=datasets.of_account,
        dataset_of_page=datasets.of_page,
        files_of=permanent.files_of,
        edition_of_account=permanent.edition_of_account,
        every_period=permanent.every_period,
        as_files=False,
        whose=whose.whose,
        plotly_address=plotly_address,
        force_names={force.id: force.name for force in forces().values()},
    )
    for part in (
        downloads,
        pages,
        charter_pages,
        compliance_pages,
        section_60_page,
        charter_files,
        corrections,
        editions,
        supplies,
        standard_pages,
        reading,
        finding,
        comparing,
        explore,
        plotly_files,
    ):
        app.register_blueprint(part)
    for part in (data, feeds, openapi, metrics, crawlers):
        app.register_blueprint(part)
    errors.register(app)
    redirects.register(app)
    slashes.register(app)
    headers.register(app)
    hosts.register(app)
    return app


def place_address(kind: str, code: str) -> str | None:
    """Where a place's account stands; None for a key that is no place (no point, a team not listed)."""
    try:
        return named(Kind(kind), code).address
    except UnknownPlace:
        return None


def asset(name: str) -> str:
    """The address of a static file, changing with its bytes."""
    return url_for("static", filename=name, v=headers.mark(name))

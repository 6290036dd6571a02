"""The Flask application, made from settings; nothing happens on import."""

from pathlib import Path

from flask import Flask, url_for
from jinja2 import StrictUndefined

from portal import shipped
from portal.places import Kind, UnknownPlace, find_place, forces_by_id
from portal.settings import Settings
from portal.web import redirects, urls, whose
from portal.web.api.feeds import crawlers, feeds
from portal.web.api.metrics import metrics
from portal.web.api.openapi import openapi
from portal.web.drawings import charts, maps, month_columns
from portal.web.gazetteer import Gazetteer, read_gazetteer
from portal.web.pages.accounts import pages
from portal.web.pages.charts import explore, plotly_address, plotly_files
from portal.web.pages.checks.charter import charter_files, charter_pages
from portal.web.pages.checks.compliance import compliance_pages, section_60_page
from portal.web.pages.checks.plan import review_plan
from portal.web.pages.checks.reviews import review_pages
from portal.web.pages.compare import comparing
from portal.web.pages.data import data, downloads
from portal.web.pages.editions import corrections, editions
from portal.web.pages.embeds import embeds
from portal.web.pages.one_account import one_account
from portal.web.pages.over_time import over_time
from portal.web.pages.reading import reading, standard_pages
from portal.web.pages.search import finding
from portal.web.pages.supplies import supplies
from portal.web.presentation import (
    checks,
    data_quality,
    figures,
    first_screen,
    formatting,
    reviews,
    sentences,
    table_answers,
)
from portal.web.published import Shown
from portal.web.responses import caching, errors, hosts, permanent, structured_data
from portal.web.urls import CONVERTERS

HOME = Path(__file__).resolve().parent.parent


def create_app(settings: Settings, *, as_files: bool = False) -> Flask:
    """The site over the editions in `settings.published_dir`; `as_files`: its pages say what a copy of files lacks."""
    app = Flask("portal", static_folder=str(HOME / "static"), template_folder=str(shipped.folder("templates")))
    app.config["BASE_URL"] = settings.base_url
    app.extensions["gazetteer"] = read_gazetteer(settings.gazetteer) if settings.gazetteer else Gazetteer({})
    app.extensions["shelf"] = shown = Shown(settings.published_dir)
    app.before_request(lambda: (shown.look(), None)[1])
    shown.look()
    app.url_map.converters.update(CONVERTERS)
    app.url_map.strict_slashes = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for filters in (
        formatting.FILTERS,
        figures.FILTERS,
        figures.MARK_FILTERS,
        sentences.FILTERS,
        table_answers.TELLING_FILTERS,
        first_screen.FILTERS,
        checks.FILTERS,
        reviews.REVIEW_FILTERS,
        charts.FILTERS,
        maps.FILTERS,
        month_columns.FILTERS,
        data_quality.FILTERS,
    ):
        app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(
        publisher=settings.publisher,
        contact=settings.contact,
        asset=asset,
        place_address=place_address,
        dataset_of=structured_data.account_dataset,
        dataset_of_page=structured_data.page_dataset,
        account_files_address=permanent.account_files_address,
        account_formats=permanent.account_formats,
        edition_of_account=permanent.edition_of_account,
        series_file_address=permanent.series_file_address,
        as_files=as_files,
        whose=whose.whose,
        plotly_address=plotly_address,
        force_names={force.id: force.name for force in forces_by_id().values()},
    )
    for part in (
        downloads,
        pages,
        one_account,
        over_time,
        embeds,
        charter_pages,
        compliance_pages,
        section_60_page,
        review_pages,
        review_plan,
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
    urls.register(app)
    caching.register(app)
    hosts.register(app)
    return app


def place_address(kind: str, code: str) -> str | None:
    """Where a place's account stands; None for a key that is no place (no point, a team not listed)."""
    try:
        return find_place(Kind(kind), code).address
    except UnknownPlace:
        return None


def asset(name: str) -> str:
    """The address of a static file, changing with its bytes."""
    return url_for("static", filename=name, v=caching.static_mark(name))

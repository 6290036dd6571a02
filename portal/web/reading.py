"""Pages to read: method, words, rights, accessibility, privacy. Constants in them are the code's own."""

from flask import Blueprint, render_template

from portal import residents
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.places import LONDON, Kind, all_of
from portal.web.method_text import method_in_full

reading = Blueprint("reading", __name__)


@reading.get("/method")
def method() -> str:
    """How every figure is made: formulas, sources, limits."""
    reasons = residents.unfair()
    unfair = [(place.name, reasons[place.code]) for place in all_of(Kind.BOROUGH) if place.code in reasons]
    living = residents.of(LONDON)
    return render_template(
        "method.html",
        of_returns=disclosure_sentences(disclosure_settings()),
        unfair=unfair,
        living=living,
        full=method_in_full(),
    )


@reading.get("/words")
def words() -> str:
    return render_template("words.html")


@reading.get("/your-rights")
def your_rights() -> str:
    return render_template("your_rights.html")


@reading.get("/accessibility")
def accessibility() -> str:
    return render_template("accessibility.html")


@reading.get("/privacy")
def privacy() -> str:
    return render_template("privacy.html")

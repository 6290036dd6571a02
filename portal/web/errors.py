"""What a reader sees when something is not there: one table from our errors to HTTP."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from portal.accounts.shelf import NotPublished, Withdrawn
from portal.places import UnknownPlace

STATUS: dict[type[Exception], int] = {UnknownPlace: 404, NotPublished: 404, Withdrawn: 410}
TITLES = {404: "Page not found", 405: "This address takes no such request", 410: "This has been withdrawn"}


def register(app: Flask) -> None:
    for error in STATUS:
        app.register_error_handler(error, domain_error)
    app.register_error_handler(HTTPException, http_error)


def domain_error(error: Exception) -> tuple[str, int]:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return render_template("error.html", title=TITLES[status], said=str(error.args[0])), status


def http_error(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    title = TITLES.get(status, "Something went wrong on our side" if status >= 500 else "That did not work")
    return render_template("error.html", title=title, said=None), status

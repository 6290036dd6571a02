"""A table that is put together as it is asked for, in every form: the same rows give the same bytes."""

from flask import Response

from portal.accounts.files import workbook
from portal.accounts.files.columns import Sheet
from portal.accounts.files.delimited import body, head
from portal.accounts.files.metadata import csvw
from portal.web.forms import FORMS, METADATA

MADE = {"csv": lambda sheet: head(sheet.table) + body(sheet.table, sheet.rows), "xlsx": workbook.as_xlsx}


def answered(sheet: Sheet, ending: str, save_as: str) -> Response:
    """As CSV or workbook, saved as `<save_as>.<ending>`."""
    response = Response(MADE[ending](sheet), mimetype=FORMS[ending])
    response.headers.set("Content-Disposition", "attachment", filename=f"{save_as}.{ending}")
    return response


def described(sheet: Sheet, served_as: str) -> Response:
    """What describes the CSV, for the address whose last part is `served_as`."""
    raw = csvw(sheet.table, sheet.title, f"{served_as}.csv", invented=sheet.invented)
    return Response(raw, mimetype=FORMS[METADATA])

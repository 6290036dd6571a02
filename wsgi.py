"""What Gunicorn runs: `gunicorn wsgi:app`. It needs no setting of the database."""

import os

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.kept import Kept

app = create_app(Settings.of_site(os.environ))
app.wsgi_app = Kept(app.wsgi_app, app.extensions["shelf"])  # type: ignore[method-assign]

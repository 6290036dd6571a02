"""What Gunicorn runs: `gunicorn wsgi:app`. It needs no setting of the database."""

import os

from portal.settings import Settings
from portal.web.app import create_app

app = create_app(Settings.of_site(os.environ))

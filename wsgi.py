"""What Gunicorn runs: `gunicorn wsgi:app`."""

import os

from portal.settings import Settings
from portal.web.app import create_app

app = create_app(Settings.from_environ(os.environ))

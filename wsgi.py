"""What Gunicorn runs: `gunicorn wsgi:app`. It needs no setting of the database."""

import ctypes
import os

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.responses.kept import Kept

# glibc gives each thread a heap of its own and keeps 2 MB of it, so that workers grew for as long as Gunicorn used
# new ones of its 64 threads (docs/benchmarks.md, "Memory"). They run one at a time: one heap serves them as well.
M_ARENA_MAX = -8  # malloc.h; other C libraries have no mallopt, or none of this parameter
if hasattr(libc := ctypes.CDLL(None), "mallopt"):
    libc.mallopt(M_ARENA_MAX, 1)

app = create_app(Settings.of_site(os.environ))
app.wsgi_app = Kept(app.wsgi_app, app.extensions["shelf"])  # type: ignore[method-assign]

"""`portal serve`: the site on this machine, by Gunicorn, until interrupted."""

import os
import socket
import sys
from collections.abc import Mapping

import click


@click.command("serve", help=__doc__)
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True)
def command(port: int, host: str, workers: int) -> None:
    serve(host, port, workers)


def serve(host: str, port: int, workers: int = 2, environ: Mapping[str, str] = os.environ) -> None:
    """Become Gunicorn: as many threads as slow readers and senders may hold, so that none of them holds up a page.

    `environ`: where the site finds its settings.
    """
    if is_taken(host, port):
        raise click.UsageError(
            f"Something else answers on {host}, port {port}: stop it, or choose another with --port."
        )
    arguments = ["-b", f"{host}:{port}", "-w", str(workers), "-k", "gthread", "--threads", "64", "--no-control-socket"]
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", *arguments, "wsgi:app"], environ)


def is_taken(host: str, port: int) -> bool:
    with socket.socket() as asked:
        asked.settimeout(1)
        return asked.connect_ex((host, port)) == 0

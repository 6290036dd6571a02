"""Headers of every answer: nothing from other hosts, nothing inline, cached only as long as it holds."""

from flask import Flask, Response, request

SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=()",
}
MINUTES_5 = "public, max-age=300"


def register(app: Flask) -> None:
    app.after_request(added)


def added(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if response.status_code == 200 and request.endpoint not in ("pages.healthz", "pages.readyz", "static"):
        response.headers["Cache-Control"] = MINUTES_5
        if not response.direct_passthrough:
            response.add_etag()
            response.make_conditional(request)
    return response

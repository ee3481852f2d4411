import logging
import secrets
import time

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.urls import resolve
from django.utils.cache import patch_cache_control, patch_vary_headers

from . import start

log = logging.getLogger("config.requests")

KNOWN_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"}


class RequestLog:
    """One line for each request: route, status, duration and an id that is also answered.

    The id is always our own: one that came with the request would be a way to write to the log.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        request.id = secrets.token_hex(8)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        log.info("request", extra={"facts": self._facts(request, response, began)})
        return response

    def _facts(self, request, response, began):
        match = request.resolver_match
        return {
            "request": request.id,
            "method": request.method if request.method in KNOWN_METHODS else "other",
            "route": match.view_name if match else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }


class ContentPolicy:
    """The content security policy: the same on every page, so it is put together once."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


class Compression(GZipMiddleware):
    """Compresses pages. Pictures and PDFs are compressed already, and keep their length."""

    compressed = ("image/", "application/pdf")

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith(self.compressed):
            return response
        return super().process_response(request, response)


class PermissionsPolicy:
    """Tells browsers which of their powers a page does not use: none of these, as a rule.

    A view that needs one names it in `powers` of its response.
    """

    powers = (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )

    def __init__(self, get_response):
        self.get_response = get_response
        self.usual = self.policy(())

    def __call__(self, request):
        response = self.get_response(request)
        used = getattr(response, "powers", ())
        response.headers["Permissions-Policy"] = self.policy(used) if used else self.usual
        return response

    def policy(self, used):
        """The header where a page uses some of the powers itself, and nobody else any."""
        return ", ".join(f"{power}={'(self)' if power in used else '()'}" for power in self.powers)


class KnownMethods:
    """Refuses what is neither reading nor sending a form, since no page here means anything by it.

    Libraries read PUT as POST, and what only POST guards would be open to it.
    """

    methods = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in self.methods:
            return HttpResponseNotAllowed(self.methods)
        return self.get_response(request)


class FormsAlone:
    """Refuses a body that is no form, which would be read as a form with every field empty."""

    kinds = ("application/x-www-form-urlencoded", "multipart/form-data")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
        if request.method == "POST" and has_body and request.content_type not in self.kinds:
            return HttpResponse(
                "Only forms are taken here.\n", status=415, content_type="text/plain"
            )
        return self.get_response(request)


class HealthChecks:
    """Answers health checks before anything asks for a host, a session or the database.

    A load balancer asks by address, so its Host header is none of ours, and over plain http.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in settings.HEALTH_PATHS:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        return request.resolver_match.func(request)


class WaitForDatabase:
    """Serves nothing before the database has been looked at (config/start.py)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if start.database_is_unknown:
            start.look_at_database()
        return self.get_response(request)


class PrivateResponses:
    """What a signed-in person is shown is kept by no cache, neither on the way nor on disk.

    Whoever brings a session counts as signed in, without asking the database: the page may be
    the one that says that it is away. So does whoever is being given a cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            del response["Cache-Control"]
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response

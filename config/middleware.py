import logging
import secrets
import time

from django.utils.cache import patch_cache_control, patch_vary_headers

log = logging.getLogger("config.requests")


class RequestLog:
    """One line for each request: route, status, duration and an id that is also answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        request.id = secrets.token_hex(8)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        match = request.resolver_match
        facts = {
            "request": request.id,
            "method": request.method if request.method in KNOWN_METHODS else "other",
            "route": match.view_name if match else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        log.info("request", extra={"facts": facts})
        return response


KNOWN_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"}


class PrivateResponses:
    """What a signed-in person is shown is kept by no cache, neither on the way nor on disk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and request.session.session_key and user.is_authenticated:
            del response["Cache-Control"]
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response

import time
import zoneinfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils import timezone

LAST_SEEN = "last_seen"


class IdleTimeout:
    """Ends a session that is not kept after some minutes without a request.

    The time of the last request is written at most once a minute, so that reading pages
    does not write to the database each time.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session = request.session
        if session.session_key and session.get_expire_at_browser_close():
            self._end_or_note(request, int(time.time()))
        return self.get_response(request)

    def _end_or_note(self, request, now):
        seen = request.session.get(LAST_SEEN, now)
        if now - seen > settings.IDLE_MINUTES * 60:
            logout(request)
        elif now - seen >= 60 or LAST_SEEN not in request.session:
            request.session[LAST_SEEN] = now


class ClosedByDefault(LoginRequiredMiddleware):
    """Every page asks for signing in, but for those in the one list of public routes."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if (
            request.resolver_match.view_name in settings.PUBLIC_ROUTES
            or request.user.is_authenticated
        ):
            return None
        return self.handle_no_permission(request, view_func)


class ViewerTimeZone:
    """Shows times in the viewer's own zone, or their region's, or the organization's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.session_key and request.user.is_authenticated:
            with timezone.override(zoneinfo.ZoneInfo(request.user.zone_name)):
                return self.get_response(request)
        return self.get_response(request)

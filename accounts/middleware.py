import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils import timezone

LAST_SEEN = "last_seen"
NOTES = CookieStorage.cookie_name
# Reading pages does not write to the database each time.
SECONDS_BETWEEN_NOTES = 60


class IdleTimeout:
    """Ends a session that is not kept after some minutes without a request.

    The session is marked in the very answer that signs somebody in, so one that is never
    touched afterwards is over in time too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        ended = False
        if request.session.session_key and _ends_with_browser(request.session):
            ended = _end_or_note(request, int(time.time()))
        response = self.get_response(request)
        if ended and NOTES not in response.cookies:
            response.delete_cookie(NOTES, samesite=settings.SESSION_COOKIE_SAMESITE)
        # Only a request that changed the session can have signed somebody in.
        if request.session.modified and _is_new(request.session):
            request.session[LAST_SEEN] = int(time.time())
        return response


def _ends_with_browser(session):
    return SESSION_KEY in session and session.get_expire_at_browser_close()


def _is_new(session):
    return LAST_SEEN not in session and _ends_with_browser(session)


def _end_or_note(request, now):
    """End a session that has been idle, or note that it is not; returns whether it has ended."""
    seen = request.session.get(LAST_SEEN)
    if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
        logout(request)
        # A note that no page has shown is not for whoever comes next.
        request.COOKIES.pop(NOTES, None)
        return True
    if seen is None or now - seen >= SECONDS_BETWEEN_NOTES:
        request.session[LAST_SEEN] = now
    return False


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
            with timezone.override(request.user.zone):
                return self.get_response(request)
        return self.get_response(request)

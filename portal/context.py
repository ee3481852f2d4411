from django.conf import settings

from notices.unread import SHOWN, unread


def site(request):
    """What every page says about the place it belongs to."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "ORGANIZATION_NAME": settings.ORGANIZATION_NAME,
        "DEMO": settings.DEMO,
        # Called by the page that shows it, and by no other.
        "bell": lambda: _bell(request.user),
    }


def _bell(person):
    """The mark on the bell: how many notices are unread, up to a point, or nothing."""
    count = unread(person)
    return f"{SHOWN}+" if count > SHOWN else str(count or "")

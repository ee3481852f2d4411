from django.conf import settings


def site(request):
    """What every page says about the place it belongs to."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "ORGANIZATION_NAME": settings.ORGANIZATION_NAME,
        "DEMO": settings.DEMO,
    }

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils import timezone


def organization_today() -> dt.date:
    """Today in the organization's own zone, by which terms and reviews begin and end."""
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(settings.TIME_ZONE))

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils import timezone

from .wall_time import instant


def organization_today() -> dt.date:
    """Today in the organization's own zone, by which terms and reviews begin and end."""
    return timezone.localdate(timezone=_zone())


def organization_midnight(day: dt.date) -> dt.datetime:
    """The instant, in UTC, at which a day begins in the organization's own zone."""
    return instant(dt.datetime.combine(day, dt.time()), _zone())


def _zone():
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)

from .cohost import CoHost
from .event import Event
from .feed import CalendarFeed
from .material import Material
from .request import AccessibilityRequest
from .rsvp import Rsvp
from .rules import AudienceRecord, HostRules
from .series import Enrollment, Series

__all__ = [
    "AccessibilityRequest",
    "AudienceRecord",
    "CalendarFeed",
    "CoHost",
    "Enrollment",
    "Event",
    "HostRules",
    "Material",
    "Rsvp",
    "Series",
]

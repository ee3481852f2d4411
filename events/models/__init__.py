from .cohost import CoHost, FormerCoHost
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
    "FormerCoHost",
    "HostRules",
    "Material",
    "Rsvp",
    "Series",
]

from .event import Event
from .feed import CalendarFeed
from .request import AccessibilityRequest
from .rsvp import Rsvp
from .rules import AudienceRecord, HostRules

__all__ = [
    "AccessibilityRequest",
    "AudienceRecord",
    "CalendarFeed",
    "Event",
    "HostRules",
    "Rsvp",
]

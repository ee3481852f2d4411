"""What events tell people, one function for each message.

No message names another person, and none says how many come or wait.
"""

from .answers import (
    answer_ended,
    answer_left,
    answer_withdrawn,
    answered,
    moved_to_sitting,
    moved_up,
    offer_ended,
)
from .approval import (
    call_back_of_request,
    curators_asked,
    deleted,
    leads_answered,
    long_waiting,
)
from .changes import cancelled, moved
from .cohosts import (
    cohost_accepted,
    cohost_declined,
    cohost_invited,
    cohost_left,
    cohost_withdrawn,
)
from .enrollments import answers_left, dates_added, enrolled, unenrolled
from .reminders import call_back_reminders, remind_day_before, remind_soon
from .requests import contact_changed, contact_told
from .series import series_cancelled, series_changed

__all__ = [
    "answer_ended",
    "answer_left",
    "answer_withdrawn",
    "answered",
    "answers_left",
    "call_back_of_request",
    "call_back_reminders",
    "cancelled",
    "cohost_accepted",
    "cohost_declined",
    "cohost_invited",
    "cohost_left",
    "cohost_withdrawn",
    "contact_changed",
    "contact_told",
    "curators_asked",
    "dates_added",
    "deleted",
    "enrolled",
    "leads_answered",
    "long_waiting",
    "moved",
    "moved_to_sitting",
    "moved_up",
    "offer_ended",
    "remind_day_before",
    "remind_soon",
    "series_cancelled",
    "series_changed",
    "unenrolled",
]

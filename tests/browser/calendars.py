"""Looks at one's own calendar address: none yet, just made, and kept."""

from accounts.models import User
from events.actions import end_feed, make_feed
from tests.browser.look import Look

WITHOUT_A_LOOK = {
    "event-ics": "A file for calendars.",
    "calendar-feed": "A feed for calendars.",
    "group-events-ics": "A feed for calendars.",
    "chapter-events-ics": "A feed for calendars.",
}


def without(email):
    return lambda: end_feed(by=User.objects.get(email=email))


def with_one(email):
    return lambda: make_feed(by=User.objects.get(email=email), full_titles=True)


def looks(*, employee, member):
    return [
        Look("my-calendar", "me-calendar", who=employee, given=without(employee)),
        Look("my-calendar-made", "me-calendar", who=employee, given=without(employee), sent={}),
        Look("my-calendar-kept", "me-calendar", who=member, given=with_one(member)),
    ]

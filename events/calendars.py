"""Events as entries of calendars: what a file, a feed and a mail say of one.

An entry is discreet where it could tell others that somebody belongs: in a sensitive group, or in
one where they show themselves to nobody. Then it has no title, place or words of its own. The
address in it holds the event's number alone, and the link of an online event is in no entry:
calendars are shared, and it is on the page for those who are going.
"""

import datetime as dt
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from content import calendar

from .models import CoHost, Event, Rsvp
from .models.finding import members_of
from .models.rsvp import hidden
from .recurring import gathered, is_date, whole

# One string again and again, under the hold of an event.
_parsed = lru_cache(maxsize=8)(parseaddr)

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


def entry(event, *, discreet=False, of_series=False, **facts):
    """An event as an entry; `facts` are what a feed or a mail says otherwise than a file.

    What is said of a whole series leads to the series, and not to one of its dates.
    """
    name, key = ("series-short", event.series_id) if of_series else ("event-short", event.pk)
    url = settings.SITE_URL + reverse(name, args=[key])
    words = _neutral() if discreet else _words(event, url)
    return calendar.Entry(url=url, **_when(event) | _date(event) | words | facts)


def entries(rows):
    """Entries for pairs of an event and its facts, the dates of each series gathered."""
    return gathered(rows, entry)


def _when(event):
    return {
        **{"uid": event.uid, "sequence": event.sequence, "stamp": event.changed},
        **{"zone": event.time_zone, "starts": event.starts_wall, "ends": event.ends_wall},
        **{"starts_turn": event.starts_turn, "ends_turn": event.ends_turn},
        "status": status_of(event),
    }


def _date(event):
    """How calendars find a date of a series: by the time that its rule has there, for good."""
    if not is_date(event):
        return {}
    series = event.series
    date = dt.datetime.combine(event.series_date, series.starts_time)
    return {"uid": series.uid, "date": date, "date_zone": series.time_zone}


def _words(event, url):
    # A chapter is named after its place, which says little without the group.
    names = [event.brg.name, *([event.chapter.name] if event.chapter else [])]
    held_by = _("By %(host)s.") % {"host": ", ".join(names)}
    more = _("More about it, and your answer: %(url)s") % {"url": url}
    lines = filter(None, [event.summary, held_by, more])
    return {
        "title": event.title,
        "text": "\n".join(lines),
        "place": _place(event),
        "is_private": event.is_discreet,
    }


def _place(event):
    places = [event.venue] if event.venue else []
    if event.format != Event.Format.IN_PERSON:
        places.append(_("online"))
    return ", ".join(places)


def _neutral():
    """What an entry says that keeps group and subject to itself: that something is on."""
    return {"title": calendar.neutral_title(), "is_private": True}


def status_of(event):
    """What an event is to a calendar; one that waits for a curator again may not take place."""
    if event.is_cancelled:
        return CANCELLED
    return CONFIRMED if event.is_published else TENTATIVE


def is_hidden(event, person):
    """Whether an entry in a person's calendar would tell others where that person belongs."""
    if event.is_discreet or not person.is_authenticated:
        return event.is_discreet
    own = members_of(event).filter(person=person)
    answers = Rsvp.objects.of(person).filter(hidden(), event=event)
    return own.filter(visibility=Visibility.ONLY_ME).exists() or answers.exists()


def is_hidden_series(series, person):
    """As `is_hidden`, of all its dates together, since a calendar knows that they are one."""
    others = CoHost.objects.accepted().filter(event__series=series).values("brg")
    hosts = BRG.objects.filter(Q(pk=series.brg_id) | Q(pk__in=others))
    is_sensitive = hosts.filter(default_visibility=Visibility.ONLY_ME).exists()
    if is_sensitive or not person.is_authenticated:
        return is_sensitive
    own = Membership.objects.current().filter(person=person, brg__in=hosts)
    answers = Rsvp.objects.of(person).filter(hidden(), event__series=series)
    return own.filter(visibility=Visibility.ONLY_ME).exists() or answers.exists()


def file_of(event, *, discreet):
    """One event as a file, in bytes."""
    return calendar.written([entry(event, discreet=discreet)])


def text_of_mail(event, *, is_on=True):
    """What a mail tells the calendar of whoever is going: that it is so, or not any more.

    The number has to rise from mail to mail, also where one person gives the seat back and answers
    again. That nobody else may count along, it rises with the time: by two each second, so that
    what is taken out in the second of its answer has the later number.
    """
    said = entry(event, **_of_mail(event, is_on=is_on))
    return calendar.text_of_mail(said, method=_method(is_on))


def text_of_series_mail(series, events, *, is_on=True):
    """What a letter tells the calendar of whoever goes to dates of a series, or to none any more.

    `events` are all to which they are going from now on, also by earlier answers: the calendar
    holds these and no other. If it is not on, they are those to which they were going. Empty where
    that is none.
    """
    for event in events:
        event.series = series
    rows = [(event, _of_mail(event, is_on=is_on)) for event in sorted(events, key=_by_start)]
    if not rows:
        return ""
    said = whole(rows, entry) if is_on else [_nothing_of(rows)]
    return calendar.text_of_mail(*said, method=_method(is_on))


def _by_start(event):
    return event.starts


def _nothing_of(rows):
    """One entry that names no date, and so all of them: programs take no list of dates out."""
    dates = [entry(event, of_series=True, **facts) for event, facts in rows]
    return dates[0]._replace(sequence=max(date.sequence for date in dates), date=None, date_zone="")


def _method(is_on):
    return "REQUEST" if is_on else "CANCEL"


def _of_mail(event, *, is_on):
    now = timezone.now().replace(microsecond=0)
    # The dates of a series count alike.
    made = event.series.made if is_date(event) else event.made
    since = max(int((now - made).total_seconds()), 0)
    return {
        "status": CONFIRMED if is_on else CANCELLED,
        "sequence": event.sequence + 2 * since + (not is_on),
        "stamp": now,
        "organizer": _parsed(settings.DEFAULT_FROM_EMAIL)[1],
    }

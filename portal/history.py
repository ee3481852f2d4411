"""What officers and curators did in a group, in words: never who joined, left or answered."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import SYSTEM
from audit.models import AuditEvent
from brgs.models import Officer
from chapters.models import Chapter, ChapterOfficer, RosterExport
from events.models import Event, Series
from news.models import NewsItem
from resources.models import Resource

ACTS_A_PAGE = 50
# By verb: the words, with the thing where the act names one.
ACTS = {
    "brg.created": _("Made the group"),
    "brg.changed": _("Edited the group in curation"),
    "brg.page_edited": _("Edited the page"),
    "brg.texts_asked": _("Asked a curator for new texts"),
    "brg.texts_approved": _("Approved new texts"),
    "brg.texts_returned": _("Returned new texts with a note"),
    "brg.texts_withdrawn": _("Took new texts back"),
    "brg.made_sensitive": _("Made the group sensitive"),
    "brg.published": _("Published the group"),
    "brg.paused": _("Paused the group"),
    "brg.archived": _("Put the group away"),
    "chapter.proposed": _("Proposed the chapter %(thing)s"),
    "chapter.supported": _("Supported the proposal of %(thing)s"),
    "chapter.returned": _("Returned the proposal of %(thing)s with a note"),
    "chapter.opened": _("Opened the chapter %(thing)s"),
    "chapter.changed": _("Edited the chapter %(thing)s"),
    "chapter.active": _("Woke the chapter %(thing)s"),
    "chapter.dormant": _("Let the chapter %(thing)s rest"),
    "chapter.closed": _("Closed the chapter %(thing)s"),
    "officer.offered": _("Offered a post: %(thing)s"),
    "officer.offer_taken_back": _("Took the offer of a post back"),
    "officer.accepted": _("Took a post: %(thing)s"),
    "officer.declined": _("Declined a post"),
    "officer.handed_over": _("Set the last day of a post: %(thing)s"),
    "officer.ended": _("Ended a post: %(thing)s"),
    "membership.removed": _("Removed a member for cause"),
    "roster.exported": _("Exported the list of members. Reason: %(thing)s"),
    "resource.added": _("Added the resource %(thing)s"),
    "resource.changed": _("Edited the resource %(thing)s"),
    "resource.removed": _("Removed a resource"),
    "news.drafted": _("Wrote news: %(thing)s"),
    "news.deleted": _("Deleted a draft of news"),
    "news.scheduled": _("Scheduled news: %(thing)s"),
    "news.asked": _("Asked a curator for news to every employee: %(thing)s"),
    "news.approved": _("Approved news to every employee: %(thing)s"),
    "news.returned": _("Returned news with a note: %(thing)s"),
    "news.taken_back": _("Took news back: %(thing)s"),
    "news.published": _("Published news: %(thing)s"),
    "news.postponed": _("Put news off to a free day: %(thing)s"),
    "news.held_back": _("Held news back, with a note: %(thing)s"),
    "news.sending_stopped": _("Stopped the mails of news: %(thing)s"),
    "news.withdrawn": _("Took news down: %(thing)s"),
    "event.drafted": _("Wrote the event %(thing)s"),
    "event.edited": _("Edited the draft of the event %(thing)s"),
    "event.deleted": _("Deleted a draft of an event"),
    "event.submitted": _("Asked a curator for the event %(thing)s"),
    "event.taken_back": _("Took the event %(thing)s back"),
    "event.changes_asked": _("Asked for changes of the event %(thing)s"),
    "event.published": _("Published the event %(thing)s"),
    "event.changed": _("Changed the event %(thing)s"),
    "event.cancelled": _("Cancelled the event %(thing)s"),
    "cohost.invited": _("Invited another group to hold the event %(thing)s too"),
    "cohost.accepted": _("Accepted to hold the event %(thing)s together"),
    "cohost.declined": _("Declined to hold the event %(thing)s together"),
    "cohost.withdrawn": _("Holds the event %(thing)s without another group"),
    "cohost.left": _("Left the event %(thing)s to its host"),
    "event.joined_series": _("Let the event %(thing)s take place more than once"),
    "series.made": _("Made the series %(thing)s"),
    "series.extended": _("Added dates to the series %(thing)s"),
    "series.changed": _("Changed dates of the series %(thing)s"),
    "series.cancelled": _("Cancelled dates of the series %(thing)s"),
    "event.rules_set": _("Changed the rules for events"),
    "question.answered": _("Answered a question"),
    "question.closed": _("Closed a question"),
}
GONE = _("(no longer there)")
# Who acts as nobody's officer: whoever was asked, or a member with an idea.
BY_OTHERS = {
    "officer.accepted": _("Whoever was asked"),
    "officer.declined": _("Whoever was asked"),
    "officer.handed_over": _("Whoever was asked"),
    "chapter.proposed": _("A member"),
}


@dataclass(frozen=True)
class Act:
    words: str
    who: str
    at: dt.datetime


@dataclass(frozen=True)
class History:
    """One page of acts, the newest first, and the address of the next page, or an empty one."""

    acts: list = field(default_factory=list)
    next_url: str = ""


def history(brg, after=""):
    """A page of what was done in a group, from the instant `after` names on backwards."""
    events = AuditEvent.objects.within(brg).filter(verb__in=ACTS)
    if before := _instant(after):
        events = events.filter(at__lt=before)
    found = list(events[: ACTS_A_PAGE + 1])
    shown = found[:ACTS_A_PAGE]
    things, names = _things(shown), _names(brg, shown)
    acts = [Act(_words(event, things), _who(event, names), event.at) for event in shown]
    more = len(found) > len(shown)
    return History(acts, f"?after={_microseconds(shown[-1].at)}" if more else "")


EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _microseconds(instant):
    return (instant - EPOCH) // dt.timedelta(microseconds=1)


def _instant(text):
    """The instant that an address names in microseconds since 1970, or None for nonsense."""
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        return None
    return EPOCH + dt.timedelta(microseconds=int(text))


def _words(event, things):
    thing = things.get((event.thing_kind, event.thing_id), GONE)
    return ACTS[event.verb] % {"thing": thing}


def _things(events):
    """What acts speak of, by kind and id, in words without a person in them."""
    posts = {"officer": Officer, "chapterofficer": ChapterOfficer}
    named = {
        **{"chapter": Chapter, "resource": Resource, "rosterexport": RosterExport},
        **{"newsitem": NewsItem, "event": Event, "series": Series},
    }
    found = {}
    for kind, model in {**posts, **named}.items():
        keys = {event.thing_id for event in events if event.thing_kind == kind}
        for row in model.objects.filter(pk__in=keys) if keys else ():
            found[kind, str(row.pk)] = row.shown_title if kind in posts else str(row)
    return found


def _names(brg, events):
    """Who may be named, and for acts from which day on: officers in their term, for acts in it.

    By public id, of the group and its chapters. Curators are told by what they are.
    """
    actors = {event.actor for event in events}
    staff = User.objects.filter(public_id__in=actors, is_staff=True)
    names = {person.public_id: (_("A curator"), dt.date.min) for person in staff}
    for posts in (
        Officer.objects.in_term().filter(brg=brg),
        ChapterOfficer.objects.in_term().filter(chapter__brg=brg),
    ):
        for post in posts.filter(person__public_id__in=actors).select_related("person"):
            key, day = post.person.public_id, post.starts
            known = names.get(key, ("", day))
            names[key] = (post.person.name, min(day, known[1]) if known[0] else day)
    return names | {SYSTEM: (_("The portal"), dt.date.min)}


def _who(event, names):
    name, since = names.get(event.actor, ("", dt.date.max))
    if localdate(event.at, get_default_timezone()) >= since:
        return name
    return BY_OTHERS.get(event.verb) or _("A former officer")

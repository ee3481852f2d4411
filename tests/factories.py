"""Rows for tests, each valid with no argument given. Names and numbers count up."""

import datetime as dt
import itertools
import zoneinfo

from django.utils import timezone

from accounts.clock import organization_today
from accounts.models import Region, User
from accounts.visibility import Visibility
from attendance.models import Attendance
from brgs.curators import curators
from brgs.models import BRG, FocusArea, Membership, Officer, Pillar, Revision, TextChange
from brgs.models.texts import TEXTS
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from events.models import CoHost, Event, Material, Rsvp, Series
from events.models.finding import members_of
from feedback.models import Box
from news.models import NewsItem
from notices.models import Letter, Notice, make_token
from questions.models import Question
from resources.models import Resource

_count = itertools.count(1)

PASSWORD = "correct horse battery"


def region(**fields):
    number = next(_count)
    defaults = {"name": f"Region {number}", "slug": f"region-{number}"}
    return Region.objects.create(**defaults | {"time_zone": "America/Denver"} | fields)


def person(password=None, **fields):
    """An employee. Signing in by test client needs no password; give one to test it."""
    number = next(_count)
    defaults = {
        "email": f"person{number}@example.com",
        "employee_id": f"E{number:06}",
        "legal_name": f"Person {number}",
    }
    user = User(**defaults | fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


def visitor_account(**fields):
    """An account that can sign in and belongs to no employee."""
    return person(**{"employee_id": None} | fields)


def curator(**fields):
    user = person(is_staff=True, **fields)
    # Made again where a test that commits has emptied the tables.
    user.groups.add(curators())
    return user


def superuser(**fields):
    return person(is_staff=True, is_superuser=True, **fields)


def focus_area(**fields):
    number = next(_count)
    return FocusArea.objects.create(
        **{"name": f"Focus {number}", "slug": f"focus-{number}"} | fields
    )


def brg(**fields):
    number = next(_count)
    defaults = {
        "name": f"Group number {number}",
        "acronym": f"Group {number}",
        "slug": f"group-{number}",
        "tagline": "A line about the group.",
        "purpose": "What the group is for.",
        "status": BRG.Status.ACTIVE,
        "published": timezone.now(),
    }
    return BRG.objects.create(**defaults | fields)


def membership(person_, brg_, visibility=Visibility.MEMBERS, **fields):
    joined = {"joined": timezone.now() - dt.timedelta(days=30)}
    return Membership.objects.create(
        person=person_, brg=brg_, visibility=visibility, **joined | fields
    )


def _mid_term():
    day = organization_today()
    return {
        "starts": day - dt.timedelta(days=100),
        "ends": day + dt.timedelta(days=100),
        "accepted": timezone.now(),
    }


def officer(person_, brg_, role="chair", **fields):
    """An accepted appointment in mid-term."""
    return Officer.objects.create(person=person_, brg=brg_, role=role, **_mid_term() | fields)


def chapter(brg_, **fields):
    number = next(_count)
    defaults = {"name": f"Chapter {number}", "slug": f"chapter-{number}", "status": "active"}
    if "region" not in fields:
        fields["region"] = region()
    return Chapter.objects.create(brg=brg_, **defaults | fields)


def chapter_membership(membership_, chapter_, **fields):
    joined = {"joined": timezone.now() - dt.timedelta(days=20)}
    return ChapterMembership.objects.create(
        membership=membership_, chapter=chapter_, **joined | fields
    )


def chapter_officer(person_, chapter_, role="chapter_lead", **fields):
    """An accepted appointment in mid-term."""
    return ChapterOfficer.objects.create(
        person=person_, chapter=chapter_, role=role, **_mid_term() | fields
    )


def chapter_lead(chapter_, visibility=Visibility.MEMBERS, **fields):
    """A member of the chapter who leads it."""
    user = person(**fields)
    chapter_membership(membership(user, chapter_.brg, visibility), chapter_)
    chapter_officer(user, chapter_)
    return user


def proposal(brg_, by, **fields):
    """A chapter that a member has proposed, waiting for the group's leads."""
    words = {"purpose": "What it would be for.", "why_here": "Many of us work there."}
    proposed = chapter(brg_, status=Chapter.Status.PROPOSED)
    return Proposal.objects.create(chapter=proposed, proposed_by=by, **words | fields)


def text_change(brg_, by, **fields):
    """Words for the group's mission that wait for a curator."""
    words = {"texts": {"mission": "New words."}, "before": {"mission": brg_.mission}}
    return TextChange.objects.create(brg=brg_, asked_by=by, **words | fields)


def revision(brg_, **fields):
    """The texts that a group has now, kept as a version."""
    texts = {name: getattr(brg_, name) for name in TEXTS}
    return Revision.objects.create(brg=brg_, **{"version": brg_.version, "texts": texts} | fields)


def resource(brg_, **fields):
    """A link for members."""
    number = next(_count)
    defaults = {
        "title": f"Resource {number}",
        "url": "https://example.com/guide",
        "owner": "Secretary",
        "review_date": organization_today() + dt.timedelta(days=100),
    }
    return Resource.objects.create(brg=brg_, **defaults | fields)


def notice(person_, *, letter=(), **fields):
    """A letter of its own, told to one person; `letter` holds what differs in it."""
    number = next(_count)
    defaults = {
        **{"kind": "news", "thing": f"newsitem:{number}", "title": f"News number {number}"},
        "occurrence": make_token(),
        **{"line": "A line about it.", "url": "/groups/", "why": "You are a member."},
    }
    told = Letter.objects.create(**defaults | dict(letter))
    return Notice.objects.create(letter=told, person=person_, **fields)


def news_item(brg_, **fields):
    """Published news of a group, or of the chapter that is given, told to members a while ago."""
    number = next(_count)
    out = {"status": "published", "published": timezone.now() - dt.timedelta(minutes=number)}
    defaults = {
        **{"title": f"News item {number}", "summary": "What happened.", "body": "All of it."},
        **{"told_rule": f"Members of {brg_.short_name}", "told_figure": "950"},
    }
    return NewsItem.objects.create(brg=brg_, **defaults | out | fields)


def pillar(**fields):
    number = next(_count)
    return Pillar.objects.create(
        **{"name": f"Pillar {number}", "slug": f"pillar-{number}"} | fields
    )


def wall(starts, hours=1, zone="America/Denver"):
    """The fields of an event that starts at this instant, as clocks in a zone show it."""
    there = starts.astimezone(zoneinfo.ZoneInfo(zone)).replace(second=0, microsecond=0)
    until = (there.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(there.tzinfo)
    return {
        **{"time_zone": zone, "starts_date": there.date(), "starts_time": there.time()},
        **{"starts_turn": there.fold, "ends_date": until.date(), "ends_time": until.time()},
        "ends_turn": until.fold,
    }


def event(brg_, *, starts=None, hours=1, zone="America/Denver", **fields):
    """A published event of a group, for every employee, a week from now or at `starts`."""
    number = next(_count)
    when = wall(starts or timezone.now() + dt.timedelta(days=7), hours, zone)
    out = {"status": "published", "published": timezone.now() - dt.timedelta(days=1)}
    defaults = {"title": f"Event number {number}", "summary": "A line about it.", "venue": "Room 1"}
    if "pillar" not in fields:
        fields["pillar"] = pillar()
    return Event.objects.create(brg=brg_, **defaults | out | when | fields)


def series(brg_, count=3, *, starts=None, hours=1, zone="America/Denver", **fields):
    """The published dates of a weekly series, the first a week from now or at `starts`.

    Every date is at the same hours by the clocks of the zone; `fields` are those of the events. A
    series that starts in an hour that clocks show twice has to be longer than that hour.
    """
    begins = wall(starts or timezone.now() + dt.timedelta(days=7), hours, zone)
    first, week = begins["starts_date"], dt.timedelta(days=7)
    facts = {"title": fields.setdefault("title", f"Series number {next(_count)}")}
    facts |= {"time_zone": zone, "starts_time": begins["starts_time"]}
    made = Series.objects.create(
        **{"brg": brg_, "chapter": fields.get("chapter"), "kind": "repeats", "rule": "weekly"},
        **{"first": first, "last": first + (count - 1) * week, **facts},
    )
    fields.setdefault("pillar", pillar())
    return made, [
        event(
            brg_,
            series=made,
            series_date=first + number * week,
            **begins
            | {"starts_date": first + number * week}
            | {"ends_date": begins["ends_date"] + number * week}
            # Only on the first date can the hour be one that clocks show twice.
            | ({"starts_turn": 0, "ends_turn": 0} if number else {})
            | fields,
        )
        for number in range(count)
    ]


def sittings(brg_, count=3, *, starts=None, **fields):
    """The published sittings of one event, four hours apart."""
    begins = starts or timezone.now() + dt.timedelta(days=7)
    fields.setdefault("pillar", pillar())
    title = fields.setdefault("title", f"Sittings number {next(_count)}")
    first = wall(begins)
    made = Series.objects.create(
        **{"brg": brg_, "chapter": fields.get("chapter"), "kind": "sittings", "title": title},
        **{name: first[name] for name in ("time_zone", "starts_time")},
    )
    apart = dt.timedelta(hours=4)
    return made, [
        event(brg_, series=made, starts=begins + number * apart, **fields)
        for number in range(count)
    ]


def cohost(event_, brg_, *, accepted=True, **fields):
    """Another group that holds an event too; with `accepted=False` it is invited, no more."""
    event_.hosts_version += accepted
    event_.save()
    vars(event_).pop("has_sensitive_cohost", None)
    since = timezone.now() if accepted else None
    return CoHost.objects.create(event=event_, brg=brg_, accepted=since, **fields)


def rsvp(event_, person_, status="going", **fields):
    """An answer as actions write it, counted with its event."""
    current = members_of(event_).filter(person=person_).first()
    outside = "only_me" if current or event_.is_discreet else "leads"
    event_.last_place += 1
    setattr(event_, status, getattr(event_, status) + 1)
    event_.save()
    defaults = {"membership": current, "visibility": outside, "place": event_.last_place}
    return Rsvp.objects.create(event=event_, person=person_, status=status, **defaults | fields)


def attendance(event_, person_, **fields):
    """That an employee came, checked in by hand."""
    current = members_of(event_).filter(person=person_).first()
    outside = "only_me" if current or event_.is_discreet else "leads"
    defaults = {"membership": current, "visibility": outside, "method": "by_hand"}
    return Attendance.objects.create(event=event_, person=person_, **defaults | fields)


def material(event_, resource_=None, kind="1_recording", **fields):
    """A recording beside an event, with captions."""
    captions = "captions" if kind == "1_recording" else ""
    facts = {"kind": kind, "captions": captions} | fields
    return Material.objects.create(
        event=event_, resource=resource_ or resource(event_.brg), **facts
    )


def box(event_, *, released=0, texts=(), **fields):
    """What has been said about an event: five stars and a ten in each answer released."""
    totals = {"stars": [0, 0, 0, 0, released], "scores": [*[0] * 10, released]}
    defaults = {"released": released, "texts": list(texts)} | totals
    return Box.objects.create(event=event_, **defaults | fields)


def question(brg_, asker=None, text="What is asked.", **fields):
    """A question without a name that waits for the leads, with its first message."""
    number = next(_count)
    asked = {"asker": asker or person(), "subject": f"Question {number}"}
    found = Question.objects.create(brg=brg_, **asked | fields)
    found.messages.create(text=text, said=found.asked)
    return found


def lead(brg_, visibility=Visibility.MEMBERS, **fields):
    """A member who is the chair."""
    user = person(**fields)
    membership(user, brg_, visibility)
    officer(user, brg_)
    return user


def today():
    """The organization's day, by which terms begin and end."""
    return organization_today()

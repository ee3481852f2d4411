"""What the demonstration's groups hold, who answered, and what those who can sign in find of it."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from attendance.models import Attendance
from brgs.models import BRG
from content.pictures import EVENT, variant
from events.actions import close_past, pass_on_offers, recompute_instants, repair_counters
from events.actions.approval import goes_beyond_approval
from events.models import AccessibilityRequest, AudienceRecord, Enrollment, Event, Rsvp, Series
from notices.models import Letter, Notice
from notices.planning import waking_until
from portal.demo.cast import CAST
from portal.demo.load import load
from portal.demo.progress import Progress

pytestmark = pytest.mark.django_db

Status = Event.Status
DAY = dt.timedelta(days=1)
# What only some events have, and no form asks for.
UNSET = ["chapter", "region", "author", "askers", "approved", "note", "asked", "published"]
UNSET += ["cancelled", "accessibility_contact", "reminded_day", "reminded_hours", "search_text"]


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def own(local_part):
    """What one of those who can sign in has answered: the status, by the title."""
    rows = Rsvp.objects.of(person(local_part))
    return dict(rows.values_list("event__title", "status"))


# What there is


def test_three_hundred_events_over_a_year_back_and_four_months_ahead(demo):
    now = timezone.now()
    starts = sorted(Event.objects.filter(series=None).values_list("starts", flat=True))
    assert 290 <= len(starts) <= 320
    assert 340 * DAY < now - starts[0] < 370 * DAY
    assert 100 * DAY < starts[-1] - now < 130 * DAY
    coming = [start for start in starts if start > now]
    assert 70 <= len(coming) <= 120
    # Days of rest and of the year fall differently each day; no fortnight is empty on any.
    assert max(later - start for start, later in zip(starts, starts[1:], strict=False)) < 14 * DAY


def test_every_group_region_zone_pillar_audience_format_and_state_is_there(demo):
    events = Event.objects.all()
    assert set(events.values_list("brg", flat=True)) == set(
        BRG.objects.values_list("pk", flat=True)
    )
    assert events.exclude(region=None).values("region").distinct().count() == 8
    zones = {"America/Los_Angeles", "America/Denver", "America/New_York", "Pacific/Honolulu"}
    assert set(events.values_list("time_zone", flat=True)) == zones
    assert events.values("pillar").distinct().count() == 4
    assert set(events.values_list("audience", flat=True)) == set(Event.Audience.values)
    assert set(events.values_list("format", flat=True)) == set(Event.Format.values)
    assert set(events.values_list("status", flat=True)) == set(Status.values)
    assert events.exclude(chapter=None).count() > 100


def test_all_events_would_pass_the_forms(demo):
    events = Event.objects.select_related("brg", "chapter").order_by("title", "pk")
    # Each text once: it takes a dozen questions to judge one.
    for event in {event.title: event for event in events}.values():
        event.clean_fields(exclude=UNSET)
        event.validate_constraints()
    for event in events:
        assert event.chapter is None or event.chapter.brg == event.brg
        assert event.is_editable or event.description_html.startswith("<")
        assert event.format == Event.Format.IN_PERSON or event.online_link
        assert event.format == Event.Format.ONLINE or event.venue


def test_no_sentence_is_said_of_two_events(demo):
    texts = Event.objects.exclude(description="").values_list("title", "summary", "description")
    for column in zip(*set(texts), strict=True):
        assert len(column) == len(set(column)) > 75


def test_what_is_published_has_been_agreed_to_and_its_audience_is_on_record(demo):
    published = Event.objects.filter(status__in=Event.SHOWN)
    assert not [event for event in published if goes_beyond_approval(event)]
    kept = AudienceRecord.objects.values_list("event", "audience", "since")
    assert set(kept) == set(published.values_list("pk", "audience", "published"))


def test_some_begin_in_an_hour_and_one_is_on(demo):
    now = timezone.now()
    soon = Event.objects.upcoming().filter(starts__range=(now, now + dt.timedelta(hours=2)))
    assert {event.title for event in soon} >= {
        "Tea break for everybody who is still here",
        "Walk and talk around the block",
    }
    on = Event.objects.upcoming().filter(starts__lte=now)
    assert "Question hour with a chief nurse" in {event.title for event in on}


def test_pictures_are_there_in_all_sizes_with_words_or_as_decoration(demo):
    with_picture = Event.objects.exclude(picture="")
    assert sorted(bool(event.picture_alt) for event in with_picture) == [False, True, True]
    for event in with_picture:
        for width in EVENT.widths:
            assert default_storage.exists(variant(event.picture.name, width))


# Who answered


def test_seats_are_never_oversold_and_some_are_full_with_a_line(demo):
    limited = Event.objects.exclude(capacity=None)
    assert not limited.filter(capacity__lt=F("going") + F("offered")).exists()
    with_line = limited.filter(waiting__gt=0)
    assert with_line.count() >= 6
    assert not with_line.filter(capacity__gt=F("going") + F("offered")).exists()
    assert not Event.objects.filter(waiting__gt=0, ends__lt=timezone.now()).exists()


def test_there_is_nothing_to_repair_and_nothing_is_due(demo):
    assert (repair_counters(), recompute_instants(), pass_on_offers(), close_past()) == (0, 0, 0, 0)


def test_counters_and_places_are_those_of_the_answers_also_of_what_is_over(demo):
    counted = Counter(Rsvp.objects.values_list("event", "status"))
    places = {}
    for event, place in Rsvp.objects.order_by("event", "place").values_list("event", "place"):
        places.setdefault(event, []).append(place)
    for event in Event.objects.all():
        for status in Rsvp.Status.values:
            assert getattr(event, status) == counted[event.pk, status]
        assert places.get(event.pk, []) == list(range(1, event.last_place + 1))


def test_whoever_answered_could_have(demo):
    rows = Rsvp.objects.select_related("event__brg", "membership", "person")
    for answer in rows:
        event, membership = answer.event, answer.membership
        assert answer.person.is_active
        assert event.published <= answer.answered <= max(timezone.now(), event.starts)
        if membership is None:
            assert event.audience != Event.Audience.MEMBERS
            assert (answer.visibility == "only_me") == event.brg.is_sensitive
        else:
            assert (membership.brg_id, membership.person_id) == (event.brg_id, answer.person_id)
            assert membership.left is None
            assert answer.visibility == "only_me"
    assert not Rsvp.objects.all().astray().exists()


# What those who can sign in find


def test_the_member_goes_waits_and_is_offered_a_seat(demo):
    answers = own("member")
    assert answers["Dumplings from scratch"] == "waiting"
    assert answers["Lavash and letters: an evening with a baker"] == "offered"
    assert "going" in answers.values()
    offer = Rsvp.objects.get(person=person("member"), status="offered")
    told = Letter.objects.get(title__startswith="A seat is free for you: Lavash")
    assert offer.offer_ends == told.good_until == waking_until(person("member"), told.made, DAY)
    ahead = Rsvp.objects.filter(event__title="Dumplings from scratch").in_line()
    assert list(ahead.values_list("person", flat=True)).index(person("member").pk) == 3


def test_the_hidden_member_goes_and_nobody_else_sees_it(demo):
    hidden = person("hidden")
    assert set(own("hidden").values()) == {"going"}
    assert Rsvp.objects.of(hidden).count() == 3
    for viewer in User.objects.exclude(pk=hidden.pk).filter(email__endswith="@demo.example")[:20]:
        assert not Rsvp.objects.visible_to(viewer).filter(person=hidden).exists()
    assert Rsvp.objects.visible_to(hidden).filter(person=hidden).count() == 3
    notices = Notice.objects.filter(person=hidden, letter__kind="event")
    assert set(notices.values_list("discreet", flat=True)) == {True}


def test_the_employee_and_the_curator_answer_as_guests(demo):
    for local_part in ("employee", "curator"):
        rows = Rsvp.objects.of(person(local_part))
        assert rows.exists()
        assert set(rows.values_list("membership", flat=True)) == {None}


def test_each_was_told_of_their_answers(demo):
    titles = Notice.objects.of(person("member")).values_list("letter__title", flat=True)
    assert set(titles) >= {
        "You are on the waiting list: Dumplings from scratch",
        "A seat is free for you: Lavash and letters: an evening with a baker",
        "Cancelled: A hike that we had to call off",
    }
    others = Notice.objects.filter(letter__kind__in=["event", "change"])
    others = others.exclude(person__email__in=[one.email for one in CAST])
    assert set(others.values_list("mail", flat=True)) <= {"none"}


def test_curators_find_what_waits_for_them_and_leads_what_came_back(demo):
    assert list(Event.objects.submitted().values_list("title", flat=True)) == [
        "Scholarship dinner",
        "Health fair in the park, with a theater group",
    ]
    asked = Notice.objects.of(person("curator")).filter(letter__thing__startswith="event:")
    assert asked.filter(letter__title__startswith="Event to approve").count() == 2
    back = Notice.objects.of(person("lead")).get(letter__title="Changes asked: Mango night")
    assert back.letter.url == Event.objects.get(title="Mango night").get_workspace_url()


def test_the_lead_is_asked_for_something_by_somebody_who_takes_part(demo):
    request = AccessibilityRequest.objects.get()
    assert request.contact == person("lead")
    assert request.person.email not in [one.email for one in CAST]
    notice = Notice.objects.of(person("lead")).get(letter__title__startswith="An accessibility")
    assert notice.discreet
    assert "phone" not in f"{notice.letter.title} {notice.letter.line}"


def test_a_demonstration_from_before_there_were_events_gets_them(demo):
    own = (AccessibilityRequest, Attendance, Rsvp, AudienceRecord)
    for model in (*own, Event, Enrollment, Series):
        model.objects.all().delete()
    count, people = Notice.objects.filter(letter__kind="news").count(), User.objects.count()
    assert load(employees=50, progress=Progress(io.StringIO())).is_new
    assert Event.objects.count() > 290
    assert Notice.objects.filter(letter__kind="news").count() == count
    assert User.objects.count() == people

"""What people are told about events: to whom, in which words, and what it does not say."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from events import actions, emails
from events.models import AccessibilityRequest, Event, Rsvp
from notices.models import Letter, Notice
from tests import factories
from tests.told import Told, titles, told

pytestmark = pytest.mark.django_db

# A Thursday, 6 p.m. in Denver.
EVENING = dt.datetime(2031, 7, 4, 0, tzinfo=dt.UTC)
WHEN = "Thursday, July 3, 2031, 6\xa0p.m. to 7\xa0p.m., Denver time"
WHY = "You answered to an event of Kin."


@pytest.fixture
def kin():
    return factories.brg(acronym="Kin")


@pytest.fixture
def event(kin):
    facts = {"title": "A supper", "capacity": 1, "accessibility_contact": factories.person()}
    approved = {"whole_organization": "employees"}
    return factories.event(kin, starts=EVENING, approved=approved, **facts)


@pytest.fixture
def lea(kin):
    return factories.lead(kin, preferred_name="Lea Marker")


def people(count):
    return [factories.person() for _ in range(count)]


def last(person):
    return Letter.objects.filter(notices__person=person).order_by("-pk").first()


def as_said(*titles_):
    return [Told(title, WHEN, WHY, discreet=False) for title in titles_]


# One's own answer


def test_tells_who_goes_and_who_waits(event):
    first, second = people(2)
    actions.rsvp(event=event, by=first)
    actions.rsvp(event=event, by=second)
    assert told(first) == as_said("You are going: A supper")
    assert told(second) == as_said("You are on the waiting list: A supper")
    assert last(first).body == (
        f"You have a seat.\n\n{WHEN}\n\nIf you can’t come, give the seat back in the portal."
    )
    assert last(second).body == (
        f"All seats are taken.\n\n{WHEN}\n\nWe tell you as soon as one is yours."
    )


def test_tells_who_gave_a_seat_back_and_who_has_it_now(event):
    first, second = people(2)
    actions.rsvp(event=event, by=first)
    actions.rsvp(event=event, by=second)
    actions.cancel_rsvp(event=event, by=first)
    assert titles(first)[1:] == ["You are not going: A supper"]
    assert titles(second)[1:] == ["You have a seat: A supper"]
    assert last(second).body == f"A seat became free, and it is yours.\n\n{WHEN}"
    assert last(second).about.must_have


def test_tells_until_when_an_offered_seat_is_to_be_taken_by_the_persons_own_clock(event):
    first, second = people(2)
    second.time_zone = "Pacific/Honolulu"
    second.save()
    actions.rsvp(event=event, by=first)
    actions.rsvp(event=event, by=second, seat_me=False)
    actions.cancel_rsvp(event=event, by=first)
    letter, ends = last(second), Rsvp.objects.get().offer_ends
    assert letter.title == "A seat is free for you: A supper"
    assert letter.about.must_have
    assert "Honolulu time" in letter.body
    assert letter.good_until == ends
    Rsvp.objects.update(offer_ends=timezone.now())
    assert actions.pass_on_offers() == 1
    assert titles(second)[2:] == ["The offer of a seat has ended: A supper"]
    letter.refresh_from_db()
    assert letter.stopped
    assert not last(second).about.must_have


def test_a_seat_that_one_takes_oneself_is_told_as_one_likes_to_be(event):
    first, second = people(2)
    actions.rsvp(event=event, by=first)
    actions.rsvp(event=event, by=second, seat_me=False)
    actions.cancel_rsvp(event=event, by=first)
    actions.accept_offer(event=event, by=second)
    assert titles(second)[2:] == ["You have a seat: A supper"]
    assert not last(second).about.must_have


def test_leads_to_an_address_without_the_words_of_the_title(event):
    (person,) = people(1)
    actions.rsvp(event=event, by=person)
    assert last(person).url == f"/events/{event.pk}/"
    assert last(person).topic == f"brg:{event.brg_id}"


def test_a_title_with_signs_of_its_own_stands_as_it_is(kin):
    event, (person,) = factories.event(kin, title="100% %(when)s <b>", starts=EVENING), people(1)
    actions.rsvp(event=event, by=person)
    assert titles(person) == ["You are going: 100% %(when)s <b>"]


def test_no_message_names_another_person_or_says_how_many_come(event, lea):
    named = [factories.person(preferred_name=f"Marker {letter}") for letter in "ABC"]
    for person in named:
        actions.rsvp(event=event, by=person)
    actions.cancel_rsvp(event=event, by=named[0])
    typed = Event.objects.get(pk=event.pk)
    typed.venue = "Room 7"
    actions.edit(event=typed, by=lea, version=1)
    actions.remind(now=EVENING - dt.timedelta(hours=1))
    actions.cancel(event=event, by=lea, version=2)
    letters = Letter.objects.filter(notices__person__in=named).distinct()
    said = " ".join(
        f"{each.title} {each.line} {each.body} {each.why} {each.calendar}" for each in letters
    )
    # What changes is one letter to who is going, with a word to calendars, and one to who waits.
    assert letters.count() == 10
    assert "Marker" not in said
    assert not [word for word in ("waiting: ", "ahead", "people", "others") if word in said]


# What everybody who has answered must have


def test_a_changed_event_says_what_is_now_and_what_was(event, lea):
    (person,) = people(1)
    actions.rsvp(event=event, by=person)
    typed = Event.objects.get(pk=event.pk)
    for name, value in factories.wall(EVENING + dt.timedelta(hours=1)).items():
        setattr(typed, name, value)
    typed.venue = "Room 7"
    after = actions.edit(event=typed, by=lea, version=1)
    letter = last(person)
    now = "Thursday, July 3, 2031, 7\xa0p.m. to 8\xa0p.m., Denver time"
    assert (letter.title, letter.line, letter.kind) == ("Changed: A supper", now, "change")
    assert letter.body.endswith(f"**Now:** {now}. Room 7\n\n**Before:** {WHEN}. Room 1")
    assert letter.about.must_have
    assert letter.good_until == after.ends


def test_a_cancellation_says_why_and_when_it_was_planned(event, lea):
    (person,) = people(1)
    actions.rsvp(event=event, by=person)
    actions.cancel(event=event, by=lea, version=1, reason="A storm.")
    letter = last(person)
    assert (letter.title, letter.line) == ("Cancelled: A supper", "It does not take place.")
    assert letter.body == f"A storm.\n\nIt was planned for {WHEN}."
    assert letter.about.must_have


def test_who_is_gone_is_told_nothing(event, lea):
    first, second = people(2)
    for person in (first, second):
        factories.rsvp(event, person, "waiting")
    type(first).objects.filter(pk=first.pk).update(is_active=False)
    actions.cancel(event=event, by=lea, version=1)
    assert (titles(first), titles(second)) == ([], ["Cancelled: A supper"])


# Reminders


def test_reminders_are_of_kinds_of_their_own_that_can_be_switched_off(event):
    (person,) = people(1)
    actions.rsvp(event=event, by=person)
    actions.remind(now=EVENING - dt.timedelta(hours=24))
    actions.remind(now=EVENING - dt.timedelta(hours=2))
    assert told(person, "day_before") == as_said("Reminder: A supper")
    assert told(person, "soon") == as_said("Soon: A supper")
    reminders = Letter.objects.filter(kind__in=["day_before", "soon"])
    assert not [letter for letter in reminders if letter.about.must_have]
    assert last(person).body == f"{WHEN}\n\nIf you can’t come, give your seat back in the portal."


# In subjects and first lines, nothing of who hides


def everything(event, person, lea):
    """All that is told to one person by a rule or by the clock, to one and to many."""
    actions.rsvp(event=event, by=person)
    actions.remind(now=event.starts - dt.timedelta(hours=1))
    typed = Event.objects.get(pk=event.pk)
    typed.venue = "Room 7"
    actions.edit(event=typed, by=lea, version=typed.version)
    actions.cancel_rsvp(event=event, by=person)
    return set(Notice.objects.filter(person=person).values_list("letter__kind", "discreet"))


KINDS = {"event", "soon", "change"}


@pytest.mark.parametrize("visibility", Visibility.values)
def test_what_is_told_to_a_member_is_as_discreet_as_the_membership(event, lea, visibility):
    (person,) = people(1)
    factories.membership(person, event.brg, visibility)
    is_hidden = visibility == Visibility.ONLY_ME
    assert everything(event, person, lea) == {(kind, is_hidden) for kind in KINDS}


def test_what_is_told_to_a_guest_of_an_open_group_is_plain(event, lea):
    assert everything(event, people(1)[0], lea) == {(kind, False) for kind in KINDS}


def test_what_is_told_to_a_guest_is_discreet_once_they_have_joined_in_hiding(event, lea):
    (person,) = people(1)
    actions.rsvp(event=event, by=person)
    factories.membership(person, event.brg, Visibility.ONLY_ME)
    assert everything(event, person, lea) - {("event", False)} == {(kind, True) for kind in KINDS}


@pytest.mark.parametrize("is_member", [True, False])
def test_what_is_told_of_a_sensitive_groups_event_is_discreet(is_member):
    kin = factories.brg(default_visibility=Visibility.ONLY_ME)
    event = factories.event(kin, approved={"whole_organization": "employees"}, starts=EVENING)
    (person,) = people(1)
    if is_member:
        factories.membership(person, kin, Visibility.EVERYONE)
    assert everything(event, person, factories.lead(kin)) == {(kind, True) for kind in KINDS}


# Accessibility requests


def request(event, person):
    facts = {"contact": event.accessibility_contact, "text": "A secret need."}
    return AccessibilityRequest.objects.create(event=event, person=person, **facts)


def test_the_contact_learns_that_there_is_a_request_and_nothing_of_it(event):
    emails.contact_told(request(event, people(1)[0]))
    (only,) = Letter.objects.all()
    assert list(only.notices.values_list("person", "discreet")) == [
        (event.accessibility_contact_id, True)
    ]
    assert only.title == "An accessibility request: A supper"
    assert only.url == f"/me/events/{event.pk}/requests/"
    assert "secret" not in f"{only.title} {only.line} {only.body} {only.why}"


def test_another_contact_reads_nothing_and_who_wrote_learns_of_the_change(event, lea):
    (person,) = people(1)
    request(event, person)
    typed = Event.objects.get(pk=event.pk)
    typed.accessibility_contact = factories.person()
    actions.edit(event=typed, by=lea, version=1)
    assert [each.title for each in told(person)] == ["Another accessibility contact: A supper"]
    assert {each.discreet for each in told(person)} == {True}
    assert told(typed.accessibility_contact) == []


# Curators and leads


def test_curators_are_asked_and_told_again_and_whoever_asks_is_not(event, lea):
    curator = factories.curator()
    Event.objects.update(status="draft", published=None, approved={})
    asked = actions.publish(event=event, by=lea, version=1)
    assert told(curator) == [
        Told("Event to approve: Kin", "A supper", "You are a curator.", discreet=False)
    ]
    assert actions.escalate(now=asked.asked + dt.timedelta(days=1)) == 1
    assert titles(curator)[1:] == ["Waiting for a day: an event of Kin"]
    assert titles(lea) == []


@pytest.mark.parametrize(
    ("decide", "title"),
    [
        (lambda **given: actions.approve(**given), "Approved: A supper"),
        (lambda **given: actions.ask_changes(note="A note.", **given), "Changes asked: A supper"),
    ],
)
def test_leads_are_told_what_a_curator_has_decided(event, lea, decide, title):
    curator = factories.curator()
    Event.objects.update(status="draft", published=None, approved={})
    asked = actions.publish(event=event, by=lea, version=1)
    decide(event=event, by=curator, version=asked.version)
    assert titles(lea) == [title]
    assert "A note." not in last(lea).body

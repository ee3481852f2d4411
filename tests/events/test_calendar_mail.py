"""The calendar parts of mails: an entry comes, moves and goes by itself, and names nobody else.

A program with a calendar is played by rules of its own (RFC 5546, 2.1.4 and 2.1.5), reading with a
library that wrote nothing of it.
"""

import datetime as dt
import email
from email import policy

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.actions import leave
from brgs.models import BRG
from events import actions
from events.actions import make_feed
from events.models import Event
from notices.actions import make_discreet
from notices.mails import Composer
from notices.models import Letter, Mailbox, Notice, key_of
from notices.outbox import purge
from tests import factories
from tests.events import clocks

pytestmark = pytest.mark.django_db

# 6 p.m. in Denver.
EVENING = dt.datetime(2031, 7, 4, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORDS = ("Pride", "upper", "Room", "We eat")


@pytest.fixture(autouse=True)
def place(settings):
    settings.SITE_URL = "https://groups.example.org"
    settings.DEFAULT_FROM_EMAIL = "Portal <portal@example.org>"


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


@pytest.fixture
def private():
    return factories.brg(name="Pride", acronym="Pride", default_visibility=Visibility.ONLY_ME)


def held_by(brg, **facts):
    words = {"title": "A supper", "summary": "We eat.", "venue": "Room 7"}
    approved = {"whole_organization": "employees"}
    return factories.event(brg, **{"starts": EVENING, "approved": approved} | words | facts)


class Calendar:
    """What a person's calendar holds after the mails so far, in the order of their way."""

    def __init__(self, person):
        self.person = person
        self.entries = {}
        self.told = 0

    def read_mails(self):
        """Read what has come since; returns it as it was read."""
        rows = Notice.objects.filter(person=self.person).select_related("letter", "person__region")
        new = list(rows.order_by("pk")[self.told :])
        self.told += len(new)
        parts = [part for part in map(part_of, new) if part]
        return [self._take(part) for part in parts]

    def _take(self, part):
        found = clocks.read(part.get_content())
        method = part.get_param("method")
        entry = found[0]
        if not entry.date and {each.uid for each in found} == {entry.uid}:
            # Without a date it is all of that name, whatever was known of dates.
            known = [each for (uid, _), each in self.entries.items() if uid == entry.uid]
            self._forget(entry.uid)
        else:
            (entry,) = found
            known = [self.entries[key] for key in [(entry.uid, entry.date)] if key in self.entries]
        if any(entry.sequence <= each.sequence for each in known):
            raise AssertionError("a later mail has to have a later number")
        for each in clocks.dates(part.get_content()):
            assert each.status == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
            # What is taken out is remembered by its number.
            is_on = method == "REQUEST"
            self.entries[each.uid, each.date] = each if is_on else each._replace(title="")
        return entry

    def _forget(self, uid):
        self.entries = {key: entry for key, entry in self.entries.items() if key[0] != uid}

    @property
    def held(self):
        self.read_mails()
        return [entry for entry in self.entries.values() if entry.title]


def mail_of(notice):
    mailbox = Mailbox.objects.get_or_create(person=notice.person)[0]
    message = Composer().message(notice, mailbox)
    return email.message_from_bytes(message.message().as_bytes(), policy=policy.default)


def part_of(notice):
    """The calendar part of a notice's mail, as a program gets it, or None."""
    parts = [part for part in mail_of(notice).walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    return parts[0] if parts else None


def last_part(person):
    return part_of(Notice.objects.filter(person=person).latest("pk"))


def edited(event, by, **fields):
    typed = Event.objects.select_related("brg").get(pk=event.pk)
    for name, value in fields.items():
        setattr(typed, name, value)
    return actions.edit(event=typed, by=by, version=typed.version)


def at(instant):
    return factories.wall(instant)


# It comes, moves and goes


def test_an_event_that_moves_twice_is_one_entry_and_none_when_it_is_cancelled(kin):
    event, ana, lea = held_by(kin), factories.person(), factories.lead(kin)
    calendar = Calendar(ana)
    actions.rsvp(event=event, by=ana)
    (first,) = calendar.held
    assert first.starts == EVENING.replace(tzinfo=None)
    for hours in (3, 30):
        edited(event, lea, **at(EVENING + hours * HOUR))
        (entry,) = calendar.held
        assert entry.starts == (EVENING + hours * HOUR).replace(tzinfo=None)
        assert entry.ends == (EVENING + (hours + 1) * HOUR).replace(tzinfo=None)
        assert (entry.uid, entry.title) == (event.uid, "A supper")
    stored = Event.objects.get(pk=event.pk)
    actions.cancel(event=stored, by=lea, version=stored.version)
    assert calendar.held == []
    assert len(calendar.entries) == 1


def test_another_place_is_another_place_there(kin):
    event, ana, lea = held_by(kin), factories.person(), factories.lead(kin)
    calendar = Calendar(ana)
    actions.rsvp(event=event, by=ana)
    edited(event, lea, venue="Elsewhere")
    (entry,) = calendar.held
    assert entry.rest["location"] == ["Elsewhere"]


def test_a_seat_given_back_goes_and_one_taken_anew_comes(kin, monkeypatch):
    event, ana = held_by(kin), factories.person()
    calendar, now = Calendar(ana), timezone.now()
    acts = [actions.rsvp, actions.cancel_rsvp, actions.rsvp, actions.cancel_rsvp]
    for number, act in enumerate(acts, start=1):
        monkeypatch.setattr(timezone, "now", lambda now=now, number=number: now + number * HOUR)
        act(event=event, by=ana)
        assert len(calendar.held) == number % 2


def test_whoever_waits_has_no_entry_before_there_is_a_seat(kin):
    event, lea = held_by(kin, capacity=1), factories.lead(kin)
    ana, ben = factories.person(), factories.person()
    calendar = Calendar(ben)
    actions.rsvp(event=event, by=ana)
    actions.rsvp(event=event, by=ben)
    edited(event, lea, **at(EVENING + HOUR))
    assert calendar.read_mails() == []
    # And yet has been told.
    titles = Notice.objects.filter(person=ben).order_by("pk").values_list("letter__title")
    assert [title for (title,) in titles][1] == "Changed: A supper"
    actions.cancel_rsvp(event=event, by=ana)
    (entry,) = calendar.held
    assert entry.starts == (EVENING + HOUR).replace(tzinfo=None)


def test_an_offered_seat_is_no_entry_before_it_is_taken(kin):
    event = held_by(kin, capacity=1)
    ana, ben = factories.person(), factories.person()
    calendar = Calendar(ben)
    actions.rsvp(event=event, by=ana)
    actions.rsvp(event=event, by=ben, seat_me=False)
    actions.cancel_rsvp(event=event, by=ana)
    assert calendar.held == []
    actions.accept_offer(event=event, by=ben)
    assert len(calendar.held) == 1


def test_whoever_waited_is_asked_to_take_nothing_out(kin):
    event, lea = held_by(kin, capacity=1), factories.lead(kin)
    ana, ben = factories.person(), factories.person()
    for person in (ana, ben):
        actions.rsvp(event=event, by=person)
    stored = Event.objects.get(pk=event.pk)
    actions.cancel(event=stored, by=lea, version=stored.version)
    assert (last_part(ana) is None, last_part(ben) is None) == (False, True)
    title = Notice.objects.filter(person=ben).latest("pk").letter.title
    assert title == "Cancelled: A supper"


def test_an_answer_that_ends_by_a_rule_goes(kin):
    event, ana, lea = held_by(kin), factories.person(), factories.lead(kin)
    calendar = Calendar(ana)
    actions.rsvp(event=event, by=ana)
    assert len(calendar.held) == 1
    edited(event, lea, audience="members")
    assert calendar.held == []


def test_a_seat_that_ends_with_the_membership_goes_without_a_word_of_the_group(kin):
    event, ana = held_by(kin, audience="members"), factories.person()
    factories.membership(ana, kin, Visibility.ONLY_ME)
    calendar = Calendar(ana)
    actions.rsvp(event=event, by=ana)
    assert len(calendar.held) == 1
    leave(brg=kin, by=ana)
    assert calendar.held == []
    assert says_nothing(last_part(ana))


def test_a_reminder_says_nothing_to_a_calendar(kin):
    event, ana = held_by(kin), factories.person()
    actions.rsvp(event=event, by=ana)
    actions.remind(now=EVENING - HOUR)
    assert Notice.objects.filter(person=ana, letter__kind="soon").exists()
    assert last_part(ana) is None


# What it says of people


def test_names_the_portal_and_the_person_alone(kin):
    people = [
        factories.person(email=f"{name}@example.com", preferred_name=f"Marker {name}")
        for name in ("ana", "ben", "cyd")
    ]
    event = held_by(kin, accessibility_contact=people[2], author=people[2])
    for person in people:
        actions.rsvp(event=event, by=person)
    edited(event, factories.lead(kin, preferred_name="Marker Lea"), venue="Elsewhere")
    for person in people:
        part = last_part(person).get_content()
        (entry,) = clocks.read(part)
        assert entry.rest["attendee"] == [f"mailto:{person.email}"]
        assert entry.rest["organizer"] == ["mailto:portal@example.org"]
        assert part.replace("\r\n ", "").count("@") == 2
        assert "Marker" not in part


@pytest.mark.parametrize("address", [f"{'a' * 60}@{'b' * 60}.example.com", "ünal@example.com"])
def test_an_address_out_of_the_ordinary_comes_whole(kin, address):
    event, ana = held_by(kin), factories.person(email=address)
    actions.rsvp(event=event, by=ana)
    (entry,) = clocks.read(last_part(ana).get_content())
    assert entry.rest["attendee"] == [f"mailto:{address}"]


def test_what_many_get_is_put_into_bytes_once_and_reads_as_if_each_were_made(kin):
    composer, event = Composer(), held_by(kin)
    people = [factories.person(email=f"p{number}@example.com") for number in range(3)]
    for person in people:
        actions.rsvp(event=event, by=person)
    edited(event, factories.lead(kin), venue="Elsewhere")
    for person in people:
        notice = Notice.objects.filter(person=person).latest("pk")
        mailbox = Mailbox.objects.get_or_create(person=person)[0]
        ready = composer.message(notice, mailbox)
        assert ready.ready is not None
        made = ready.ready
        ready.ready = None
        read = [
            email.message_from_bytes(data, policy=policy.default)
            for data in (bytes(made), ready.message().as_bytes())
        ]
        bodies = [
            [part.get_content() for part in mail.walk() if not part.is_multipart()] for mail in read
        ]
        assert bodies[0] == bodies[1]
        assert len(bodies[0]) == 3


def test_is_one_more_way_to_say_it_which_programs_take_first(kin):
    event, ana = held_by(kin), factories.person()
    actions.rsvp(event=event, by=ana)
    mail = mail_of(Notice.objects.get(person=ana))
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = last_part(ana)
    params = {name: part.get_param(name) for name in ("method", "charset")}
    assert params == {"method": "REQUEST", "charset": "utf-8"}


# Nothing that would tell on somebody


def says_nothing(part):
    text = part.get_content()
    (entry,) = clocks.read(text)
    said = set(entry.rest) & {"description", "location"}
    found = (entry.title, entry.rest.get("class"))
    return found == ("BRG event", ["PRIVATE"]) and not (
        said or [word for word in WORDS if word in text]
    )


def all_parts(brg, ana):
    """The parts of all mails about one event: an answer, a change, the way back, a cancellation."""
    event, lea, parts = held_by(brg), factories.lead(brg), []
    for act in (
        lambda: actions.rsvp(event=event, by=ana),
        lambda: edited(event, lea, venue="Room 8"),
        lambda: actions.cancel_rsvp(event=event, by=ana),
        lambda: actions.rsvp(event=Event.objects.get(pk=event.pk), by=ana),
        lambda: actions.cancel(event=event, by=lea, version=2),
    ):
        act()
        parts.append(last_part(ana))
    methods = [part.get_param("method") for part in parts]
    assert methods == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    return parts


@pytest.mark.parametrize("belongs", [False, True])
def test_a_sensitive_groups_events_are_neutral(private, belongs):
    ana = factories.person()
    if belongs:
        factories.membership(ana, private, Visibility.LEADS)
    assert [says_nothing(part) for part in all_parts(private, ana)] == [True] * 5


def test_so_are_those_of_a_group_where_one_is_unseen(kin):
    ana = factories.person()
    factories.membership(ana, kin, Visibility.ONLY_ME)
    assert [says_nothing(part) for part in all_parts(kin, ana)] == [True] * 5


def test_whoever_lets_subjects_name_groups_has_titles_there_too(private):
    ana = factories.person()
    Mailbox.objects.create(person=ana, names_groups=True)
    assert [says_nothing(part) for part in all_parts(private, ana)] == [False] * 5
    (entry,) = clocks.read(last_part(ana).get_content())
    assert (entry.title, entry.rest["class"]) == ("A supper", ["PRIVATE"])


def test_others_have_titles(kin):
    parts = all_parts(kin, factories.person())
    assert [says_nothing(part) for part in parts] == [False] * 5
    assert {clocks.read(part.get_content())[0].title for part in parts} == {"A supper"}


def test_what_has_become_discreet_on_its_way_is_neutral(kin):
    event, ana = held_by(kin), factories.person()
    actions.rsvp(event=event, by=ana)
    assert not says_nothing(last_part(ana))
    make_discreet(topic=key_of(kin), person=ana)
    assert says_nothing(last_part(ana))


def test_a_group_that_has_become_sensitive_is_neutral_from_then_on(kin):
    event, ana = held_by(kin), factories.person()
    actions.rsvp(event=event, by=ana)
    BRG.objects.update(default_visibility=Visibility.ONLY_ME)
    edited(event, factories.lead(kin), venue="Room 8")
    assert says_nothing(last_part(ana))


# Whoever does not want it


def test_whoever_has_a_feed_gets_nothing_of_it(kin):
    event, ana, ben = held_by(kin), factories.person(), factories.person()
    make_feed(by=ana)
    for person in (ana, ben):
        actions.rsvp(event=event, by=person)
    edited(event, factories.lead(kin), venue="Room 8")
    notices = Notice.objects.filter(person__in=(ana, ben)).order_by("pk")
    spoken = [(notice.person_id, part_of(notice) is not None) for notice in notices]
    assert sorted(spoken) == [(ana.pk, False)] * 2 + [(ben.pk, True)] * 2


def test_what_was_said_to_calendars_is_purged_with_the_text(kin):
    event, ana = held_by(kin), factories.person()
    actions.rsvp(event=event, by=ana)
    letter = Letter.objects.get(notices__person=ana)
    assert letter.calendar.startswith("BEGIN:VCALENDAR\n")
    Notice.objects.update(mail="sent")
    purge(Letter.objects.all())
    letter.refresh_from_db()
    assert (letter.body, letter.calendar) == ("", "")


def test_two_changes_in_one_second_have_two_numbers(kin, monkeypatch):
    event, ana, lea = held_by(kin), factories.person(), factories.lead(kin)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    calendar = Calendar(ana)
    actions.rsvp(event=event, by=ana)
    for room in ("Room 8", "Room 9"):
        edited(event, lea, venue=room)
    (entry,) = calendar.held
    assert entry.rest["location"] == ["Room 9"]


def test_a_number_says_nothing_of_how_many_have_answered(kin, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    numbers = []
    for others in (0, 3):
        event, ana = held_by(kin, made=now - HOUR), factories.person()
        for _ in range(others):
            actions.rsvp(event=event, by=factories.person())
        actions.rsvp(event=event, by=ana)
        (entry,) = clocks.read(last_part(ana).get_content())
        numbers.append(entry.sequence)
    assert numbers == [2 * 3599] * 2

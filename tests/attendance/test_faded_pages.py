"""Once names have faded, no page has them any more."""

import datetime as dt

import pytest

from attendance.actions import fade
from attendance.models import Attendance
from events.models import Event, Rsvp
from tests import factories
from tests.access_table import READING, lines
from tests.roles import World

pytestmark = pytest.mark.django_db

MARK = "zqfaded"
YEAR = dt.timedelta(days=365)


def pages():
    """Every address of the event whose door is open."""
    found = {address for address, _form, _answers in lines(READING)}
    return sorted(address for address in found if "{event_door}" in address)


def telling(world, role):
    """The addresses at which somebody of that role reads a marked name."""
    client = world.client(role)
    answers = {each: client.get(each.format_map(world.names)) for each in pages()}
    return {
        each for each, answer in answers.items() if MARK in answer.body.decode(errors="replace")
    }


def test_what_has_faded_stands_on_no_page_for_anybody_and_stood_at_the_door():
    world = World()
    rows = Event.objects.filter(pk=world.events["door"].pk)
    event = rows.get()
    for level in ("everyone", "members", "leads"):
        person = factories.person(legal_name=f"{MARK} {level}")
        factories.membership(person, world.kin, level)
        factories.rsvp(event, person)
        factories.attendance(event, person)
    facts = {"who": "guest", "guest_name": f"{MARK} guest", "method": "walk_in"}
    Attendance.objects.create(event=event, **facts)
    going = rows.get().going
    at_door = "/manage/kin/events/{event_door}/check-in/"
    assert at_door in telling(world, "lead")
    fade(now=event.ends + YEAR)
    assert not Rsvp.objects.filter(event=event).exists()
    for role in ("member", "lead"):
        assert telling(world, role) == set()
    assert rows.get().going == going

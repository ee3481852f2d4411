"""What the demonstration's groups hold together."""

import pytest

from accounts.models import User
from chapters.models import Chapter
from events.models import CoHost, Event, Rsvp

pytestmark = pytest.mark.django_db


def test_two_events_are_held_together_and_one_invitation_waits_for_the_lead(demo):
    rows = CoHost.objects.select_related("event", "brg", "chapter")
    assert {(row.brg.acronym, bool(row.chapter)) for row in rows.accepted()} == {
        ("KPAC", False),
        ("KPAPIA", True),
    }
    assert rows.invited().get().brg.acronym == "KPAPIA"
    joint = Event.objects.filter(hosts_version=1)
    assert {row.event for row in rows.accepted()} == set(joint)
    assert all(row.event.brg != row.brg for row in rows)


def test_a_cohost_finds_them_among_its_own(demo):
    member = User.objects.get(email="member@demo.example")
    seen = Event.objects.visible_to(member).upcoming()
    assert seen.held_with(brg__acronym="KPAC").get().brg.acronym == "KPAPIA"
    hawaii = Chapter.objects.get(brg__acronym="KPAPIA", region__name="Hawaii")
    assert seen.held_with(chapter=hawaii).get().brg.acronym == "WE@KP"


def test_no_answer_is_astray(demo):
    assert not Rsvp.objects.astray().exists()

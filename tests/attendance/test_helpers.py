"""The page on which a lead asks people to help at a door, and says whether guests may come."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from attendance.models import DoorHelper, DoorRules
from notices.models import Notice
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import going, said, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_work(client, lea):
    client.force_login(lea)


@pytest.fixture
def hal():
    return factories.person(legal_name="Hal Helper")


def address(event):
    return f"/manage/kin/events/{event.pk}/helpers/"


def send(client, event, **fields):
    response = client.post(address(event), fields)
    assert response["Location"] == address(event)
    return said(response)[-1:]


def test_somebody_is_looked_for_among_all_employees_and_asked(client, event, hal):
    page = client.get(address(event), {"q": "hal"}).content.decode()
    assert f'name="person" value="{hal.public_id}"' in page
    assert send(client, event, act="add", person=hal.public_id) == [
        "Hal Helper helps at the door, and is told."
    ]
    assert DoorHelper.objects.get().person == hal
    assert "Hal Helper" in text(client.get(address(event)))
    assert send(client, event, act="remove", person=hal.public_id) == [
        "Hal Helper no longer helps at the door."
    ]
    assert not DoorHelper.objects.exists()


@pytest.mark.parametrize("act", ["", "zzz", "Add", "add ", "\0"])
def test_what_means_nothing_asks_nobody(client, event, hal, act):
    assert send(client, event, act=act, person=hal.public_id) == [
        "Nothing was sent. Please press the button once more."
    ]
    assert not DoorHelper.objects.exists()


def test_asked_or_removed_twice_it_says_that_nothing_is_new(client, event, hal):
    send(client, event, act="add", person=hal.public_id)
    assert send(client, event, act="add", person=hal.public_id) == [
        "Hal Helper helps at the door already, and is not told again."
    ]
    assert DoorHelper.objects.count() == Notice.objects.filter(person=hal).count() == 1
    send(client, event, act="remove", person=hal.public_id)
    assert send(client, event, act="remove", person=hal.public_id) == [
        "Hal Helper did not help at the door. Nothing has changed."
    ]


def test_whether_somebody_belongs_or_comes_is_not_shown(client, event, hal):
    """One found by a search looks the same, member and going or not."""
    before = seen(client, event)
    factories.membership(hal, event.brg, "everyone")
    factories.rsvp(event, hal)
    assert seen(client, event) == before


def seen(client, event):
    page = client.get(address(event), {"q": "hal"}).content
    return re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", page)


@pytest.mark.parametrize("sent", ["", "nobody", "\0", "x" * 900, "٣"])
def test_who_is_nobody_is_not_asked(client, event, sent):
    assert send(client, event, act="add", person=sent) == [
        "This is nobody who works here. Look for the person."
    ]


def test_who_is_no_employee_is_not_asked(client, event):
    outside = factories.visitor_account()
    send(client, event, act="add", person=outside.public_id)
    assert not DoorHelper.objects.exists()


def test_guests_are_welcome_once_a_lead_says_so(client, event):
    assert "checked" not in client.get(address(event)).content.decode()
    send(client, event, act="rules", guests_welcome="on")
    assert DoorRules.objects.get().guests_welcome
    assert "checked" in client.get(address(event)).content.decode()
    send(client, event, act="rules")
    assert not DoorRules.objects.get().guests_welcome


def test_a_closed_door_needs_nobody(client, kin, hal):
    event = at_the_door(kin, starts=timezone.now() - dt.timedelta(hours=9))
    assert "Ask somebody" not in text(client.get(address(event)))
    assert send(client, event, act="add", person=hal.public_id) == [
        "The door of this event has closed, so nobody is needed there."
    ]


def test_a_draft_has_no_helpers(client, kin, hal):
    event = at_the_door(kin, status="draft", published=None)
    response = client.post(address(event), {"act": "add", "person": hal.public_id})
    assert response["Location"] == f"/manage/kin/events/{event.pk}/"
    assert not DoorHelper.objects.exists()


def test_the_workspace_leads_to_all_of_it(client, event):
    going(event)
    page = client.get(f"/manage/kin/events/{event.pk}/check-in/").content.decode()
    for name in ("helpers", "import"):
        assert f'href="/manage/kin/events/{event.pk}/{name}/"' in page
    assert "0 of 1 checked in" in page
    event_page = client.get(f"/manage/kin/events/{event.pk}/").content.decode()
    assert f'href="/manage/kin/events/{event.pk}/check-in/"' in event_page


def test_a_chapters_event_has_all_of_it_in_the_chapters_workspace(client, kin):
    chapter = factories.chapter(kin, slug="denver")
    event = at_the_door(kin, chapter=chapter)
    client.force_login(factories.chapter_lead(chapter))
    base = f"/manage/kin/chapters/denver/events/{event.pk}/"
    for name in ("check-in", "helpers", "import"):
        assert client.get(f"{base}{name}/").status_code == 200
    assert f'href="{base}check-in/"' in client.get(base).content.decode()

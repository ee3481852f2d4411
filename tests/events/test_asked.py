"""What is put together once for all of a kind says of each viewer what the gate says of them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.backends import AccountBackend
from accounts.models import User
from events import guests, lists, views
from events.asked import _employee, asked
from events.models.finding import LONGEST
from statements.prepared import _statement
from tests import factories
from tests.roles import World

pytestmark = pytest.mark.django_db


EVENTS = ("public", "members", "of_denver", "paused", "cohosted", "draft")


@pytest.fixture
def world():
    world = World()
    # Somebody of each kind at each event, so that there is somebody to be hidden.
    for event in events_of(world):
        answer_at(event)
    return world


def events_of(world):
    return [world.events[name] for name in EVENTS]


def answer_at(event):
    factories.rsvp(event, factories.person())
    for level in ("everyone", "members", "leads", "only_me"):
        person = factories.person()
        factories.membership(person, event.brg, level)
        factories.rsvp(event, person)


def viewers(world):
    """As pages know them: with what comes along when they are loaded."""
    yield AnonymousUser()
    for person in [*world.people.values(), world.chapter_lead]:
        loaded = AccountBackend().get_user(person.pk)
        yield loaded or User.objects.get(pk=person.pk)
    # Of whom nobody has asked yet whether they hold a post.
    yield User.objects.get(pk=world.people["lead"].pk)


def said(rows):
    """What a row says, to be compared."""
    return [row if isinstance(row, dict) else (row.pk, getattr(row, "own", "")) for row in rows]


@pytest.mark.parametrize("build", [views._visible, views._met, guests._first_of_one_host])
def test_of_each_event_each_viewer_is_told_the_same(world, build):
    for viewer in viewers(world):
        for event in events_of(world):
            expected = said(build(viewer, event.pk))
            assert said(asked(build, viewer, [event.pk])) == expected, (viewer, event)


def test_in_the_list_each_viewer_finds_the_same(world):
    now = timezone.now()
    found = {}
    for viewer in viewers(world):
        rows = said(asked(lists._first, viewer, [now, now - LONGEST]))
        assert rows == said(lists._first(viewer, now, now - LONGEST)), viewer
        found[str(viewer)] = len(rows)
    assert len(set(found.values())) > 2


def test_whoever_takes_a_post_has_its_powers_at_the_next_request(world):
    person, event = world.people["employee"], world.events["employees"]
    for is_led in (False, True):
        viewer = AccountBackend().get_user(person.pk)
        (met,) = asked(views._met, viewer, [event.pk])
        assert met.is_led is is_led
        factories.officer(person, event.brg, "chair")


def test_nothing_of_a_person_but_their_number_is_put_into_a_statement():
    """What is asked for besides is not there, so that nobody's is kept for everybody."""
    person = _employee(-1000)
    assert (person.pk, person.is_employee, person.holds_brg_post) == (-1000, True, False)
    for name in {field.attname for field in User._meta.concrete_fields} - set(vars(person)):
        with pytest.raises(User.DoesNotExist):
            getattr(person, name)


def test_two_employees_share_one_statement(world):
    _statement.cache_clear()
    event = world.events["employees"]
    for role in ("employee", "member"):
        viewer = AccountBackend().get_user(world.people[role].pk)
        asked(views._met, viewer, [event.pk])
    assert _statement.cache_info().misses == 2

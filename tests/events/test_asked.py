"""What is put together once for all of a kind says of each viewer what the gate says of them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.backends import AccountBackend
from accounts.models import User
from attendance import permissions
from attendance.models import DoorHelper
from events import guests, lists, series_page, views
from events.asked import _employee, asked
from events.models.finding import LONGEST
from statements.prepared import _statement
from tests import factories
from tests.roles import World
from tests.statements.test_prepared import ASKED, facts

pytestmark = pytest.mark.django_db


EVENTS = ("public", "members", "of_denver", "paused", "cohosted", "discreet", "draft")


@pytest.fixture
def world():
    world = World()
    world.events["discreet"] = factories.event(world.kin, audience="members")
    factories.cohost(world.events["discreet"], factories.brg(default_visibility="only_me"))
    # Somebody of each kind at each event, so that there is somebody to be hidden.
    for event in events_of(world):
        answer_at(event)
        DoorHelper.objects.create(event=event, person=world.people["employee"])
    # Who has answered keeps sight of it, also without being a member.
    factories.rsvp(world.events["members"], world.people["employee"])
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


def values_of(world):
    """The values with which each question is put."""
    now = timezone.now()
    coming = [now, now - LONGEST]
    events = [[event.pk] for event in events_of(world)]
    series = [[each.pk] for each in world.series.values()]
    keys = [*(key for (key,) in series), *[0] * lists.EVENTS_A_PAGE][: lists.EVENTS_A_PAGE]
    return {
        permissions._door_of: [[*event, now] for event in events],
        views._visible: events,
        views._met: events,
        guests._first_of_one_host: events,
        lists._first: [coming],
        lists._further_of_all: [[*coming, *keys]],
        series_page._visible: series,
        series_page._dates: series,
    }


def said(rows):
    """All that rows say: each field, what is known besides, and what they lead to."""
    rows = list(rows)
    if not (rows and isinstance(rows[0], dict)):
        return facts(rows)
    # Further dates of series come in no order; lists put them in theirs by these numbers.
    return sorted(rows, key=lambda row: (row["series"], row["nth"]) if "nth" in row else ())


@pytest.mark.parametrize(
    "build",
    [build for build, _kinds in ASKED],
    ids=lambda build: f"{build.__module__}{build.__name__}",
)
def test_each_viewer_is_told_the_same(world, build):
    found, asked_with = set(), values_of(world)[build]
    for viewer in viewers(world):
        told = []
        for values in asked_with:
            expected = said(build(viewer, *values))
            assert said(asked(build, viewer, values)) == expected, (viewer, values)
            told += expected
        found.add(repr(told))
    # The gate makes a difference, so there is something to be compared.
    assert len(found) > 1


@pytest.mark.parametrize("name", ["is_open", "has_sensitive_cohost", "own"])
def test_what_is_prepared_is_told_either_way(world, name):
    """Else the comparison above would say nothing of it."""
    values = values_of(world)[lists._first]
    rows = [
        row
        for role in ("employee", "member")
        for row in asked(lists._first, AccountBackend().get_user(world.people[role].pk), *values)
    ]
    assert {bool(row[name]) for row in rows} == {True, False}


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

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from feedback.opening import OPEN_FOR, came, is_open, open_to
from tests import factories

from .conftest import guest

pytestmark = pytest.mark.django_db

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


def test_it_is_open_from_the_start_until_14_days_after_the_end(over):
    assert OPEN_FOR == 14 * DAY
    at = [over.starts - SECOND, over.starts, over.ends, over.ends + OPEN_FOR - SECOND]
    assert [is_open(over, now) for now in at] == [False, True, True, True]
    assert not is_open(over, over.ends + OPEN_FOR)


@pytest.mark.parametrize("status", ["draft", "submitted", "changes_asked", "cancelled"])
def test_it_is_closed_where_the_event_is_not_on(over, status):
    over.status = status
    assert not is_open(over)


def test_who_came_is_who_the_door_has(over):
    person = factories.person()
    factories.rsvp(over, person)
    assert not came(person, over)
    assert not came(AnonymousUser(), over)
    assert came(guest(over), over)


def at(kin, days, **fields):
    return factories.event(kin, starts=timezone.now() + days * DAY, **fields)


def test_ones_open_events_are_those_to_which_one_came(kin):
    person = factories.person()
    events = {days: at(kin, days) for days in (-20, -13, -2, 3)}
    off = at(kin, -3, status="cancelled")
    for event in (*events.values(), off):
        factories.attendance(event, person)
    at(kin, -1)
    assert list(open_to(person)) == [events[-2], events[-13]]
    assert list(open_to(AnonymousUser())) == []


def test_the_longest_event_is_found_until_its_box_closes(kin):
    person = factories.person()
    event = at(kin, -27, hours=14 * 24)
    factories.attendance(event, person)
    assert list(open_to(person)) == [event]

"""The gate of who came, asked about all events and at one that was just found."""

import pytest

from accounts.visibility import Visibility
from attendance.models import Attendance
from tests import factories

pytestmark = pytest.mark.django_db

EVERYONE, ONLY_ME = Visibility.EVERYONE, Visibility.ONLY_ME


def seen(viewer, event):
    """The people whom the viewer sees to have come, the same in both ways."""
    event.refresh_from_db()
    rows = Attendance.objects.visible_to(viewer).filter(event=event)
    people = set(rows.values_list("person", flat=True))
    at_it = Attendance.objects.visible_to(viewer, at=event)
    assert set(at_it.values_list("person", flat=True)) == people
    return people


def came(event, *memberships):
    person = factories.person()
    for brg, level in memberships:
        factories.membership(person, brg, level)
    factories.attendance(event, person)
    return person


def test_at_an_event_nobody_stands_who_came_to_another_one():
    kin = factories.brg()
    viewer, event, other = factories.person(), factories.event(kin), factories.event(kin)
    person = came(other, (kin, EVERYONE))
    factories.attendance(other, viewer)
    assert seen(viewer, event) == set()
    assert seen(viewer, other) == {person.pk, viewer.pk}


def test_of_a_member_of_several_hosts_the_strictest_level_holds():
    kin, other = factories.brg(), factories.brg()
    event, lead = factories.event(kin), factories.lead(kin)
    factories.cohost(event, other)
    open_ = came(event, (kin, EVERYONE), (other, EVERYONE))
    came(event, (kin, EVERYONE), (other, ONLY_ME))
    assert seen(lead, event) == seen(factories.person(), event) == {open_.pk}


def test_whoever_may_not_know_of_the_event_sees_that_they_came_themselves():
    hidden = factories.brg(default_visibility=ONLY_ME)
    event, viewer = factories.event(hidden, audience="members"), factories.person()
    came(event, (hidden, EVERYONE))
    factories.attendance(event, viewer)
    rows = Attendance.objects.visible_to(viewer)
    assert set(rows.values_list("person", flat=True)) == {viewer.pk}

"""What remains of the demonstration's events: recordings, and figures that are published."""

import pytest
from django.utils import timezone

from attendance.actions import publish_event_figures, publish_visits
from attendance.models import EventFigures, VisitQuarter
from brgs.models import BRG
from events.models import Material

pytestmark = pytest.mark.django_db


def test_recordings_and_slides_stand_beside_what_is_over(demo):
    rows = list(Material.objects.select_related("event", "resource"))
    assert {row.kind for row in rows} == {"1_recording", "2_slides"}
    assert all(row.event.is_over() and row.event.brg_id == row.resource.brg_id for row in rows)
    assert {row.captions for row in rows if row.is_recording} == set(Material.Captions.values)
    assert {row.resource.audience for row in rows} >= {"employees", "members"}


def test_figures_are_published_of_what_is_over_and_nothing_more_is_due(demo):
    found = EventFigures.objects.select_related("event")
    assert found.count() > 50
    assert all(row.event.ends < timezone.now() for row in found)
    assert found.filter(show_rate__isnull=False).exists()
    assert (publish_event_figures(), publish_visits()) == (0, 0)


def test_quarters_say_how_often_people_came_to_each_group_and_to_all(demo):
    groups = BRG.objects.filter(published__isnull=False).count()
    quarters = VisitQuarter.objects.values("begins").distinct().count()
    assert quarters >= 2
    assert VisitQuarter.objects.count() == quarters * (groups + 1)
    for row in VisitQuarter.objects.filter(brg=None):
        of_groups = VisitQuarter.objects.filter(begins=row.begins).exclude(brg=None)
        assert row.came >= max(of_groups.values_list("came", flat=True)) > 0

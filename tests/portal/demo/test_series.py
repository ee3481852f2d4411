"""The demonstration's series: one by each rule, sittings, and what has befallen their dates."""

import pytest
from django.utils import timezone

from events.models import Enrollment, Event, Rsvp, Series
from events.repeating import days
from tests.portal.demo.test_events import person

pytestmark = pytest.mark.django_db


def test_each_rule_is_there_and_sittings_at_three_hours(demo):
    assert set(Series.objects.values_list("rule", flat=True)) == {*Series.Rule.values, ""}
    sittings = Event.objects.filter(series__kind="sittings").order_by("starts")
    assert [f"{each.starts_time:%H:%M}" for each in sittings] == ["07:30", "13:00", "19:30"]
    assert sittings.filter(waiting__gt=0).count() == 1


def test_dates_are_those_of_the_rule_and_one_is_moved_one_off_and_some_are_drafts(demo):
    moved = 0
    for series in Series.objects.exclude(rule=""):
        dates = Event.objects.filter(series=series).order_by("series_date")
        found = list(dates.values_list("series_date", flat=True))
        assert found == days(series.rule, series.first, series.last)
        assert dates.filter(starts__gt=timezone.now()).exists()
        moved += sum(each.starts_date != each.series_date for each in dates)
    assert moved == 1
    of_series = Event.objects.exclude(series=None)
    assert of_series.filter(status="cancelled").count() == 1
    assert of_series.filter(status="draft").count() == 4


def test_who_has_signed_up_has_answered_to_every_date_that_is_on(demo):
    assert Enrollment.objects.count() > 40
    for enrollment in Enrollment.objects.select_related("series")[:20]:
        coming = Event.objects.upcoming().filter(series=enrollment.series)
        own = Rsvp.objects.filter(person=enrollment.person_id, event__in=coming)
        assert own.count() == coming.count() > 0
    own = Enrollment.objects.get(person=person("member"))
    assert own.series.title == "Tongues at noon: a language swap"


def test_nobody_comes_to_two_sittings(demo):
    people = Rsvp.objects.filter(event__series__kind="sittings").values_list("person", flat=True)
    assert len(people) == len(set(people)) > 0

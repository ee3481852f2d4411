"""Figures of what is over: published once, at the right moment, and never exact."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attendance.actions import fade, publish_event_figures, publish_visits
from attendance.actions.publishing import show_rate
from attendance.counts import Came
from attendance.models import Attendance, EventFigures, VisitQuarter
from events.models import CoHost
from tests import factories

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
TODAY = dt.date(2026, 5, 20)
OPENED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def kin():
    return factories.brg(published=OPENED)


def over(brg, **facts):
    return factories.event(brg, **{"starts": timezone.now() - 100 * DAY} | facts)


def come(event, number, *, expected=True, **facts):
    facts = {"method": "by_hand" if expected else "walk_in", "expected": expected} | facts
    rows = [
        Attendance(event=event, person=factories.person(), **facts) for _number in range(number)
    ]
    Attendance.objects.bulk_create(rows)


def listed(event, number):
    facts = {"who": "private", "method": "import"}
    Attendance.objects.bulk_create([Attendance(event=event, **facts) for _one in range(number)])


def figures(event):
    row = EventFigures.objects.get(event=event)
    return row.going, row.came, row.walk_ins, row.show_rate


# Of an event


def test_numbers_of_people_are_rounded_and_the_share_is_told_in_fives(kin):
    event = over(kin, going=33)
    come(event, 25)
    come(event, 11, expected=False)
    assert publish_event_figures() == 1
    # 25 of 33 are 75.8 percent.
    assert figures(event) == (30, 30, 10, 75)
    words = EventFigures.objects.get(event=event).in_words
    assert words == {"going": "30", "came": "30", "walk_ins": "10"}


def test_of_fewer_than_ten_nothing_more_is_told(kin):
    event = over(kin, going=9)
    come(event, 9)
    publish_event_figures()
    assert figures(event) == (0, 0, 0, None)
    assert set(EventFigures.objects.get(event=event).in_words.values()) == {"Fewer than 10"}


@pytest.mark.parametrize(
    ("going", "expected", "rate"),
    [(10, 10, 100), (9, 9, None), (10, 9, None), (100, 10, 10), (40, 13, 30), (10, 12, 100)],
)
def test_the_share_is_told_of_at_least_ten_of_each(going, expected, rate):
    assert show_rate(going=going, expected=expected) == rate


def test_the_share_leaves_out_those_on_lists(kin):
    event = over(kin, going=20)
    come(event, 9)
    come(event, 5, method="import")
    publish_event_figures()
    assert figures(event)[3] is None


def test_in_person_it_is_counted_when_the_door_has_closed(kin):
    event = over(kin)
    come(event, 12)
    assert publish_event_figures(now=event.ends + 6 * HOUR - SECOND) == 0
    assert publish_event_figures(now=event.ends + 6 * HOUR) == 1


@pytest.mark.parametrize("form", ["online", "hybrid"])
def test_online_it_is_counted_when_no_list_is_taken_any_more(kin, form):
    event = over(kin, format=form)
    listed(event, 30)
    assert publish_event_figures(now=event.ends + 14 * DAY - SECOND) == 0
    assert publish_event_figures(now=event.ends + 14 * DAY) == 1
    assert figures(event)[1] in (20, 30)


def test_what_is_published_moves_no_more(kin):
    event = over(kin, going=12)
    come(event, 12)
    publish_event_figures()
    come(event, 30)
    assert publish_event_figures() == 0
    assert figures(event) == (10, 10, 0, 100)


def test_what_was_cancelled_or_had_nobody_at_its_door_has_no_figures(kin):
    come(over(kin, status="cancelled", cancelled=OPENED), 12)
    over(kin)
    assert publish_event_figures() == 0


def test_figures_count_those_whose_names_have_faded(kin):
    event = over(kin, going=12, starts=timezone.now() - 300 * DAY)
    come(event, 12)
    fade()
    publish_event_figures()
    assert figures(event) == (10, 10, 0, 100)


def test_many_are_counted_in_batches(kin, monkeypatch):
    monkeypatch.setattr("attendance.actions.publishing.A_BATCH", 2)
    for _number in range(5):
        come(over(kin), 1)
    assert publish_event_figures() == 5


@pytest.mark.parametrize(
    "wrong",
    [{"came": 11}, {"going": 9}, {"walk_ins": 1001}, {"show_rate": 72}, {"show_rate": 105}],
)
def test_no_row_holds_an_exact_figure(kin, wrong):
    right = {"going": 20, "came": 20, "walk_ins": 0, "show_rate": 70}
    with pytest.raises(IntegrityError), transaction.atomic():
        EventFigures.objects.create(event=over(kin), **right | wrong)


# A list of just the right length


def test_a_list_of_just_the_right_length_does_not_tell_whether_somebody_was_counted():
    """Whoever knows that fifteen came by the door, and brings a list of four and one more, would
    read from a figure of 20 that the one was not among the fifteen."""
    told = [
        Came(15, 5).published(f"event:{key}") == Came(15, 4).published(f"event:{key}")
        for key in range(400)
    ]
    assert sum(told) > 340


def test_those_at_the_door_are_all_counted_and_of_a_list_all_but_a_few():
    assert Came(20, 0).published("event:1") == 20
    found = {Came(20, 100).published(f"event:{key}") for key in range(100)}
    assert found == {110, 120}
    assert {Came(20, 3).published(f"event:{key}") for key in range(100)} == {20}


# By quarter


def quarter(brg=None):
    rows = VisitQuarter.objects.filter(brg=brg)
    return {row.begins: row.came for row in rows}


FIRST, LAST = dt.date(2026, 1, 1), dt.date(2025, 10, 1)


def held(*hosts, **facts):
    """An event in the first quarter of 2026, held by these groups."""
    starts = dt.datetime(2026, 2, 2, 20, tzinfo=dt.UTC)
    event = factories.event(hosts[0], **{"starts": starts} | facts)
    for brg in hosts[1:]:
        CoHost.objects.create(event=event, brg=brg, accepted=OPENED)
    return event


def test_an_event_of_two_groups_counts_in_each_and_in_the_whole_once(kin):
    other = factories.brg(published=OPENED)
    come(held(kin, other), 12)
    come(held(kin), 20)
    assert publish_visits(today=TODAY, back=1) == 3
    assert (quarter(kin), quarter(other), quarter()) == ({FIRST: 30}, {FIRST: 10}, {FIRST: 30})


def test_a_group_that_holds_an_event_by_itself_and_by_a_chapter_counts_once(kin):
    event = held(kin)
    CoHost.objects.create(event=event, brg=kin, accepted=OPENED)
    come(event, 12)
    publish_visits(today=TODAY, back=1)
    assert quarter(kin) == quarter() == {FIRST: 10}


def test_whoever_was_only_asked_to_hold_it_counts_nobody(kin):
    asked = factories.brg(published=OPENED)
    event = held(kin)
    CoHost.objects.create(event=event, brg=asked)
    come(event, 12)
    publish_visits(today=TODAY, back=1)
    assert (quarter(asked), quarter()) == ({FIRST: 0}, {FIRST: 10})


def test_events_count_in_the_quarter_in_which_they_end_where_the_organization_is(kin):
    begins = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
    come(held(kin, starts=begins - HOUR), 20)
    come(held(kin, starts=begins - HOUR - HOUR / 60), 30)
    publish_visits(today=TODAY, back=2)
    assert quarter(kin) == quarter() == {FIRST: 20, LAST: 30}


def test_a_quarter_is_published_when_the_last_lists_are_in_and_once(kin):
    event = held(kin)
    come(event, 12)
    due = dt.date(2026, 4, 16)
    assert publish_visits(today=due - DAY, back=1) == 0
    assert publish_visits(today=due, back=1) == 2
    come(event, 30)
    assert publish_visits(today=due, back=1) == 0
    assert quarter(kin) == quarter() == {FIRST: 10}


def test_nothing_is_counted_of_what_was_cancelled(kin):
    come(held(kin, status="cancelled"), 12)
    publish_visits(today=TODAY, back=1)
    assert quarter() == {FIRST: 0}


def test_a_group_has_no_figure_of_a_time_before_it_was_there():
    late = factories.brg(published=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    publish_visits(today=TODAY, back=1)
    assert quarter(late) == {}


def test_two_wholes_of_one_quarter_are_refused(kin):
    publish_visits(today=TODAY, back=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitQuarter.objects.create(begins=FIRST, came=10)


@pytest.mark.parametrize("wrong", [{"came": 11}, {"came": 3}, {"begins": dt.date(2026, 2, 1)}])
def test_a_quarter_holds_rounded_numbers_of_whole_quarters(kin, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitQuarter.objects.create(**{"brg": kin, "begins": FIRST, "came": 10} | wrong)

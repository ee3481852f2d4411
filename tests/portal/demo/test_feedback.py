"""What people of the demonstration thought of its events: above the bounds, and below them."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from accounts.models import User
from attendance.models import Attendance
from events.models import Event
from feedback.actions import close_boxes, has_given
from feedback.models import Box, Spent
from feedback.opening import is_open
from feedback.piles import Pile
from feedback.results import results
from feedback.seal import unseal
from portal.demo.cast import CAST

pytestmark = pytest.mark.django_db


def boxes():
    return Box.objects.select_related("event")


def answers_in(box):
    return box.released + len(unseal(box.sealed, box.event))


def test_there_are_results_with_texts_without_them_and_none_yet(demo):
    found = [results(box.event) for box in boxes()]
    assert sum(each is None for each in found) > 5
    assert sum(each is not None and each.texts is None for each in found) > 5
    assert sum(each is not None and bool(each.texts) for each in found) > 5
    means = [each.mean for each in found if each]
    assert min(means) < 3.5 < 4 < max(means)


def test_only_what_is_over_has_a_box_and_no_more_answer_than_came(demo):
    now = timezone.now()
    came = Attendance.objects.filter(who="employee").values_list("event", flat=True)
    count = Counter(came)
    for box in boxes():
        assert box.event.ends <= now
        assert box.is_closed != is_open(box.event)
        assert answers_in(box) <= count[box.pk]
        # What was left over in a closed one is deleted.
        assert answers_in(box) or box.is_closed
        box.validate_constraints()


def test_what_waits_waits_in_fours_at_most_and_everybody_who_answered_has_a_mark(demo):
    open_ones = [box for box in boxes() if not box.is_closed]
    assert open_ones
    for box in open_ones:
        assert len(unseal(box.sealed, box.event)) < 5
        assert Spent.objects.filter(event=box.pk).count() == answers_in(box)
    assert Spent.objects.exclude(event__in=[box.pk for box in open_ones]).count() == 0


def test_those_who_can_sign_in_have_yet_to_answer(demo):
    people = User.objects.filter(email__in=[character.email for character in CAST])
    events = [
        (person, event)
        for person in people
        for event in Event.objects.filter(pk__in=Attendance.objects.of(person).values("event"))
    ]
    assert events
    assert not any(has_given(person, event) for person, event in events)


def test_the_clock_finds_no_box_to_close(demo):
    assert close_boxes() == 0
    assert close_boxes(now=timezone.now() + dt.timedelta(days=15)) > 0


def test_the_totals_belong_together(demo):
    for box in boxes():
        pile = box.pile
        assert pile == pile + Pile()
        assert len(pile) == box.released
        assert sum(pile.scores) <= box.released
        assert len(pile.texts) <= box.released

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions import deactivate, erase
from accounts.refusal import Refusal
from attendance.models import Attendance
from audit.models import AuditEvent
from feedback import actions
from feedback.models import Box, Spent
from feedback.piles import Pile
from feedback.seal import seal, unseal
from notices.models import Letter, Notice
from tests import factories

from .conftest import answered, guest

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def box_of(event):
    return Box.objects.get(pk=event.pk)


def waiting(event):
    return unseal(box_of(event).sealed, event)


# Giving


def test_four_answers_wait_and_the_fifth_releases_all_five(over):
    answered(over, *[(n,) for n in (5, 4, 3, 2)])
    box = box_of(over)
    assert (box.released, box.stars, box.scores, box.texts) == (0, [0] * 5, [0] * 11, [])
    assert waiting(over).stars == (0, 1, 1, 1, 1)
    answered(over, (1, 0, "Cold."))
    box = box_of(over)
    assert (box.released, box.stars) == (5, [1, 1, 1, 1, 1])
    assert waiting(over).stars == (0, 0, 0, 0, 0)
    assert Spent.objects.count() == 5


def test_a_score_and_a_text_wait_for_four_more_of_their_kind(over):
    answered(over, (5, 0, "Cold."), *[(5,)] * 3)
    for _ in range(2):
        answered(over, *[(5,)] * 5)
        box = box_of(over)
        assert (box.scores, box.texts) == ([0] * 11, [])
        left = waiting(over)
        assert (left.scores, left.texts) == ((1, *[0] * 10), ("Cold.",))
    answered(over, *[(5, 10)] * 4, *[(5,)] * 2)
    box = box_of(over)
    assert (box.scores, box.texts) == ([1, *[0] * 9, 4], [])
    answered(over, *[(5, None, f"{n}") for n in range(4)], (5,))
    assert box_of(over).texts == ["0", "1", "2", "3", "Cold."]


def test_of_more_than_five_all_are_released_together(over):
    answered(over, *[(5, 10, "a")] * 4, (5,))
    answered(over, *[(5, 0, "b")] * 4)
    left = waiting(over)
    assert (len(left), sum(left.scores), len(left.texts)) == (4, 8, 8)
    answered(over, (5,))
    box = box_of(over)
    assert (box.scores, box.texts) == ([4, *[0] * 9, 4], [*"aaaabbbb"])
    # Whoever holds the row does not read off it that nothing is left.
    assert waiting(over) == Pile()
    assert len(box.sealed) == len(seal(Pile(), over))


def test_the_next_five_are_released_together_as_well(over):
    answered(over, *[(5, 10, f"{n}") for n in "edcba"])
    for n in range(4):
        answered(over, (1, 0, f"z{n}"))
        assert box_of(over).stars == [0, 0, 0, 0, 5]
    answered(over, (1,))
    box = box_of(over)
    assert (box.released, box.stars) == (10, [5, 0, 0, 0, 5])
    assert box.texts == [*"abcde"]
    assert waiting(over).texts == ("z0", "z1", "z2", "z3")


def test_events_do_not_share_a_box(kin, over):
    other = factories.event(kin, starts=timezone.now() - dt.timedelta(hours=3))
    answered(over, *[(5,)] * 3)
    answered(other, *[(5,)] * 3)
    assert [len(waiting(event)) for event in (over, other)] == [3, 3]


def test_a_second_answer_changes_nothing_and_is_told_apart_by_nobody(over):
    person = guest(over)
    first = actions.give(event=over, by=person, stars=5)
    before = bytes(box_of(over).sealed)
    second = actions.give(event=over, by=person, stars=1, text="Or rather not.")
    assert (first, second) == (None, None)
    assert bytes(box_of(over).sealed) == before
    assert Spent.objects.count() == 1


def test_a_mark_of_an_earlier_key_still_counts(over, settings):
    person = guest(over)
    actions.give(event=over, by=person, stars=5)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-portal-0123456789abcdefghijklmnop"
    assert actions.has_given(person, over)
    actions.give(event=over, by=person, stars=5)
    assert len(waiting(over)) == 1


def test_one_person_answers_to_each_event(kin, over):
    other = factories.event(kin, starts=timezone.now() - dt.timedelta(hours=3))
    person = guest(over)
    factories.attendance(other, person)
    for event in (over, other):
        assert not actions.has_given(person, event)
        actions.give(event=event, by=person, stars=5)
        assert actions.has_given(person, event)


def test_whoever_did_not_come_is_refused_also_with_a_seat(over):
    person = factories.person()
    factories.rsvp(over, person)
    with pytest.raises(Refusal, match=r"^Feedback is for those who came\.$"):
        actions.give(event=over, by=person, stars=5)
    assert not Box.objects.exists()


@pytest.mark.parametrize(
    "starts, fields",
    [
        (SECOND * 60, {}),
        (-14 * DAY - dt.timedelta(hours=1, seconds=60), {}),
        (-DAY, {"status": "cancelled"}),
    ],
    ids=["not begun", "over for 14 days", "cancelled"],
)
def test_where_it_is_closed_everybody_is_refused(kin, starts, fields):
    event = factories.event(kin, starts=timezone.now() + starts, hours=1, **fields)
    person = guest(event)
    with pytest.raises(Refusal, match=r"^Feedback for this event is closed\.$"):
        actions.give(event=event, by=person, stars=5)
    assert not Spent.objects.exists()


def test_a_box_that_the_clock_has_closed_takes_nothing_more(over):
    answered(over, (5,))
    actions.close_boxes(now=timezone.now() + 15 * DAY)
    with pytest.raises(Refusal):
        actions.give(event=over, by=guest(over), stars=5)


def test_nothing_of_it_is_on_record_and_nobody_is_told(over):
    people = [guest(over) for _ in range(6)]
    before = AuditEvent.objects.count(), Notice.objects.count(), Letter.objects.count()
    for person in people:
        actions.give(event=over, by=person, stars=5, text="Warm.")
    after = AuditEvent.objects.count(), Notice.objects.count(), Letter.objects.count()
    assert after == before


# What the database refuses


def test_the_database_holds_no_answer_released_by_itself(over):
    answered(over, *[(5,)] * 5)
    for wrong in (1, 4, 6, 9):
        with pytest.raises(IntegrityError), transaction.atomic():
            Box.objects.update(released=wrong)
    Box.objects.update(released=F("released") + 5)


def test_the_database_holds_nothing_back_in_a_closed_box(over):
    answered(over, (5,))
    with pytest.raises(IntegrityError), transaction.atomic():
        Box.objects.update(is_closed=True)


def test_no_row_has_a_time_a_person_or_a_number_of_its_own():
    kinds = {
        field.name: field.get_internal_type()
        for model in (Box, Spent)
        for field in model._meta.fields
    }
    assert kinds == {
        **{"event": "ForeignKey", "sealed": "BinaryField", "released": "PositiveIntegerField"},
        **{"stars": "JSONField", "scores": "JSONField", "texts": "JSONField"},
        **{"is_closed": "BooleanField", "mark": "CharField"},
    }
    assert [Box._meta.pk.name, Spent._meta.pk.name] == ["event", "mark"]


# By the clock


def test_when_the_box_closes_fewer_than_five_and_all_marks_are_deleted(kin, over):
    later = factories.event(kin, starts=timezone.now() - dt.timedelta(hours=1))
    answered(over, *[(5, 10, "Warm.")] * 7)
    answered(later, (3,))
    at = over.ends + 14 * DAY
    assert actions.close_boxes(now=at - SECOND) == 0
    assert actions.close_boxes(now=at) == 1
    assert actions.close_boxes(now=at) == 0
    box = box_of(over)
    assert (box.released, box.stars, bytes(box.sealed)) == (5, [0, 0, 0, 0, 5], b"")
    assert [spent.event for spent in Spent.objects.all()] == [later]
    assert len(waiting(later)) == 1


def test_what_found_too_few_of_its_kind_is_deleted_when_the_box_closes(over):
    answered(over, *[(5, 10, "Warm.")] * 4, (5,))
    answered(over, *[(5, 10, "Warm.")] * 4)
    actions.close_boxes(now=over.ends + 14 * DAY)
    box = box_of(over)
    assert (box.released, box.scores, box.texts, bytes(box.sealed)) == (5, [0] * 11, [], b"")


def test_what_fails_for_one_box_holds_up_no_other(kin, over, monkeypatch, caplog):
    other = factories.event(kin, starts=timezone.now() - dt.timedelta(hours=3))
    for event in (over, other):
        answered(event, (5,))
    save = Box.save

    def fail(box, **kwargs):
        if box.pk == over.pk:
            raise ValueError
        save(box, **kwargs)

    monkeypatch.setattr(Box, "save", fail)
    assert actions.close_boxes(now=timezone.now() + 15 * DAY) == 1
    assert [box_of(event).is_closed for event in (over, other)] == [False, True]
    assert [each.message for each in caplog.records] == [
        "what is due of feedback could not be done"
    ]


def test_texts_are_deleted_after_two_years_and_totals_stay(over):
    answered(over, *[(5, 10, "Warm.")] * 5)
    at = over.ends + 2 * 365 * DAY
    assert actions.forget_texts(now=at) == 0
    assert actions.forget_texts(now=at + SECOND) == 1
    assert actions.forget_texts(now=at + SECOND) == 0
    box = box_of(over)
    assert (box.texts, box.stars, box.released) == ([], [0, 0, 0, 0, 5], 5)


@pytest.mark.parametrize("end", [deactivate, erase])
def test_whoever_goes_leaves_everything_as_it_is(over, end):
    people = answered(over, *[(5, 10, "Warm.")] * 7)
    before = list(Box.objects.values()), list(Spent.objects.values())
    curator = factories.curator()
    for person in people:
        end(person=person, by=curator)
    assert (list(Box.objects.values()), list(Spent.objects.values())) == before


# The invitation


def titles(person):
    rows = Notice.objects.filter(person=person, letter__occurrence="feedback")
    return list(rows.values_list("letter__title", flat=True))


def invite_a_day_after(event):
    return actions.invite(now=event.ends + DAY)


def test_a_day_after_the_end_everybody_who_came_is_asked_once(over):
    people = [guest(over) for _ in range(3)]
    absent = factories.person()
    factories.rsvp(over, absent)
    assert actions.invite(now=over.ends + DAY - SECOND) == 0
    assert invite_a_day_after(over) == 3
    assert invite_a_day_after(over) == 0
    assert [titles(person) for person in people] == [["How was it? Supper"]] * 3
    assert titles(absent) == []


def test_whoever_has_answered_is_asked_like_all_others(over):
    given, silent = answered(over, (5,))[0], guest(over)
    invite_a_day_after(over)
    rows = Notice.objects.filter(letter__occurrence="feedback")
    assert {row.person for row in rows} == {given, silent}
    facts = rows.values_list("letter", "discreet", "mail", "read", "in_portal").distinct()
    assert len(facts) == 1


def test_who_is_put_on_the_list_later_is_asked_later_and_nobody_twice(over):
    early = guest(over)
    invite_a_day_after(over)
    late = guest(over)
    assert actions.invite(now=over.ends + 3 * DAY) == 1
    assert [len(titles(person)) for person in (early, late)] == [1, 1]


def test_what_has_been_told_is_not_written_anew(over):
    """Its text is purged once it has gone out; some who came can’t be told at all."""
    guest(over)
    Attendance.objects.create(event=over, who="private", method="import")
    deactivate(person=guest(over), by=None)
    invite_a_day_after(over)
    Letter.objects.update(body="")
    invite_a_day_after(over)
    assert Letter.objects.get(occurrence="feedback").body == ""


def test_nobody_is_asked_once_it_is_closed_or_cancelled_or_where_there_is_nobody(kin, over):
    guest(over)
    assert actions.invite(now=over.ends + 14 * DAY) == 0
    off = factories.event(kin, status="cancelled", starts=timezone.now() - dt.timedelta(hours=2))
    guest(off)
    Attendance.objects.create(event=over, who="guest", guest_name="Bo", method="walk_in")
    Attendance.objects.create(event=over, who="private", method="import")
    gone = guest(over)
    deactivate(person=gone, by=None)
    assert invite_a_day_after(over) == 1
    assert titles(gone) == []


def test_the_letter_may_be_declined_and_is_worth_nothing_once_it_is_closed(over):
    guest(over)
    invite_a_day_after(over)
    letter = Letter.objects.get(occurrence="feedback")
    assert letter.kind == "event"
    assert not letter.about.must_have
    assert letter.good_until == over.ends + 14 * DAY
    assert letter.url == f"/events/{over.pk}/feedback/"
    assert letter.why == "You came to an event of Kin."
    assert "Everybody who came gets this message, also those who have answered" in letter.body


@pytest.mark.parametrize(
    "default, visibility, discreet",
    [("members", "members", False), ("members", "only_me", True), ("only_me", "members", True)],
)
def test_the_letter_is_as_discreet_as_all_others(default, visibility, discreet):
    group = factories.brg(default_visibility=default)
    event = factories.event(group, starts=timezone.now() - dt.timedelta(hours=2))
    person = factories.person()
    factories.membership(person, group, visibility)
    factories.attendance(event, person)
    invite_a_day_after(event)
    assert Notice.objects.get(letter__occurrence="feedback").discreet is discreet

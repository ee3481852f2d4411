"""One change for several dates: which, what of it, who is told what, and that it is all or none."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.actions import EditConflict
from content.pictures import EVENT, Picture
from events.actions import cancel_many, edit_many, rsvp
from events.models import AudienceRecord, Event, Rsvp, Series
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db

DENVER = zoneinfo.ZoneInfo("America/Denver")
DAY = dt.timedelta(days=1)
AGREED = {"approved": {"whole_organization": "employees"}}


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


@pytest.fixture
def six(kin):
    """A series of six dates on Tuesdays in Denver."""
    starts = dt.datetime(2098, 3, 4, 18, tzinfo=DENVER)
    return factories.series(kin, 6, starts=starts, title="Circle", **AGREED)[1]


def changed(event, by, scope, *, version=None, picture=None, **fields):
    typed = Event.objects.select_related("brg", "chapter", "series").get(pk=event.pk)
    for name, value in fields.items():
        setattr(typed, name, value)
    facts = {"version": version or typed.version, "picture": picture}
    return edit_many(event=typed, by=by, scope=scope, **facts)


def off(event, by, scope, **facts):
    event = Event.objects.select_related("series").get(pk=event.pk)
    return cancel_many(event=event, by=by, scope=scope, version=event.version, **facts)


def values(name):
    return list(Event.objects.order_by("pk").values_list(name, flat=True))


def at(event):
    """The days from the first date of the series, and the hour."""
    return (event.starts_date - dt.date(2098, 3, 4)).days, event.starts_time.hour


def told(person):
    return [each.letter for each in Notice.objects.filter(person=person).order_by("pk")][-1]


def starts(letter):
    """When the entries begin that a calendar is told of."""
    found = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return [f"{each['DTSTART'].dt:%Y-%m-%d %H:%M}" for each in found]


# Which dates, and what of them


def test_later_is_this_one_and_those_after_it(six, lea):
    changed(six[2], lea, "later", title="Round")
    assert values("title") == 2 * ["Circle"] + 4 * ["Round"]
    assert values("version") == [1, 1, 2, 2, 2, 2]
    assert values("sequence") == [0, 0, 1, 1, 1, 1]
    assert Series.objects.get().title == "Circle"


def test_all_is_every_date_and_the_series_takes_its_name_from_it(six, lea):
    changed(six[2], lea, "all", title="Round")
    assert values("title") == 6 * ["Round"]
    assert Series.objects.get().title == "Round"


def test_what_is_over_or_cancelled_is_passed_over(kin, lea):
    starts = timezone.now() - 8 * DAY
    _series, rows = factories.series(kin, 4, starts=starts, title="Circle", **AGREED)
    rows[2].status, rows[2].cancelled = "cancelled", timezone.now()
    rows[2].save()
    changed(rows[3], lea, "all", title="Round")
    assert values("title") == ["Circle", "Circle", "Circle", "Round"]
    with pytest.raises(Refusal, match="This date is over"):
        changed(rows[0], lea, "all", title="No")


def test_a_date_that_was_moved_keeps_its_place_in_the_series(six, lea):
    Event.objects.filter(pk=six[1].pk).update(starts=six[5].starts + DAY, ends=six[5].ends + DAY)
    changed(six[2], lea, "later", title="Round")
    assert values("title")[:2] == ["Circle", "Circle"]


def test_sittings_stand_by_the_clock(kin, lea):
    _series, rows = factories.sittings(kin, title="Talk", **AGREED)
    changed(rows[1], lea, "later", title="Speech")
    assert values("title") == ["Talk", "Speech", "Speech"]


def test_what_the_editor_left_stays_as_it_is_on_each_date(six, lea):
    Event.objects.filter(pk=six[4].pk).update(venue="Room 9", capacity=7, title="Special")
    changed(six[1], lea, "all", venue="Room 2")
    assert values("venue") == 6 * ["Room 2"]
    assert values("title") == [*4 * ["Circle"], "Special", "Circle"]
    assert values("capacity") == [None, None, None, None, 7, None]


def test_an_hour_is_the_same_for_all_and_a_day_so_many_days_later(six, lea):
    moved = six[3]
    moved.starts_date, moved.ends_date = moved.starts_date + 2 * DAY, moved.ends_date + 2 * DAY
    moved.save()
    date = six[0].starts_date + DAY
    changed(
        six[0],
        lea,
        "all",
        **{"starts_date": date, "ends_date": date},
        **{"starts_time": dt.time(9), "ends_time": dt.time(10, 30)},
    )
    rows = list(Event.objects.order_by("pk"))
    assert [at(each) for each in rows] == [(n, 9) for n in (1, 8, 15, 24, 29, 36)]
    assert {each.ends - each.starts for each in rows} == {dt.timedelta(minutes=90)}
    # Which date of the rule it is stays, and with it its name in calendars.
    assert [(each.series_date - dt.date(2098, 3, 4)).days for each in rows] == [*range(0, 36, 7)]


def test_the_day_alone_leaves_each_its_own_hour(six, lea):
    Event.objects.filter(pk=six[1].pk).update(starts_time=dt.time(7), ends_time=dt.time(8))
    date = six[0].starts_date - DAY
    changed(six[0], lea, "all", starts_date=date, ends_date=date)
    assert [at(each) for each in Event.objects.order_by("pk")] == [
        *((-1, 18), (6, 7), (13, 18), (20, 18), (27, 18), (34, 18))
    ]


def test_another_zone_is_another_instant_of_the_same_hour(six, lea):
    changed(six[0], lea, "all", time_zone="America/New_York")
    rows = list(Event.objects.order_by("pk"))
    assert {(each.starts_time.hour, each.time_zone) for each in rows} == {(18, "America/New_York")}
    hours = [before.starts - after.starts for before, after in zip(six, rows, strict=True)]
    assert hours == 6 * [dt.timedelta(hours=2)]


def test_into_an_hour_that_clocks_skip_a_date_comes_after_it(kin, lea):
    starts = dt.datetime(2083, 3, 7, 18, tzinfo=DENVER)
    _series, rows = factories.series(kin, 3, starts=starts, **AGREED)
    changed(rows[0], lea, "all", starts_time=dt.time(2, 30), ends_time=dt.time(3))
    found = [f"{each.starts_time:%H:%M}-{each.ends_time:%H:%M}" for each in Event.objects.all()]
    assert sorted(found) == ["02:30-03:00", "02:30-03:00", "03:30-04:00"]


def test_a_picture_is_a_file_of_its_own_on_each_date(six, lea):
    picture = Picture(EVENT, dict.fromkeys(EVENT.widths, b"RIFF"))
    changed(six[4], lea, "later", picture=picture, picture_alt="A circle of chairs")
    names = values("picture")
    assert (names[:4], len(set(names[4:])), all(names[4:])) == (4 * [""], 2, True)
    changed(six[4], lea, "all", picture=False, picture_alt="")
    assert values("picture") == 6 * [""]


def test_an_edit_is_on_record_for_each_date_and_for_the_series(six, lea, kin):
    changed(six[4], lea, "later", title="Round")
    rows = AuditEvent.objects.within(kin).order_by("pk").values_list("verb", "thing_id")
    assert sorted(rows) == sorted(
        [
            ("event.changed", str(six[4].pk)),
            ("event.changed", str(six[5].pk)),
            ("series.changed", str(Series.objects.get().pk)),
        ]
    )


# All or nothing


def test_of_two_editors_the_second_is_told_so_and_nothing_is_changed(six, lea):
    changed(six[2], lea, "all", title="Round")
    with pytest.raises(EditConflict):
        changed(six[2], lea, "all", version=1, title="Other")
    assert values("title") == 6 * ["Round"]


def test_too_few_seats_on_one_date_refuse_the_change_by_its_name(six, lea):
    Event.objects.update(capacity=5)
    for _ in range(3):
        rsvp(event=Event.objects.get(pk=six[4].pk), by=factories.person())
    words = r"^April 1, 2098, 6 p.m.: 3 seats are taken or offered, so there can’t be fewer\.$"
    with pytest.raises(Refusal, match=words):
        changed(six[0], lea, "all", capacity=2, title="Round")
    assert (values("capacity"), values("title")) == (6 * [5], 6 * ["Circle"])
    assert not Letter.objects.filter(kind="change").exists()
    changed(six[0], lea, "all", capacity=3)
    assert values("capacity") == 6 * [3]


def test_a_date_that_waits_for_a_curator_refuses_by_its_name(six, lea):
    Event.objects.filter(pk=six[5].pk).update(status="submitted", asked=timezone.now())
    with pytest.raises(Refusal, match=r"^April 8, 2098, 6 p.m.: It waits for a curator"):
        changed(six[0], lea, "all", title="Round")
    assert values("title") == 6 * ["Circle"]


def test_a_date_that_would_end_before_it_starts_refuses_by_its_name(six, lea):
    Event.objects.filter(pk=six[3].pk).update(starts_time=dt.time(9), ends_time=dt.time(10))
    with pytest.raises(Refusal, match=r"^March 25, 2098, 9 a.m.: It has to end after it starts"):
        changed(six[0], lea, "all", starts_time=dt.time(17))
    assert values("starts_time")[:2] == [dt.time(18), dt.time(18)]


def test_more_seats_seat_those_who_wait_at_each_date(six, lea):
    Event.objects.update(capacity=1)
    first, second = factories.person(), factories.person()
    for event in Event.objects.order_by("pk")[:2]:
        rsvp(event=event, by=first)
        rsvp(event=event, by=second)
    changed(six[0], lea, "all", capacity=2)
    assert set(Rsvp.objects.values_list("status", flat=True)) == {"going"}
    assert values("going") == [2, 2, 0, 0, 0, 0]


def test_curators_are_told_once_of_a_series_that_asks_for_more(six, lea):
    factories.curator()
    changed(six[0], lea, "later", cost="$5")
    assert values("status") == 6 * ["submitted"]
    assert Letter.objects.filter(kind="approval").count() == 1


def test_the_audience_is_kept_for_each_date(six, lea):
    outsider = factories.person()
    for event in six[:3]:
        rsvp(event=event, by=outsider)
    changed(six[1], lea, "later", audience="members")
    assert values("audience") == ["employees"] + 5 * ["members"]
    assert AudienceRecord.objects.filter(audience="members").count() == 5
    assert list(Rsvp.objects.values_list("event", flat=True)) == [six[0].pk]
    letters = Notice.objects.filter(person=outsider, letter__kind="change")
    (letter,) = [each.letter for each in letters]
    assert letter.title == "Your answers have ended: Circle"
    assert "Tuesday, March 11, 2098" in letter.body
    assert "Tuesday, March 18, 2098" in letter.body
    # It stays in their calendar on the one date to which they still go.
    assert starts(letter)[-1] == "2098-03-04 18:00"


# Who is told


def test_each_who_answered_is_told_once_of_all_their_dates(six, lea):
    both, one, waits, away = (factories.person() for _ in range(4))
    Event.objects.filter(pk=six[3].pk).update(capacity=1)
    for person, events in ((both, six[1:3]), (one, six[3:4]), (waits, six[3:4]), (away, six[:1])):
        for event in events:
            rsvp(event=Event.objects.get(pk=event.pk), by=person)
    changed(six[1], lea, "later", starts_time=dt.time(19), ends_time=dt.time(20))
    counts = [
        Notice.objects.filter(person=person, letter__kind="change").count()
        for person in (both, one, waits, away)
    ]
    assert counts == [1, 1, 1, 0]
    letter = told(both)
    assert letter.title == "Changed: Circle"
    assert letter.line == "2 of your dates have another time or place."
    assert letter.url == f"/events/series/{Series.objects.get().pk}/"
    for words in (
        "**Now:** Tuesday, March 11, 2098, 7\xa0p.m. to 8\xa0p.m., Denver time. Room 1",
        "**Before:** Tuesday, March 11, 2098, 6\xa0p.m. to 7\xa0p.m., Denver time. Room 1",
        "**Now:** Tuesday, March 18, 2098, 7\xa0p.m. to 8\xa0p.m., Denver time. Room 1",
        "leave the whole series in one step",
    ):
        assert words in letter.body, words
    assert "March 25" not in letter.body
    assert told(waits).calendar == ""
    assert starts(told(one))[-1] == "2098-03-25 19:00"


def test_a_change_that_moves_nothing_tells_nobody(six, lea):
    person = factories.person()
    rsvp(event=six[0], by=person)
    changed(six[0], lea, "all", title="Round", description="More of it.")
    assert not Notice.objects.filter(person=person, letter__kind="change").exists()


def test_whoever_hides_is_told_discreetly(six, lea, kin):
    open_, hidden = factories.person(), factories.person()
    factories.membership(open_, kin)
    factories.membership(hidden, kin, Visibility.ONLY_ME)
    for person in (open_, hidden):
        rsvp(event=six[0], by=person)
        rsvp(event=six[1], by=person)
    changed(six[0], lea, "all", venue="Room 2")
    found = {
        person: Notice.objects.get(person=person, letter__kind="change").discreet
        for person in (open_, hidden)
    }
    assert found == {open_: False, hidden: True}


def test_one_date_with_a_sensitive_cohost_makes_the_letter_discreet(six, lea):
    factories.cohost(six[1], factories.brg(default_visibility="only_me"))
    one, both = factories.person(), factories.person()
    rsvp(event=six[0], by=one)
    for event in six[:2]:
        rsvp(event=event, by=both)
    changed(six[0], lea, "all", venue="Room 2")
    changed(six[0], lea, "all", audience="members")
    for occurrence in ("moved", "ended"):
        letters = Notice.objects.filter(letter__occurrence__startswith=occurrence)
        found = dict(letters.values_list("person", "discreet"))
        assert found == {one.pk: False, both.pk: True}


def test_one_such_date_that_only_the_calendar_holds_does_so_too(six, lea):
    factories.cohost(six[0], factories.brg(default_visibility="only_me"))
    goes, other = factories.person(), factories.person()
    for event in six[:3]:
        rsvp(event=event, by=goes)
    for event in six[1:3]:
        rsvp(event=event, by=other)
    changed(six[1], lea, "later", venue="Room 2")
    changed(six[1], lea, "later", audience="members")
    for occurrence in ("moved", "ended"):
        letters = Notice.objects.filter(letter__occurrence__startswith=occurrence)
        found = dict(letters.values_list("person", "discreet"))
        assert found == {goes.pk: True, other.pk: False}


def test_a_calendar_holds_every_date_to_which_its_person_still_goes(six, lea):
    person = factories.person()
    for event in six[:4]:
        rsvp(event=event, by=person)
    changed(six[2], lea, "later", starts_time=dt.time(19), ends_time=dt.time(20))
    found = Calendar.from_ical(told(person).calendar)
    assert found["METHOD"] == "REQUEST"
    assert {str(each["UID"]) for each in found.walk("VEVENT")} == {Series.objects.get().uid}


# Called off


def test_cancelling_later_dates_keeps_the_others_and_all_answers(six, lea):
    person = factories.person()
    for event in (six[0], six[2], six[3]):
        rsvp(event=event, by=person)
    assert off(six[2], lea, "later", reason=" The room is gone. ") == 4
    assert values("status") == 2 * ["published"] + 4 * ["cancelled"]
    assert values("cancel_reason") == 2 * [""] + 4 * ["The room is gone."]
    assert Rsvp.objects.filter(person=person).count() == 3
    letter = told(person)
    assert letter.title == "Cancelled: Circle"
    assert letter.body.startswith("The room is gone.\n\n- Tuesday, March 18, 2098")
    assert "March 4" not in letter.body
    # One date is left, so that the calendar keeps that.
    assert Calendar.from_ical(letter.calendar)["METHOD"] == "REQUEST"


def test_whoever_goes_to_no_other_date_has_it_taken_out_of_the_calendar(six, lea):
    person = factories.person()
    rsvp(event=six[3], by=person)
    rsvp(event=six[4], by=person)
    off(six[0], lea, "all")
    assert values("status") == 6 * ["cancelled"]
    assert Calendar.from_ical(told(person).calendar)["METHOD"] == "CANCEL"


def test_drafts_among_what_is_called_off_are_deleted(six, lea):
    Event.objects.filter(pk=six[5].pk).update(status="draft", published=None)
    assert off(six[4], lea, "later") == 1
    assert values("status") == 4 * ["published"] + ["cancelled"]


def test_what_waits_for_a_curator_for_the_first_time_refuses(six, lea):
    facts = {"status": "submitted", "published": None, "asked": timezone.now()}
    Event.objects.filter(pk=six[5].pk).update(**facts)
    with pytest.raises(Refusal, match=r"^April 8, 2098, 6 p.m.: It waits for a curator"):
        off(six[0], lea, "all")
    assert values("status") == 5 * ["published"] + ["submitted"]


def test_there_is_nothing_to_cancel_twice(six, lea):
    off(six[0], lea, "all")
    with pytest.raises(Refusal, match="There is nothing to cancel"):
        off(six[0], lea, "all")
    with pytest.raises(EditConflict):
        cancel_many(event=Event.objects.get(pk=six[0].pk), by=lea, scope="all", version=1)


def test_a_sitting_that_is_moved_tells_its_people_alone(kin, lea):
    _series, rows = factories.sittings(kin, title="Talk", **AGREED)
    first, last = factories.person(), factories.person()
    rsvp(event=rows[0], by=first)
    rsvp(event=rows[2], by=last)
    changed(rows[1], lea, "later", venue="Room 2")
    assert not Notice.objects.filter(person=first, letter__kind="change").exists()
    letter = told(last)
    assert letter.line == "One of your dates has another time or place."
    assert [str(each["UID"]) for each in Calendar.from_ical(letter.calendar).walk("VEVENT")] == [
        rows[2].uid
    ]

"""Names fade: to the second, once, and for good; the numbers stay."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from attendance.actions import fade
from attendance.models import Attendance, DoorHelper, Pass
from audit.models import AuditEvent
from events.actions import close_past, held, repair_counters
from events.models import CoHost, Event, FormerCoHost, Rsvp
from tests import factories

pytestmark = pytest.mark.django_db

SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
# The hosts of an event, and how many days its names are kept.
KEPT = {
    **{"ordinary": 180, "sensitive": 30, "with a sensitive co-host": 30, "asked one alone": 180},
    **{"once with a sensitive co-host": 30, "once with another": 180},
}


@pytest.fixture
def kin():
    return factories.brg()


def private(**fields):
    return factories.brg(default_visibility=Visibility.ONLY_ME, **fields)


def past(brg, **facts):
    return factories.event(brg, starts=timezone.now() - 400 * DAY, **facts)


def hosted(hosts):
    """An event that is over, of hosts as in KEPT."""
    event = past(private() if hosts == "sensitive" else factories.brg())
    if hosts == "with a sensitive co-host":
        CoHost.objects.create(event=event, brg=private(), accepted=timezone.now())
    if hosts.startswith("once"):
        brg = private() if "sensitive" in hosts else factories.brg()
        FormerCoHost.objects.create(event=event, brg=brg, accepted=timezone.now())
    if hosts == "asked one alone":
        CoHost.objects.create(event=event, brg=private())
    return event


def came(event, person=None, **facts):
    person = person or factories.person()
    answer = factories.rsvp(event, person)
    facts = {"membership": answer.membership, "method": "by_hand", "expected": True} | facts
    return Attendance.objects.create(event=event, person=person, **facts)


def guest(event, name="Gus Guest"):
    return Attendance.objects.create(event=event, who="guest", guest_name=name, method="walk_in")


def named(event):
    rows = Attendance.objects.filter(event=event)
    return rows.filter(person__isnull=False).count()


def acts(event):
    rows = AuditEvent.objects.filter(thing_id=str(event.pk), verb__contains="faded")
    return list(rows.order_by("pk").values_list("verb", "actor"))


@pytest.mark.parametrize(("hosts", "days"), KEPT.items(), ids=KEPT)
def test_names_are_kept_to_the_second_and_no_longer(hosts, days):
    event = hosted(hosts)
    came(event)
    assert fade(now=event.ends + days * DAY - SECOND) == 0
    assert (named(event), Rsvp.objects.count()) == (1, 1)
    assert fade(now=event.ends + days * DAY) == 1
    assert (named(event), Rsvp.objects.count()) == (0, 0)


@pytest.mark.parametrize("hosts", KEPT)
def test_names_of_guests_are_kept_for_thirty_days_at_every_event(hosts):
    event = hosted(hosts)
    row = guest(event)
    assert fade(now=event.ends + 30 * DAY - SECOND) == 0
    row.refresh_from_db()
    assert row.guest_name == "Gus Guest"
    assert fade(now=event.ends + 30 * DAY) == 1
    row.refresh_from_db()
    assert (row.guest_name, row.who) == ("", "guest")
    assert acts(event) == [("attendance.guests_faded", "system")]


def test_what_remains_is_a_number_that_tells_nothing_else(kin):
    event, person = past(kin), factories.person()
    factories.membership(person, kin)
    answered = event.starts - 3 * DAY
    row = came(event, person, visibility="leads", at=event.ends - SECOND, since=answered)
    fade()
    row.refresh_from_db()
    kept = (row.person, row.membership, row.visibility, row.guest_name, row.at, row.since)
    assert kept == (None, None, "only_me", "", event.starts, event.starts)
    assert (row.who, row.method, row.expected) == ("employee", "by_hand", True)


def test_counters_stay_as_they_were_also_when_all_is_repaired(kin):
    event = past(kin, capacity=9)
    for _number in range(3):
        came(event)
    factories.rsvp(event, factories.person(), "waiting")
    close_past()
    fade()
    assert Rsvp.objects.count() == 0
    assert repair_counters() == 0
    event.refresh_from_db()
    assert (event.going, event.waiting, event.offered) == (3, 0, 0)
    assert Attendance.objects.filter(event=event).count() == 3


def test_answers_to_what_was_cancelled_go_as_well(kin):
    event = past(kin, status="cancelled")
    factories.rsvp(event, factories.person())
    assert fade() == 1
    assert Rsvp.objects.count() == 0


def test_passes_and_helpers_at_the_door_go_with_the_names(kin):
    event, person = past(kin), factories.person()
    Pass.objects.create(event=event, person=person, code="ABCD2345")
    DoorHelper.objects.create(event=event, person=person)
    assert fade() == 1
    assert (Pass.objects.count(), DoorHelper.objects.count()) == (0, 0)


def test_what_has_faded_is_on_record_once_for_each_event_and_names_nobody(kin):
    event, other = past(kin), past(kin)
    for _number in range(3):
        came(event)
    came(other)
    assert fade() == 2
    assert fade() == 0
    assert acts(event) == acts(other) == [("attendance.faded", "system")]
    assert not AuditEvent.objects.filter(verb="attendance.faded").exclude(scope="").exists()


def test_what_is_to_come_and_what_was_lately_keep_their_names(kin):
    coming = factories.event(kin)
    lately = factories.event(kin, starts=timezone.now() - 2 * DAY)
    for event in (coming, lately):
        came(event)
        guest(event)
    assert fade() == 0
    assert Attendance.objects.exclude(person=None).count() == 2
    assert Attendance.objects.exclude(guest_name="").count() == 2
    assert Rsvp.objects.count() == 2


def test_all_that_is_due_fades_in_batches(kin, monkeypatch):
    monkeypatch.setattr("attendance.actions.fading.A_BATCH", 2)
    for _number in range(5):
        came(past(kin))
    assert fade() == 5
    assert Attendance.objects.exclude(person=None).count() == 0


def test_an_event_that_fails_holds_up_no_other(kin, monkeypatch, caplog):
    broken, whole = past(kin), past(kin)
    for event in (broken, whole):
        came(event)

    def fails(event, **facts):
        if event.pk == broken.pk:
            raise RuntimeError
        return held.held(event, **facts)

    monkeypatch.setattr("attendance.actions.fading.held", fails)
    assert fade() == 1
    assert (named(broken), named(whole)) == (1, 0)
    assert "names of an event could not fade" in caplog.text


def test_the_looking_takes_as_many_questions_for_many_events_as_for_few(
    kin, django_assert_num_queries
):
    for _number in range(4):
        past(kin)
    with django_assert_num_queries(2):
        assert fade() == 0


def test_one_event_of_many_answers_fades_in_a_handful_of_statements(kin, django_assert_num_queries):
    event = past(kin)
    for _number in range(20):
        came(event)
    with django_assert_num_queries(13):
        assert fade() == 1
    assert Event.objects.get(pk=event.pk).going == 20

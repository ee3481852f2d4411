import contextlib
import datetime as dt
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from accounts.refusal import Refusal
from audit.models import AuditEvent
from notices.actions import preferences, set_preferences
from notices.models import Choice, Mailbox
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return factories.person()


def choose(person, **facts):
    return set_preferences(person=person, by=person, **facts)


def chosen(person):
    rows = Choice.objects.filter(person=person).values_list("kind", "topic", "delivery")
    return {kind or topic: delivery for kind, topic, delivery in rows}


def test_keeps_choices_by_kind_and_by_topic(alice):
    choose(alice, kinds={"news": "weekly"}, topics={"brg:1": "portal"})
    assert chosen(alice) == {"news": "weekly", "brg:1": "portal"}


def test_chooses_anew_and_gives_up_what_is_empty(alice):
    choose(alice, kinds={"news": "weekly"}, topics={"brg:1": "portal", "brg:2": "daily"})
    choose(alice, kinds={"news": "daily"}, topics={"brg:1": ""})
    assert chosen(alice) == {"news": "daily", "brg:2": "daily"}


def test_changes_nobody_elses_choices(alice):
    other = factories.person()
    choose(other, topics={"brg:1": "daily"})
    choose(alice, topics={"brg:1": ""})
    assert chosen(other) == {"brg:1": "daily"}


def test_keeps_the_mailbox_and_its_token(alice):
    token = choose(alice).token
    hours = {"quiet": False, "quiet_begins": dt.time(22), "quiet_ends": dt.time(6)}
    choose(alice, **hours, names_groups=True)
    box = Mailbox.objects.get(person=alice)
    assert box.token == token
    kept = (box.quiet, box.quiet_begins, box.quiet_ends, box.names_groups)
    assert kept == (False, dt.time(22), dt.time(6), True)


@pytest.mark.parametrize("kind", ["privacy", "account", "digest", "nonsense"])
def test_refuses_a_choice_about_what_always_goes_out(alice, kind):
    with pytest.raises(Refusal, match="always go out"):
        choose(alice, kinds={kind: "portal"})
    assert not Choice.objects.exists()
    assert not Mailbox.objects.exists()


def test_the_record_says_that_one_chose_and_not_about_which_group(alice):
    choose(alice, topics={"brg:4711": "portal"}, names_groups=True)
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb) == (alice.public_id, "person.notices_chosen")
    assert (event.thing_kind, event.thing_id, event.scope) == ("user", str(alice.pk), "")


def change_one_thing_each_at_once(person, monkeypatch):
    """Two change one thing each of the same mailbox; both would write before one is kept."""
    Mailbox.objects.create(person=person)
    both_have_read, failures = Barrier(2), []
    save = Mailbox.save

    def wait_and_save(mailbox, **facts):
        # With the lock one waits for the other's transaction, so nobody waits here long.
        with contextlib.suppress(BrokenBarrierError):
            both_have_read.wait(timeout=1)
        save(mailbox, **facts)

    def change(**facts):
        try:
            choose(person, **facts)
        except Exception as failure:  # noqa: BLE001 - told below
            failures.append(failure)
        finally:
            connection.close()

    monkeypatch.setattr(Mailbox, "save", wait_and_save)
    things = ({"quiet": False}, {"names_groups": True})
    threads = [Thread(target=change, kwargs=facts) for facts in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    return Mailbox.objects.values_list("quiet", "names_groups").get(person=person)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_one_thing_each_at_once_both_have_their_way(alice, monkeypatch):
    assert change_one_thing_each_at_once(alice, monkeypatch) == (False, True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_one_of_both_is_lost(alice, monkeypatch):
    monkeypatch.setattr(
        preferences, "_hold_mailbox", lambda person: Mailbox.objects.get(person=person)
    )
    assert change_one_thing_each_at_once(alice, monkeypatch) in [(False, False), (True, True)]

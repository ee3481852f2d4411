import datetime as dt

import pytest

from accounts.models import User
from notices.kinds import KINDS
from notices.models import Choice, Letter, Mailbox, Notice
from notices.planning import DROP, SEND, Decision, decide

# Noon and nine in the evening in California, on a Wednesday.
NOON = dt.datetime(2026, 7, 1, 19, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 7, 2, 4, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 7, 2, 14, tzinfo=dt.UTC)


def decided(*choices, now=NOON, mailbox=None, person=None, **letter):
    about = {"kind": "news", "topic": "brg:1"} | letter
    who = {"email": "a@example.com", "time_zone": "America/Los_Angeles"} | (person or {})
    notice = Notice(letter=Letter(**about), person=User(**who))
    return decide(notice, mailbox=mailbox or Mailbox(), choices=choices, now=now)


def of_kind(delivery, kind="news"):
    return Choice(kind=kind, delivery=delivery)


def of_topic(delivery, topic="brg:1"):
    return Choice(topic=topic, delivery=delivery)


def test_goes_at_once_where_nothing_is_chosen():
    assert decided() == SEND


@pytest.mark.parametrize(
    "facts",
    [
        {"stopped": NOON},
        {"good_until": NOON},
        {"person": {"is_active": False}},
        {"person": {"email": None}},
    ],
)
def test_drops_what_is_worth_nothing(facts):
    assert decided(**facts) == DROP
    assert decided(kind="account", **facts) == DROP


def test_sends_what_is_still_good_for_a_moment():
    assert decided(good_until=NOON + dt.timedelta(microseconds=1)) == SEND


@pytest.mark.parametrize("choice", [of_kind, of_topic])
def test_mail_goes_as_was_chosen(choice):
    in_the_morning = dt.datetime(2026, 7, 2, 15, tzinfo=dt.UTC)
    on_monday = dt.datetime(2026, 7, 6, 15, tzinfo=dt.UTC)
    assert decided(choice("at_once")) == SEND
    assert decided(choice("daily")) == Decision("digest", in_the_morning)
    assert decided(choice("weekly")) == Decision("digest", on_monday, weekly=True)
    assert decided(choice("portal")) == DROP


def test_what_is_chosen_for_a_group_holds_before_what_is_chosen_for_a_kind():
    assert decided(of_kind("portal"), of_topic("at_once")) == SEND
    assert decided(of_topic("portal"), of_kind("at_once")) == DROP


def test_what_is_chosen_for_another_kind_or_group_does_not_matter():
    assert decided(of_kind("portal", "welcome"), of_topic("portal", "brg:12")) == SEND
    assert decided(of_topic("portal"), topic="") == SEND


def test_waits_for_the_end_of_quiet_hours():
    assert decided(now=EVENING) == Decision("wait", MORNING)


def test_quiet_hours_are_those_of_the_person():
    assert decided(now=EVENING, person={"time_zone": "Pacific/Honolulu"}) == SEND
    assert decided(now=EVENING, mailbox=Mailbox(quiet=False)) == SEND
    late = Mailbox(quiet_begins=dt.time(22), quiet_ends=dt.time(6))
    assert decided(now=EVENING, mailbox=late) == SEND


def test_a_digest_leaves_after_quiet_hours_that_hold_eight_o_clock():
    long_night = Mailbox(quiet_ends=dt.time(9, 30))
    due = dt.datetime(2026, 7, 2, 16, 30, tzinfo=dt.UTC)
    assert decided(of_kind("daily"), mailbox=long_night) == Decision("digest", due)


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS.values() if kind.must_have])
def test_no_choice_holds_what_everybody_must_have(kind):
    assert decided(of_kind("portal", kind), of_topic("portal"), kind=kind) == SEND


def test_what_matters_at_once_passes_quiet_hours_and_nothing_else_does():
    passing = [kind for kind in KINDS if decided(kind=kind, now=EVENING) == SEND]
    assert passing == ["account"]

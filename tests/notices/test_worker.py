"""A worker's rounds against a real mail server on loopback, with a clock of their own."""

import datetime as dt
import email
import email.policy
import logging

import pytest
from django.db import OperationalError, transaction

from bin.serve import free_port
from notices import outbox, worker
from notices.actions import make_discreet, stop, tell
from notices.mails import Composer
from notices.models import Choice, Letter, Mailbox, Notice
from tests import factories
from tests.notices.sink import Sink, listening

pytestmark = pytest.mark.django_db

# In no quiet hours of Denver's, and on no change of its clocks.
NOON = dt.datetime(2026, 11, 18, 19, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


class Clock:
    """What time it is. Waiting takes no time, and `least` at least by this clock."""

    def __init__(self, least=0):
        self.now, self.waited, self.least = NOON, [], least

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.waited.append(seconds)
        self.now += dt.timedelta(seconds=max(seconds, self.least))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sink(settings):
    """A mail server, to which the settings lead."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    sink = Sink()
    with listening(sink) as settings.EMAIL_PORT:
        yield sink


def a_round(clock, **facts):
    return worker.one_round(Composer(), worker.Terms(clock=clock, wait=clock.wait, **facts))


def a_letter(**facts):
    given = {"kind": "news", "thing": "news:1", "topic": "brg:1", "title": "A title"}
    return Letter(**given | {"body": "A text.", "why": "Why."} | facts)


def told(count=1, **facts):
    """Notices of one letter, due since a minute before noon."""
    people = facts.pop("people", None) or [factories.person() for _ in range(count)]
    with transaction.atomic():
        letter = tell(a_letter(**facts), *people)
    letter.notices.update(due=NOON - MINUTE)
    return list(letter.notices.select_related("person").order_by("pk"))


def mails(notices):
    return [Notice.objects.get(pk=notice.pk).mail for notice in notices]


def chosen(notice, delivery):
    Choice.objects.create(person=notice.person, kind=notice.letter.kind, delivery=delivery)


# What goes right


def test_sends_what_is_due_to_each_person_by_themself(clock, sink):
    notices = told(3)
    assert a_round(clock) == worker.Round(held=3, sent=3)
    assert [mail.to for mail in sink.taken] == [notice.person.email for notice in notices]
    assert mails(notices) == ["sent"] * 3
    assert Notice.objects.filter(sent=NOON, lease="", leased_until=None).count() == 3


def test_sends_a_hundred_over_one_connection(clock, sink):
    told(101)
    assert [a_round(clock).sent for _ in range(3)] == [100, 1, 0]
    assert [mail.connection for mail in sink.taken] == [1] * 100 + [2]


def test_each_mail_is_marked_before_the_next_one_leaves(clock, sink):
    told(3)
    states, still_ours = [], outbox.is_still_ours

    def look(notice, lease):
        states.append((len(sink.taken), Notice.objects.filter(mail="sent").count()))
        return still_ours(notice, lease)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "is_still_ours", look)
        a_round(clock)
    assert states == [(0, 0), (1, 1), (2, 2)]


def test_purges_the_text_of_a_letter_that_is_out(clock, sink):
    told()
    (waits,) = told(occurrence="2")
    Notice.objects.filter(pk=waits.pk).update(due=NOON + HOUR)
    a_round(clock)
    assert list(Letter.objects.order_by("pk").values_list("body", flat=True)) == ["", "A text."]
    assert b"A text." in sink.taken[0].content


def test_nothing_due_asks_for_no_mail_server(clock, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert a_round(clock) == worker.Round()
    (notice,) = told()
    chosen(notice, "portal")
    assert a_round(clock) == worker.Round(held=1)
    assert mails([notice]) == ["none"]


def test_asks_as_much_for_a_batch_however_large(clock, sink, django_assert_num_queries):
    """Four to lease, with the transaction's own, three to load, five to purge, one to give back.

    And each mail's two: whether it may still go, and that it has gone.
    """
    for count in (1, 5):
        notices = told(count, occurrence=str(count))
        Mailbox.objects.bulk_create(Mailbox(person=notice.person) for notice in notices)
        with django_assert_num_queries(13 + 2 * count):
            a_round(clock)


# Not now, or not at all


def test_what_is_chosen_for_the_portal_alone_leaves_by_no_mail(clock, sink):
    silent, other = told(2)
    chosen(silent, "portal")
    a_round(clock)
    assert mails([silent, other]) == ["none", "sent"]
    assert [mail.to for mail in sink.taken] == [other.person.email]


def test_waits_for_the_end_of_quiet_hours(clock, sink):
    person = factories.person(time_zone="America/Denver")
    (notice,) = told(people=[person])
    clock.now = NOON + 10 * HOUR
    assert a_round(clock) == worker.Round(held=1)
    notice.refresh_from_db()
    seven = dt.datetime(2026, 11, 19, 14, tzinfo=dt.UTC)
    assert (notice.mail, notice.due, notice.attempts, notice.lease) == ("waiting", seven, 0, "")
    clock.now = seven
    assert a_round(clock).sent == 1


def test_puts_into_a_digest_and_sends_that(clock, sink):
    person = factories.person(time_zone="America/Denver")
    notices = told(people=[person]) + told(people=[person], occurrence="2")
    chosen(notices[0], "daily")
    a_round(clock)
    assert mails(notices) == ["in_digest"] * 2
    clock.now = NOON + DAY
    assert a_round(clock) == worker.Round(held=1, sent=1)
    assert mails(notices) == ["sent"] * 2
    assert [mail.to for mail in sink.taken] == [person.email]
    assert set(Letter.objects.values_list("body", flat=True)) == {""}


def test_a_digest_of_which_nothing_is_left_is_not_sent(clock, sink):
    (notice,) = told()
    chosen(notice, "daily")
    a_round(clock)
    stop(Letter.objects.filter(pk=notice.letter_id))
    clock.now = NOON + 2 * DAY
    a_round(clock)
    assert sink.taken == []
    assert mails(Notice.objects.all()) == ["none"] * 2


def test_what_is_called_back_after_it_was_leased_does_not_leave(clock, sink):
    first, second = told(), told(occurrence="2")
    load = outbox.load

    def load_and_stop(lease):
        batch = load(lease)
        stop(Letter.objects.filter(pk=second[0].letter_id))
        return batch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "load", load_and_stop)
        assert a_round(clock) == worker.Round(held=2, sent=1)
    assert mails([*first, *second]) == ["sent", "none"]
    assert [mail.to for mail in sink.taken] == [first[0].person.email]


def test_what_becomes_discreet_after_it_was_leased_leaves_discreetly(clock, sink):
    told(title="News of a group")
    load = outbox.load

    def load_and_hide(lease):
        batch = load(lease)
        make_discreet(topic="brg:1")
        return batch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "load", load_and_hide)
        a_round(clock)
    (mail,) = sink.taken
    subject = email.message_from_bytes(mail.content, policy=email.policy.default)["Subject"]
    assert subject == "A message from the BRG Portal"


# Bad days of one mail


@pytest.mark.parametrize("mood", ["unknown", "never takes"])
def test_a_mail_refused_for_good_has_failed_and_others_leave(clock, sink, mood):
    bad, good = told(2)
    sink.mood = lambda to: mood if to == bad.person.email else "take"
    assert a_round(clock) == worker.Round(held=2, sent=1)
    assert mails([bad, good]) == ["failed", "sent"]
    assert Letter.objects.get().body == "A text."


@pytest.mark.parametrize("mood", ["later", "full"])
def test_a_mail_refused_for_now_is_tried_later_and_others_leave(clock, sink, mood):
    bad, good = told(2)
    sink.mood = lambda to: mood if to == bad.person.email else "take"
    assert a_round(clock) == worker.Round(held=2, sent=1)
    bad.refresh_from_db()
    assert (bad.mail, bad.attempts, bad.due, bad.lease) == ("waiting", 1, NOON + MINUTE, "")
    assert mails([good]) == ["sent"]
    sink.mood = lambda to: "take"
    clock.now = NOON + MINUTE
    assert a_round(clock).sent == 1
    assert list(sink.times().values()) == [1, 1]


def test_each_pause_is_longer_and_the_last_try_fails(clock, sink):
    # Of a kind that no quiet hours hold.
    (notice,) = told(kind="account")
    sink.mood = lambda to: "later"
    began, due = clock.now, []
    while Notice.objects.get().mail == "waiting":
        a_round(clock)
        due.append(clock.now)
        clock.now = Notice.objects.get().due
    pauses = [after - before for before, after in zip(due, due[1:], strict=False)]
    assert pauses == worker.PAUSES == sorted(worker.PAUSES)
    assert due[-1] - began > 2 * DAY
    notice.refresh_from_db()
    assert (notice.mail, notice.attempts) == ("failed", len(worker.PAUSES) + 1)


def test_what_our_own_code_cannot_make_is_put_off_and_holds_up_no_other(clock, sink, caplog):
    bad, good = told(), told(occurrence="2")
    composer = Composer()

    class Unfit:
        def message(self, notice, mailbox):
            if notice.pk == bad[0].pk:
                raise ValueError
            return composer.message(notice, mailbox)

    done = worker.one_round(Unfit(), worker.Terms(clock=clock))
    assert done == worker.Round(held=2, sent=1)
    assert mails([*bad, *good]) == ["waiting", "sent"]
    assert Notice.objects.get(pk=bad[0].pk).attempts == 1
    assert "a notice could not be sent" in caplog.messages


# Bad days of the mail server


def test_a_server_that_is_away_costs_nobody_a_try(clock, sink, settings):
    notices = told(3)
    settings.EMAIL_PORT = free_port()
    assert a_round(clock) == worker.Round(held=3, away=True)
    assert set(Notice.objects.values_list("mail", "attempts", "due", "lease", "leased_until")) == {
        ("waiting", 0, NOON - MINUTE, "", None)
    }
    assert len(notices) == 3


@pytest.mark.parametrize("mood", ["hang", "drop", "closing"])
def test_a_server_that_breaks_off_costs_the_mail_in_hand_a_try_and_no_other(clock, sink, mood):
    before, bad, after = told(3)
    sink.mood = lambda to: mood if to == bad.person.email else "take"
    assert a_round(clock) == worker.Round(held=3, sent=1, away=True)
    facts = Notice.objects.order_by("pk").values_list("mail", "attempts", "due")
    assert list(facts) == [
        ("sent", 0, NOON - MINUTE),
        ("waiting", 1, NOON + MINUTE),
        ("waiting", 0, NOON - MINUTE),
    ]
    # What may have been the mail's fault holds up no other.
    assert a_round(clock) == worker.Round(held=1, sent=1)


def test_a_server_that_refuses_many_in_a_row_is_left_alone(clock, sink):
    told(20)
    sink.mood = lambda to: "later"
    assert a_round(clock) == worker.Round(held=20, away=True)
    assert Notice.objects.filter(attempts=1).count() == worker.MOST_REFUSED
    assert Notice.objects.filter(attempts=0, lease="").count() == 20 - worker.MOST_REFUSED


def test_a_worker_whose_lease_is_nearly_over_gives_the_rest_back(clock, sink):
    told(3)

    def slowly(to):
        clock.now += MINUTE * 0.7
        return "take"

    sink.mood = slowly
    assert a_round(clock) == worker.Round(held=3, sent=2)
    assert Notice.objects.filter(mail="waiting", lease="", attempts=0).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_away_for_a_day(sink, settings):
    """The queue drains afterwards; a reminder of that day is dropped, and a must-have arrives."""
    clock = Clock(least=1800)
    reminders = told(2, kind="term", good_until=NOON + 12 * HOUR)
    must_have = told(2, kind="privacy", occurrence="2")
    news = told(2, occurrence="3")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    terms = worker.Terms(clock=clock, wait=clock.wait, is_over=lambda: clock.now >= NOON + DAY)
    worker.work(terms)
    assert sink.taken == []
    assert mails([*must_have, *news]) == ["waiting"] * 4
    # Each wait is twice as long as the one before, up to five minutes.
    assert clock.waited[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    settings.EMAIL_PORT = port
    clock.now = NOON + DAY + HOUR
    worker.work(worker.Terms(clock=clock, wait=clock.wait), once=True)
    assert mails([*reminders, *must_have, *news]) == ["none"] * 2 + ["sent"] * 4
    assert list(sink.times().values()) == [1] * 4


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_breaks_off_for_a_day_fails_nobody(sink, settings):
    clock = Clock(least=1800)
    (notice,) = told(kind="privacy")
    sink.mood = lambda to: "drop"
    terms = worker.Terms(clock=clock, wait=clock.wait, is_over=lambda: clock.now >= NOON + DAY)
    worker.work(terms)
    assert mails([notice]) == ["waiting"]
    sink.mood = lambda to: "take"
    clock.now = NOON + 2 * DAY
    worker.work(worker.Terms(clock=clock, wait=clock.wait), once=True)
    assert mails([notice]) == ["sent"]


# Bad days of the database, and errands


@pytest.mark.django_db(transaction=True)
def test_what_has_left_is_marked_when_the_database_is_back(clock, sink, monkeypatch):
    told()
    sent, troubles = outbox.sent, [OperationalError, OperationalError]

    def away(*args, **kwargs):
        if troubles:
            raise troubles.pop()
        return sent(*args, **kwargs)

    monkeypatch.setattr(outbox, "sent", away)
    assert a_round(clock).sent == 1
    assert clock.waited == [1, 1]
    assert Notice.objects.get().mail == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_mark_is_insisted_on_as_long_as_the_lease_holds(clock, sink, monkeypatch):
    told()

    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(outbox, "sent", away)
    with pytest.raises(OperationalError):
        a_round(clock)
    assert sum(clock.waited) == outbox.LENGTH.total_seconds()


@pytest.mark.django_db(transaction=True)
def test_waits_for_a_database_that_is_away_and_goes_on(clock, sink, monkeypatch, caplog):
    (notice,) = told()
    take, troubles = outbox.take, [OperationalError] * 3

    def away(**facts):
        if troubles:
            raise troubles.pop()
        return take(**facts)

    monkeypatch.setattr(outbox, "take", away)
    worker.work(worker.Terms(clock=clock, wait=clock.wait, is_over=lambda: len(clock.waited) == 4))
    assert clock.waited == [1, 2, 4, 1]
    assert mails([notice]) == ["sent"]
    assert caplog.messages.count("the database does not answer") == 3


@pytest.mark.django_db(transaction=True)
def test_errands_come_before_each_round_and_one_that_fails_ends_nothing(clock, sink, caplog):
    def queue():
        if not Notice.objects.exists():
            told()
            raise ValueError

    terms = worker.Terms(clock=clock, wait=clock.wait, is_over=lambda: len(clock.waited) == 2)
    worker.work(terms, errands=[queue])
    assert Notice.objects.get().mail == "sent"
    assert clock.waited == [1, 1]
    assert caplog.messages.count("a round of mail broke off") == 1


def test_the_log_names_nobody(clock, sink, caplog):
    caplog.set_level(logging.INFO)
    told()
    a_round(clock)
    (record,) = [record for record in caplog.records if record.name == "notices.worker"]
    assert (record.msg, record.facts) == ("a round of mail", {"held": 1, "sent": 1, "away": False})

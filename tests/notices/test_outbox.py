"""Leases: nobody's rows are taken once, a dead worker's again, and a live one's by nobody."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from notices import outbox
from notices.actions import stop, tell, withdraw
from notices.models import Choice, Letter, Mailbox, Notice
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)
HANDS = 4


def a_letter(**facts):
    given = {"kind": "news", "thing": "news:1", "topic": "brg:1", "title": "A title"}
    return Letter(**given | {"body": "A text.", "why": "Why."} | facts)


def told(count=1, **facts):
    """Notices of one letter, due a minute before NOW."""
    with transaction.atomic():
        letter = tell(a_letter(**facts), *(factories.person() for _ in range(count)))
    letter.notices.update(due=NOW - MINUTE)
    return list(letter.notices.order_by("pk"))


def in_digest(*notices, **facts):
    """The digest in which these are told, due a minute before NOW."""
    letter = Letter.objects.create(kind="digest", thing="person:1", title="Digest", why="Why.")
    person = notices[0].person
    digest = Notice.objects.create(letter=letter, person=person, due=NOW - MINUTE, **facts)
    rows = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=rows).update(mail="in_digest", digest=digest)
    return digest


def state(notice):
    notice.refresh_from_db()
    return notice.mail, notice.lease, notice.leased_until


def lease_of(*notices, now=NOW):
    lease = outbox.take(now=now)
    assert lease.rows == [notice.pk for notice in notices]
    return lease


def test_takes_what_is_due_longest_first_and_no_more_than_asked():
    first, second, third = told(3)
    Notice.objects.filter(pk=third.pk).update(due=NOW - 2 * MINUTE)
    lease = outbox.take(now=NOW, most=2)
    assert lease.rows == [third.pk, first.pk]
    assert lease.until == NOW + outbox.LENGTH
    assert state(first) == ("waiting", lease.name, lease.until)
    assert state(second) == ("waiting", "", None)


def test_leaves_what_is_not_due():
    (notice,) = told()
    Notice.objects.update(due=NOW + MINUTE)
    assert outbox.take(now=NOW).rows == []
    assert state(notice) == ("waiting", "", None)


@pytest.mark.parametrize("mail", ["sent", "failed", "none"])
def test_leaves_what_has_no_mail_to_send(mail):
    told()
    Notice.objects.update(mail=mail)
    assert outbox.take(now=NOW).rows == []


def test_a_lease_holds_to_its_last_moment_and_is_anybodys_then():
    (notice,) = told()
    lease = lease_of(notice)
    assert outbox.take(now=lease.until - dt.timedelta(microseconds=1)).rows == []
    later = lease_of(notice, now=lease.until)
    assert state(notice) == ("waiting", later.name, later.until)


SETTLED = {
    "sent": (lambda notice, lease: outbox.sent(notice, lease, now=NOW), "sent"),
    "failed": (lambda notice, lease: outbox.failed(notice, lease, now=NOW), "failed"),
    "dropped": (lambda notice, lease: outbox.drop([notice.pk], lease), "none"),
    "later": (lambda notice, lease: outbox.later(notice, lease, due=NOW + MINUTE), "waiting"),
    "waits": (lambda notice, lease: outbox.wait([notice.pk], lease, due=NOW + MINUTE), "waiting"),
    "given back": (lambda notice, lease: outbox.give_back(lease), "waiting"),
}


def test_what_is_called_back_while_it_is_tried_has_not_failed():
    """Else a curator who has failed mail sent again would send it."""
    (notice,) = told()
    lease = lease_of(notice)
    withdraw(topic="brg:1")
    assert outbox.failed(notice, lease, now=NOW) == 0
    outbox.give_back(lease)
    assert state(notice) == ("none", "", None)


@pytest.mark.parametrize(("settle", "mail"), SETTLED.values(), ids=SETTLED)
def test_who_settles_gives_the_row_up(settle, mail):
    (notice,) = told()
    assert settle(notice, lease_of(notice)) == 1
    assert state(notice) == (mail, "", None)


@pytest.mark.parametrize(("settle", "mail"), SETTLED.values(), ids=SETTLED)
def test_nobody_settles_a_row_that_another_worker_has_by_now(settle, mail):
    (notice,) = told()
    late = lease_of(notice)
    other = lease_of(notice, now=late.until)
    before = Notice.objects.values().get()
    assert settle(notice, late) == 0
    assert Notice.objects.values().get() == before
    assert state(notice) == ("waiting", other.name, other.until)


@pytest.mark.parametrize(
    ("how", "due", "attempts", "when"),
    [
        ("sent", NOW - MINUTE, 0, NOW),
        ("failed", NOW - MINUTE, 1, NOW),
        ("dropped", NOW - MINUTE, 0, None),
        ("later", NOW + MINUTE, 1, None),
        ("waits", NOW + MINUTE, 0, None),
        ("given back", NOW - MINUTE, 0, None),
    ],
)
def test_what_each_settling_writes(how, due, attempts, when):
    (notice,) = told()
    SETTLED[how][0](notice, lease_of(notice))
    notice.refresh_from_db()
    assert (notice.due, notice.attempts, notice.sent) == (due, attempts, when)


def test_a_mail_called_back_is_ours_no_more():
    one, other = told(), told(occurrence="2")
    lease = lease_of(*one, *other)
    stop(Letter.objects.filter(pk=one[0].letter_id))
    assert not outbox.is_still_ours(one[0], lease)
    assert outbox.is_still_ours(other[0], lease)


def test_what_became_discreet_since_it_was_loaded_is_discreet():
    (notice,) = told()
    lease = lease_of(notice)
    Notice.objects.update(discreet=True)
    assert outbox.is_still_ours(notice, lease)
    assert notice.discreet


def test_a_mail_that_was_called_back_while_it_went_out_counts_as_sent():
    (notice,) = told()
    lease = lease_of(notice)
    stop(Letter.objects.filter(pk=notice.letter_id))
    assert outbox.sent(notice, lease, now=NOW) == 1
    assert state(notice) == ("sent", "", None)


@pytest.mark.parametrize("count", [1, 5])
def test_loads_a_batch_by_five_statements_where_mailboxes_are_missing(
    count, django_assert_num_queries
):
    """Notices, choices, mailboxes; those that are missing are made and read again."""
    notices = told(count)
    Choice.objects.create(person=notices[0].person, kind="news", delivery="daily")
    lease = lease_of(*notices)
    with django_assert_num_queries(5):
        batch = outbox.load(lease)
    with django_assert_num_queries(0):
        assert [(row.letter.title, str(row.person.zone)) for row in batch.notices] == [
            ("A title", "America/Los_Angeles")
        ] * count
    tokens = dict(Mailbox.objects.values_list("person", "token"))
    assert {person: box.token for person, box in batch.mailboxes.items()} == tokens
    assert tokens.keys() == {notice.person_id for notice in notices}
    assert [row.delivery for row in batch.choices[notices[0].person_id]] == ["daily"]


@pytest.mark.parametrize("count", [1, 5])
def test_loads_a_batch_by_three_statements_otherwise(count, django_assert_num_queries):
    notices = told(count)
    Mailbox.objects.bulk_create(Mailbox(person=notice.person) for notice in notices)
    lease = lease_of(*notices)
    with django_assert_num_queries(3):
        outbox.load(lease)


def test_a_digest_that_is_sent_has_told_what_was_in_its_mail():
    told_, stopped = told(2)
    digest = in_digest(told_, stopped)
    assert outbox.sent(digest, lease_of(digest), now=NOW, told=[told_]) == 1
    assert [state(row)[0] for row in (digest, told_, stopped)] == ["sent", "sent", "none"]
    assert told_.sent == NOW


@pytest.mark.parametrize(("how", "mail"), [("failed", "failed"), ("dropped", "none")])
def test_the_parts_of_a_digest_share_its_lot(how, mail):
    notices = told(2)
    digest = in_digest(*notices)
    SETTLED[how][0](digest, lease_of(digest))
    assert [state(row)[0] for row in (digest, *notices)] == [mail] * 3


@pytest.mark.parametrize("how", ["sent", "failed", "dropped"])
def test_nobody_settles_the_parts_of_a_digest_that_another_worker_has(how):
    (part,) = told()
    digest = in_digest(part)
    late = lease_of(digest)
    lease_of(digest, now=late.until)
    if how == "sent":
        assert outbox.sent(digest, late, now=NOW, told=[part]) == 0
    else:
        assert SETTLED[how][0](digest, late) == 0
    assert state(part)[0] == "in_digest"


@pytest.mark.parametrize(
    ("mail", "text"),
    [("waiting", "A text."), ("failed", "A text."), ("sent", ""), ("none", "")],
)
def test_a_text_is_purged_when_no_mail_of_it_can_go_out_any_more(mail, text):
    notices = told(2)
    Notice.objects.update(mail="sent")
    Notice.objects.filter(pk=notices[0].pk).update(mail=mail)
    assert outbox.purge(Letter.objects.all()) == (text == "")
    letter = Letter.objects.get()
    assert (letter.body, letter.title, letter.why) == (text, "A title", "Why.")


def test_a_text_that_a_digest_has_still_to_tell_is_kept():
    (notice,) = told()
    in_digest(notice)
    outbox.purge(Letter.objects.all())
    notice.letter.refresh_from_db()
    assert notice.letter.body == "A text."


def test_telling_somebody_else_a_purged_letter_brings_its_text_back():
    (notice,) = told()
    Notice.objects.update(mail="sent")
    outbox.purge(Letter.objects.all())
    with transaction.atomic():
        letter = tell(a_letter(), factories.person())
    letter.refresh_from_db()
    assert (letter, letter.body) == (notice.letter, "A text.")


def at_once(call):
    """Call in threads that start together; returns what each came to."""
    gate, outcomes = threading.Barrier(HANDS), []

    def run():
        try:
            gate.wait(timeout=20)
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def held(leases):
    """All rows that the workers believe are theirs."""
    return sorted(row.pk for lease in leases for row in outbox.ours(lease))


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_never_hold_the_same_row():
    notices = told(40)
    leases = at_once(lambda: outbox.take(now=NOW, most=10))
    assert held(leases) == sorted(notice.pk for notice in notices)
    assert {len(lease.rows) for lease in leases} == {10}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_condition_four_workers_take_the_same_rows(monkeypatch):
    told(40)
    everything = lambda now: Notice.objects.filter(mail="waiting")  # noqa: E731
    monkeypatch.setattr(outbox, "free", everything)
    leases = [outbox.take(now=NOW, most=10) for _ in range(HANDS)]
    assert len({tuple(lease.rows) for lease in leases}) == 1

"""The way out of mail by one click, without signing in (RFC 8058)."""

import pytest
from django.test import Client

from accounts.actions import deactivate, erase
from audit.models import AuditEvent
from notices.models import Choice, Letter, Mailbox, Notice, NoticeQuerySet
from tests import factories
from tests.connections import pausing, while_it_waits

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
KINDS = {"news", "welcome", "post", "term", "approval", "question", "event", "day_before", "soon"}


@pytest.fixture
def alice():
    return factories.person()


@pytest.fixture
def mailbox(alice):
    return Mailbox.objects.create(person=alice)


def address(mailbox, letter):
    return f"/unsubscribe/{mailbox.token}{letter.public_id}/"


def told(person, **letter):
    return factories.notice(person, letter=letter)


def click(mailbox, letter):
    """As a mail provider does it: no session, no cookie, no token of ours."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(address(mailbox, letter), ONE_CLICK)
    assert response.status_code == 200
    assert response.cookies == {}
    return response


def chosen(person):
    rows = Choice.objects.filter(person=person).values_list("kind", "topic", "delivery")
    return {kind or topic: delivery for kind, topic, delivery in rows}


def test_one_click_ends_mail_about_the_letters_group(alice, mailbox):
    click(mailbox, told(alice, topic="brg:1").letter)
    assert chosen(alice) == {"brg:1": "portal"}


def test_one_click_ends_mail_of_the_letters_kind_where_it_is_about_no_group(alice, mailbox):
    click(mailbox, told(alice, kind="question").letter)
    assert chosen(alice) == {"question": "portal"}


def test_one_click_comes_before_what_was_chosen(alice, mailbox):
    Choice.objects.create(person=alice, topic="brg:1", delivery="daily")
    click(mailbox, told(alice, topic="brg:1").letter)
    assert chosen(alice) == {"brg:1": "portal"}


@pytest.mark.parametrize("state", ["gone", "anothers", "digest"])
def test_all_that_may_be_chosen_ends_where_the_letter_does_not_say_what(alice, mailbox, state):
    Choice.objects.create(person=alice, topic="brg:1", delivery="daily")
    kind = "digest" if state == "digest" else "news"
    letter = told(factories.person() if state == "anothers" else alice, kind=kind).letter
    if state == "gone":
        Letter.objects.all().delete()
    click(mailbox, letter)
    assert chosen(alice) == dict.fromkeys(KINDS | {"brg:1"}, "portal")


def test_mail_that_is_on_its_way_does_not_go_out_any_more(alice, mailbox):
    digest = told(alice, kind="digest")
    rows = {
        "waiting": told(alice, topic="brg:1"),
        "in a digest": told(alice, topic="brg:1"),
        "must-have": told(alice, kind="privacy", topic="brg:1"),
        "of another group": told(alice, topic="brg:2"),
        "another's": told(factories.person(), topic="brg:1"),
    }
    Notice.objects.filter(pk=rows["in a digest"].pk).update(mail="in_digest", digest=digest)
    click(mailbox, rows["waiting"].letter)
    mails = {name: Notice.objects.get(pk=row.pk).mail for name, row in rows.items()}
    assert mails == {
        **{"waiting": "none", "in a digest": "none"},
        **{"must-have": "waiting", "of another group": "waiting", "another's": "waiting"},
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("letter", [{"topic": "brg:1"}, {"kind": "news", "topic": ""}], ids=str)
def test_mail_that_a_worker_sends_meanwhile_stays_sent(alice, mailbox, monkeypatch, letter):
    """The click began before the worker's commit, and finds the row free after it."""
    notice, on_their_way = told(alice, **letter), NoticeQuerySet.on_their_way
    monkeypatch.setattr(NoticeQuerySet, "on_their_way", lambda rows: pausing(on_their_way(rows)))
    with while_it_waits(lambda: click(mailbox, notice.letter)):
        Notice.objects.update(mail="sent")
    assert Notice.objects.get().mail == "sent"
    assert chosen(alice) == {"brg:1" if letter["topic"] else "news": "portal"}


def test_a_second_click_changes_nothing(alice, mailbox):
    letter = told(alice, topic="brg:1").letter
    click(mailbox, letter)
    click(mailbox, letter)
    assert chosen(alice) == {"brg:1": "portal"}


def test_the_record_says_nothing_about_the_group(alice, mailbox):
    click(mailbox, told(alice, topic="brg:1").letter)
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb) == (alice.public_id, "person.unsubscribed")
    assert (event.thing_kind, event.thing_id, event.scope) == ("user", str(alice.pk), "")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_takes_both_forms_that_the_standard_allows(client, alice, mailbox, kind):
    url = address(mailbox, told(alice, topic="brg:1").letter)
    if kind == "multipart/form-data":
        client.post(url, ONE_CLICK)
    else:
        client.generic("POST", url, "List-Unsubscribe=One-Click", content_type=kind)
    assert chosen(alice) == {"brg:1": "portal"}


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "Two-Click"}])
def test_a_form_that_does_not_say_so_ends_nothing(client, alice, mailbox, body):
    response = client.post(address(mailbox, told(alice).letter), body)
    assert response.status_code == 422
    assert not Choice.objects.exists()


def test_a_look_at_the_page_ends_nothing(client, alice, mailbox, django_assert_num_queries):
    url = address(mailbox, told(alice, topic="brg:1").letter)
    with django_assert_num_queries(0):
        response = client.get(url)
    assert (response.status_code, response.cookies) == (200, {})
    assert not Choice.objects.exists()


UNKNOWN = ["x", "t" * 44, "t" * 45, "t\0" * 22, "é" * 44, "%2e%2e" * 4]


@pytest.mark.parametrize("token", UNKNOWN)
def test_page_and_answer_are_the_same_for_an_unknown_token(client, alice, mailbox, token):
    known = address(mailbox, told(alice, topic="brg:1", title="Picnic").letter)
    unknown = client.get(f"/unsubscribe/{token}/")
    assert client.get(known).content == unknown.content
    said, unsaid = client.post(known, ONE_CLICK), client.post(f"/unsubscribe/{token}/", ONE_CLICK)
    assert (said.status_code, said.content) == (unsaid.status_code, unsaid.content)
    assert alice.name not in said.content.decode()
    assert Choice.objects.count() == 1


@pytest.mark.parametrize("end", [deactivate, erase])
def test_the_token_dies_with_the_account(alice, mailbox, end):
    letter = told(alice, topic="brg:1").letter
    letter.notices.create(person=factories.person())
    if end is erase:
        deactivate(person=alice, by=None)
    end(person=alice, by=factories.superuser())
    before = AuditEvent.objects.count()
    click(mailbox, letter)
    assert not Choice.objects.exists()
    assert AuditEvent.objects.count() == before

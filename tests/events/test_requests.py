"""What somebody needs in order to take part: one person reads it, and nobody else learns of it."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from events.actions import forget_requests, take_request_back, write_request
from events.models import AccessibilityRequest, Event, Rsvp
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def carl():
    return factories.person(legal_name="Carl Contact")


@pytest.fixture
def alice(client):
    person = factories.person(legal_name="Alice")
    client.force_login(person)
    return person


@pytest.fixture
def event(kin, carl):
    return factories.event(kin, title="Potluck", accessibility_contact=carl)


def address(event):
    return f"{event.get_absolute_url()}accessibility/"


def send(client, event, contact, text="Captions"):
    return client.post(address(event), {"text": text, "contact": contact.public_id})


def kept():
    return list(AccessibilityRequest.objects.values_list("person", "contact", "text"))


# To write


def test_the_form_names_who_alone_reads_it(client, event, alice):
    read = client.get(address(event)).content.decode()
    assert "Only Carl Contact reads it: not the leads, not curators." in read
    assert "Send to Carl Contact" in read


def test_a_request_is_written_to_the_contact(client, event, alice, carl):
    response = send(client, event, carl)
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Sent. Only Carl Contact reads it."]
    assert kept() == [(alice.pk, carl.pk, "Captions")]


def test_the_contact_is_told_that_there_is_one_and_not_what_it_says(client, event, alice, carl):
    send(client, event, carl, text="A seat near the door, for my wheelchair")
    notice = Notice.objects.select_related("letter").get(person=carl)
    words = " ".join(str(value) for value in vars(notice.letter).values())
    assert "wheelchair" not in words
    assert "Alice" not in words
    assert notice.discreet
    assert notice.letter.url == f"/me/events/{event.pk}/requests/"


def test_nothing_of_it_is_on_record_or_with_the_answer(client, event, alice, carl):
    factories.rsvp(event, alice)
    before = Rsvp.objects.values().get()
    send(client, event, carl)
    client.post(address(event), {"act": "take-back"})
    assert not AuditEvent.objects.exists()
    assert Rsvp.objects.values().get() == before


def test_it_can_be_written_anew(client, event, alice, carl):
    send(client, event, carl)
    assert "Captions" in client.get(address(event)).content.decode()
    send(client, event, carl, text="Captions, and a quiet room")
    assert kept() == [(alice.pk, carl.pk, "Captions, and a quiet room")]
    assert Notice.objects.filter(person=carl).count() == 2


def test_a_double_click_tells_once(client, event, alice, carl):
    for _ in range(2):
        send(client, event, carl)
    assert Notice.objects.filter(person=carl).count() == 1


def test_it_can_be_taken_back_and_no_mail_speaks_of_it_then(client, event, alice, carl):
    send(client, event, carl)
    response = client.post(address(event), {"act": "take-back"})
    assert response["Location"] == event.get_absolute_url()
    assert kept() == []
    assert Letter.objects.get().stopped is not None
    assert Notice.objects.get(person=carl).mail == Notice.Mail.NONE


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "changes_asked"},
        {"audience": "members"},
        {"audience": "members", "status": "submitted", "asked": timezone.now()},
    ],
)
def test_what_one_wrote_is_read_and_deleted_also_where_the_event_is_not_for_one_any_more(
    client, event, alice, carl, facts
):
    send(client, event, carl, text="A ramp")
    Event.objects.filter(pk=event.pk).update(**facts)
    read = client.get(address(event)).content.decode()
    assert "A ramp" in read
    assert "Carl Contact" in read
    assert "Potluck" not in read
    assert 'name="text"' not in read
    client.post(address(event), {"act": "take-back"})
    assert kept() == []
    shown = 302 if "status" not in facts else 404
    assert client.get(address(event)).status_code == shown


def test_taking_nothing_back_is_no_mistake(event):
    assert take_request_back(event=event, by=factories.person()) is False


@pytest.mark.parametrize("text", ["", " ", "\0", "a\x07b", "x" * 1001, "\u200b"])
def test_a_refused_text_stays_in_the_form_and_goes_nowhere(client, event, alice, carl, text):
    response = send(client, event, carl, text=text)
    assert response.status_code == 422
    assert kept() == []
    assert not Letter.objects.exists()


# To whom


def test_it_goes_to_nobody_but_whom_the_form_named(client, event, alice, carl):
    dora = factories.person(legal_name="Dora")
    event.accessibility_contact = dora
    event.save()
    response = send(client, event, carl)
    assert response.status_code == 422
    read = response.content.decode()
    assert "Nothing was sent: look once more at who reads it." in read
    assert "Only Dora reads it" in read
    assert "Captions" in read
    assert kept() == []
    # What stands in the form now names her.
    send(client, event, dora)
    assert kept() == [(alice.pk, dora.pk, "Captions")]


def test_a_contact_who_changed_at_the_last_moment_is_noticed_under_the_hold(event, alice, carl):
    """`event` is as the view read it; the row has another contact by now."""
    dora = factories.person(legal_name="Dora")
    type(event).objects.filter(pk=event.pk).update(accessibility_contact=dora)
    with pytest.raises(Refusal, match="The contact is Dora now. Nothing was sent."):
        write_request(event=event, by=alice, contact=carl, text="Captions")
    assert kept() == []


@pytest.mark.parametrize("contact", ["", "nobody", "\0", "x" * 5000])
def test_a_form_that_names_nobody_sends_nothing(client, event, alice, contact):
    response = client.post(address(event), {"text": "Captions", "contact": contact})
    assert response.status_code == 422
    assert kept() == []


def _without(event, carl):
    event.accessibility_contact = None
    event.save()


def _gone(event, carl):
    carl.is_active = False
    carl.save()


@pytest.mark.parametrize("change", [_without, _gone])
def test_where_nobody_would_read_it_nothing_is_taken(client, event, alice, carl, change):
    change(event, carl)
    read = client.get(address(event)).content.decode()
    assert "This event has no accessibility contact at the moment." in read
    assert "<textarea" not in read
    assert send(client, event, carl).status_code == 422
    with pytest.raises(Refusal, match="no accessibility contact"):
        write_request(event=event, by=alice, contact=carl, text="Captions")
    assert kept() == []
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Say what you need to take part" not in page


@pytest.mark.parametrize(
    "fields",
    [{"status": "cancelled"}, {"starts": timezone.now() - dt.timedelta(days=1)}],
    ids=["cancelled", "over"],
)
def test_what_is_not_to_come_takes_no_request(client, kin, alice, carl, fields):
    event = factories.event(kin, accessibility_contact=carl, **fields)
    assert send(client, event, carl).status_code == 422
    assert kept() == []


def test_the_contact_writes_to_nobody(client, event, carl):
    client.force_login(carl)
    assert send(client, event, carl).status_code == 422


@pytest.mark.parametrize("belongs", [True, False])
def test_it_is_for_those_who_may_come(client, kin, alice, carl, belongs):
    event = factories.event(kin, audience="members", accessibility_contact=carl)
    if belongs:
        factories.membership(alice, kin)
    response = send(client, event, carl)
    assert response["Location"] == event.get_absolute_url()
    assert len(kept()) == belongs


# To read


def read_by(client, person, event):
    client.force_login(person)
    return client.get(f"/me/events/{event.pk}/requests/")


def test_the_contact_reads_who_needs_what(client, event, alice, carl):
    send(client, event, carl)
    read = read_by(client, carl, event).content.decode()
    assert "Alice" in read
    assert "Captions" in read


@pytest.mark.parametrize("kind", ["lead", "asker", "curator", "superuser", "employee"])
def test_nobody_else_reads_it(client, event, alice, carl, kind):
    send(client, event, carl)
    people = {
        "lead": lambda: factories.lead(event.brg),
        "asker": lambda: alice,
        "curator": factories.curator,
        "superuser": factories.superuser,
        "employee": factories.person,
    }
    assert read_by(client, people[kind](), event).status_code == 404


def test_a_later_contact_reads_nothing_that_was_not_written_to_them(client, event, alice, carl):
    send(client, event, carl)
    dora = factories.person(legal_name="Dora")
    event.accessibility_contact = dora
    event.save()
    assert "Captions" not in read_by(client, dora, event).content.decode()
    assert "Captions" in read_by(client, carl, event).content.decode()
    client.force_login(alice)
    read = client.get(address(event)).content.decode()
    assert "What you wrote went to Carl Contact" in read


def test_a_contact_whom_nobody_wrote_to_finds_an_empty_page(client, event, carl):
    assert "Nobody has asked for anything" in read_by(client, carl, event).content.decode()


def test_the_contact_of_a_draft_learns_of_nothing(client, kin, carl):
    event = factories.event(kin, status="draft", published=None, accessibility_contact=carl)
    assert read_by(client, carl, event).status_code == 404
    assert event.title not in client.get("/me/events/").content.decode()


def test_one_persons_request_shows_on_no_other_page(client, event, alice, carl):
    send(client, event, carl, text="zqneed")
    lead = factories.lead(event.brg, Visibility.MEMBERS)
    pages = ["", "guests/", "accessibility/"]
    for person in (lead, factories.person()):
        client.force_login(person)
        for page in pages:
            assert "zqneed" not in client.get(f"{event.get_absolute_url()}{page}").content.decode()


def test_it_is_forgotten_thirty_days_after_the_event(client, kin, alice, carl):
    event = factories.event(kin, accessibility_contact=carl)
    write_request(event=event, by=alice, contact=carl, text="Captions")
    assert forget_requests(now=event.ends + dt.timedelta(days=30)) == 0
    assert forget_requests(now=event.ends + dt.timedelta(days=30, seconds=1)) == 1
    assert kept() == []


# As many queries for many requests as for one


@pytest.mark.parametrize("size", [1, 3])
def test_the_contacts_page_makes_few_queries(client, event, carl, size, django_assert_num_queries):
    for _ in range(size):
        person = factories.person()
        write_request(event=event, by=person, contact=carl, text="Captions")
    read_by(client, carl, event)
    with django_assert_num_queries(4):
        client.get(f"/me/events/{event.pk}/requests/")

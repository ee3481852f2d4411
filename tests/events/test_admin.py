"""Curation of events: the queue, and the page on which a curator reads and decides."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from events import actions
from events.models import Event
from tests import factories
from tests.events.workspace import draft, fresh, said

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CURATION = "/admin/events/event/"


@pytest.fixture
def carol():
    return factories.curator()


@pytest.fixture
def desk(client, carol, settings):
    """A browser in which a curator is signed in."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(carol)
    return client


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def lea(kin):
    return factories.lead(kin, legal_name="Lea Lead")


@pytest.fixture
def waiting(kin, lea):
    event = draft(kin, title="Open day", description="**All** are here.", cost="$5", author=lea)
    return actions.publish(event=event, by=lea, version=1)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\xa0", " ").split())


def page(event):
    return f"{CURATION}{event.pk}/"


def queue(desk):
    return next(each for each in desk.get("/admin/").context["queues"] if each.key == "events")


def decision(event, act, **more):
    return {"act": act, "version": event.version, **more}


# The queue


def test_what_waits_longest_stands_first_with_its_age(desk, waiting, kin):
    starts = dt.datetime(2083, 1, 5, 18, tzinfo=dt.UTC)
    facts = {"status": "submitted", "asked": timezone.now() - 2 * DAY, "starts": starts}
    draft(kin, title="Older", chapter=factories.chapter(kin, name="Denver"), **facts)
    found = queue(desk)
    assert [row.title for row in found.rows] == ["Kin Denver · Older", "Kin · Open day"]
    cells = [cell.text.replace("\xa0", " ") for cell in found.rows[0].cells]
    assert cells == ["Tuesday, January 5, 2083, 11 a.m., Denver time", "2 days, late"]
    assert found.rows[1].url == page(waiting)
    assert found.count == 2


def test_a_curator_without_permission_for_groups_sees_no_queue_and_no_page(desk, carol, waiting):
    carol.groups.clear()
    assert "events" not in [each.key for each in desk.get("/admin/").context["queues"]]
    assert desk.get(CURATION).status_code == 404
    assert desk.get(page(waiting)).status_code == 404


def test_whoever_only_views_groups_reads_and_does_not_decide(desk, carol, waiting):
    carol.groups.clear()
    carol.user_permissions.add(Permission.objects.get(codename="view_brg"))
    assert "Approve" not in words(desk.get(page(waiting)))
    assert desk.post(page(waiting), decision(waiting, "approve")).status_code == 403
    assert fresh(waiting).status == "submitted"


# The list


def test_the_list_names_host_state_and_audience_and_no_person(desk, kin, lea):
    event = factories.event(kin, title="Out", author=lea, accessibility_contact=lea)
    going = factories.person(legal_name="Zq Going")
    factories.rsvp(event, going)
    denver = factories.chapter(kin, name="Denver")
    draft(kin, title="Of the chapter", chapter=denver)
    response = desk.get(CURATION)
    assert [row.title for row in response.context["rows"]] == [
        *("Kin Denver · Of the chapter", "Kin · Out"),
    ]
    for text in (words(response), words(desk.get(page(event)))):
        assert "Zq" not in text
        assert lea.name not in text


def test_answers_change_no_byte_of_what_curators_see(desk, kin):
    event = factories.event(kin, capacity=2)
    desk.get(page(event))
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    before = [token.sub(b"", desk.get(address).content) for address in (CURATION, page(event))]
    for status in ("going", "going", "waiting"):
        factories.rsvp(event, factories.person(), status)
    after = [token.sub(b"", desk.get(address).content) for address in (CURATION, page(event))]
    assert after == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [("?q=apple", ["Apples"]), ("?status=draft", ["Pears"]), ("?q=apple&status=draft", [])],
)
def test_the_list_is_narrowed_by_words_and_by_status(desk, kin, asked, found):
    factories.event(kin, title="Apples")
    draft(kin, title="Pears")
    shown = desk.get(CURATION + asked).content.decode()
    assert [title for title in ("Apples", "Pears") if f"Kin · {title}" in shown] == found


def test_the_list_makes_the_same_queries_for_one_and_for_many(desk, kin, django_assert_num_queries):
    denver = factories.chapter(kin)
    draft(kin, chapter=denver)
    desk.get(CURATION)
    for _ in range(2):
        with django_assert_num_queries(5):
            desk.get(CURATION)
        draft(factories.brg())
        draft(kin, chapter=denver)


# Reading and deciding


def test_a_curator_reads_the_event_and_why_it_waits(desk, waiting):
    response = desk.get(page(waiting))
    shown = words(response)
    for part in (
        *("Open day", "A line about it.", "All are here.", "Room 1", "Why you are asked"),
        *("It costs something: $5.", "Every employee", "Denver time"),
    ):
        assert part in shown, part
    assert response.context["may_decide"]


def test_approved_it_is_published(desk, waiting):
    response = desk.post(page(waiting), decision(waiting, "approve"))
    assert (response["Location"], said(response)) == ("/admin/", ["Approved and published."])
    assert fresh(waiting).status == "published"
    assert LogEntry.objects.get().change_message == "Approved and published."
    assert queue(desk).count == 0


def test_the_log_names_the_event_and_nobody(desk, waiting, lea):
    desk.post(page(waiting), decision(waiting, "approve"))
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.object_id) == ("Open day", str(waiting.pk))
    assert lea.name not in f"{entry.object_repr}{entry.change_message}"


def test_returned_it_carries_the_note(desk, waiting):
    response = desk.post(page(waiting), decision(waiting, "return", note="Which room?"))
    assert (response["Location"], said(response)) == ("/admin/", ["Returned with a note."])
    assert (fresh(waiting).status, fresh(waiting).note) == ("changes_asked", "Which room?")
    assert "Which room?" in words(desk.get(page(waiting)))


def test_without_a_note_nothing_is_returned(desk, waiting):
    response = desk.post(page(waiting), decision(waiting, "return", note=""))
    assert response.status_code == 422
    assert fresh(waiting).status == "submitted"


def test_what_changed_since_is_read_once_more(desk, waiting, lea):
    event = actions.take_back(event=waiting, by=lea)
    event.description = "Other words."
    event = actions.edit(event=event, by=lea, version=event.version)
    actions.publish(event=event, by=lea, version=event.version)
    for act in ("approve", "return"):
        sent = decision(waiting, act, note="Kept while you read.")
        response = desk.post(page(waiting), sent)
        assert response.status_code == 409
        assert "Other words." in words(response)
    assert "Kept while you read." in words(response)
    assert fresh(waiting).status == "submitted"
    assert not LogEntry.objects.exists()


def test_whoever_asked_finds_no_button_to_approve(desk, carol, kin):
    factories.officer(carol, kin, "co_chair")
    event = actions.publish(event=draft(kin), by=carol, version=1)
    response = desk.get(page(event))
    assert "another curator decides" in words(response)
    assert 'value="approve"' not in response.content.decode()
    response = desk.post(page(event), decision(event, "approve"))
    assert said(response) == ["You asked for this yourself, so another curator decides."]
    assert fresh(event).status == "submitted"
    assert not LogEntry.objects.exists()


def test_what_does_not_wait_is_only_read(desk, kin):
    event = factories.event(kin)
    assert not desk.get(page(event)).context["may_decide"]
    response = desk.post(page(event), decision(event, "approve"))
    assert said(response) == ["It does not wait for a curator any more."]


def test_what_is_published_is_taken_off_its_page_with_a_note(desk, kin):
    event = factories.event(kin)
    assert "Take it off its page" in words(desk.get(page(event)))
    response = desk.post(page(event), decision(event, "take-down", note=""))
    assert (response.status_code, fresh(event).status) == (422, "published")
    response = desk.post(page(event), decision(event, "take-down", note="Names a patient."))
    assert said(response) == ["Taken off its page, with a note."]
    assert (fresh(event).status, fresh(event).note) == ("changes_asked", "Names a patient.")
    assert LogEntry.objects.get().change_message == "Taken off its page, with a note."
    assert "Take it off its page" not in words(desk.get(page(event)))


@pytest.mark.parametrize("tail", ["add/", "1/delete/", "1/history/", "1/change/"])
def test_there_is_no_other_page(desk, tail):
    assert desk.get(CURATION + tail).status_code == 404
    assert not Event.objects.exists()
